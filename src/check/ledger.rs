//! The ledger: every observation that was ever made, one JSON line each. Lines are only appended, so
//! a run that is killed loses at most the line that it was writing, and two ledgers merge as sets.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::observation::Observation;
use super::outcome::{Outcome, classify_observation};

/// Observations by (URL, start, run), each once, and the lines that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    rows: BTreeMap<ObservationKey, Observation>,
    ends: BTreeMap<String, RunEnd>,
    /// By page and day.
    snapshots: BTreeMap<(String, Option<String>), ArchiveCopy>,
    /// Lines of a later version, or damaged in the middle of the file: kept as they are.
    unread: BTreeSet<String>,
}

/// How a run ended: the line after its observations. A run that was killed has none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RunEnd {
    /// Always [`SCHEMA`](super::observation::SCHEMA).
    pub schema: u32,
    /// Name of the run, as in its observations.
    pub run: String,
    /// When it ended, as in [`Observation::started`].
    pub ended: String,
    /// Whether it could trust its own network. If not, its observations count for nothing.
    pub valid: bool,
}

/// What an archive was found to hold in place of a page that is gone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ArchiveCopy {
    /// Always [`SCHEMA`](super::observation::SCHEMA).
    pub schema: u32,
    /// The page, as in [`Observation::url`].
    pub page: String,
    /// The day (`YYYY-MM-DD`) before which a copy was wanted; `None` where no day was known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<String>,
    /// When it was looked for, as in [`Observation::started`].
    #[serde(rename = "looked")]
    pub looked_up_at: String,
    /// The address of the copy; `None` where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<String>,
    /// The day (`YYYY-MM-DD`) on which it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<String>,
}

/// The longest line that is read, in bytes: many times that of a chain with every redirect and header
/// at its limit.
const MAX_LINE_BYTES: usize = 4 << 20;

/// How entries begin, behind the number of their schema.
const FIRST_FIELDS: [&str; 3] = [",\"url\":", ",\"run\":", ",\"page\":"];

/// URL, start and run of an observation.
pub(super) type ObservationKey = (String, String, String);

/// Something odd about the text of a ledger. Nothing else of it is lost by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerNotice {
    /// The last line has no end and is no observation: a run was killed while it wrote it. Dropped.
    Torn {
        /// Number of the line, from 1.
        line: usize,
    },
    /// A line is no observation that this version reads. Kept, and not judged by.
    Unread {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

impl std::fmt::Display for LedgerNotice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Torn { line } => {
                write!(
                    f,
                    "line {line} is incomplete and is ignored; its link will be checked again"
                )
            }
            Self::Unread { line, why } => write!(
                f,
                "line {line} is not a check ({why}); it is ignored but stays in the file. If the line is \
                 damaged, delete only this line"
            ),
        }
    }
}

impl Ledger {
    /// Reads the text of a ledger. Lines may stand in any order and repeat; blank ones and conflict
    /// marks of a merge say nothing.
    pub fn read(text: &str) -> (Self, Vec<LedgerNotice>) {
        let (mut ledger, mut notes) = (Self::default(), Vec::new());
        // Some editors put a byte order mark in front of what they save.
        let text = text.trim_start_matches('\u{feff}');
        for (at, whole) in text.split_inclusive('\n').enumerate() {
            let line = whole.trim();
            if line.is_empty() || is_conflict_mark(line) {
                continue;
            }
            if line.len() > MAX_LINE_BYTES {
                let why = format!("it has more than {MAX_LINE_BYTES} bytes");
                notes.push(LedgerNotice::Unread { line: at + 1, why });
                ledger.unread.insert(line.to_owned());
                continue;
            }
            if let Some(end) = entry(line, "\"ended\"") {
                ledger.insert_run_end(end);
                continue;
            }
            if let Some(copy) = entry(line, "\"looked\"") {
                ledger.insert_snapshot(copy);
                continue;
            }
            match serde_json::from_str::<Observation>(line) {
                Ok(observation) => ledger.add(observation),
                Err(_) if !whole.ends_with('\n') => notes.push(LedgerNotice::Torn { line: at + 1 }),
                Err(error) => {
                    notes.push(LedgerNotice::Unread { line: at + 1, why: what(&error) });
                    ledger.unread.insert(line.to_owned());
                }
            }
        }
        (ledger, notes)
    }

