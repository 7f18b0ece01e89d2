//! How what people write in a row has changed.
//!
//! A merge compares what stands in a row with what its history ends in, and notes the difference. So a
//! change is noted once, whoever made it and in whatever program.

use serde::{Deserialize, Serialize};

use super::{HumanField, HumanFields, SheetRow};

/// Who makes the changes of a merge.
pub(super) const MERGE: &str = "citegraph";

/// One change of one field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct RowChange {
    /// The column. Empty for a line that somebody wrote in a cell of the history.
    pub field: String,
    /// What stood there.
    pub from: String,
    /// What stands there now.
    pub to: String,
    /// The checker that the row names; `citegraph` for a change of a merge.
    pub by: String,
    /// The day of the check that the row names.
    pub on: String,
}

impl RowChange {
    /// The line in a cell: `status "open" -> "ok" by "Ann" on "2026-01-31"`.
    fn line(&self) -> String {
        if self.field.is_empty() {
            return self.to.clone();
        }
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let mut line = format!("{} {} -> {}", self.field, quoted(&self.from), quoted(&self.to));
        for (word, text) in [("by", &self.by), ("on", &self.on)] {
            if !text.is_empty() {
                line.push_str(&format!(" {word} {}", quoted(text)));
            }
        }
        line
    }

    fn parse(line: &str) -> Option<Self> {
        let (field, rest) = line.split_once(' ')?;
        let (from, rest) = quoted(rest)?;
        let (to, rest) = quoted(rest.strip_prefix(" -> ")?)?;
        let (by, rest) = rest.strip_prefix(" by ").map_or(Some((String::new(), rest)), quoted)?;
        let (on, rest) = rest.strip_prefix(" on ").map_or(Some((String::new(), rest)), quoted)?;
        rest.is_empty().then(|| Self { field: field.to_owned(), from, to, by, on })
    }
}

/// A text in the quotes of JSON, and what stands behind it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut texts = serde_json::Deserializer::from_str(text).into_iter::<String>();
    let read = texts.next()?.ok()?;
    Some((read, &text[texts.byte_offset()..]))
}

/// The cell of a history, one change a line.
pub(super) fn to_cell(history: &[RowChange]) -> String {
    history.iter().map(RowChange::line).collect::<Vec<_>>().join("\n")
}

/// The history of a cell. A line of another form is kept as it is.
pub(super) fn from_cell(cell: &str) -> Vec<RowChange> {
    let lines = cell.lines().filter(|line| !line.trim().is_empty());
    let other = |line: &str| RowChange { to: line.to_owned(), ..RowChange::default() };
    lines.map(|line| RowChange::parse(line).unwrap_or_else(|| other(line))).collect()
}

/// What stands in a field by a history.
pub(super) fn known(history: &[RowChange], field: HumanField) -> String {
    let last = history.iter().rev().find(|change| change.field == field.column());
    let blank = HumanFields::default();
    last.map_or_else(|| blank.get(field).to_owned(), |change| change.to.clone())
}

/// Notes what has changed in a row since its history was written, by the checker that the row names.
pub(super) fn record(row: &mut SheetRow) {
    let (by, on) = (row.human.checker.clone(), row.human.checked_on.clone());
    record_by(row, &by, &on);
}

/// Notes what a merge has changed in a row.
pub(super) fn record_merge(row: &mut SheetRow) {
    record_by(row, MERGE, "");
}

fn record_by(row: &mut SheetRow, by: &str, on: &str) {
    for field in HumanField::ALL {
        let (from, to) = (known(&row.history, field), row.human.get(field));
        if from != to {
            let to = to.to_owned();
            let field = field.column().to_owned();
            row.history.push(RowChange { field, from, to, by: by.to_owned(), on: on.to_owned() });
        }
    }
}

/// Whether a history has all that another one says of a field.
pub(super) fn covers(all: &[RowChange], part: &[RowChange], field: HumanField) -> bool {
    let mut about = part.iter().filter(|change| change.field == field.column());
    about.all(|change| all.contains(change))
}

/// Two histories as one, those of the first before what only the second has.
pub(super) fn union(first: &[RowChange], second: &[RowChange]) -> Vec<RowChange> {
    let (first, second) = if first.iter().all(|change| second.contains(change)) {
        (second, first)
    } else {
        (first, second)
    };
    let mut all = first.to_vec();
    all.extend(second.iter().filter(|change| !first.contains(change)).cloned());
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_change_is_noted_once() {
        let mut row = SheetRow::default();
        record(&mut row);
        assert_eq!(*row.history, []);
        row.human.set(HumanField::Status, "ok".to_owned());
        row.human.set(HumanField::Checker, "Ann".to_owned());
        record(&mut row);
        record(&mut row);
        assert_eq!(
            to_cell(&row.history),
            "status \"open\" -> \"ok\" by \"Ann\"\nchecker \"\" -> \"Ann\" by \"Ann\""
        );
        row.human.set(HumanField::Status, "re-check".to_owned());
        record_merge(&mut row);
        assert!(to_cell(&row.history).ends_with("\"ok\" -> \"re-check\" by \"citegraph\""));
    }

    #[test]
    fn other_lines_of_a_cell_are_kept() {
        let cell = "seen by Bo\nstatus \"open\" -> \"ok\" and more";
        assert_eq!(to_cell(&from_cell(cell)), cell);
        assert!(from_cell(cell).iter().all(|change| change.field.is_empty()));
    }

    proptest! {
        #![proptest_config(crate::properties::cases(128))]

        #[test]
        fn a_history_is_read_back(texts in prop::collection::vec("[a\"\\\\ \n\u{e9}>-]{0,6}", 5)) {
            let [from, to, by, on] = [1, 2, 3, 4].map(|at: usize| texts[at].clone());
            let change = RowChange { field: "note".to_owned(), from, to, by, on };
            let cell = to_cell(&[change.clone(), change.clone()]);
            prop_assert_eq!(from_cell(&cell), vec![change.clone(), change]);
        }
    }
}
