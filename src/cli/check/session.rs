//! One run of checks: the network, the ledger file, the clock and Ctrl-C behind [`Session`].

use std::collections::BTreeMap;
use std::path::Path;
use std::thread;
use std::time::Duration;

use citegraph::audit::{
    AddedLinks, AskStep, CheckRow, CheckTarget, Distrust, GonePage, Session, SessionPlan, Transport,
};
use citegraph::check::address::host_of_url;
use citegraph::check::ledger::{ArchiveCopy, Ledger, mark_private_owner};
use citegraph::check::observation::{ChainEnd, Observation, SCHEMA};
use citegraph::check::store::Store;
use citegraph::fetch::archive::{self, SnapshotRequest};
use citegraph::fetch::host_config::mask;
use citegraph::fetch::{Cancel, CheckSummary, FetchOptions, registry};
use citegraph::report::plural;
use url::Url;

use super::super::clock::Clock;
use super::super::configuration::Config;
use super::super::interrupt;
use super::super::output::{eprint_line, visible};
use super::fragments::WantedFragments;
use super::progress::CheckProgress;

/// How often a pause checks for cancellation.
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
    distrust: Option<Distrust>,
    summary: CheckSummary,
    /// Links that were due and were not asked, each with the reason.
    pub(super) postponed: BTreeMap<String, ChainEnd>,
}

impl CheckRun {
    /// A run that asked nothing.
    pub(super) fn without_requests(ledger: Ledger) -> Self {
        let name = ledger.last_run().map(str::to_owned);
        let (summary, postponed) = (CheckSummary::default(), BTreeMap::new());
        Self { ledger, name, distrust: None, summary, postponed }
    }

    /// Whether the run can trust its own network.
    pub(super) fn is_trusted(&self) -> bool {
        self.distrust.is_none()
    }

    /// Whether everything that was due was asked.
    pub(super) fn is_complete(&self) -> bool {
        self.summary.unreached == 0 && !self.summary.cancelled
    }

    /// Tells how the run ended.
    pub(super) fn print_end(&self) {
        if let Some(distrust) = &self.distrust {
            eprint_line(&format!(
                "error: {distrust}; this run did not mark any link as dead or failing"
            ));
        }
        let CheckSummary { unreached, cancelled, proxied, .. } = self.summary;
        if cancelled {
            eprint_line("warning: interrupted; the results so far are in the ledger");
        }
        if proxied > 0 {
            eprint_line(
                "note: requests went through a proxy that resolves names itself, so citegraph could not \
                 see when a host name leads to a private address",
            );
        }
        if unreached > 0 {
            let unreached = plural(unreached, "link was", "links were");
            eprint_line(&format!(
                "warning: {unreached} not reached; the next run starts with them"
            ));
        }
        let mut hosts: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for (url, end) in &self.postponed {
            let why = match end {
                ChainEnd::PutOff(failure) => failure.meaning(),
                ChainEnd::Parked => "asks for a longer pause than a run allows",
                _ => continue,
            };
            *hosts.entry((host_of_url(url), why)).or_default() += 1;
        }
        for ((host, why), count) in hosts {
            let (links, were) =
                (plural(count, "link", "links"), if count == 1 { "was" } else { "were" });
            let host = visible(host);
            eprint_line(&format!(
                "warning: {links} of {host} {were} postponed to the next run: the host {why}"
            ));
        }
    }
}

