//! What is known of a subject: its verdict with the evidence, and where it is cited.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Serialize;

use super::{AddedLinks, CheckTarget};
use crate::check::address::host_of_url;
use crate::check::history::History;
use crate::check::host::HostHistory;
use crate::check::ledger::Ledger;
use crate::check::observation::{ChainEnd, Hop, Observation};
use crate::check::outcome::{Class, Outcome, classify_observation};
use crate::check::policy::Policy;
use crate::check::verdict::{LinkState, Verdict, VerdictEvidence, VerdictRule, judge_link};
use crate::link::redact::redact_text;

/// Seconds that lie at least between the two checks at a new link that is gone.
const MIN_CONFIRM_SECONDS: i64 = 5;

/// One line of `citegraph check --format ndjson`. Fields are only added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckRow {
    /// The request URL: no fragment, no secrets.
    pub url: String,
    /// Identities of the cited URLs.
    pub keys: Vec<String>,
    /// What the last check showed that says anything; `None` where there was none.
    pub outcome: Option<Outcome>,
    /// The judgement.
    pub verdict: LinkState,
    /// The rule that it follows from.
    pub rule: VerdictRule,
    /// Failed checks, of those that make a link dead; `None` where no number of them would.
    pub strikes: Option<(u32, u32)>,
    /// The observations that the verdict rests on, oldest first.
    pub evidence: Vec<VerdictEvidence>,
    /// Day of the first of them.
    pub since: Option<String>,
    /// The day from which the link is looked at again.
    pub next: String,
    /// Status code of the last answer.
    pub status: Option<u16>,
    /// The address that gave it.
    pub final_url: Option<String>,
    /// The answers of the last check, first to last.
    pub hops: Vec<Hop>,
    /// Title of the page that came.
    pub title: Option<String>,
    /// When the last check was made; `None` where there was none.
    pub observed: Option<String>,
    /// Whether it was made in this run; offline, in the last one.
    pub asked: bool,
    /// Why it was not asked although it was due; `None` where it was, or was not due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postponed: Option<ChainEnd>,
    /// Dead now and not before this run; with `--since`, added and gone twice in this run.
    pub new_dead: bool,
    /// For a wrapped link: the row of the address inside.
    pub opens: Option<String>,
    /// Names behind `#` that links ask for and the last page had not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing_fragments: Vec<String>,
    /// Why somebody accepts what is wrong with the link at all of its places; `None` where nobody does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
    /// Where it is cited, in the order of the corpus.
    pub cited_by: Vec<CitedBy>,
}

/// A place that cites.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct CitedBy {
    /// The article's input.
    pub input: String,
    /// The member or record inside `input`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode scalars.
    pub column: u32,
    /// Whether the change added it; `None` where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added: Option<bool>,
}

/// Hosts whose private pages look like missing ones to everybody else.
const FORGES: [&str; 4] = ["gitlab.com", "codeberg.org", "bitbucket.org", "salsa.debian.org"];

impl CheckRow {
    /// What can be done where a forge says that a page is missing: it says the same of private ones.
    pub fn forge_remedy(&self) -> Option<&'static str> {
        if self.outcome != Some(Outcome::NotFound) || self.verdict < LinkState::Failing {
            return None;
        }
        let host = host_of_url(&self.url).split(':').next()?;
        if host == "github.com" {
            return Some(
                "if the page is private, add its owner to the list `private` of \
                 [check.hosts.\"github.com\"], or set a token in CITEGRAPH_GITHUB_TOKEN",
            );
        }
        (FORGES.contains(&host) || host.starts_with("gitlab.")).then_some(
            "if the page is private, add its owner to the list `private` of its host in [check.hosts], or set a \
             header with a token in CITEGRAPH_HEADERS",
        )
    }
}

/// What rows are judged by.
#[derive(Debug, Clone, Copy)]
pub struct AuditContext<'a> {
    /// Everything that was ever observed.
    pub ledger: &'a Ledger,
    /// The numbers behind verdicts.
    pub policy: &'a Policy,
    /// The day for which the links are judged.
    pub today: Date,
    /// Name of the run that this is; `None` before it began.
    pub name: Option<&'a str>,
    /// What a change added; `None` where nobody asked.
    pub added: Option<&'a AddedLinks>,
}

/// Judges every subject. The same ledger, policy and day give the same rows.
pub fn judge_subjects(subjects: &[CheckTarget<'_>], run: AuditContext<'_>) -> Vec<CheckRow> {
    let history = History::new(run.ledger, run.policy);
    let row = |subject: &CheckTarget<'_>| {
        let (observations, host) = (history.link(&subject.name), history.host(&subject.name));
        let trusted = run.name.is_some_and(|name| history.is_trusted(name));
        TargetHistory { observations, host, trusted, run }.row(subject)
    };
    subjects.par_iter().map(row).collect()
}

