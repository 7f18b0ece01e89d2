//! A date as stated, shared by all edges and nodes that have it.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// The text of a stated date: one pointer, however many edges have it.
// `Arc<str>` is two.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateText(Arc<Box<str>>);

impl Deref for DateText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for DateText {
    fn from(text: &str) -> Self {
        Self(Arc::new(Box::from(text)))
    }
}

impl fmt::Debug for DateText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
