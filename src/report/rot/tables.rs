//! What pages say about link rot, as paragraphs and tables of plain text: the same on a page, in Markdown
//! and on a terminal. Each of them escapes.

use super::{AgeRow, DomainSupport, LinkRot, Outlook};
use crate::check::verdict::LinkState;
use crate::link::redact::redact_url;
use crate::report::MIN_INDEX_CITATIONS;
use crate::report::format::{count, count_noun, percent, tally, truncate};
use crate::stats::Interval;

/// Domains in the table of single points of failure.
const DOMAINS: usize = 20;

/// A table with what has to be said about it.
pub(in crate::report) struct RotTable {
    /// Its heading.
    pub(in crate::report) title: &'static str,
    /// Paragraphs above it.
    pub(in crate::report) lead: Vec<String>,
    /// The first column is a name, the others are numbers.
    pub(in crate::report) columns: &'static [&'static str],
    /// Empty where there is nothing to show; the lead says why.
    pub(in crate::report) rows: Vec<Vec<String>>,
}

impl LinkRot {
    /// What is to be said before all tables.
    pub(in crate::report) fn lead(&self) -> String {
        let health = &self.health;
        let verdicts = LinkState::ALL
            .iter()
            .filter_map(|state| Some((state.name(), *self.verdicts.get(state)?)));
        let share = match health.dead_share.filter(|_| health.checked >= MIN_INDEX_CITATIONS) {
            Some(share) => format!(" ({})", percent(share)),
            None => String::new(),
        };
        format!(
            "According to the ledger on {}, {} of {} that count as citations were checked, and {}{share} of \
             the checked links are dead. This is a lower bound: links behind a paywall or bot check, and \
             links that failed only recently, are not counted as dead. Links by verdict: {}.",
            self.today,
            count(health.checked),
            count_noun(health.links, "link"),
            count(health.dead),
            tally(verdicts)
        )
    }

    /// The tables in their order.
    pub(in crate::report) fn tables(&self) -> [RotTable; 3] {
        [self.by_age(), self.survival(), self.single_points()]
    }

    fn by_age(&self) -> RotTable {
        let mut lead = vec![
            "Each link counts once, with the age of the earliest article that cites it. Wilson’s \
             intervals assume that links die independently of each other."
                .to_owned(),
        ];
        if self.ages.iter().any(|row| row.dead_share.is_none()) {
            lead.push(format!("Below {MIN_INDEX_CITATIONS} links, only counts are shown."));
        }
        if self.undated > 0 {
            let undated = count_noun(self.undated, "checked link");
            lead.push(format!("Not in this table: {undated} in articles without a date."));
        }
        RotTable {
            title: "Dead links by the age of the article",
            lead,
            columns: &["age in years", "checked", "dead", "share", "95% interval"],
            rows: self.ages.iter().map(age_cells).collect(),
        }
    }

    fn survival(&self) -> RotTable {
        let lifetime = &self.lifetime;
        let mut lead = vec![match &lifetime.why_not {
            Some(why) => why.clone(),
            None => format!(
                "Of {} that worked and were checked again, {} died. Time runs from the first \
                 successful check; a link’s death is dated midway between its last success and the \
                 first failure after it (Kaplan and Meier; intervals by Greenwood on the log-log scale).",
                count_noun(lifetime.links, "link"),
                count(lifetime.deaths)
            ),
        }];
        if let (None, Some(days)) = (&lifetime.why_not, lifetime.within_days) {
            lead.push(format!(
                "The day when a link died is known only approximately: the median uncertainty is {days:.0} days. The \
                 table has no rows for times that are shorter than this uncertainty."
            ));
        }
        if let Some(days) = lifetime.median_days {
            lead.push(format!(
                "According to the curve, half of the links are dead after {days:.0} days."
            ));
        } else if lifetime.why_not.is_none() && lifetime.outlook.is_empty() {
            lead.push(
                "The links were not observed long enough to tell when half of them are dead."
                    .to_owned(),
            );
        }
        RotTable {
            title: "How long links live",
            lead,
            columns: &["after days", "links observed", "still alive", "95% interval"],
            rows: lifetime.outlook.iter().map(outlook_cells).collect(),
        }
    }

    fn single_points(&self) -> RotTable {
        let hidden = self.support.len().saturating_sub(DOMAINS);
        let mut lead = vec![match self.support.is_empty() {
            true => "No claim depends on a single domain.".to_owned(),
            false => {
                "Domains that are the only source of some claims (see citegraph impact), and the \
                      state of their links."
                    .to_owned()
            }
        }];
        if hidden > 0 {
            lead.push(format!("{} in report.json.", count_noun(hidden as u64, "more domain")));
        }
        RotTable {
            title: "Single points of failure",
            lead,
            columns: &["domain", "claims", "links", "checked", "dead", "failing"],
            rows: self.support.iter().take(DOMAINS).map(support_cells).collect(),
        }
    }
}

fn age_cells(row: &AgeRow) -> Vec<String> {
    let age = match row.until {
        Some(until) if until == row.from + 1 => row.from.to_string(),
        Some(until) => format!("{} to {}", row.from, until - 1),
        None => format!("{} or more", row.from),
    };
    let share = row.dead_share.map_or_else(|| "–".to_owned(), percent);
    vec![age, count(row.checked), count(row.dead), share, interval(row.interval)]
}

fn outlook_cells(row: &Outlook) -> Vec<String> {
    let days = count(row.days as u64);
    vec![days, count(row.at_risk), percent(row.alive), interval(row.interval)]
}

fn support_cells(row: &DomainSupport) -> Vec<String> {
    let health = &row.health;
    let numbers = [row.claims, health.links, health.checked, health.dead, health.failing];
    let name = truncate(&redact_url(&row.domain), 80).into_owned();
    std::iter::once(name).chain(numbers.map(count)).collect()
}

fn interval(interval: Option<Interval>) -> String {
    let shown =
        |interval: Interval| format!("{} – {}", percent(interval.low), percent(interval.high));
    interval.map_or_else(|| "–".to_owned(), shown)
}