/// All that is known of one subject.
struct TargetHistory<'a> {
    observations: &'a [&'a Observation],
    host: &'a HostHistory,
    /// Whether this run can trust its network.
    trusted: bool,
    run: AuditContext<'a>,
}

impl TargetHistory<'_> {
    fn row(&self, subject: &CheckTarget<'_>) -> CheckRow {
        let AuditContext { policy, today, .. } = self.run;
        let judged = judge_link(self.observations, self.host, policy, today);
        let last = self.last(&judged);
        let hop = last.and_then(|seen| seen.hops.last());
        let told = judged.evidence.last().map(|evidence| evidence.outcome);
        let cited_by: Vec<CitedBy> = self.places(subject);
        CheckRow {
            url: subject.name.clone(),
            keys: subject.keys.iter().map(|key| redact_text(key).into_owned()).collect(),
            outcome: told.or_else(|| last.map(classify_observation)),
            verdict: judged.state,
            rule: judged.rule,
            strikes: judged.strikes,
            since: judged.since.map(|day| day.to_string()),
            next: judged.next.to_string(),
            status: hop.map(|hop| hop.status),
            final_url: hop.map(|hop| hop.url.clone()),
            hops: last.map(|seen| seen.hops.clone()).unwrap_or_default(),
            title: last.and_then(|seen| seen.page.as_ref()?.title.clone()),
            observed: last.map(|seen| seen.started.clone()),
            asked: last.is_some_and(|seen| Some(&*seen.run) == self.run.name),
            postponed: None,
            new_dead: self.is_new_dead(&judged, &cited_by),
            evidence: judged.evidence,
            opens: subject.opens.clone(),
            missing_fragments: last
                .and_then(|seen| seen.missing_fragments.clone())
                .unwrap_or_default(),
            accepted: None,
            cited_by,
        }
    }

    /// The check that the verdict rests on last; where it rests on none, the latest one.
    fn last(&self, judged: &Verdict) -> Option<&Observation> {
        let until = self.run.today.to_string();
        let counts =
            |seen: &&&Observation| seen.started.get(..10).is_some_and(|day| day <= &*until);
        let Some(evidence) = judged.evidence.last() else {
            return self.observations.iter().rev().find(counts).copied();
        };
        let is_it =
            |seen: &&&Observation| (&seen.started, &seen.run) == (&evidence.started, &evidence.run);
        self.observations.iter().rev().find(is_it).copied()
    }

    fn places(&self, subject: &CheckTarget<'_>) -> Vec<CitedBy> {
        let place = |citing: &super::CitingPlace<'_>| CitedBy {
            input: citing.article.input.clone(),
            part: citing.article.part.clone(),
            line: citing.link.line,
            column: citing.link.column,
            added: self.run.added.map(|added| added.holds(citing.article, citing.link)),
        };
        // A reference that is used at several places has one address.
        let mut places: Vec<CitedBy> = subject.citing.iter().map(place).collect();
        let mut seen = BTreeSet::new();
        places.retain(|place| seen.insert(place.clone()));
        places
    }

    fn is_new_dead(&self, judged: &Verdict, cited_by: &[CitedBy]) -> bool {
        if self.run.added.is_some() {
            let added = cited_by.iter().any(|place| place.added == Some(true));
            return added && (judged.state == LinkState::Dead || self.is_gone_twice());
        }
        judged.state == LinkState::Dead && {
            let before = |seen: &&&Observation| Some(&*seen.run) != self.run.name;
            let history: Vec<&Observation> =
                self.observations.iter().filter(before).copied().collect();
            let view = self.host;
            judge_link(&history, view, self.run.policy, self.run.today).state != LinkState::Dead
        }
    }

    /// Whether this run looked twice, apart, and the page was gone both times.
    fn is_gone_twice(&self) -> bool {
        let of_run = self.observations.iter().filter(|seen| Some(&*seen.run) == self.run.name);
        let checks: Vec<&Observation> = of_run.copied().collect();
        let times = checks.iter().filter_map(|seen| seen.started.parse::<jiff::Timestamp>().ok());
        let times: BTreeSet<i64> = times.map(jiff::Timestamp::as_second).collect();
        let (first, last) = (times.first(), times.last());
        let apart =
            first.zip(last).is_some_and(|(first, last)| last - first >= MIN_CONFIRM_SECONDS);
        self.trusted
            && apart
            && checks.iter().all(|seen| classify_observation(seen).class() == Class::Gone)
    }
}
