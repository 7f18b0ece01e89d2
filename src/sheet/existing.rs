//! What a file is to a fresh sheet that would take its place: may it go, or does it hold people's work?

use memchr::memmem;
use serde_json::Value;

use super::error::SheetError;
use super::limits::{SheetLimits, TooLarge};
use super::reader::{SheetFileKind, check_size, is_list, read_within, without_mark};
use super::{Sheet, SheetRow, csv, html, markdown, merge, table, workbook};
use crate::input::MARKER;

/// What a file is that a fresh sheet would replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExistingFile {
    /// Not a sheet of ours.
    Foreign,
    /// A sheet of ours in which nobody has written.
    Untouched,
    /// A sheet of ours that holds what people wrote. So does one that cannot be read: in doubt nothing of
    /// theirs is lost.
    Filled,
}

impl ExistingFile {
    /// Judges a file by all of its bytes, in any of the five forms of a sheet, and in ODS.
    ///
    /// People's entries are everything that a fresh sheet cannot have: an answer, a row of an appendix, a
    /// row or a column of their own, a heading above the table; in a page other fields than it was made
    /// with; in a list a ticked box or a line that is not ours; in a workbook also that another program has
    /// saved it, since colours, comments and further tables are entries as well. What cannot be seen is a
    /// word changed in a machine column, or within a line of a list.
    ///
    /// ```
    /// use citegraph::sheet::ExistingFile;
    /// assert_eq!(ExistingFile::from_bytes(b"a,b\n1,2\n"), ExistingFile::Foreign);
    /// let row = b"claim_id,claim,work_id,status\n1-0,It grew.,w,open\n";
    /// assert_eq!(ExistingFile::from_bytes(row), ExistingFile::Untouched);
    /// let row = b"claim_id,claim,work_id,status\n1-0,It grew.,w,ok\n";
    /// assert_eq!(ExistingFile::from_bytes(row), ExistingFile::Filled);
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Self {
        match SheetFileKind::detect(bytes) {
            SheetFileKind::Workbook => of_workbook(bytes),
            SheetFileKind::Json => of_json(without_mark(bytes)),
            SheetFileKind::Page => of_page(without_mark(bytes)),
            SheetFileKind::Text if is_checklist(bytes) => of_checklist(bytes),
            SheetFileKind::Text => of_table(bytes),
        }
    }

    /// Judges a file by how it begins, where all of it is more than is read.
    pub fn from_head(bytes: &[u8]) -> Self {
        match Self::from_bytes(bytes) {
            Self::Foreign => Self::Foreign,
            Self::Untouched | Self::Filled => Self::Filled,
        }
    }

    fn filled_if(filled: bool) -> Self {
        if filled { Self::Filled } else { Self::Untouched }
    }
}

/// The bytes are all that is read, so they are the limit of the file; what they unpack to has the usual one.
fn limits(bytes: &[u8]) -> SheetLimits {
    SheetLimits { max_bytes: SheetLimits::default().max_bytes.max(bytes.len() as u64) }
}

/// Whether a sheet holds anything that a fresh one does not.
fn has_entries(sheet: &Sheet) -> bool {
    let by_hand = |row: &SheetRow| row.claim_id.is_empty() || !row.extra.is_empty();
    !sheet.appendix.is_empty()
        || sheet.rows.iter().any(|row| merge::is_written(row) || by_hand(row))
}

fn of_table(bytes: &[u8]) -> ExistingFile {
    let head = csv::head_of(bytes);
    let ours =
        head.as_ref().is_ok_and(|head| table::header(head).is_some() || table::has_some(head));
    match read_within(bytes, limits(bytes)) {
        _ if !ours => ExistingFile::Foreign,
        Ok(sheet) => {
            let below = head.is_ok_and(|head| !table::begins_with_header(&head));
            ExistingFile::filled_if(below || has_entries(&sheet))
        }
        Err(_) => ExistingFile::Filled,
    }
}