    /// Adds an observation. Of two with one key the one whose line sorts first stays, so that the order
    /// in which they come makes no difference.
    pub fn add(&mut self, observation: Observation) {
        let key = key(&observation);
        match self.rows.get(&key) {
            Some(kept) if line(kept) <= line(&observation) => {}
            _ => {
                self.rows.insert(key, observation);
            }
        }
    }

    /// Adds the end of a run. Of two for one run the one that trusts it less stays.
    pub fn insert_run_end(&mut self, end: RunEnd) {
        let key = |end: &RunEnd| (end.valid, end.ended.clone());
        match self.ends.get(&end.run) {
            Some(kept) if key(kept) <= key(&end) => {}
            _ => drop(self.ends.insert(end.run.clone(), end)),
        }
    }

    /// Adds what an archive holds. Of two checks for one page and day the later one stays.
    pub fn insert_snapshot(&mut self, copy: ArchiveCopy) {
        let key = (copy.page.clone(), copy.wanted.clone());
        match self.snapshots.get(&key) {
            Some(kept) if (&kept.looked_up_at, &kept.copy) >= (&copy.looked_up_at, &copy.copy) => {}
            _ => drop(self.snapshots.insert(key, copy)),
        }
    }

    /// What an archive was found to hold of a page for a day; `None` where nobody looked.
    pub fn snapshot(&self, page: &str, wanted: Option<&str>) -> Option<&ArchiveCopy> {
        self.snapshots.get(&(page.to_owned(), wanted.map(str::to_owned)))
    }

    /// What is known of archives, alone.
    #[must_use]
    pub fn snapshots_only(&self) -> Self {
        Self { snapshots: self.snapshots.clone(), ..Self::default() }
    }

    /// How a run ended; `None` where it was killed.
    pub fn run_end(&self, run: &str) -> Option<&RunEnd> {
        self.ends.get(run)
    }

    /// Name of the run that began last; `None` for an empty ledger.
    pub fn last_run(&self) -> Option<&str> {
        let latest = self.rows.values().max_by_key(|seen| (&seen.started, &seen.run));
        latest.map(|seen| seen.run.as_str())
    }

    /// The same ledger as it stood on a day, and how many observations are later than that.
    #[must_use]
    pub fn up_to(mut self, today: Date) -> (Self, usize) {
        let (all, last) = (self.rows.len(), today.to_string());
        self.rows.retain(|(_, started, _), _| started.get(..10).is_some_and(|day| day <= &*last));
        let dropped = all - self.rows.len();
        (self, dropped)
    }

    /// Adds everything of another ledger: the union of both.
    pub fn merge(&mut self, other: Self) {
        other.ends.into_values().for_each(|end| self.insert_run_end(end));
        other.snapshots.into_values().for_each(|copy| self.insert_snapshot(copy));
        for observation in other.rows.into_values() {
            self.add(observation);
        }
        self.unread.extend(other.unread);
    }

    /// All observations, by URL, then by start, then by run.
    pub fn observations(&self) -> impl ExactSizeIterator<Item = &Observation> {
        self.rows.values()
    }

    /// The observations of each URL, oldest first.
    pub fn histories(&self) -> BTreeMap<&str, Vec<&Observation>> {
        let all: Vec<&Observation> = self.rows.values().collect();
        let each = all.chunk_by(|one, next| one.url == next.url);
        each.map(|same| (same[0].url.as_str(), same.to_vec())).collect()
    }

    /// Marks pages that are missing and belong to an owner whose pages are private.
    pub fn mark_private_owners(&mut self, is_private: &dyn Fn(&str) -> bool) {
        for seen in self.rows.values_mut() {
            mark_private_owner(seen, is_private);
        }
    }

    /// Drops observations.
    pub(super) fn remove(&mut self, keys: &BTreeSet<ObservationKey>) {
        self.rows.retain(|key, _| !keys.contains(key));
    }

