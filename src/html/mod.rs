//! HTML as a browser's tokenizer sees it: tags, attributes, text and character references, with their
//! byte offsets and without a tree.

pub(crate) mod attrs;
pub(crate) mod byte_range;
pub(crate) mod byte_set;
pub(crate) mod charref;
pub(crate) mod name;
pub(crate) mod scan;
