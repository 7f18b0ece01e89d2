//! What a change added: links that an earlier state of their file did not have.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::{Article, Link};

/// The links of files as they were before a change.
#[derive(Debug, Clone, Default)]
pub struct AddedLinks {
    /// By input: the addresses that the file had before; `None` for a file that did not change.
    before: BTreeMap<String, Option<BTreeSet<String>>>,
}

impl AddedLinks {
    /// Notes that a file is as it was: nothing in it is added.
    pub fn unchanged(&mut self, input: &str) {
        self.before.insert(input.to_owned(), None);
    }

    /// Notes what a file held before; a new file held nothing.
    pub fn changed(&mut self, input: &str, before: &[Article]) {
        let links = before.iter().flat_map(|old| old.citations.iter().chain(&old.rejects));
        let addresses = links.map(|link| address(link).to_owned()).collect();
        self.before.insert(input.to_owned(), Some(addresses));
    }

    /// Whether a link is new in its file. What merely moved is not.
    pub fn holds(&self, article: &Article, link: &Link) -> bool {
        match self.before.get(&article.input) {
            Some(Some(before)) => !before.contains(address(link)),
            Some(None) => false,
            None => true,
        }
    }
}

/// What links are compared by: what a browser requests, else what is written.
fn address(link: &Link) -> &str {
    link.resolved.as_deref().unwrap_or(&link.written)
}
