//! The run of a check: what is asked next, when it pauses, whether its network can be trusted, and when it is done.
//!
//! A state machine over a ledger. It asks nothing and knows no clock: [`Session::run`] pumps it, and a
//! [`Transport`] does what it says. A program has a network behind that, a test a table.
//!
//! What is due is asked first. Then come front pages of hosts of which nothing came ([`controls`]), and, where
//! too little answered, hosts that were alive before: they tell a fault of the links from one of the network.
//! What a change added and is gone is asked once more, some seconds later.
//!
//! ```
//! use citegraph::audit::{AskStep, GonePage, Session, SessionPlan, Transport, judge_subjects, subjects};
//! use citegraph::check::ledger::{ArchiveCopy, Ledger};
//! use citegraph::check::observation::Observation;
//! use citegraph::check::policy::Policy;
//! use citegraph::corpus::{Corpus, Selection};
//! use citegraph::fetch::CheckSummary;
//!
//! /// Every page is there.
//! struct Fine;
//!
//! impl Transport for Fine {
//!     type Error = std::convert::Infallible;
//!
//!     fn ask(&mut self, step: &AskStep, seen: &mut dyn FnMut(Observation)) -> Result<CheckSummary, Self::Error> {
//!         for (number, link) in step.links.iter().enumerate() {
//!             let line = format!(
//!                 r#"{{"schema":1,"url":"{0}","started":"2026-01-31T00:00:0{number}Z","run":"r1","method":"get",
//!                 "hops":[{{"url":"{0}","status":200}}],"end":"answered"}}"#,
//!                 link.url
//!             );
//!             seen(serde_json::from_str(&line).unwrap());
//!         }
//!         Ok(CheckSummary::default())
//!     }
//!
//!     fn pause(&mut self, _: std::time::Duration) -> bool {
//!         true
//!     }
//!
//!     fn find_snapshots(&mut self, _: &[GonePage]) -> Result<Vec<ArchiveCopy>, Self::Error> {
//!         Ok(Vec::new())
//!     }
//!
//!     fn now(&self) -> String {
//!         "2026-01-31T00:00:09Z".into()
//!     }
//! }
//!
//! let list = citegraph::extract::list::read("urls", "https://a.example/1\nhttps://b.example/2\n");
//! let corpus: Corpus = [list].into_iter().collect();
//! let (selection, policy) = (Selection::default(), Policy::default());
//! let subjects = subjects(&corpus, &selection);
//! let plan = SessionPlan::new(&subjects, &policy, "2026-01-31".parse().unwrap(), "r1");
//! let run = Session::new(plan, Ledger::default()).run(&mut Fine).unwrap();
//! assert!(run.distrust.is_none());
//! assert_eq!(run.ledger.observations().len(), 2);
//! ```

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use url::Url;

use super::distrust::Distrust;
use super::due::alive_hosts;
use super::transport::{AskStep, AskedLink, Transport};
use super::{
    AddedLinks, AuditContext, CheckRow, CheckTarget, DueOptions, GonePage, controls, due_urls,
    gone, judge_subjects, to_confirm,
};
use crate::check::ledger::{ArchiveCopy, Ledger, RunEnd};
use crate::check::observation::{ChainEnd, Observation, SCHEMA};
use crate::check::policy::Policy;
use crate::check::run_validity::{RunValidity, validity};
use crate::fetch::CheckSummary;

/// Between the two checks of a new link that is gone; a little more than the least that counts.
const CONFIRM_DELAY: Duration = Duration::from_millis(5200);

/// What a run is about.
#[derive(Clone, Copy)]
pub struct SessionPlan<'a> {
    /// The links.
    pub subjects: &'a [CheckTarget<'a>],
    /// The numbers behind verdicts.
    pub policy: &'a Policy,
    /// The day of the run.
    pub today: Date,
    /// Name of the run: when it began, as in [`Observation::started`].
    pub name: &'a str,
    /// What a change added, which alone is asked then; `None` where nobody asked.
    pub added: Option<&'a AddedLinks>,
    /// Whether everything is asked, not only what is due.
    pub all: bool,
    /// Whether archives are asked for copies of pages that are gone.
    pub archive: bool,
    /// Whether a private address may be asked; `None` where none may.
    pub permits_private: Option<&'a dyn Fn(&Url) -> bool>,
}