    /// Writes the ledger, the same bytes for the same set of observations.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        for observation in self.rows.values() {
            append(to, observation)?;
        }
        self.ends.values().try_for_each(|end| append(to, end))?;
        self.snapshots.values().try_for_each(|copy| append(to, copy))?;
        self.unread.iter().try_for_each(|line| writeln!(to, "{line}"))
    }
}

/// Marks a page that is missing and belongs to an owner whose pages are private.
pub fn mark_private_owner(seen: &mut Observation, is_private: &dyn Fn(&str) -> bool) {
    let is_missing = classify_observation(seen) == Outcome::NotFound;
    seen.of_private_owner = is_missing && is_private(&seen.url);
}

/// Writes an observation or another entry as a line, with one call of the writer, so that lines of two writers do
/// not mix. Flushing is the caller's.
///
/// # Errors
/// Those of the writer.
pub fn append(to: &mut impl Write, entry: &impl Serialize) -> io::Result<()> {
    let mut text = line(entry);
    text.push('\n');
    to.write_all(text.as_bytes())
}

/// What has to be written before the first appended line, given the end of the file: a torn last line
/// is closed, so that the next one is not lost with it.
pub fn missing_newline(end_of_file: &str) -> &'static str {
    if end_of_file.is_empty() || end_of_file.ends_with('\n') { "" } else { "\n" }
}

/// Whether a text is a ledger or may become one: at least every second line is an entry, of whatever
/// version, or the beginning of one. Damage and the marks of a merge make no other file of it.
pub fn is_ledger(text: &str) -> bool {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !is_conflict_mark(line));
    let (ours, others): (Vec<&str>, Vec<&str>) = lines.partition(|line| is_entry(line));
    others.len() <= ours.len()
}

/// Whether a line is an entry by its look, in the order of fields in which we write it or in another.
fn is_entry(line: &str) -> bool {
    const HEAD: &str = "{\"schema\":";
    // Other programs put blanks between the fields.
    let dense: String = line.chars().filter(|c| !c.is_whitespace()).take(64).collect();
    let Some(rest) = dense.strip_prefix(HEAD) else {
        let is_whole =
            ["\"schema\":", "\"started\":", "\"run\":"].iter().all(|name| line.contains(name));
        return HEAD.starts_with(&dense) || (line.starts_with('{') && is_whole);
    };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    FIRST_FIELDS.iter().any(|field| rest.starts_with(field) || field.starts_with(rest))
}

fn line(entry: &impl Serialize) -> String {
    // Plain data with text as keys: serde_json has no way to fail at it.
    serde_json::to_string(entry).unwrap_or_default()
}

pub(super) fn key(observation: &Observation) -> ObservationKey {
    (observation.url.clone(), observation.started.clone(), observation.run.clone())
}

/// A line that is no observation, told by a field that observations have not.
fn entry<T: DeserializeOwned>(line: &str, field: &str) -> Option<T> {
    // Most lines are observations, and need not be parsed twice.
    line.contains(field).then(|| serde_json::from_str(line).ok())?
}

fn is_conflict_mark(line: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark))
}

