//! What stands in a line.

use std::borrow::Cow;

use memchr::memchr;

/// The fields of a line.
pub(super) struct LineFields<'a> {
    rest: Option<&'a [u8]>,
    /// `None` for white space, of which several part two fields.
    mark: Option<u8>,
}

impl<'a> LineFields<'a> {
    pub(super) fn of(line: &'a [u8]) -> Self {
        let mark = [b'\t', b','].into_iter().find(|mark| memchr(*mark, line).is_some());
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
