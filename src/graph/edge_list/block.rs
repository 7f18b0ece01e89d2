//! Many lines at once: what machines write is read in parallel, all else is left to be read line by
//! line.

use std::io::{self, Read};

use memchr::{memchr, memrchr};
use rayon::prelude::*;

use super::EdgeBuffer;
use super::fault::MAX_LINE_BYTES;
use super::weight::weight_of;

/// Bytes of a list that are held at once.
const BLOCK_BYTES: u64 = 1 << 22;

/// Bytes that one task reads.
const PIECE_BYTES: usize = 1 << 18;

/// Bytes of a weight that is read here; whatever is longer is read with its line.
const MAX_WEIGHT_BYTES: usize = 64;

/// A list in blocks of whole lines.
pub(super) struct BlockReader<R> {
    list: R,
    /// The start of a line whose end was not read yet.
    begun: Vec<u8>,
    /// What stopped the reading.
    pub(super) stop: Option<StopReason>,
}

/// Why a list is not read to its end.
pub(super) enum StopReason {
    Unreadable(io::Error),
    /// A line does not end within [`MAX_LINE_BYTES`].
    LongLine,
}

impl<R: Read> BlockReader<R> {
    pub(super) fn new(list: R) -> Self {
        Self { list, begun: Vec::new(), stop: None }
    }

    /// Reads on; whether there was something.
    pub(super) fn read(&mut self, block: &mut Vec<u8>) -> bool {
        block.clear();
        block.append(&mut self.begun);
        while self.stop.is_none() {
            let read = self.list.by_ref().take(BLOCK_BYTES).read_to_end(block);
            let is_end = matches!(read, Ok(0));
            self.stop = read.err().map(StopReason::Unreadable);
            if is_end {
                break;
            }
            if let Some(end) = memrchr(b'\n', block) {
                self.begun.extend_from_slice(&block[end + 1..]);
                block.truncate(end + 1);
                return true;
            }
            if self.stop.is_none() && block.len() > MAX_LINE_BYTES {
                self.stop = Some(StopReason::LongLine);
            }
        }
        // The line that an error cut off is not complete.
        self.stop.is_none() && !block.is_empty()
    }
}

/// Some lines of a list.
pub(super) enum BlockContent {
    /// Every line is an edge of two numbers.
    Edges(EdgeBuffer),
    /// Lines of any kind.
    Lines(Vec<u8>),
}

/// The lines of a block, in order. The first line of a list may be a header, and is not read here.
pub(super) fn pieces(mut block: &[u8], is_first: bool) -> Vec<BlockContent> {
    let mut texts = Vec::new();
    while !block.is_empty() {
        let least = if is_first && texts.is_empty() { 0 } else { PIECE_BYTES.min(block.len()) };
        let end = memchr(b'\n', &block[least..]).map_or(block.len(), |at| least + at + 1);
        texts.push(&block[..end]);
        block = &block[end..];
    }
    let read = |(at, text): (usize, &&[u8])| match numbered(text) {
        Some(edges) if at > 0 || !is_first => BlockContent::Edges(edges),
        _ => BlockContent::Lines(text.to_vec()),
    };
    texts.par_iter().enumerate().map(read).collect()
}

/// Lines of two numbers and perhaps a weight, parted by one mark; `None` where a line is anything else.
fn numbered(mut text: &[u8]) -> Option<EdgeBuffer> {
    let mut edges = EdgeBuffer::default();
    while !text.is_empty() {
        let (from, rest) = number(text)?;
        let (mark, rest) = rest.split_first().filter(|(mark, _)| b"\t, ".contains(mark))?;
        let (to, mut rest) = number(rest)?;
        let mut weight = 1.0;
        if rest.first() == Some(mark) {
            let field = &rest[1..];
            let is_part = |byte: &u8| byte.is_ascii_digit() || b".+-eE".contains(byte);
            let end = field.iter().position(|byte| !is_part(byte)).unwrap_or(field.len());
            if end > MAX_WEIGHT_BYTES {
                return None;
            }
            weight = weight_of(&field[..end]).ok()?;
            rest = &field[end..];
        }
        text = match rest {
            [] => rest,
            [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => rest,
            _ => return None,
        };
        edges.push((from, to), weight);
    }
    Some(edges)
}

/// The number that a text begins with, and what follows it; `None` where it is none, is long, or
/// is written in another way than we write it.
fn number(text: &[u8]) -> Option<(u32, &[u8])> {
    let (mut sum, mut length) = (0_u64, 0);
    while let Some(digit) =
        text.get(length).map(|byte| byte.wrapping_sub(b'0')).filter(|one| *one < 10)
    {
        sum = sum.wrapping_mul(10).wrapping_add(u64::from(digit));
        length += 1;
    }
    let is_plain = (1..=10).contains(&length) && (length == 1 || text[0] != b'0');
    let number = is_plain.then(|| u32::try_from(sum).ok()).flatten()?;
    Some((number, &text[length..]))
}
