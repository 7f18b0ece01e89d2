//! Two people's answers for one row, field by field.
//!
//! Where one side has seen what the other wrote, by the histories of the row, its own answer stands.
//! Names, days and sources of both are kept side by side. All else that differs is shown with both
//! answers, for a person to settle.

use super::super::history;
use super::super::{HumanField, SheetRow};

/// Begins a cell that holds two answers.
const CONFLICT: &str = "conflict: ";

/// Between two answers of a cell.
const OR: &str = " / ";

/// Whether a cell holds answers that nobody has settled.
pub(super) fn is_conflict(cell: &str) -> bool {
    cell.trim_start().starts_with(CONFLICT)
}

/// The columns of a row in which two answers wait for a person, those that people added included.
///
/// ```
/// use citegraph::sheet::{SheetRow, unsettled_fields};
/// let mut row = SheetRow::default();
/// row.human.note = "conflict: seen (Ann) / not seen (Bo)".to_owned();
/// assert_eq!(unsettled_fields(&row), ["note"]);
/// ```
pub fn unsettled_fields(row: &SheetRow) -> Vec<&str> {
    let own = HumanField::ALL.into_iter().map(|field| (field.column(), row.human.get(field)));
    let extra = row.extra.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let cells = own.chain(extra).filter(|(_, cell)| is_conflict(cell));
    cells.map(|(name, _)| name).collect()
}

/// An answer and who gave it.
struct Answer<'a> {
    text: &'a str,
    who: &'a str,
}

impl Answer<'_> {
    /// What a cell with two answers has of it.
    fn shown(&self) -> String {
        let text = self.text.trim_start();
        match text.strip_prefix(CONFLICT) {
            Some(several) => several.to_owned(),
            None => format!("{} ({})", self.text, self.who),
        }
    }
}

/// Writes the answers of `first` into `row`, another checker's row of the same claim and source.
pub(super) fn combine(first: &SheetRow, row: &mut SheetRow) {
    let mut first = first.clone();
    history::record(&mut first);
    history::record(row);
    let mut joined = row.human.clone();
    let names = [name(&first, "first sheet"), name(row, "second sheet")];
    for field in HumanField::ALL {
        let [one, two] = [first.human.get(field), row.human.get(field)];
        let known_here = history::covers(&row.history, &first.history, field);
        let known_there = history::covers(&first.history, &row.history, field);
        let text = match () {
            () if one == two || known_here => two.to_owned(),
            () if known_there => one.to_owned(),
            () if is_list(field) => listed(one, two),
            () => both(one, two, &names),
        };
        joined.set(field, text);
    }
    row.human = joined;
    row.history = history::union(&first.history, &row.history).into();
    history::record_merge(row);
    for (column, one) in &first.extra {
        match row.extra.iter_mut().find(|(other, _)| other == column) {
            Some((_, two)) => *two = extra(one, two, &names),
            None => row.extra.push((column.clone(), one.clone())),
        }
    }
}

/// Who filled a row in, as far as it says.
fn name(row: &SheetRow, otherwise: &str) -> String {
    let checker = row.human.checker.trim();
    if checker.is_empty() { otherwise.to_owned() } else { checker.to_owned() }
}

/// Whether a field may hold several names, days or sources.
fn is_list(field: HumanField) -> bool {
    matches!(
        field,
        HumanField::Checker
            | HumanField::CheckedOn
            | HumanField::OtherSources
            | HumanField::SignedOffBy
            | HumanField::SignedOffOn
    )
}

fn listed(one: &str, two: &str) -> String {
    match () {
        () if one.is_empty() || two.split("; ").any(|part| part == one) => two.to_owned(),
        () if two.is_empty() || one.split("; ").any(|part| part == two) => one.to_owned(),
        () => format!("{one}; {two}"),
    }
}

fn both(one: &str, two: &str, names: &[String; 2]) -> String {
    let one = Answer { text: one, who: &names[0] };
    let two = Answer { text: two, who: &names[1] };
    format!("{CONFLICT}{}{OR}{}", one.shown(), two.shown())
}

/// A column of people's own has no history.
fn extra(one: &str, two: &str, names: &[String; 2]) -> String {
    let holds = |cell: &str, part: &str| is_conflict(cell) && cell.contains(part);
    match () {
        () if one.is_empty() || one == two || holds(two, one) => two.to_owned(),
        () if two.is_empty() || holds(one, two) => one.to_owned(),
        () => both(one, two, names),
    }
}
