//! What is read, and what is found in it: links, places, sentences.

pub(crate) mod archives;
pub(crate) mod code;
pub(crate) mod docx;
pub(crate) mod dom;
pub(crate) mod hostile;
pub(crate) mod links_of_the_dom;
pub(crate) mod metadata;
pub(crate) mod metamorphic;
pub(crate) mod notebooks;
pub(crate) mod notes;
pub(crate) mod oddities;
pub(crate) mod owned_pages;
pub(crate) mod places;
pub(crate) mod posts;
pub(crate) mod seed;
pub(crate) mod snippets;
pub(crate) mod walk;
