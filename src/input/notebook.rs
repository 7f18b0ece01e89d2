//! Jupyter notebooks: the sources of their cells, and where in the file each byte of them stands.
//!
//! Cells of Markdown and of code are read, outputs are not. Metadata become front matter, so that
//! a notebook's title, authors and date are found as those of any other text.

use memchr::memchr;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::source_map::{CellKind, Notebook, NotebookCell, SourceMap};
use super::{DecodedText, SkipCause, SpanMap};
use crate::article::SkipReason;

/// Why a notebook is not read.
const REASON: SkipReason = SkipReason::BadNotebook;

/// The file, as far as it is read. Versions 1 to 3 of the format keep cells in worksheets.
#[derive(Deserialize)]
struct NotebookFile<'a> {
    #[serde(borrow)]
    cells: Option<Vec<RawCell<'a>>>,
    #[serde(borrow)]
    worksheets: Option<Vec<Worksheet<'a>>>,
    metadata: Option<NotebookMetadata>,
}

#[derive(Deserialize)]
struct Worksheet<'a> {
    #[serde(borrow, default)]
    cells: Vec<RawCell<'a>>,
}

#[derive(Deserialize)]
struct RawCell<'a> {
    cell_type: String,
    #[serde(borrow)]
    source: Option<&'a RawValue>,
    /// The source of code before version 4.
    #[serde(borrow)]
    input: Option<&'a RawValue>,
    /// Of a heading, before version 4.
    level: Option<u8>,
}

#[derive(Deserialize)]
struct NotebookMetadata {
    title: Option<Value>,
    authors: Option<Value>,
    date: Option<Value>,
    tags: Option<Value>,
}

/// Reads a notebook; `decoded` is its file.
pub(super) fn read(decoded: DecodedText) -> Result<DecodedText, SkipCause> {
    let SourceMap::File { bom, bytes: None } = decoded.source_map else {
        return Err((REASON, "it is not UTF-8".into()));
    };
    let file: NotebookFile<'_> = serde_json::from_str(&decoded.text)
        .map_err(|error| (REASON, format!("it is not a notebook in JSON: {error}")))?;
    let sheets = file.worksheets.map(|sheets| sheets.into_iter().flat_map(|sheet| sheet.cells));
    let Some(cells) = file.cells.or_else(|| sheets.map(Iterator::collect)) else {
        return Err((REASON, "it has neither cells nor worksheets".into()));
    };
    let mut sources = NotebookText::new(&decoded.text);
    sources.front(file.metadata, cells.first())?;
    cells.iter().try_for_each(|cell| sources.cell(cell))?;
    let NotebookText { text, map, cells, .. } = sources;
    let notebook = Notebook { file: decoded.text, bom, map, cells };
    Ok(DecodedText::from_parts(text, SourceMap::Notebook(Box::new(notebook))))
}

/// The text of the cells, and the way back.
struct NotebookText<'a> {
    file: &'a str,
    text: String,
    map: SpanMap,
    cells: Vec<NotebookCell>,
}

impl<'a> NotebookText<'a> {
    fn new(file: &'a str) -> Self {
        Self { file, text: String::new(), map: SpanMap::default(), cells: Vec::new() }
    }

    /// A raw cell between `---` at the head is front matter, as Quarto has it; else the metadata are.
    fn front(
        &mut self,
        metadata: Option<NotebookMetadata>,
        first: Option<&RawCell<'_>>,
    ) -> Result<(), SkipCause> {
        if let Some(source) = first.filter(|cell| cell.cell_type == "raw").and_then(|c| c.source) {
            self.source(source)?;
            if self.text.starts_with("---") {
                self.text.push('\n');
                return Ok(());
            }
            (self.text, self.map) = (String::new(), SpanMap::default());
        }
        let Some(metadata) = metadata else { return Ok(()) };
        let fields = [
            ("title", metadata.title),
            ("authors", metadata.authors),
            ("date", metadata.date),
            ("tags", metadata.tags),
        ];
        let fields: serde_json::Map<String, Value> =
            fields.into_iter().filter_map(|(key, value)| Some((key.into(), value?))).collect();
        if !fields.is_empty() {
            self.text = format!("{}\n", Value::Object(fields));
        }
        Ok(())
    }

    fn cell(&mut self, cell: &RawCell<'_>) -> Result<(), SkipCause> {
        let kind = match cell.cell_type.as_str() {
            "markdown" | "heading" | "html" => CellKind::Markdown,
            "code" => CellKind::Code,
            _ => return Ok(()),
        };
        let Some(source) = cell.source.or(cell.input) else { return Ok(()) };
        let start = self.text.len();
        if cell.cell_type == "heading" {
            self.text.push_str(&"#".repeat(cell.level.unwrap_or(1).clamp(1, 6).into()));
            self.text.push(' ');
        }
        self.source(source)?;
        self.text.push('\n');
        self.cells.push(NotebookCell { kind, start, end: self.text.len() });
        Ok(())
    }