fn of_workbook(bytes: &[u8]) -> ExistingFile {
    match workbook::tables(bytes, limits(bytes)) {
        Ok(tables) if tables.is_empty() => ExistingFile::Foreign,
        Ok(_) => {
            let sheet = read_within(bytes, limits(bytes));
            let empty = sheet.is_ok_and(|sheet| !has_entries(&sheet));
            ExistingFile::filled_if(!empty || !workbook::is_as_written(bytes))
        }
        // The names of its members stand uncompressed in an archive.
        Err(_) if memmem::find(bytes, b"xl/work").is_some() => ExistingFile::Filled,
        Err(SheetError::Large(TooLarge::Unpacked(_))) => ExistingFile::Filled,
        Err(_) => ExistingFile::Foreign,
    }
}

fn of_json(bytes: &[u8]) -> ExistingFile {
    let has = |word: &str| memmem::find(bytes, word.as_bytes()).is_some();
    let ours = has("\"claim_id\"") || (has("\"passages\"") && has("\"appendix\""));
    if !ours {
        return ExistingFile::Foreign;
    }
    let whole: Result<Value, _> = serde_json::from_slice(bytes);
    let (Ok(sheet), Ok(whole)) = (read_within(bytes, limits(bytes)), whole) else {
        return ExistingFile::Filled;
    };
    // A field that we do not know is somebody's own.
    let known = serde_json::to_value(&sheet).unwrap_or_default();
    ExistingFile::filled_if(has_entries(&sheet) || has_more(&whole, &known))
}

/// Whether JSON has a field that the other lacks.
fn has_more(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            left.iter().any(|(name, value)| right.get(name).is_none_or(|own| has_more(value, own)))
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() > right.len()
                || left.iter().zip(right).any(|(left, right)| has_more(left, right))
        }
        _ => false,
    }
}

fn of_page(bytes: &[u8]) -> ExistingFile {
    let text = String::from_utf8_lossy(bytes);
    let Some((_, data)) = text.split_once("<script type=\"application/json\" id=\"sheet\"") else {
        // Something took its data away, or the page is another one of ours, such as a report.
        let ours = text.contains(MARKER) && text.contains("Fact-check sheet</p>");
        return if ours { ExistingFile::Filled } else { ExistingFile::Foreign };
    };
    let data = data.split_once('>').and_then(|(_, data)| data.split_once("</script>"));
    let sheet = data.and_then(|(data, _)| serde_json::from_str::<Sheet>(data).ok());
    let Some(sheet) = sheet.filter(|sheet| check_size(&[sheet], limits(bytes)).is_ok()) else {
        return ExistingFile::Filled;
    };
    // A browser that saves a page may save what stands in its fields.
    let mut fresh = Vec::new();
    let written = html::write(&sheet, &mut fresh);
    let same = written.is_ok() && fields(&String::from_utf8_lossy(&fresh)).eq(fields(&text));
    ExistingFile::filled_if(!same || has_entries(&sheet))
}

/// The fields of a page as they are written, each up to the next one.
fn fields(page: &str) -> impl Iterator<Item = &str> {
    let fields = page.split("<fieldset").skip(1);
    fields.map(|field| field.split("</fieldset>").next().unwrap_or(field))
}

/// Whether a text is a sheet as a list in Markdown, by its mark and its title, one of which may be gone.
fn is_checklist(bytes: &[u8]) -> bool {
    let text = without_mark(bytes);
    let head = String::from_utf8_lossy(&text[..text.len().min(4096)]);
    let titled = head.lines().any(|line| line.starts_with("# Fact-check: "));
    titled && (head.contains(MARKER) || is_list(bytes))
}

fn of_checklist(bytes: &[u8]) -> ExistingFile {
    let text = String::from_utf8_lossy(without_mark(bytes));
    ExistingFile::filled_if(!markdown::is_untouched(&text))
}
