//! Lines as CommonMark 2.1 defines them: LF, CR and CRLF end one.

use memchr::memchr2;

/// Where the line after the one at `at` begins; the text's length for the last line.
pub(crate) fn next(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let Some(end) = memchr2(b'\n', b'\r', &bytes[at..]).map(|next| at + next) else {
        return text.len();
    };
    end + 1 + usize::from(bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn all_ends() {
        let text = "a\r\nb\rc\nd";
        let mut starts = vec![0];
        while *starts.last().unwrap() < text.len() {
            starts.push(super::next(text, *starts.last().unwrap()));
        }
        assert_eq!(starts, [0, 3, 5, 7, 8]);
    }
}
