//! Blocks of header lines, of records and of the HTTP messages in them.

use memchr::memchr;

/// The longest block of header lines.
pub(super) const MAX_HEADER_BYTES: usize = 1 << 16;

/// The most lines of one block.
const MAX_HEADER_LINES: usize = 1000;

/// A first line and the fields below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct HeaderBlock {
    pub(super) first: String,
    /// Names as written, and values with folded lines joined.
    fields: Vec<(String, String)>,
}

impl HeaderBlock {
    /// Reads a block without the blank line that ends it. Lines end with LF or CRLF. Lines that are not fields are
    /// passed over, as browsers do.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        let first = lines.next().unwrap_or_default().to_owned();
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in lines.take(MAX_HEADER_LINES) {
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Self { first, fields }
    }

    /// The first field of a name that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found =
            fields.find(|(other, value)| other.eq_ignore_ascii_case(name) && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// All fields of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let fields = self.fields.iter().filter(move |(other, _)| other.eq_ignore_ascii_case(name));
        fields.map(|(_, value)| value.as_str())
    }

    /// The words of a list of codings, over all fields of its name, in lower case.
    pub(super) fn words(&self, name: &str) -> Vec<String> {
        let words = self.all(name).flat_map(|value| value.split(','));
        words.map(|word| word.trim().to_ascii_lowercase()).filter(|word| !word.is_empty()).collect()
    }
}

/// Where the lines of a block end, and where what follows its blank line begins. `None` where there is none in
/// `bytes`; the first `from` bytes are known to hold none.
pub(super) fn header_end(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut at = from.saturating_sub(3);
    while let Some(found) = memchr(b'\n', bytes.get(at..)?) {
        let end = at + found;
        match &bytes[end + 1..] {
            [b'\n', ..] => return Some((end, end + 2)),
            [b'\r', b'\n', ..] => return Some((end, end + 3)),
            _ => at = end + 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fold_and_names_have_any_case() {
        let block = HeaderBlock::parse(
            b"HTTP/1.1 200 OK\r\nX: a\r\n\tb\ncontent-TYPE : text/html\r\nno field\r\nX:\nx: c",
        );
        assert_eq!(block.first, "HTTP/1.1 200 OK");
        assert_eq!(block.all("x").collect::<Vec<_>>(), ["a b", "", "c"]);
        assert_eq!(block.get("Content-Type"), Some("text/html"));
        assert_eq!(block.words("X"), ["a b", "c"]);
    }

    #[test]
    fn a_blank_line_ends_a_block() {
        assert_eq!(header_end(b"a: b\r\n\r\nc", 0), Some((5, 8)));
        assert_eq!(header_end(b"a: b\n\nc", 0), Some((4, 6)));
        assert_eq!(header_end(b"a: b\n\r\nc", 6), Some((4, 7)));
        assert_eq!(header_end(b"a: b\r\n", 0), None);
    }
}