impl<'a> RunContext<'a> {
    /// The plan of a run of this name.
    fn plan(&self, name: &'a str) -> SessionPlan<'a> {
        let added = self.added;
        let plan = SessionPlan::new(self.subjects, &self.options.policy, self.clock.today(), name);
        SessionPlan { added, ..plan }
    }

    /// Judges every subject by a ledger.
    pub(super) fn judge(&self, ledger: &Ledger, name: Option<&str>) -> Vec<CheckRow> {
        self.plan("").judge(ledger, name)
    }
}

/// How a run asks.
pub(super) struct CheckMode {
    /// Everything, not only what is due.
    pub(super) all: bool,
    /// Archives too, about pages that are gone.
    pub(super) archive: bool,
    /// Names behind `#` too.
    pub(super) fragments: bool,
    pub(super) quiet: bool,
}

/// Looks at what is due, or at everything.
pub(super) fn run_checks(
    run: &RunContext<'_>,
    path: &Path,
    how: &CheckMode,
) -> anyhow::Result<CheckRun> {
    let (store, ledger, notes) = Store::open(path)?;
    let ledger = run.until_today(ledger, path, &notes, how.quiet);
    let name = run.clock.now();
    let permits = |url: &Url| run.options.check.permits_private(url);
    let plan = SessionPlan {
        all: how.all,
        archive: how.archive,
        permits_private: Some(&permits),
        ..run.plan(&name)
    };
    let session = Session::new(plan, ledger);
    if session.is_idle() {
        let ledger = session.into_ledger();
        return Ok(CheckRun { name: None, ..CheckRun::without_requests(ledger) });
    }
    let languages = languages(run.subjects);
    let options = FetchOptions { run: name.clone(), languages, ..run.options.check.clone() };
    watch(&options.cancel);
    let config = run.options;
    let fragments = match how.fragments {
        true => WantedFragments::of(run.subjects),
        false => WantedFragments::default(),
    };
    let options = fragments.widen(options);
    let (clock, quiet) = (run.clock, how.quiet);
    let mut network = Network { config, options, store, fragments, clock, quiet };
    let done = session.run(&mut network)?;
    network.store.append_run_end(&done.end)?;
    Ok(CheckRun {
        ledger: done.ledger,
        name: Some(name),
        distrust: done.distrust,
        summary: done.summary,
        postponed: done.postponed,
    })
}

/// By address, the language of the first article that cites it and declares one.
fn languages(subjects: &[CheckTarget<'_>]) -> BTreeMap<String, String> {
    let language = |subject: &CheckTarget<'_>| {
        let tag = subject.citing.iter().find_map(|place| place.article.language.clone())?;
        Some((subject.url.to_string(), tag))
    };
    subjects.iter().filter_map(language).collect()
}

/// Ctrl-C ends a run soon; what was seen stays.
fn watch(cancel: &Cancel) {
    let cancel = cancel.clone();
    interrupt::on_interrupt(move || cancel.cancel());
}

/// The network, and the file in which every check is kept.
struct Network<'a> {
    config: &'a Config,
    options: FetchOptions,
    store: Store,
    fragments: WantedFragments,
    clock: Clock,
    quiet: bool,
}

impl Transport for Network<'_> {
    type Error = anyhow::Error;

    /// Each check is in the file before the next one is heard of.
    fn ask(
        &mut self,
        step: &AskStep,
        seen: &mut dyn FnMut(Observation),
    ) -> anyhow::Result<CheckSummary> {
        let links: Vec<_> = (step.links.iter())
            .map(|link| registry::RegistryLink { url: &link.url, work: link.work.as_deref() })
            .collect();
        if !step.probes {
            self.options.probe_below = 0;
        }
        let mut progress = CheckProgress::new(links.len(), self.quiet);
        let mut failed = None;
        let (clock, cancel) = (self.clock, self.options.cancel.clone());
        let (store, secrets) = (&mut self.store, &self.options.secrets);
        let is_private =
            |url: &str| Url::parse(url).is_ok_and(|url| self.options.is_of_private_owner(&url));
        let fragments = &self.fragments;
        let mut each = |mut observation: Observation| {
            mask(&mut observation, secrets);
            mark_private_owner(&mut observation, &is_private);
            fragments.verify(&mut observation);
            progress.step(&observation);
            // What was not asked shows nothing that could be remembered.
            let is_seen = !observation.end.is_postponed();
            if let Some(error) = is_seen.then(|| store.append(&observation).err()).flatten() {
                // Without its memory a run is worth nothing.
                failed.get_or_insert(error);
                cancel.cancel();
            }
            seen(observation);
        };
        let (options, endpoints) = (&self.options, &self.config.registry);
        let summary =
            registry::check_subjects(&links, options, endpoints, &|| clock.now(), &mut each)?;
        progress.finish();
        failed.map_or(Ok(summary), |error| Err(error.into()))
    }

    fn pause(&mut self, time: Duration) -> bool {
        for _ in 0..time.as_millis() / POLL_INTERVAL.as_millis() {
            if self.options.cancel.is_cancelled() {
                return false;
            }
            thread::sleep(POLL_INTERVAL);
        }
        true
    }

    fn find_snapshots(&mut self, pages: &[GonePage]) -> anyhow::Result<Vec<ArchiveCopy>> {
        let wanted: Vec<SnapshotRequest> = pages
            .iter()
            .map(|page| SnapshotRequest {
                url: &page.url,
                published: page.published,
                alive: page.alive,
            })
            .collect();
        let (clock, endpoints) = (self.clock, &self.config.archive);
        let found = archive::find_snapshots(&wanted, &self.options, endpoints, &|| clock.now())?;
        let mut copies = Vec::new();
        for (page, snapshot) in pages.iter().zip(found) {
            let (copy, taken) = snapshot.map(|found| (found.url, found.taken.to_string())).unzip();
            let copy = ArchiveCopy {
                schema: SCHEMA,
                page: page.name.clone(),
                wanted: page.published.map(|day| day.to_string()),
                looked_up_at: clock.now(),
                copy,
                taken,
            };
            self.store.append_snapshot(&copy)?;
            copies.push(copy);
        }
        Ok(copies)
    }

    fn now(&self) -> String {
        self.clock.now()
    }
}
