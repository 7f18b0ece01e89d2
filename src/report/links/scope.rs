//! What a check was about: the links that were asked, those that were not, and those that it leaves out.

use std::collections::BTreeMap;

use crate::article::{Place, Reason, Syntax};
use crate::audit::CheckRow;
use crate::check::observation::ChainEnd;
use crate::check::outcome::Outcome;
use crate::corpus::table::CitationTable;
use crate::corpus::{Corpus, Selection};
use crate::report::format::{count, count_noun, tally_in_words};
use crate::report::words;

/// Why a link was not asked in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum UncheckedReason {
    Private,
    Unaskable,
    LeftAlone,
    PutOff,
    NotReached,
    NotAdded,
    Known,
    NeverChecked,
}

impl UncheckedReason {
    /// Why nothing was sent to the link; `None` where something was.
    fn of(row: &CheckRow) -> Option<Self> {
        match row.postponed {
            Some(ChainEnd::Budget) => return Some(Self::NotReached),
            Some(ChainEnd::PutOff(_)) => return Some(Self::PutOff),
            Some(_) => return Some(Self::LeftAlone),
            None => {}
        }
        let is_of_run = |outcome| row.asked && row.outcome == Some(outcome);
        let answered = !row.hops.is_empty();
        // What a ledger keeps of a link to which nothing was sent is a row of the run like any other.
        if is_of_run(Outcome::Private) && !answered {
            Some(Self::Private)
        } else if is_of_run(Outcome::Scheme) {
            Some(Self::Unaskable)
        } else if is_of_run(Outcome::RateLimit) && !answered {
            Some(Self::LeftAlone)
        } else if is_of_run(Outcome::Budget) && !answered {
            Some(Self::NotReached)
        } else if row.asked {
            None
        } else if row.cited_by.iter().all(|place| place.added == Some(false)) {
            Some(Self::NotAdded)
        } else if row.outcome.is_some() {
            Some(Self::Known)
        } else {
            Some(Self::NeverChecked)
        }
    }

    /// The words used in every output.
    fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Unaskable => "too long or not http(s)",
            Self::LeftAlone => "not requested, because the host asked for a pause",
            Self::PutOff => "postponed, because the host failed",
            Self::NotReached => "not reached",
            Self::NotAdded => "not added since the commit of --since",
            Self::Known => "known from earlier checks",
            Self::NeverChecked => "never checked",
        }
    }
}

/// Why nothing was sent to a link in a run; `None` where something was.
pub(super) fn unasked(row: &CheckRow) -> Option<&'static str> {
    UncheckedReason::of(row).map(UncheckedReason::name)
}

/// `5 links, 2 asked (3 private)`: how many links were asked, and why the others were not.
pub fn asked(rows: &[CheckRow]) -> String {
    let mut unasked: BTreeMap<UncheckedReason, u64> = BTreeMap::new();
    for why in rows.iter().filter_map(UncheckedReason::of) {
        *unasked.entry(why).or_default() += 1;
    }
    let asked = rows.len() as u64 - unasked.values().sum::<u64>();
    let parts = unasked.iter().map(|(why, number)| format!("{} {}", count(*number), why.name()));
    let parts = parts.collect::<Vec<_>>().join(", ");
    let parts = if parts.is_empty() { parts } else { format!(" ({parts})") };
    format!("{}, {} checked{parts}", count_noun(rows.len() as u64, "link"), count(asked))
}

/// Links of a corpus that a check leaves out, by reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExcludedLinks {
    places: BTreeMap<Place, u64>,
    syntaxes: BTreeMap<Syntax, u64>,
    reasons: BTreeMap<Reason, u64>,
    excluded: u64,
}

impl ExcludedLinks {
    /// Counts them.
    pub fn from_corpus(corpus: &Corpus, selection: &Selection) -> Self {
        let table = CitationTable::from(corpus);
        Self {
            places: table.excluded(selection),
            syntaxes: table.excluded_syntax(selection),
            reasons: table.rejects(),
            excluded: 0,
        }
    }

    /// The same with links that the user excluded.
    #[must_use]
    pub fn with_excluded(self, excluded: u64) -> Self {
        Self { excluded, ..self }
    }

    /// `Not checked: 12 in navigation, 4 internal, 2 with an invalid address`; `None` where every link is checked.
    pub fn line(&self) -> Option<String> {
        let places = self.places.iter().map(|(place, n)| (words::in_place(*place), *n));
        let syntaxes = self.syntaxes.iter().map(|(syntax, n)| (words::in_syntax(*syntax), *n));
        let reasons = self.reasons.iter().map(|(reason, n)| (words::rejected(*reason), *n));
        let excluded = (self.excluded > 0).then_some(("excluded", self.excluded));
        let parts = tally_in_words(places.chain(syntaxes).chain(reasons).chain(excluded));
        (!parts.is_empty()).then(|| format!("Not checked: {parts}"))
    }
}
