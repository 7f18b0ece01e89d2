//! The columns of a sheet as a table: one order for CSV, XLSX and whoever reads them.

use crate::claims::CueSet;
use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::findings::Severity;

use super::turn_count::turn;
use super::{
    CitedSource, ClaimText, HumanFields, RowStatus, Sheet, SheetCell, SheetRow, SheetValue, history,
};

/// The columns, machine left, human right. Columns that people add stand behind them.
pub const COLUMNS: [&str; 36] = [
    "claim_id",
    "para",
    "sent",
    "line",
    "claim",
    "check_signals",
    "support",
    "owners",
    "source_no",
    "anchor",
    "source_label",
    "owner",
    "owner_group",
    "url_to_open",
    "url_as_written",
    "work_id",
    "category",
    "primary_secondary",
    "country",
    "language",
    "evidence",
    "access",
    "archived_copy",
    "findings",
    "machine_priority",
    "change",
    "history",
    "status",
    "quote_or_locator_in_source",
    "checker",
    "checked_on",
    "correction",
    "note",
    "other_sources",
    "signed_off_by",
    "signed_off_on",
];

/// Index of the first column that people fill in.
pub const FIRST_HUMAN: usize = 27;

/// Between several values of one cell.
const BETWEEN: &str = " | ";

/// The cells of a row in the order of [`COLUMNS`]; numbers in decimal, nothing where there is none.
pub(super) fn cells(row: &SheetRow) -> [String; 36] {
    let none = CitedSource::default();
    let source = row.source.as_deref().unwrap_or(&none);
    let number = row.source.as_ref().map_or_else(String::new, |source| source.number.to_string());
    let human = &row.human;
    [
        row.claim_id.to_string(),
        row.paragraph.to_string(),
        row.sentence.to_string(),
        row.line.map_or_else(String::new, |line| line.to_string()),
        row.claim.to_cell().into_owned(),
        joined(&row.signals, BETWEEN),
        row.support.to_string(),
        row.owners.to_string(),
        number,
        source.anchor.clone(),
        source.label.clone(),
        source.owner.clone(),
        source.group.clone(),
        source.open.clone(),
        source.written.clone(),
        source.work.clone(),
        source.kind.clone(),
        source.primary.clone(),
        source.country.clone(),
        source.language.clone(),
        source.evidence.clone(),
        source.access.clone(),
        source.archived.clone(),
        joined(&row.findings, BETWEEN),
        row.priority.to_string(),
        row.change.to_string(),
        history::to_cell(&row.history),
        human.status.name().to_owned(),
        human.locator.clone(),
        human.checker.clone(),
        human.checked_on.clone(),
        human.correction.clone(),
        human.note.clone(),
        human.other_sources.clone(),
        human.signed_off_by.clone(),
        human.signed_off_on.clone(),
    ]
}

/// The row of these cells; `cell` gives the text of a column, nothing where it is missing. What is no
/// number where one belongs counts as none.
pub(super) fn row(cell: impl Fn(&str) -> String) -> SheetRow {
    let plain = |name: &str| cell(name).trim().to_owned();
    let findings = list(&cell("findings"));
    let severity = gravest(&findings).map(SheetCell::from);
    SheetRow {
        claim_id: plain("claim_id").into(),
        paragraph: plain("para").into(),
        sentence: plain("sent").into(),
        line: plain("line").parse().ok(),
        claim: ClaimText::from(cell("claim")),
        signals: values(list(&cell("check_signals"))),
        support: SheetCell::parse(plain("support")),
        owners: plain("owners").parse().unwrap_or_default(),
        source: source(&cell).map(Box::new),
        severity,
        findings: values(findings),
        priority: plain("machine_priority").parse().unwrap_or_default(),
        reasons: CueSet::default(),
        change: cell("change").into(),
        history: history::from_cell(&cell("history")).into(),
        human: HumanFields {
            status: RowStatus::from(cell("status")),
            locator: cell("quote_or_locator_in_source"),
            checker: cell("checker"),
            checked_on: cell("checked_on"),
            correction: cell("correction"),
            note: cell("note"),
            other_sources: cell("other_sources"),
            signed_off_by: cell("signed_off_by"),
            signed_off_on: cell("signed_off_on"),
        }
        .into(),
        ..SheetRow::default()
    }
}

