//! One run of checks: what is due is asked, each look goes into the ledger, and the run is judged.

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;
use std::time::Duration;

use citegraph::audit::{self, AddedLinks, CheckRow, CheckTarget};
use citegraph::check::history::History;
use citegraph::check::ledger::{ArchiveCopy, Ledger, RunEnd};
use citegraph::check::observation::{Observation, SCHEMA};
use citegraph::check::run_validity::{RunValidity, last_alive, validity};
use citegraph::check::store::Store;
use citegraph::fetch;
use citegraph::fetch::archive::{self, SnapshotRequest};
use citegraph::fetch::host_config::mask;
use citegraph::fetch::{Cancel, CheckSummary, registry};
use citegraph::report::plural;
use rustc_hash::FxHashMap;
use url::Url;

use super::super::clock::Clock;
use super::super::config::Config;
use super::super::interrupt;
use super::super::output::eprint_line;
use super::progress::CheckProgress;

/// Between the two looks at a new link that is gone; a little more than the least.
const CONFIRM_DELAY: Duration = Duration::from_millis(5200);

/// How often a pause looks whether the run was cancelled.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// What a run is about.
pub(super) struct RunContext<'a> {
    pub(super) subjects: &'a [CheckTarget<'a>],
    pub(super) added: Option<&'a AddedLinks>,
    pub(super) options: &'a Config,
    pub(super) clock: Clock,
}

/// What came of a run.
pub(super) struct CheckRun {
    /// Everything observed so far, this run included.
    pub(super) ledger: Ledger,
    /// Name of the run, or of the last one where nothing was asked; `None` where there is none.
    pub(super) name: Option<String>,
    /// Why the run cannot be trusted.
    distrust_reason: Option<String>,
    summary: CheckSummary,
}

impl CheckRun {
    /// A run that asked nothing.
    pub(super) fn without_requests(ledger: Ledger) -> Self {
        let name = ledger.last_run().map(str::to_owned);
        Self { ledger, name, distrust_reason: None, summary: CheckSummary::default() }
    }

    /// Whether the run can trust its own network.
    pub(super) fn is_trusted(&self) -> bool {
        self.distrust_reason.is_none()
    }

    /// Whether everything that was due was asked.
    pub(super) fn is_complete(&self) -> bool {
        self.summary.unreached == 0 && !self.summary.cancelled
    }

    /// Tells how the run ended.
    pub(super) fn print_end(&self) {
        if let Some(doubt) = &self.distrust_reason {
            eprint_line(&format!("error: {doubt}; nothing is held against any link"));
        }
        let CheckSummary { unreached, cancelled, proxied, .. } = self.summary;
        if cancelled {
            eprint_line("warning: interrupted; what was seen so far is in the ledger");
        }
        if proxied > 0 {
            eprint_line(
                "note: a proxy was asked, which looks names up itself: private addresses were judged as written",
            );
        }
        if unreached > 0 {
            let unreached = plural(unreached, "link was", "links were");
            eprint_line(&format!("warning: {unreached} not reached; the next run begins there"));
        }
    }
}

impl RunContext<'_> {
    /// Judges every subject by a ledger.
    pub(super) fn judge(&self, ledger: &Ledger, name: Option<&str>) -> Vec<CheckRow> {
        let (policy, today) = (&self.options.policy, self.clock.today());
        let run = audit::AuditContext { ledger, policy, today, name, added: self.added };
        audit::judge_subjects(self.subjects, run)
    }

    /// Hosts that were alive when last seen, each with the address that showed it.
    fn alive(&self, ledger: &Ledger) -> BTreeMap<String, String> {
        let policy = &self.options.policy;
        let history = History::new(ledger, policy);
        let trusted = ledger.observations().filter(|seen| history.is_trusted(&seen.run));
        last_alive(&trusted.collect::<Vec<_>>(), policy, self.clock.today())
    }
}

/// How a run asks.
pub(super) struct CheckMode {
    /// Everything, not only what is due.
    pub(super) all: bool,
    /// Archives too, about pages that are gone.
    pub(super) archive: bool,
    pub(super) quiet: bool,
}

