//! Just enough of Thrift's compact protocol to see the numbers in it before somebody reserves memory by them.
//!
//! Source: <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>.

/// Types of fields.
pub(super) const I32: u8 = 5;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;

/// How deep structures and lists may nest; those of Parquet are less than ten levels deep.
const MAX_DEPTH: u8 = 32;

/// Bytes from which fields are taken one by one. `None` means that they end too early, or are not of this protocol.
#[derive(Clone, Copy)]
pub(super) struct ThriftBytes<'a> {
    rest: &'a [u8],
}

impl<'a> ThriftBytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes are left.
    pub(super) fn len(&self) -> usize {
        self.rest.len()
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// A number with a sign.
    pub(super) fn number(&mut self) -> Option<i64> {
        let zigzag = self.varint()?;
        Some((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())
    }

    /// The type of a list's items, and how many there are: never more than bytes are left.
    pub(super) fn list(&mut self) -> Option<(u8, usize)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => usize::try_from(self.varint()?).ok()?,
            short => short.into(),
        };
        (count <= self.len()).then_some((head & 15, count))
    }

    /// Goes through the fields of a structure. `take` gets the id and the type of each, and says whether it took the value;
    /// others are passed over.
    pub(super) fn fields(
        &mut self,
        depth: u8,
        mut take: impl FnMut(&mut Self, i64, u8) -> Option<bool>,
    ) -> Option<()> {
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            let kind = head & 15;
            if kind == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => self.number()?,
                delta => id + i64::from(delta),
            };
            // Some readers cut longer ids, and find another field.
            i16::try_from(id).ok()?;
            if !take(self, id, kind)? {
                self.skip(kind, depth)?;
            }
        }
    }

    /// Passes over a value.
    pub(super) fn skip(&mut self, kind: u8, depth: u8) -> Option<()> {
        if depth >= MAX_DEPTH {
            return None;
        }
        match kind {
            // A flag is its type; in a list it is a byte, which `skip_item` knows.
            1 | 2 => {}
            3 => {
                self.byte()?;
            }
            4..=6 => {
                self.varint()?;
            }
            7 => self.rest = self.rest.get(8..)?,
            8 => {
                let length = usize::try_from(self.varint()?).ok()?;
                self.rest = self.rest.get(length..)?;
            }
            9 | 10 => {
                let (kind, count) = self.list()?;
                (0..count).try_for_each(|_| self.skip_item(kind, depth + 1))?;
            }
            11 => {
                let count = usize::try_from(self.varint()?).ok()?;
                let kinds = if count == 0 { 0 } else { self.byte()? };
                for _ in 0..count {
                    self.skip_item(kinds >> 4, depth + 1)?;
                    self.skip_item(kinds & 15, depth + 1)?;
                }
            }
            12 => self.fields(depth + 1, |_, _, _| Some(false))?,
            _ => return None,
        }
        Some(())
    }

    fn skip_item(&mut self, kind: u8, depth: u8) -> Option<()> {
        match kind {
            1 | 2 => self.byte().map(drop),
            kind => self.skip(kind, depth),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_and_others_passed_over() {
        // 1: i32 -3; 2: list of two i32; 4: text; 5: a structure with a flag; 6: i64 300; a byte behind.
        let bytes = [0x15, 5, 0x19, 0x25, 2, 4, 0x28, 1, b'x', 0x1c, 0x11, 0, 0x16, 0xd8, 4, 0, 9];
        let mut found = Vec::new();
        let mut thrift = ThriftBytes::new(&bytes);
        let done = thrift.fields(0, |thrift, id, kind| {
            if matches!(kind, I32 | 6) {
                found.push((id, thrift.number()?));
                return Some(true);
            }
            Some(false)
        });
        assert_eq!((done, found, thrift.len()), (Some(()), vec![(1, -3), (6, 300)], 1));
    }

    #[test]
    fn what_ends_early_or_nests_too_deep_is_nothing() {
        let walk = |bytes: &[u8]| ThriftBytes::new(bytes).fields(0, |_, _, _| Some(false));
        assert_eq!(walk(&[0x15]), None);
        assert_eq!(walk(&[0x28, 9, b'x', 0]), None, "a text that is not there");
        assert_eq!(
            walk(&[0x19, 0xf5, 0xff, 0xff, 0xff, 0x7f, 0]),
            None,
            "a list that is not there"
        );
        assert_eq!(walk(&[0x1c; 1000]), None, "structures in structures");
        assert_eq!(walk(&[0x19; 1000]), None, "lists in structures in lists");
        assert_eq!(walk(&[0x1d, 0]), None, "no such type");
        assert_eq!(walk(&[5, 0x84, 0x80, 8, 0, 0]), None, "an id of more than 16 bits");
    }
}
