//! Rows by address, for rules and reports that start from a link.

use std::collections::BTreeMap;

use super::subject::opened;
use super::{Added, Row};
use crate::article::Link;
use crate::check::observation::ledger_url;

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