impl<'a> SessionPlan<'a> {
    /// A run over what is due, without archives and private addresses.
    pub fn new(
        subjects: &'a [CheckTarget<'a>],
        policy: &'a Policy,
        today: Date,
        name: &'a str,
    ) -> Self {
        let (added, permits_private) = (None, None);
        Self { subjects, policy, today, name, added, all: false, archive: false, permits_private }
    }

    /// Judges every subject by a ledger; `name` is that of the run if it has begun.
    pub fn judge(&self, ledger: &Ledger, name: Option<&str>) -> Vec<CheckRow> {
        judge_subjects(self.subjects, self.context(ledger, name))
    }

    fn context<'b>(&self, ledger: &'b Ledger, name: Option<&'b str>) -> AuditContext<'b>
    where
        'a: 'b,
    {
        let Self { policy, today, added, .. } = *self;
        AuditContext { ledger, policy, today, name, added }
    }
}

/// What a run is to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionStep {
    /// Ask addresses: [`Session::observe`] each, then [`Session::finish_asking`].
    Ask(AskStep),
    /// Wait: a second check at once shows nothing. [`Session::cancel`] if that was interrupted.
    Pause(Duration),
    /// Look for copies of pages that are gone, and [`Session::insert_snapshot`].
    FindSnapshots(Vec<GonePage>),
    /// Nothing: [`Session::finish`].
    Done,
}

/// A run that has ended.
#[derive(Debug)]
pub struct FinishedRun {
    /// Everything observed so far, this run included.
    pub ledger: Ledger,
    /// The line that ends the run in the ledger; it is in `ledger` already.
    pub end: RunEnd,
    /// Why the run cannot be trusted; `None` where it can.
    pub distrust: Option<Distrust>,
    /// What was done.
    pub summary: CheckSummary,
    /// Links that were due and were not asked, each with the reason. The ledger holds nothing of them, so they stay
    /// due, and the next run asks them first.
    pub postponed: BTreeMap<String, ChainEnd>,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Due,
    Controls,
    Canaries,
    Trust,
    Confirmation,
    SecondCheck,
    Snapshots,
    Done,
}

/// A run under way.
pub struct Session<'a> {
    plan: SessionPlan<'a>,
    ledger: Ledger,
    due: Vec<Url>,
    /// Hosts that were alive before the run, each with the address that showed it.
    alive: BTreeMap<String, String>,
    phase: Phase,
    to_confirm: Vec<Url>,
    distrust: Option<Distrust>,
    summary: CheckSummary,
    postponed: BTreeMap<String, ChainEnd>,
}

impl<'a> Session<'a> {
    /// A run that begins with what a ledger knows.
    pub fn new(plan: SessionPlan<'a>, ledger: Ledger) -> Self {
        let rows = plan.judge(&ledger, None);
        let wish = DueOptions {
            all: plan.all,
            only_added: plan.added.is_some(),
            permits_private: plan.permits_private,
        };
        let due = due_urls(plan.subjects, &rows, &wish, plan.today);
        let alive = alive_hosts(&ledger, plan.policy, plan.today);
        let (phase, summary) = (Phase::Due, CheckSummary::default());
        let (to_confirm, postponed) = (Vec::new(), BTreeMap::new());
        Self { plan, ledger, due, alive, phase, to_confirm, distrust: None, summary, postponed }
    }

    /// Whether there is nothing to ask.
    pub fn is_idle(&self) -> bool {
        self.due.is_empty() && !self.plan.archive
    }

    /// The ledger of a run that never began.
    pub fn into_ledger(self) -> Ledger {
        self.ledger
    }

    /// Does all steps.
    ///
    /// # Errors
    /// Those of the transport.
    pub fn run<T: Transport>(mut self, transport: &mut T) -> Result<FinishedRun, T::Error> {
        loop {
            match self.next_step() {
                SessionStep::Ask(step) => {
                    let summary = transport.ask(&step, &mut |seen| self.observe(seen))?;
                    self.finish_asking(summary);
                }
                SessionStep::Pause(time) => {
                    if !transport.pause(time) {
                        self.cancel();
                    }
                }
                SessionStep::FindSnapshots(pages) => {
                    for copy in transport.find_snapshots(&pages)? {
                        self.insert_snapshot(copy);
                    }
                }
                SessionStep::Done => return Ok(self.finish(transport.now())),
            }
        }
    }

