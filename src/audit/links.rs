//! Rows by address, for rules and reports that start from a link.

use std::collections::BTreeMap;

use jiff::civil::Date;
use url::Url;

use super::subject::opened;
use super::{AddedLinks, AuditContext, CheckRow, CheckTarget, judge_subjects};
use crate::article::{Article, Link};
use crate::check::ledger::{ArchiveCopy, Ledger};
use crate::check::observation::canonical_url;
use crate::check::policy::Policy;

/// The rows of a run, by request URL.
#[derive(Debug, Default)]
pub struct CheckedLinks {
    rows: BTreeMap<String, CheckRow>,
    copies: Ledger,
    /// What a change added; `None` where nobody asked.
    pub added: Option<AddedLinks>,
}

impl CheckedLinks {
    /// Takes the rows, and what the ledger knows of copies in archives.
    pub fn new(rows: Vec<CheckRow>, ledger: &Ledger, added: Option<AddedLinks>) -> Self {
        let rows = rows.into_iter().map(|row| (row.url.clone(), row)).collect();
        Self { rows, copies: ledger.snapshots_only(), added }
    }

    /// The copy of a gone page in an archive, for an article.
    pub fn copy(&self, row: &CheckRow, article: &Article) -> Option<&ArchiveCopy> {
        let day = article.published_day().map(|day| day.to_string());
        self.copies.snapshot(&row.url, day.as_deref()).filter(|found| found.copy.is_some())
    }

    /// Everything that a ledger knows on a day, whoever cites it.
    pub fn known(ledger: &Ledger, policy: &Policy, today: Date) -> Self {
        let seen = ledger.histories();
        let urls =
            seen.keys().filter_map(|name| Some(((*name).to_owned(), Url::parse(name).ok()?)));
        let subjects: Vec<CheckTarget> =
            urls.map(|(name, url)| CheckTarget::uncited(name, url)).collect();
        let run = AuditContext { ledger, policy, today, name: None, added: None };
        Self::new(judge_subjects(&subjects, run), ledger, None)
    }

    /// The row of a link: of a wrapped link the one that is worse off, of the wrapper and of what is
    /// inside. `None` for what was never a subject.
    pub fn row(&self, link: &Link) -> Option<&CheckRow> {
        let of = |url: &str| self.rows.get(&canonical_url(url));
        let outside = link.resolved.as_deref().and_then(of);
        let inside = opened(link).and_then(of);
        match (outside, inside) {
            (Some(outside), Some(inside)) if inside.verdict > outside.verdict => Some(inside),
            (outside, inside) => outside.or(inside),
        }
    }

    /// All rows, by request URL.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &CheckRow> {
        self.rows.values()
    }
}
