//! A short stand-in for the content of an article.

use sha2::{Digest as _, Sha256};

use super::Article;

/// Tells articles of one input and part apart, and puts them in an order that depends on their content alone: half of
/// the SHA-256 of the JSON line, without the captures, which [`join_captures`](super::join_captures) adds to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentDigest([u8; 16]);

impl ContentDigest {
    /// The digest of an article.
    pub fn of(article: &Article) -> Self {
        Self::with_line(article).0
    }

    /// The digest of an article, and its JSON line without the end of the line.
    pub fn with_line(article: &Article) -> (Self, Vec<u8>) {
        let text = line(article);
        if article.captures.is_empty() {
            return (Self::of_line(&text), text);
        }
        let alone = Article { captures: Vec::new(), ..article.clone() };
        (Self::of_line(&line(&alone)), text)
    }

    fn of_line(line: &[u8]) -> Self {
        let hash = Sha256::digest(line);
        Self(std::array::from_fn(|at| hash[at]))
    }
}

fn line(article: &Article) -> Vec<u8> {
    serde_json::to_vec(article).expect("an article holds strings and integers only")
}
