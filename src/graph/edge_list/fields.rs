//! What stands in a line.

use std::borrow::Cow;

use memchr::memchr;

/// What separates the fields of a line; `None` for white space. Addresses have semicolons too, so these separate only
/// where nothing else does, or only the decimals of the last field.
pub(super) fn mark_of(line: &[u8]) -> Option<u8> {
    let has = |mark: u8| memchr(mark, line).is_some();
    match (has(b'\t'), has(b','), has(b';')) {
        (true, ..) => Some(b'\t'),
        (_, true, true) if ends_with_decimal(line) => Some(b';'),
        (_, true, _) => Some(b','),
        (_, _, true) if !line.trim_ascii().contains(&b' ') => Some(b';'),
        _ => None,
    }
}

/// Whether the field behind the last semicolon is a number with a comma, and no comma stands before it.
fn ends_with_decimal(line: &[u8]) -> bool {
    let Some(at) = line.iter().rposition(|byte| *byte == b';') else { return false };
    let is_digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let mut parts = line[at + 1..].trim_ascii().split(|byte| *byte == b',');
    let is_decimal = parts.next().is_some_and(is_digits) && parts.next().is_some_and(is_digits);
    is_decimal && parts.next().is_none() && !line[..at].contains(&b',')
}

/// The fields of a line.
pub(super) struct LineFields<'a> {
    rest: Option<&'a [u8]>,
    /// `None` for white space, of which several part two fields.
    mark: Option<u8>,
}

impl<'a> LineFields<'a> {
    /// The fields of a line that this mark separates, whatever else it has.
    pub(super) fn by(line: &'a [u8], mark: Option<u8>) -> Self {
        Self { rest: Some(line), mark }
    }

    /// A field in quotes, and what follows it.
    fn quoted(rest: &'a [u8]) -> (Cow<'a, [u8]>, &'a [u8]) {
        let mut text = Vec::new();
        let mut after = &rest[1..];
        while let Some(end) = memchr(b'"', after) {
            text.extend_from_slice(&after[..end]);
            after = &after[end + 1..];
            if after.first() != Some(&b'"') {
                return (Cow::Owned(text), after);
            }
            text.push(b'"');
            after = &after[1..];
        }
        text.extend_from_slice(after);
        (Cow::Owned(text), &[])
    }
}

impl<'a> Iterator for LineFields<'a> {
    type Item = Cow<'a, [u8]>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?.trim_ascii_start();
        let ends = |byte: &u8| match self.mark {
            Some(mark) => *byte == mark,
            None => byte.is_ascii_whitespace(),
        };
        if rest.is_empty() && self.mark.is_none() {
            return None;
        }
        if rest.first() == Some(&b'"') {
            let (text, after) = Self::quoted(rest);
            self.rest = after.iter().position(ends).map(|at| &after[at + 1..]);
            return Some(text);
        }
        let end = rest.iter().position(ends);
        self.rest = end.map(|at| &rest[at + 1..]);
        Some(Cow::Borrowed(rest[..end.unwrap_or(rest.len())].trim_ascii_end()))
    }
}
