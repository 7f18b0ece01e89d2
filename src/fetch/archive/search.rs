//! The search for one snapshot: a state machine that is told what each request showed and says what to
//! ask next. It sends nothing itself.

use jiff::ToSpan;
use jiff::civil::Date;
use url::Url;

use super::super::registry::index::{self, Capture, CaptureListing};
use super::memento::parse_memento;
use super::{ArchiveEndpoints, Nearest, Snapshot, SnapshotRequest, may_ask};
use crate::check::observation::{ChainEnd, Observation};
use crate::check::outcome::{Class, Outcome, classify_observation};

/// Before there was an archive.
const EARLIEST_TIMESTAMP: &str = "19960101000000";

/// Snapshots of one listing that are looked at.
const MAX_CANDIDATES: usize = 3;

/// A search under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotSearch {
    url: Url,
    day: Option<Date>,
    /// What the index said of which side, once it said something.
    stage: SearchStage,
    /// What is asked now; `None` when the search has ended.
    ask: Option<Url>,
    found: Option<Snapshot>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum SearchStage {
    /// The index is asked for this side.
    Index(Nearest),
    /// The last of these snapshots is looked at.
    Snapshot(Nearest, Vec<Capture>),
    /// The TimeGate is asked.
    TimeGate,
}

impl SnapshotSearch {
    /// A search that has asked nothing yet; one that nobody may be asked for has ended.
    pub fn new(wanted: &SnapshotRequest<'_>, endpoints: &ArchiveEndpoints) -> Self {
        let mut url = wanted.url.clone();
        url.set_fragment(None);
        let day = wanted.published.or(wanted.alive);
        let side = if day.is_some() { Nearest::Before } else { Nearest::Oldest };
        let mut search = Self { url, day, stage: SearchStage::Index(side), ask: None, found: None };
        if may_ask(&search.url) {
            search.ask_index(side, endpoints);
        }
        search
    }

    /// The address to ask now; `None` when the search has ended.
    pub fn ask(&self) -> Option<&Url> {
        self.ask.as_ref()
    }

    /// Takes in what the address showed. The body has to be there.
    pub fn handle_answer(&mut self, seen: &Observation, endpoints: &ArchiveEndpoints) {
        self.ask = None;
        if matches!(classify_observation(seen), Outcome::RateLimit | Outcome::Budget) {
            return;
        }
        match self.stage.clone() {
            SearchStage::Index(side) => self.listed(side, listing(seen), endpoints),
            SearchStage::Snapshot(side, rows) => self.looked(side, rows, seen, endpoints),
            SearchStage::TimeGate => self.found = self.forwarded(seen),
        }
    }

    /// The snapshot, if the search has found one.
    pub fn found(self) -> Option<Snapshot> {
        self.found
    }

    fn ask_index(&mut self, side: Nearest, endpoints: &ArchiveEndpoints) {
        self.stage = SearchStage::Index(side);
        let endpoint = if side == Nearest::Before { &endpoints.before } else { &endpoints.after };
        let time = self.time(side);
        self.ask = endpoint.fill(&[("url", self.url.as_str()), ("timestamp", &time)]);
        if self.ask.is_none() {
            self.ask_gate(endpoints);
        }
    }

    /// The end of the day for what lies before, the start of the next for what lies after.
    fn time(&self, side: Nearest) -> String {
        let Some(day) = self.day else { return EARLIEST_TIMESTAMP.to_owned() };
        match side {
            Nearest::Before => format!("{}235959", day.strftime("%Y%m%d")),
            _ => format!("{}000000", day.saturating_add(1.day()).strftime("%Y%m%d")),
        }
    }

    fn ask_gate(&mut self, endpoints: &ArchiveEndpoints) {
        self.stage = SearchStage::TimeGate;
        let time = self.time(Nearest::Before);
        self.ask = endpoints.snapshot.fill(&[("url", self.url.as_str()), ("timestamp", &time)]);
    }