/// Looks at what is due, or at everything.
pub(super) fn run_checks(
    run: &RunContext<'_>,
    path: &Path,
    how: &CheckMode,
) -> anyhow::Result<CheckRun> {
    let CheckMode { all, archive, quiet } = *how;
    let (store, ledger, notes) = Store::open(path)?;
    let ledger = run.until_today(ledger, path, &notes, quiet);
    let rows = run.judge(&ledger, None);
    let permits = |url: &Url| run.options.check.permits_private(url);
    let only_added = run.added.is_some();
    let wish = audit::DueOptions { all, only_added, permits_private: Some(&permits) };
    let due = audit::due_urls(run.subjects, &rows, &wish, run.clock.today());
    if due.is_empty() && !archive {
        return Ok(CheckRun { name: None, ..CheckRun::without_requests(ledger) });
    }
    let name = run.clock.now();
    let mut options = run.options.check.clone();
    options.run.clone_from(&name);
    watch(&options.cancel);
    let alive = run.alive(&ledger);
    let mut session = Session { run, options, ledger, store, alive, quiet };
    let mut summary = session.check(&due)?;
    let controls = audit::controls(&session.seen());
    if !controls.is_empty() && !summary.cancelled && summary.unreached == 0 {
        summary = plus(summary, session.check(&controls)?);
    }
    // What a host sends to addresses that nobody made is asked once a run.
    session.options.probe_below = 0;
    let doubt = session.doubt(&mut summary)?;
    if doubt.is_none() && run.added.is_some() {
        session.confirm(&mut summary)?;
    }
    if doubt.is_none() && archive {
        session.find_snapshots(&summary)?;
    }
    let valid = doubt.is_none();
    session.store.append_run_end(&RunEnd {
        schema: SCHEMA,
        run: name.clone(),
        ended: run.clock.now(),
        valid,
    })?;
    let end = RunEnd { schema: SCHEMA, run: name.clone(), ended: run.clock.now(), valid };
    session.ledger.insert_run_end(end);
    Ok(CheckRun { ledger: session.ledger, name: Some(name), distrust_reason: doubt, summary })
}

/// Ctrl-C ends a run soon; what was seen stays.
fn watch(cancel: &Cancel) {
    let cancel = cancel.clone();
    interrupt::on_interrupt(move || cancel.cancel());
}

/// A run under way.
struct Session<'a> {
    run: &'a RunContext<'a>,
    options: fetch::FetchOptions,
    ledger: Ledger,
    store: Store,
    /// Hosts that were alive before the run, each with the address that showed it.
    alive: BTreeMap<String, String>,
    quiet: bool,
}

