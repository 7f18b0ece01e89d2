//! Indices of web archives (CDX, CDXJ): the records that are read of each archive.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;

use super::gzip;

/// The longest line of an index.
const MAX_LINE_BYTES: u64 = 1 << 20;

/// How the first line of an index of columns begins.
const HEADER: &str = "CDX";

/// The records that an index names, by archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordIndex {
    /// Offsets in ascending order, by the names of files without their folders.
    offsets: BTreeMap<String, Vec<u64>>,
}

/// The fields of a line of CDXJ that tell where a record is.
#[derive(Deserialize)]
struct LocationFields {
    filename: String,
    offset: NumberOrText,
}

/// Some programs write offsets as numbers, others as texts.
#[derive(Deserialize)]
#[serde(untagged)]
enum NumberOrText {
    Number(u64),
    Text(String),
}

/// The columns of an index that tell where a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LocationColumns {
    offset: usize,
    filename: usize,
}

impl RecordIndex {
    /// Reads an index, plain or as gzip, and adds its records.
    ///
    /// # Errors
    /// Where the file cannot be read, or no line of it names a record.
    pub fn add_file(&mut self, path: &Path) -> io::Result<()> {
        let mut file = BufReader::new(File::open(path)?);
        let is_gzip = file.fill_buf()?.starts_with(gzip::MAGIC);
        match is_gzip {
            true => self.add(BufReader::new(MultiGzDecoder::new(file))),
            false => self.add(file),
        }
    }

    /// Adds the records that the lines of an index name.
    ///
    /// # Errors
    /// Where they cannot be read, or no line names a record.
    pub fn add(&mut self, mut lines: impl BufRead) -> io::Result<()> {
        let (mut line, mut columns, mut count) = (Vec::new(), None, 0_u64);
        loop {
            line.clear();
            if lines.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            let text = String::from_utf8_lossy(&line);
            let text = text.trim();
            if text.starts_with(HEADER) {
                columns = LocationColumns::of_header(text);
                continue;
            }
            if let Some((filename, offset)) = location(text, columns) {
                let name = filename.rsplit('/').next().unwrap_or_default();
                self.offsets.entry(name.to_owned()).or_default().push(offset);
                count += 1;
            }
        }
        for offsets in self.offsets.values_mut() {
            offsets.sort_unstable();
            offsets.dedup();
        }
        if count == 0 {
            let why = "no line describes a record; give an index in the format CDX or CDXJ";
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        Ok(())
    }

    /// Where the records of an archive begin, by the name of its file.
    pub fn offsets(&self, name: &str) -> &[u64] {
        let file = name.rsplit('/').next().unwrap_or_default();
        self.offsets.get(file).map_or(&[], Vec::as_slice)
    }
}

impl LocationColumns {
    /// The columns by the letters of the header: `V` is the offset, `g` is the name of the file.
    fn of_header(header: &str) -> Option<Self> {
        let letters: Vec<&str> = header.split_whitespace().skip(1).collect();
        let column = |letter: &str| letters.iter().position(|other| *other == letter);
        Some(Self { offset: column("V").or(column("v"))?, filename: column("g")? })
    }
}

/// The archive and the offset that a line names.
fn location(line: &str, columns: Option<LocationColumns>) -> Option<(String, u64)> {
    if let Some(start) = line.find('{').filter(|_| line.ends_with('}')) {
        let fields: LocationFields = serde_json::from_str(&line[start..]).ok()?;
        let offset = match fields.offset {
            NumberOrText::Number(offset) => offset,
            NumberOrText::Text(text) => text.parse().ok()?,
        };
        return Some((fields.filename, offset));
    }
    let cells: Vec<&str> = line.split_whitespace().collect();
    // Without a header, offset and name are the last columns, as in every form that is in use.
    let columns = columns.or_else(|| {
        let filename = cells.len().checked_sub(1).filter(|last| (8..=10).contains(last))?;
        Some(LocationColumns { offset: filename - 1, filename })
    })?;
    let offset = cells.get(columns.offset)?.parse().ok()?;
    Some(((*cells.get(columns.filename)?).to_owned(), offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offsets(text: &str) -> Vec<u64> {
        let mut index = RecordIndex::default();
        let read = index.add(text.as_bytes());
        assert_eq!(read.is_err(), index.offsets.is_empty());
        index.offsets("somewhere/a.warc.gz").to_vec()
    }

    #[test]
    fn every_form_of_an_index_is_read() {
        let cdx = " CDX N b a m s k r M S V g\n\
                   test,one)/ 20240506070809 http://one.test/ text/html 200 ABC - - 500 1234 a.warc.gz\n";
        assert_eq!(offsets(cdx), [1234]);
        assert_eq!(offsets(&cdx[cdx.find('\n').unwrap() + 1..]), [1234]);
        let wget = " CDX a b a m s c k r M V g u\nhttp://one.test/ 2 http://one.test/ m 200 - k - - 77 a.warc.gz <urn:x>\n";
        assert_eq!(offsets(wget), [77]);
        let nine = "test,one)/ 2024 http://one.test/ text/html 200 ABC - 99 a.warc.gz\n";
        assert_eq!(offsets(nine), [99]);
        let cdxj = "!meta {}\n\
                    test,one)/ 20240506070809 {\"url\": \"http://one.test/\", \"offset\": \"7\", \"filename\": \"x/a.warc.gz\"}\n\
                    test,one)/ 20240506070810 {\"offset\": 3, \"filename\": \"a.warc.gz\"}\n\
                    {\"offset\": \"3\", \"filename\": \"a.warc.gz\"}\n\
                    test,two)/ 2024 {\"offset\": 5, \"filename\": \"b.warc.gz\"}\n";
        assert_eq!(offsets(cdxj), [3, 7]);
        for other in ["", "words\n", "{}\n", "a {\"offset\": -1, \"filename\": \"a.warc.gz\"}\n"] {
            assert_eq!(offsets(other), [0; 0], "{other:?}");
        }
    }
}