    /// What is to be done next.
    pub fn next_step(&mut self) -> SessionStep {
        loop {
            let (step, next) = match self.phase {
                Phase::Due => (self.ask(&self.due, true), Phase::Controls),
                Phase::Controls => (self.ask(&self.controls(), true), Phase::Canaries),
                Phase::Canaries => (self.ask(&self.canaries(), false), Phase::Trust),
                Phase::Trust => {
                    self.distrust = self.distrust();
                    let is_trusted = self.distrust.is_none();
                    (None, if is_trusted { Phase::Confirmation } else { Phase::Done })
                }
                Phase::Confirmation => {
                    self.to_confirm = self.unconfirmed();
                    let pause = SessionStep::Pause(CONFIRM_DELAY);
                    ((!self.to_confirm.is_empty()).then_some(pause), Phase::SecondCheck)
                }
                Phase::SecondCheck => (self.ask(&self.to_confirm, false), Phase::Snapshots),
                Phase::Snapshots => {
                    let gone = self.gone();
                    let step = (!gone.is_empty()).then_some(SessionStep::FindSnapshots(gone));
                    (step, Phase::Done)
                }
                Phase::Done => return SessionStep::Done,
            };
            self.phase = next;
            if let Some(step) = step {
                return step;
            }
        }
    }

    /// Takes what an address showed. One that was put off shows nothing, and goes into no ledger.
    pub fn observe(&mut self, seen: Observation) {
        if seen.end.is_postponed() {
            self.postponed.insert(seen.url, seen.end);
        } else {
            self.ledger.add(seen);
        }
    }

    /// Takes what was done for a step.
    pub fn finish_asking(&mut self, summary: CheckSummary) {
        self.summary += summary;
    }

    /// Takes what an archive holds.
    pub fn insert_snapshot(&mut self, copy: ArchiveCopy) {
        self.ledger.insert_snapshot(copy);
    }

    /// Asks nothing more.
    pub fn cancel(&mut self) {
        self.summary.cancelled = true;
    }

    /// Ends the run.
    pub fn finish(mut self, ended: String) -> FinishedRun {
        let run = self.plan.name.to_owned();
        let end = RunEnd { schema: SCHEMA, run, ended, valid: self.distrust.is_none() };
        self.ledger.insert_run_end(end.clone());
        let Self { ledger, distrust, summary, postponed, .. } = self;
        FinishedRun { ledger, end, distrust, summary, postponed }
    }

    /// The step that asks addresses; `None` where there are none, or nothing more is asked.
    fn ask(&self, urls: &[Url], probes: bool) -> Option<SessionStep> {
        if urls.is_empty() || self.summary.cancelled {
            return None;
        }
        let works: FxHashMap<&str, &str> = (self.plan.subjects.iter())
            .filter_map(|subject| Some((subject.url.as_str(), subject.work?)))
            .collect();
        let link = |url: &Url| AskedLink {
            url: url.clone(),
            work: works.get(url.as_str()).map(|work| (*work).to_owned()),
        };
        Some(SessionStep::Ask(AskStep { links: urls.iter().map(link).collect(), probes }))
    }

    /// What this run saw.
    fn seen(&self) -> Vec<&Observation> {
        self.ledger.observations().filter(|seen| seen.run == self.plan.name).collect()
    }

    /// Front pages that tell a fault of a page from one of its host. A run that was cut off asks none.
    fn controls(&self) -> Vec<Url> {
        if self.summary.unreached > 0 {
            return Vec::new();
        }
        controls(&self.seen(), &self.postponed)
    }

    fn validity(&self) -> RunValidity {
        let hosts = self.alive.keys().cloned().collect();
        validity(&self.seen(), &hosts, self.plan.policy)
    }

    /// Addresses that show whether the network is there, where what answered does not tell.
    fn canaries(&self) -> Vec<Url> {
        match self.validity() {
            RunValidity::NeedsCanary(hosts) => {
                hosts.iter().filter_map(|host| self.alive.get(host)?.parse().ok()).collect()
            }
            RunValidity::Invalid { failed, asked } if failed == asked && self.alive.is_empty() => {
                self.plan.policy.canary.parse().ok().into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Why the run cannot be trusted, now that everybody was asked who would know.
    fn distrust(&self) -> Option<Distrust> {
        match self.validity() {
            RunValidity::Valid => None,
            RunValidity::NeedsCanary(_) => {
                let seen = self.seen().len();
                Some(Distrust { failed: seen, asked: seen })
            }
            RunValidity::Invalid { failed, asked } => Some(Distrust { failed, asked }),
        }
    }

    /// Links that were added and are gone at the first check.
    fn unconfirmed(&self) -> Vec<Url> {
        if self.plan.added.is_none() || self.summary.cancelled {
            return Vec::new();
        }
        let rows = self.plan.judge(&self.ledger, Some(self.plan.name));
        to_confirm(self.plan.subjects, &rows)
    }

    /// Pages of which copies are wanted.
    fn gone(&self) -> Vec<GonePage> {
        if !self.plan.archive || self.summary.cancelled {
            return Vec::new();
        }
        let context = self.plan.context(&self.ledger, Some(self.plan.name));
        let rows = judge_subjects(self.plan.subjects, context);
        gone(self.plan.subjects, &rows, context)
    }
}
