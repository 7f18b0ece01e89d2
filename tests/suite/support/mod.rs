//! What tests share: the real binary, folders, articles made by hand, the corpora.

pub(crate) mod articles;
pub(crate) mod corpora;
pub(crate) mod counts;
pub(crate) mod program;
pub(crate) mod shared;
