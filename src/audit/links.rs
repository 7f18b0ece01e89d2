//! Rows by address, for rules and reports that start from a link.

use std::collections::BTreeMap;

use jiff::civil::Date;
use url::Url;

use super::subject::opened;
use super::{Added, Row, Run, Subject, judge};
use crate::article::Link;
use crate::check::ledger::Ledger;
use crate::check::observation::ledger_url;
use crate::check::policy::Policy;

/// The rows of a run, by request URL.
#[derive(Debug, Default)]
pub struct Links {
    rows: BTreeMap<String, Row>,
    /// What a change added; `None` where nobody asked.
    pub added: Option<Added>,
}

impl Links {
    /// Takes the rows.
    pub fn new(rows: Vec<Row>, added: Option<Added>) -> Self {
        Self { rows: rows.into_iter().map(|row| (row.url.clone(), row)).collect(), added }
    }

    /// Everything that a ledger knows on a day, whoever cites it.
    pub fn known(ledger: &Ledger, policy: &Policy, today: Date) -> Self {
        let seen = ledger.histories();
        let urls =
            seen.keys().filter_map(|name| Some(((*name).to_owned(), Url::parse(name).ok()?)));
        let subjects: Vec<Subject> = urls.map(|(name, url)| Subject::uncited(name, url)).collect();
        let run = Run { ledger, policy, today, name: None, added: None };
        Self::new(judge(&subjects, run), None)
    }

    /// The row of a link: of a wrapped link the one that is worse off, of the wrapper and of what is
    /// inside. `None` for what was never a subject.
    pub fn row(&self, link: &Link) -> Option<&Row> {
        let of = |url: &str| self.rows.get(&ledger_url(url));
        let outside = link.resolved.as_deref().and_then(of);
        let inside = opened(link).and_then(of);
        match (outside, inside) {
            (Some(outside), Some(inside)) if inside.verdict > outside.verdict => Some(inside),
            (outside, inside) => outside.or(inside),
        }
    }

    /// All rows, by request URL.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Row> {
        self.rows.values()
    }
}