impl Session<'_> {
    /// Asks addresses; each look is in the ledger before the next one is heard of.
    fn check(&mut self, urls: &[Url]) -> anyhow::Result<CheckSummary> {
        let works: FxHashMap<&str, &str> = self
            .run
            .subjects
            .iter()
            .filter_map(|subject| Some((subject.url.as_str(), subject.work?)))
            .collect();
        let work = |url: &Url| works.get(url.as_str()).copied();
        let asked: Vec<_> =
            urls.iter().map(|url| registry::RegistryLink { url, work: work(url) }).collect();
        let mut progress = CheckProgress::new(urls.len(), self.quiet);
        let mut failed = None;
        let (clock, cancel) = (self.run.clock, self.options.cancel.clone());
        let (store, ledger) = (&mut self.store, &mut self.ledger);
        let secrets = &self.options.secrets;
        let mut each = |mut observation: Observation| {
            mask(&mut observation, secrets);
            progress.step(&observation);
            if let Err(error) = store.append(&observation) {
                // Without its memory a run is worth nothing.
                failed.get_or_insert(error);
                cancel.cancel();
            }
            ledger.add(observation);
        };
        let endpoints = &self.run.options.registry;
        let summary =
            registry::check_subjects(&asked, &self.options, endpoints, &|| clock.now(), &mut each)?;
        progress.finish();
        failed.map_or(Ok(summary), |error| Err(error.into()))
    }

    /// What this run saw.
    fn seen(&self) -> Vec<&Observation> {
        self.ledger.observations().filter(|seen| seen.run == self.options.run).collect()
    }

    /// Why the run cannot be trusted, after asking those who would know; `None` where it can.
    fn doubt(&mut self, summary: &mut CheckSummary) -> anyhow::Result<Option<String>> {
        let policy = &self.run.options.policy;
        let hosts = self.alive.keys().cloned().collect();
        let mut judged = validity(&self.seen(), &hosts, policy);
        let canaries = match &judged {
            RunValidity::NeedsCanary(hosts) => {
                hosts.iter().filter_map(|host| self.alive.get(host)?.parse().ok()).collect()
            }
            RunValidity::Invalid { failed, asked } if failed == asked && self.alive.is_empty() => {
                policy.canary.parse().ok().into_iter().collect()
            }
            _ => Vec::new(),
        };
        if !canaries.is_empty() && !summary.cancelled {
            *summary = plus(*summary, self.check(&canaries)?);
            judged = validity(&self.seen(), &hosts, policy);
        }
        Ok(match judged {
            RunValidity::Valid => None,
            RunValidity::NeedsCanary(_) => Some(silence(self.seen().len(), self.seen().len())),
            RunValidity::Invalid { failed, asked } => Some(silence(failed, asked)),
        })
    }

    /// Looks once more at links that were added and are gone, over fresh connections.
    fn confirm(&mut self, summary: &mut CheckSummary) -> anyhow::Result<()> {
        let rows = self.run.judge(&self.ledger, Some(&self.options.run));
        let gone = audit::to_confirm(self.run.subjects, &rows);
        if gone.is_empty() || summary.cancelled {
            return Ok(());
        }
        for _ in 0..CONFIRM_DELAY.as_millis() / POLL_INTERVAL.as_millis() {
            if self.options.cancel.is_cancelled() {
                summary.cancelled = true;
                return Ok(());
            }
            thread::sleep(POLL_INTERVAL);
        }
        *summary = plus(*summary, self.check(&gone)?);
        Ok(())
    }
}

impl Session<'_> {
    /// Looks for copies of pages that are gone, and keeps what was found, or that nothing was.
    fn find_snapshots(&mut self, summary: &CheckSummary) -> anyhow::Result<()> {
        let RunContext { subjects, options, clock, added } = *self.run;
        let rows = self.run.judge(&self.ledger, Some(&self.options.run));
        let (policy, today) = (&options.policy, clock.today());
        let name = Some(self.options.run.as_str());
        let run = audit::AuditContext { ledger: &self.ledger, policy, today, name, added };
        let gone = audit::gone(subjects, &rows, run);
        if gone.is_empty() || summary.cancelled {
            return Ok(());
        }
        let wanted: Vec<SnapshotRequest> = gone
            .iter()
            .map(|page| SnapshotRequest {
                url: &page.url,
                published: page.published,
                alive: page.alive,
            })
            .collect();
        let found =
            archive::find_snapshots(&wanted, &self.options, &options.archive, &|| clock.now())?;
        for (page, snapshot) in gone.into_iter().zip(found) {
            let (copy, taken) = snapshot.map(|found| (found.url, found.taken.to_string())).unzip();
            let wanted = page.published.map(|day| day.to_string());
            let looked = clock.now();
            let copy = ArchiveCopy {
                schema: SCHEMA,
                page: page.name,
                wanted,
                looked_up_at: looked,
                copy,
                taken,
            };
            self.store.append_snapshot(&copy)?;
            self.ledger.insert_snapshot(copy);
        }
        Ok(())
    }
}

fn plus(one: CheckSummary, two: CheckSummary) -> CheckSummary {
    CheckSummary {
        addresses: one.addresses + two.addresses,
        requests: one.requests + two.requests,
        unreached: one.unreached + two.unreached,
        probes: one.probes + two.probes,
        proxied: one.proxied + two.proxied,
        cancelled: one.cancelled || two.cancelled,
    }
}

fn silence(failed: usize, asked: usize) -> String {
    format!(
        "the network of this machine seems to be at fault: {failed} of {asked} hosts that should \
         answer stayed silent"
    )
}