    /// Adds a source: one string, or a list of them.
    fn source(&mut self, source: &RawValue) -> Result<(), SkipCause> {
        match source.get().as_bytes().first() {
            Some(b'"') => self.string(source.get()),
            Some(b'[') => {
                let parts: Vec<&RawValue> =
                    serde_json::from_str(source.get()).map_err(|e| (REASON, e.to_string()))?;
                for part in parts {
                    if !part.get().starts_with('"') {
                        return Err((
                            REASON,
                            "the source of a cell is not a list of strings".into(),
                        ));
                    }
                    self.string(part.get());
                }
            }
            Some(b'n') => {}
            _ => return Err((REASON, "the source of a cell is not text".into())),
        }
        Ok(())
    }

    /// Adds a JSON string, which is a slice of the file.
    fn string(&mut self, quoted: &str) {
        let begin = quoted.as_ptr() as usize - self.file.as_ptr() as usize + 1;
        let inner = &quoted[1..quoted.len() - 1];
        let mut at = 0;
        while at < inner.len() {
            let rest = &inner[at..];
            let plain = memchr(b'\\', rest.as_bytes()).unwrap_or(rest.len());
            self.map.push(self.text.len(), plain, begin + at, plain);
            self.text.push_str(&rest[..plain]);
            at += plain;
            if at < inner.len() {
                let (character, length) = unescape(&inner[at..]);
                self.map.push(self.text.len(), character.len_utf8(), begin + at, length);
                self.text.push(character);
                at += length;
            }
        }
    }
}

/// The character that an escape at the head of `text` stands for, and the length of the escape.
fn unescape(text: &str) -> (char, usize) {
    let character = match text.as_bytes().get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unescape_unit(text),
        Some(&other) => char::from(other),
        None => return ('\\', 1),
    };
    (character, 2)
}

/// `\u4e2d`, or two of them for a character beyond the first plane; half a pair is U+FFFD.
fn unescape_unit(text: &str) -> (char, usize) {
    let unit = |at: usize| u16::from_str_radix(text.get(at..at + 4)?, 16).ok();
    let first = unit(2).unwrap_or(0xfffd);
    let second = text.get(6..8).filter(|escape| *escape == "\\u").and_then(|_| unit(8));
    let units = [first, second.unwrap_or_default()];
    match char::decode_utf16(units).next() {
        Some(Ok(character)) => (character, if character.len_utf16() == 2 { 12 } else { 6 }),
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

/// Whether a text that begins like an object is a notebook.
pub(super) fn is(text: &str) -> bool {
    let has = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    text.trim_start().starts_with('{')
        && has("\"nbformat\"")
        && (has("\"cells\"") || has("\"worksheets\""))
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    fn notebook(json: &str) -> Result<DecodedText, SkipCause> {
        read(decode(json.as_bytes().to_vec()))
    }

    #[test]
    fn escapes_lead_back_to_the_file() {
        let json = "\u{feff}{\"nbformat\":4,\"cells\":[{\"cell_type\":\"markdown\",\"source\":\
                    [\"a \\u4e2d\\ud83d\\ude00\\/\\n\",\"b\\\"c\\ud800x\"]}]}";
        let decoded = notebook(json).unwrap();
        assert_eq!(decoded.text, "a 中😀/\nb\"c\u{fffd}x\n");
        let SourceMap::Notebook(notebook) = &decoded.source_map else { panic!("a notebook") };
        let cut = |what: &str| {
            let start = decoded.text.find(what).unwrap() as u32;
            let (start, end) = notebook.map.range(start, start + what.len() as u32)?;
            Some(&notebook.file[start as usize..end as usize])
        };
        assert_eq!(cut("中"), Some("\\u4e2d"));
        assert_eq!(cut("😀/"), Some("\\ud83d\\ude00\\/"));
        assert_eq!(cut("b\"c"), Some("b\\\"c"));
        assert_eq!(cut("/\nb"), None, "two strings do not adjoin");
        assert_eq!(cut("x\n"), None, "what ends a cell is made up");
        assert_eq!(notebook.bom, 3);
    }

    #[test]
    fn older_notebooks_and_what_is_none() {
        let old = "{\"nbformat\":3,\"metadata\":{\"title\":\"T\"},\"worksheets\":[{\"cells\":[\
                   {\"cell_type\":\"heading\",\"level\":2,\"source\":\"H\"},\
                   {\"cell_type\":\"raw\",\"source\":\"r\"},\
                   {\"cell_type\":\"code\",\"input\":[\"x = 1\"]}]}]}";
        let decoded = notebook(old).unwrap();
        assert_eq!(decoded.text, "{\"title\":\"T\"}\n## H\nx = 1\n");
        for bad in [
            "",
            "{",
            "[]",
            "{}",
            "{\"cells\":1}",
            "{\"cells\":[{\"cell_type\":\"code\",\"source\":[1]}]}",
        ] {
            assert_eq!(notebook(bad).unwrap_err().0, REASON, "{bad}");
        }
        let deep = format!("{{\"cells\":{}", "[".repeat(100_000));
        assert_eq!(notebook(&deep).unwrap_err().0, REASON);
        assert!(is(old) && !is("{\"cells\":1}"));
    }
}