fn source(cell: &impl Fn(&str) -> String) -> Option<CitedSource> {
    let plain = |name: &str| cell(name).trim().to_owned();
    let source = CitedSource {
        number: plain("source_no").parse().unwrap_or_default(),
        anchor: cell("anchor"),
        label: cell("source_label"),
        open: plain("url_to_open"),
        written: cell("url_as_written"),
        work: plain("work_id"),
        owner: cell("owner"),
        group: cell("owner_group"),
        kind: plain("category"),
        primary: plain("primary_secondary"),
        country: plain("country"),
        language: plain("language"),
        access: plain("access"),
        archived: plain("archived_copy"),
        evidence: cell("evidence"),
    };
    (source != CitedSource::default()).then_some(source)
}

fn values<T: SheetValue>(cells: Vec<String>) -> Vec<SheetCell<T>> {
    cells.into_iter().map(SheetCell::parse).collect()
}

/// Several values in one cell.
pub(super) fn joined<T: SheetValue>(values: &[SheetCell<T>], separator: &str) -> String {
    values.iter().map(SheetCell::to_string).collect::<Vec<_>>().join(separator)
}

fn list(cell: &str) -> Vec<String> {
    // A workbook has them one below the other.
    cell.split('\n')
        .flat_map(|line| line.split(BETWEEN))
        .filter(|one| !one.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The gravest severity that findings of a row begin with; `None` where none does.
fn gravest(findings: &[String]) -> Option<Severity> {
    let named = |finding: &String| Severity::parse(finding.split(' ').next()?);
    findings.iter().filter_map(named).max()
}

/// The columns that people added, in order of first appearance.
#[derive(Debug, Default)]
pub(super) struct AddedColumns<'a> {
    names: Vec<&'a str>,
    places: FxHashMap<&'a str, usize>,
}

impl<'a> AddedColumns<'a> {
    /// Those of these sheets.
    pub(super) fn from_sheets(sheets: &[&'a Sheet]) -> Self {
        let mut added = Self::default();
        let rows = sheets.iter().flat_map(|sheet| sheet.rows.iter().chain(&sheet.appendix));
        for (name, _) in rows.flat_map(|row| &row.extra) {
            turn();
            if let Entry::Vacant(entry) = added.places.entry(name) {
                entry.insert(added.names.len());
                added.names.push(name);
            }
        }
        added
    }

    /// Their names.
    pub(super) fn names(&self) -> &[&'a str] {
        &self.names
    }

    /// What a row has in each of them; nothing where it lacks one.
    pub(super) fn values<'r>(&self, row: &'r SheetRow) -> Vec<&'r str> {
        let mut values = vec![""; self.names.len()];
        // Of two columns with one name the first counts.
        for (name, value) in row.extra.iter().rev() {
            turn();
            if let Some(place) = self.places.get(name.as_str()) {
                values[*place] = value;
            }
        }
        values
    }
}

/// Gives each column that people added to a row a name of its own, so that none hides another.
pub(super) fn tell_apart(row: &mut SheetRow) {
    let mut names = UniqueColumnNames::default();
    if row.extra.iter().all(|(name, _)| names.take(name)) {
        return;
    }
    let mut names = UniqueColumnNames::default();
    for (name, _) in row.extra.iter_mut() {
        *name = names.unique(std::mem::take(name));
    }
}

/// Names of columns that people added, no two the same.
#[derive(Debug, Default)]
pub(super) struct UniqueColumnNames {
    taken: FxHashSet<String>,
    /// The number that a name gets next.
    next: FxHashMap<String, u32>,
}

impl UniqueColumnNames {
    /// This name, or where it is taken the name with a number behind it.
    pub(super) fn unique(&mut self, base: String) -> String {
        if self.take(&base) {
            return base;
        }
        // Where the last search for this name ended: a name that was taken stays so.
        let mut number = self.next.get(&base).copied().unwrap_or(2);
        let mut name = format!("{base} {number}");
        while !self.take(&name) {
            number += 1;
            name = format!("{base} {number}");
        }
        self.next.insert(base, number + 1);
        name
    }

    /// Whether a name was free; it is taken now.
    fn take(&mut self, name: &str) -> bool {
        turn();
        !COLUMNS.contains(&known(name).as_str()) && self.taken.insert(name.to_owned())
    }
}

/// A column's name as it is compared.
pub(super) fn known(name: &str) -> String {
    name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_lowercase()
}
