//! What people write in a row: status, place in the source, checker, day, correction, note.
//!
//! The fields are disabled until the script is there to keep what is written.

use maud::{Markup, html};

use crate::report::html::escape::escape_html;
use crate::sheet::{HumanFields, RowStatus, SheetRow};

/// A status that can be chosen.
#[derive(Clone, Copy)]
pub(super) struct StatusChoice<'a> {
    pub(super) sign: &'a str,
    /// Its key on the keyboard; empty where it has none.
    key: &'a str,
    pub(super) name: &'a str,
}

/// Every status of the sheet.
pub(super) const STATUSES: [StatusChoice<'static>; 7] = [
    StatusChoice { sign: "○", key: "0", name: "open" },
    StatusChoice { sign: "✓", key: "1", name: "ok" },
    StatusChoice { sign: "✎", key: "2", name: "fixed" },
    StatusChoice { sign: "✕", key: "3", name: "cut" },
    StatusChoice { sign: "?", key: "4", name: "can't verify" },
    StatusChoice { sign: "–", key: "5", name: "n/a" },
    StatusChoice { sign: "↻", key: "", name: "re-check" },
];

/// The fields with their labels, in the order of the sheet's columns.
pub(super) fn values(human: &HumanFields) -> [(&'static str, &str); 9] {
    [
        ("status", human.status.name()),
        ("where in the source", &human.locator),
        ("checker", &human.checker),
        ("checked on", &human.checked_on),
        ("correction", &human.correction),
        ("note", &human.note),
        ("other sources", &human.other_sources),
        ("signed off by", &human.signed_off_by),
        ("signed off on", &human.signed_off_on),
    ]
}

pub(super) fn fieldset(index: usize, row: &SheetRow) -> Markup {
    let human = &row.human;
    html! {
        fieldset class="human" disabled {
            legend {
                "Check of " (escape_html(&row.sentence))
                @if let Some(cited) = &row.source { ", source " (cited.number) }
            } "\n"
            (statuses(index, &human.status))
            div class="fields" { "\n"
                (short("locator", "Where in the source", &human.locator, None))
                (short("checker", "Checker", &human.checker, None))
                (short("checked_on", "Checked on", &human.checked_on, Some("YYYY-MM-DD")))
                (long("correction", "Correction", &human.correction))
                (long("note", "Note", &human.note))
                (long("other_sources", "Other sources: interview, e-mail, document", &human.other_sources))
                (short("signed_off_by", "Signed off by", &human.signed_off_by, None))
                (short("signed_off_on", "Signed off on", &human.signed_off_on, Some("YYYY-MM-DD")))
            }
        } "\n"
    }
}

fn statuses(index: usize, status: &RowStatus) -> Markup {
    html! {
        div class="status" role="radiogroup" aria-label="Status" {
            @for one in STATUSES { (choice(index, one, status)) }
            @if let RowStatus::Other(word) = status {
                (choice(index, StatusChoice { sign: "…", key: "", name: word }, status))
            }
        } "\n"
    }
}

fn choice(index: usize, choice: StatusChoice<'_>, status: &RowStatus) -> Markup {
    let StatusChoice { sign, key, name } = choice;
    let key = (!key.is_empty()).then(|| format!("key {key}"));
    html! {
        label title=[key] {
            input type="radio" name={ "status-" (index) } value=(escape_html(name)) autocomplete="off"
                checked[status.name() == name];
            span { i aria-hidden="true" { (sign) } " " (escape_html(name)) }
        }
    }
}

fn short(name: &str, label: &str, value: &str, placeholder: Option<&str>) -> Markup {
    html! {
        label class=(name) {
            (label) " "
            input data-field=(name) autocomplete="off" placeholder=[placeholder] value=(escape_html(value));
        } "\n"
    }
}

fn long(name: &str, label: &str, value: &str) -> Markup {
    html! {
        label class=(name) {
            (label) " "
            textarea data-field=(name) rows="1" autocomplete="off" dir="auto" {
                // The line end behind the tag is none of the text.
                @for line in value.split('\n') { "\n" (escape_html(line)) }
            }
        } "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_of_the_sheet_can_be_chosen() {
        assert_eq!(STATUSES.map(|status| status.name), RowStatus::LIST);
    }
}
