//! What a link cites.

pub(crate) mod identity;