    fn ask_snapshot(&mut self, side: Nearest, rows: Vec<Capture>, endpoints: &ArchiveEndpoints) {
        let Some(row) = rows.last() else { return self.exhausted(side, endpoints) };
        let values = [("url", row.original.as_str()), ("timestamp", row.timestamp.as_str())];
        self.ask = endpoints.snapshot.fill(&values);
        self.stage = SearchStage::Snapshot(side, rows);
    }

    /// What to do when a side has nothing.
    fn exhausted(&mut self, side: Nearest, endpoints: &ArchiveEndpoints) {
        if side == Nearest::Before {
            self.ask_index(Nearest::After, endpoints);
        }
    }

    fn listed(
        &mut self,
        side: Nearest,
        listing: Option<CaptureListing>,
        endpoints: &ArchiveEndpoints,
    ) {
        match listing {
            Some(CaptureListing::Rows(rows)) => {
                let rows = self.candidates(side, rows);
                self.ask_snapshot(side, rows, endpoints);
            }
            Some(CaptureListing::Nothing) => self.exhausted(side, endpoints),
            Some(CaptureListing::Unavailable) | None => self.ask_gate(endpoints),
        }
    }

    /// The captures that are of this page and on this side, the nearest last.
    fn candidates(&self, side: Nearest, rows: Vec<Capture>) -> Vec<Capture> {
        let fits = |row: &Capture| {
            matches!(row.status.as_str(), "" | "200")
                && index::is_same(&row.original, self.url.as_str())
                && index::date(&row.timestamp).is_some_and(|taken| self.lies(side, taken))
        };
        let mut rows: Vec<Capture> = rows.into_iter().filter(fits).collect();
        rows.sort_by(|one, other| one.timestamp.cmp(&other.timestamp));
        if side != Nearest::Before {
            rows.reverse();
        }
        rows.split_off(rows.len().saturating_sub(MAX_CANDIDATES))
    }

    fn lies(&self, side: Nearest, taken: Date) -> bool {
        match (side, self.day) {
            (Nearest::Before, Some(day)) => taken <= day,
            (Nearest::After, Some(day)) => taken > day,
            _ => true,
        }
    }

    fn looked(
        &mut self,
        side: Nearest,
        mut rows: Vec<Capture>,
        seen: &Observation,
        endpoints: &ArchiveEndpoints,
    ) {
        let Some(row) = rows.pop() else { return };
        // What did not come may be a page all the same, and a better one than the next.
        if !has_come(classify_observation(seen)) {
            return;
        }
        let came = parse_memento(&self.url, seen);
        let came = came.filter(|came| index::moment(&row.timestamp) == Some(came.taken));
        match came {
            Some(came) => {
                let taken = came.taken.date();
                let original = came.original;
                self.found = Some(Snapshot { url: came.url, taken, nearest: side, original });
            }
            None => self.ask_snapshot(side, rows, endpoints),
        }
    }

    /// What the TimeGate forwarded to. It takes the nearest on either side, so one after the day says
    /// nothing about those before.
    fn forwarded(&self, seen: &Observation) -> Option<Snapshot> {
        let came = parse_memento(&self.url, seen)?;
        let taken = came.taken.date();
        let side = if self.day.is_some() { Nearest::Before } else { Nearest::Oldest };
        let fits = self.lies(side, taken);
        fits.then_some(Snapshot { url: came.url, taken, nearest: side, original: came.original })
    }
}

/// Whether something was sent in place of nothing, whatever it is.
fn has_come(seen: Outcome) -> bool {
    !matches!(seen.class(), Class::Net | Class::Server | Class::Tls | Class::Blocked)
        && seen != Outcome::NxDomain
}

/// What an index said; `None` without a clear answer.
fn listing(seen: &Observation) -> Option<CaptureListing> {
    let answered = seen.end == ChainEnd::Answered && seen.hops.last()?.status == 200;
    let body = seen.body.as_deref().filter(|_| answered)?;
    index::parse(std::str::from_utf8(body).ok()?)
}