/// What is wrong with a line, without the place, which says nothing about the file.
fn what(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::history::History;
    use crate::check::policy::Policy;

    fn seen(url: &str, started: &str, status: u16) -> String {
        format!(
            r#"{{"schema":1,"url":"{url}","started":"{started}","run":"{started}","method":"get","hops":[{{"url":"{url}","status":{status},"elapsed_ms":0}}],"end":"answered","attempts":1,"elapsed_ms":0}}"#
        )
    }

    fn day(day: u32) -> String {
        format!("2026-01-{day:02}T00:00:00Z")
    }

    fn text(ledger: &Ledger) -> String {
        let mut bytes = Vec::new();
        ledger.write(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn ledgers_and_other_files() {
        let ours = [
            "",
            "{\"schema\":1,\"url\":\"https://a.example/\"",
            "{\"schema\": 1, \"url\": \"https://a.example/\", \"started\": \"2026\"}",
            "{\"sch",
        ];
        assert!(ours.iter().all(|text| is_ledger(text)));
        let others = ["# A post\n", "{\"title\": \"x\"}\n", "a,b\n1,2\n"];
        assert!(others.iter().all(|text| !is_ledger(text)));
    }

    #[test]
    fn a_torn_last_line_is_dropped_with_a_note_and_nothing_else() {
        let whole = format!("{}\n{}\n", seen("a", &day(1), 200), seen("b", &day(1), 404));
        let ledger = Ledger::read(&whole).0;
        assert_eq!(text(&ledger), whole);
        for cut in 0..whole.len() {
            let (read, notes) = Ledger::read(&whole[..cut]);
            let ends = whole[..cut].matches('\n').count();
            let complete =
                serde_json::from_str::<Observation>(whole[..cut].lines().last().unwrap_or(""))
                    .is_ok();
            let lines = whole[..cut].lines().count();
            assert_eq!(read.observations().len(), if complete { lines } else { ends }, "{cut}");
            assert_eq!(notes.len(), usize::from(lines > 0 && !complete), "{cut}");
            let healed = format!(
                "{}{}{}",
                &whole[..cut],
                missing_newline(&whole[..cut]),
                seen("c", &day(2), 200)
            );
            assert!(Ledger::read(&healed).0.histories().contains_key("c"), "{cut}");
        }
    }

    #[test]
    fn unread_lines_stay() {
        let (ledger, notes) = Ledger::read("{\"schema\":9}\n<<<<<<< ours\n\n[1]\n");
        assert_eq!(notes.len(), 2);
        assert!(notes[0].to_string().starts_with("line 1 is not a check (missing field"));
        assert_eq!(text(&ledger), "[1]\n{\"schema\":9}\n");
    }

    #[test]
    fn merging_is_a_union() {
        let lines: Vec<String> = (1..9)
            .map(|n| seen(if n % 2 == 0 { "a" } else { "b" }, &day(n), 200 + n as u16))
            .collect();
        let all = Ledger::read(&lines.join("\n")).0;
        for split in 0..lines.len() {
            let (mut one, other) = (
                Ledger::read(&lines[split..].join("\n")).0,
                Ledger::read(&lines[..=split].join("\n")).0,
            );
            one.merge(other);
            assert_eq!(one, all);
        }
        let double = [seen("a", &day(1), 200), seen("a", &day(1), 404)];
        let forth = Ledger::read(&double.join("\n")).0;
        assert_eq!(forth, Ledger::read(&format!("{}\n{}", double[1], double[0])).0);
        assert_eq!(forth.observations().len(), 1);
    }

    #[test]
    fn compacting_keeps_the_first_the_latest_and_the_last_success() {
        let line = |n: u32| seen("a", &day(n), if n == 5 { 200 } else { 404 });
        let mut ledger = Ledger::read(&(1..=20).map(line).collect::<Vec<_>>().join("\n")).0;
        ledger.compact(&Policy::default());
        let days: Vec<&str> = ledger.observations().map(|o| &o.started[8..10]).collect();
        assert_eq!(days, ["01", "05", "06", "13", "14", "15", "16", "17", "18", "19", "20"]);
        let once = ledger.clone();
        ledger.compact(&Policy::default());
        assert_eq!(ledger, once);
    }

    #[test]
    fn ends_of_runs_are_kept_and_a_doubtful_one_wins() {
        let end = |valid: bool| {
            format!(r#"{{"schema":1,"run":"{}","ended":"{}","valid":{valid}}}"#, day(1), day(2))
        };
        let whole = format!("{}\n{}\n", seen("a", &day(1), 404), end(false));
        let (ledger, notes) = Ledger::read(&whole);
        assert!(notes.is_empty(), "{notes:?}");
        assert_eq!(text(&ledger), whole);
        let mut merged = Ledger::read(&end(true)).0;
        merged.merge(ledger.clone());
        assert_eq!(merged, ledger);
        assert!(!History::new(&ledger, &Policy::default()).is_trusted(&day(1)));
    }

    #[test]
    fn a_ledger_as_it_stood() {
        let lines: Vec<String> = (1..=5).map(|n| seen("a", &day(n), 200)).collect();
        let (then, later) = Ledger::read(&lines.join("\n")).0.up_to("2026-01-03".parse().unwrap());
        assert_eq!((then.observations().len(), later), (3, 2));
    }
}
