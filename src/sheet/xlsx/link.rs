//! Links of a workbook, which lead where the address says to the letter.
//!
//! rust_xlsxwriter escapes `%` in an address that is escaped already, unless it finds one of a few
//! escapes (`is_escaped` in its `url.rs`). So these characters are written as others, and put back in the
//! finished archive.

use std::io::{self, Read, Seek, Write};

use rust_xlsxwriter::Url;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Most characters of a link.
const MAX_LINK_UNITS: usize = 2079;

/// Characters that would be escaped, and what stands for them until the end: private ones of Unicode.
const MASKS: [(char, char); 7] = [
    ('%', '\u{e000}'),
    ('[', '\u{e001}'),
    (']', '\u{e002}'),
    ('^', '\u{e003}'),
    ('`', '\u{e004}'),
    ('{', '\u{e005}'),
    ('}', '\u{e006}'),
];

/// An address as a link; `None` where it is not one of the web, or too long.
pub(super) fn open(url: &str) -> Option<Url> {
    let web = url.starts_with("http://") || url.starts_with("https://");
    let odd = |c: char| c.is_control() || c.is_whitespace() || MASKS.iter().any(|mask| mask.1 == c);
    let fits = url.encode_utf16().count() <= MAX_LINK_UNITS && !url.contains(odd);
    (web && fits && url::Url::parse(url).is_ok()).then(|| Url::new(masked(url)).set_text(url))
}

/// The address with masks before its fragment, which is never escaped.
fn masked(url: &str) -> String {
    let (head, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let mask = |c: char| MASKS.iter().find(|mask| mask.0 == c).map_or(c, |mask| mask.1);
    head.chars().map(mask).chain(fragment.chars()).collect()
}

/// Writes the workbook with the characters behind the masks in its links, and gives `out` back at its end.
pub(super) fn unmasked<W: Write + Seek>(book: impl Read + Seek, out: W) -> io::Result<W> {
    let mut archive = ZipArchive::new(book)?;
    let mut out = ZipWriter::new(out);
    for at in 0..archive.len() {
        let name = archive.by_index_raw(at)?.name()?.into_owned();
        if !name.starts_with("xl/worksheets/_rels/") {
            out.raw_copy_file(archive.by_index_raw(at)?)?;
            continue;
        }
        let mut text = String::new();
        archive.by_index(at)?.read_to_string(&mut text)?;
        for (plain, mask) in MASKS {
            text = text.replace(mask, plain.encode_utf8(&mut [0; 4]));
        }
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        out.start_file(name, options)?;
        out.write_all(text.as_bytes())?;
    }
    Ok(out.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_linked() {
        for url in
            ["", "javascript:x", "file:///a", "internal:Sheet1!A1", "https://[", "https://a b"]
        {
            assert!(open(url).is_none(), "{url}");
        }
        assert!(open("https://a.example/#b").is_some());
        assert!(open(&format!("https://a.example/{}", "x".repeat(2079))).is_none());
    }
}
