//! The rows of findings: in memory while they are few, in temporary files where they are many.

use std::borrow::Cow;
use std::io::{self, BufRead as _, BufReader, Seek as _, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::finding_row::FindingRow;
use crate::corpus::{OpenSpool, Spool};
use crate::findings::Severity;

/// Rows that are held in memory at most, some 40 MB.
const MAX_HELD_ROWS: usize = 200_000;

/// Rows that stay in memory beside the files, for pages.
const FIRST_ROWS: usize = 20_000;

/// Findings sorted by severity (the highest first), article and place; a list in JSON.
#[derive(Debug, Clone, Default)]
pub struct FindingRows {
    first: Vec<FindingRow>,
    len: u64,
    /// All of them, where `first` has a part.
    spooled: Option<Arc<[SeverityRows]>>,
}

/// The rows of one severity in a temporary file, one JSON object a line.
struct SeverityRows(Mutex<Box<dyn Spool>>);

impl FindingRows {
    /// The first rows: all of them, or 20,000 if there are more than memory holds.
    pub fn first(&self) -> &[FindingRow] {
        &self.first
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Hands on every row, in order.
    fn each(&self, mut hand_on: impl FnMut(&FindingRow) -> io::Result<()>) -> io::Result<()> {
        let Some(spooled) = &self.spooled else { return self.first.iter().try_for_each(hand_on) };
        for SeverityRows(file) in spooled.iter() {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(0))?;
            for line in BufReader::with_capacity(1 << 16, &mut **file).split(b'\n') {
                hand_on(&serde_json::from_slice(&line?)?)?;
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for SeverityRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SeverityRows")
    }
}

impl PartialEq for FindingRows {
    fn eq(&self, other: &Self) -> bool {
        (self.len, &self.first) == (other.len, &other.first)
    }
}

impl Serialize for FindingRows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(usize::try_from(self.len).ok())?;
        let mut fault = None;
        let each = self.each(|row| {
            rows.serialize_element(row).map_err(|error| {
                fault = Some(error);
                io::ErrorKind::Other.into()
            })
        });
        match (fault, each) {
            (Some(fault), _) => Err(fault),
            (None, Err(error)) => Err(S::Error::custom(error)),
            (None, Ok(())) => rows.end(),
        }
    }
}

impl<'de> Deserialize<'de> for FindingRows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<FindingRow>::deserialize(deserializer)?.into_iter().collect())
    }
}

impl JsonSchema for FindingRows {
    fn schema_name() -> Cow<'static, str> {
        Vec::<FindingRow>::schema_name()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<FindingRow>::json_schema(generator)
    }
}

impl FromIterator<FindingRow> for FindingRows {
    /// Rows that are in order.
    fn from_iter<I: IntoIterator<Item = FindingRow>>(rows: I) -> Self {
        let first: Vec<FindingRow> = rows.into_iter().collect();
        Self { len: first.len() as u64, first, spooled: None }
    }
}

/// Takes rows article by article.
pub(super) struct FindingCollector {
    open: OpenSpool,
    held: usize,
    len: u64,
    /// By severity, the highest first: the rows in memory.
    rows: Vec<Vec<FindingRow>>,
    /// The files, once there are too many; rows beyond the first are in them alone.
    files: Option<Vec<io::BufWriter<Box<dyn Spool>>>>,
}

impl FindingCollector {
    pub(super) fn new(open: OpenSpool) -> Self {
        let rows = Severity::ALL.iter().map(|_| Vec::new()).collect();
        Self { open, held: 0, len: 0, rows, files: None }
    }

    /// Adds the next row of its severity.
    pub(super) fn push(&mut self, row: FindingRow) -> io::Result<()> {
        let severity = gravest_first().position(|one| one == row.rule.row().severity);
        let severity = severity.unwrap_or_default();
        self.len += 1;
        if let Some(files) = &mut self.files {
            put(&mut files[severity], &row)?;
            if self.rows[severity].len() < FIRST_ROWS {
                self.rows[severity].push(row);
            }
            return Ok(());
        }
        self.held += 1;
        self.rows[severity].push(row);
        if self.held > MAX_HELD_ROWS { self.spool() } else { Ok(()) }
    }

    fn spool(&mut self) -> io::Result<()> {
        let mut files = Vec::new();
        for rows in &mut self.rows {
            let mut file = io::BufWriter::with_capacity(1 << 16, (self.open)()?);
            rows.iter().try_for_each(|row| put(&mut file, row))?;
            rows.truncate(FIRST_ROWS);
            rows.shrink_to_fit();
            files.push(file);
        }
        self.files = Some(files);
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<FindingRows> {
        let mut first: Vec<FindingRow> = self.rows.into_iter().flatten().collect();
        let Some(files) = self.files else {
            return Ok(FindingRows { first, len: self.len, spooled: None });
        };
        first.truncate(FIRST_ROWS);
        let files = files.into_iter().map(|file| {
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            Ok(SeverityRows(Mutex::new(file)))
        });
        let spooled: Vec<SeverityRows> = files.collect::<io::Result<_>>()?;
        Ok(FindingRows { first, len: self.len, spooled: Some(spooled.into()) })
    }
}

fn gravest_first() -> impl Iterator<Item = Severity> {
    let mut all = Severity::ALL.to_vec();
    all.sort_by_key(|severity| std::cmp::Reverse(*severity));
    all.into_iter()
}

fn put(file: &mut impl io::Write, row: &FindingRow) -> io::Result<()> {
    serde_json::to_writer(&mut *file, row)?;
    file.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::RuleId;

    fn memory() -> io::Result<Box<dyn Spool>> {
        Ok(Box::new(io::Cursor::new(Vec::new())))
    }

    fn row(number: u64) -> FindingRow {
        let rule = [RuleId::HomePage, RuleId::MalformedUrl][(number % 2) as usize];
        let (line, message) = (u32::try_from(number).ok(), format!("row {number}"));
        FindingRow { rule, article: number, line, column: None, sentence: None, message }
    }

    fn rows(count: u64) -> FindingRows {
        let mut collector = FindingCollector::new(memory);
        (0..count).for_each(|number| collector.push(row(number)).expect("memory"));
        collector.finish().expect("memory")
    }

    #[test]
    fn many_rows_read_back_as_few_do() {
        for count in [0, 7, MAX_HELD_ROWS as u64, MAX_HELD_ROWS as u64 + 1, 250_000] {
            let found = rows(count);
            assert_eq!((found.len(), found.spooled.is_some()), (count, count > 200_000));
            let mut wanted: Vec<FindingRow> = (0..count).map(row).collect();
            wanted.sort_by_key(|row| std::cmp::Reverse(row.rule.row().severity));
            let first = wanted.len().min(FIRST_ROWS);
            assert_eq!(found.first()[..first], wanted[..first]);
            let text = serde_json::to_string(&found).expect("JSON");
            assert!(text == serde_json::to_string(&wanted).expect("JSON"), "{count} rows");
            let back: FindingRows = serde_json::from_str(&text).expect("JSON");
            assert_eq!(back.len(), count);
        }
    }
}
