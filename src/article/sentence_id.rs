//! Names of blocks of text and of their sentences.

use std::fmt;
use std::str::FromStr;

use compact_str::{CompactString, ToCompactString};
use serde::{Deserialize, Serialize};

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// A paragraph of the body: `P`.
    Paragraph,
    /// A caption: `C`.
    Caption,
    /// A heading: `H`.
    Heading,
    /// Any other block: `B`.
    Other,
}

impl BlockKind {
    /// The letter with which ids of such blocks begin.
    pub fn letter(self) -> char {
        match self {
            Self::Paragraph => 'P',
            Self::Caption => 'C',
            Self::Heading => 'H',
            Self::Other => 'B',
        }
    }
}

/// Id of a block of text within its article, written `P2`: its kind, and its number among those, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "CompactString", try_from = "String")]
pub struct BlockId {
    /// What the block is.
    pub kind: BlockKind,
    /// Its number among the blocks of this kind, from 1.
    pub number: u32,
}

/// Id of a sentence within its article, written `P2.S4`: its block, and its number there, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "CompactString", try_from = "String")]
pub struct SentenceId {
    /// The block that holds the sentence.
    pub block: BlockId,
    /// Its number in the block, from 0.
    pub index: u32,
}

/// A text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the id of a sentence or block, such as P2.S4 or P2")]
pub struct IdError(String);

impl BlockId {
    fn parse(text: &str) -> Option<Self> {
        let kind = match text.bytes().next()? {
            b'P' => BlockKind::Paragraph,
            b'C' => BlockKind::Caption,
            b'H' => BlockKind::Heading,
            b'B' => BlockKind::Other,
            _ => return None,
        };
        Some(Self { kind, number: number(&text[1..])? })
    }
}

impl SentenceId {
    /// Whether it is a sentence of the article's body text.
    pub fn is_body(self) -> bool {
        self.block.kind == BlockKind::Paragraph
    }

    fn parse(text: &str) -> Option<Self> {
        let (block, index) = text.split_once(".S")?;
        Some(Self { block: BlockId::parse(block)?, index: number(index)? })
    }
}

/// Digits alone, without the signs that a parser of numbers takes.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

impl fmt::Display for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.letter(), self.number)
    }
}

impl fmt::Display for SentenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.S{}", self.block, self.index)
    }
}

impl FromStr for BlockId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::parse(text).ok_or_else(|| IdError(text.to_owned()))
    }
}

impl FromStr for SentenceId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::parse(text).ok_or_else(|| IdError(text.to_owned()))
    }
}

impl TryFrom<String> for BlockId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl TryFrom<String> for SentenceId {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<BlockId> for CompactString {
    fn from(id: BlockId) -> Self {
        // Formatting takes four times as long, and every link is written with several ids.
        let mut text = id.number.to_compact_string();
        text.insert(0, id.kind.letter());
        text
    }
}

impl From<SentenceId> for CompactString {
    fn from(id: SentenceId) -> Self {
        let mut text = Self::from(id.block);
        text.push_str(".S");
        text.push_str(&id.index.to_compact_string());
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_written() {
        for text in ["P1.S0", "C12.S3", "H7.S1", "B4294967295.S9"] {
            let id: SentenceId = text.parse().unwrap();
            assert_eq!(id.to_string(), text);
            assert_eq!(CompactString::from(id), text);
            assert_eq!(id.block.to_string().parse(), Ok(id.block));
            assert_eq!(id.is_body(), text.starts_with('P'));
        }
    }

    #[test]
    fn other_texts_are_no_ids() {
        for text in ["", "P", "P1", "P1.S", "P1.S+1", "P-1.S0", "X1.S0", "P1.S0.S1", "é1.S0"] {
            assert_eq!(text.parse::<SentenceId>(), Err(IdError(text.to_owned())), "{text}");
        }
        assert!("P".parse::<BlockId>().is_err() && "P4294967296".parse::<BlockId>().is_err());
    }
}
