//! Checks many addresses: chains, schedule and client together, on one thread.

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};
use tokio::runtime::Builder;
use tokio::task::{Id, JoinSet};
use tokio::time::Instant;
use url::Url;

use super::chain::{Chain, Shown, Step};
use super::observation::{End, Observation, ReadFault};
use super::probe::Suspicions;
use super::request::{Sender, within};
use super::schedule::{Schedule, Turn};
use super::{Error, Options, Summary};

/// How often a run looks whether it was cancelled.
const LOOK: Duration = Duration::from_millis(100);

/// Requests that are begun in a row before they are sent: many hosts may be due at one moment, and what
/// is begun at a host's time should leave at that time.
const BURST: u64 = 16;

/// Threads that look up names.
const LOOKUPS: usize = 16;

/// Asks every address once, politely, and hands over what each showed as soon as it is known, in no
/// certain order. Addresses that differ in their fragments alone are one. At the end addresses that
/// nobody made may be asked, see [`Options::probe_below`]; what they showed is handed over like all.
///
/// Each call makes its own clients, so a second look at an address never uses a connection, nor a name's
/// addresses, of the first.
///
/// `now` gives the time in RFC 3339. What a budget did not allow is observed as [`End::Budget`].
///
/// # Errors
/// [`Error::Client`] and those of [`Options::checked`], before anything was asked.
pub fn check(
    urls: &[Url],
    options: &Options,
    now: &dyn Fn() -> String,
    each: &mut dyn FnMut(Observation),
) -> Result<Summary, Error> {
    let options = &options.bounded();
    let sender = Sender::new(options)?;
    let runtime = Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(LOOKUPS)
        .build()
        .map_err(|error| Error::Client(error.to_string()))?;
    let mut run = Run {
        options,
        now,
        each,
        schedule: Schedule::new(options.pace()),
        sender: Arc::new(sender),
        under_way: FxHashMap::default(),
        pass: Pass::Links,
        suspicions: Suspicions::default(),
        summary: Summary::default(),
        start: None,
    };
    runtime.block_on(run.all(urls));
    let summary = run.summary;
    // A look-up that hangs must not hold up the end.
    runtime.shutdown_background();
    Ok(summary)
}

/// What is being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// The addresses given.
    Links,
    /// Addresses that nobody made, to see what a host sends then.
    Siblings,
    /// Front pages of hosts that send the same.
    Fronts,
}

struct Run<'a> {
    options: &'a Options,
    now: &'a dyn Fn() -> String,
    each: &'a mut dyn FnMut(Observation),
    schedule: Schedule<Chain>,
    sender: Arc<Sender>,
    /// The chains whose request was sent, by the task that waits for its answer.
    under_way: FxHashMap<Id, Chain>,
    pass: Pass,
    suspicions: Suspicions,
    summary: Summary,
    start: Option<Instant>,
}

impl Run<'_> {
    async fn all(&mut self, urls: &[Url]) {
        let start = Instant::now();
        self.start = Some(start);
        for host in self.options.hosts.keys() {
            self.schedule.tune(host, self.options.pace_at(host));
        }
        self.line_up(urls);
        self.turns(start).await;
        self.pass = Pass::Siblings;
        let made = self.suspicions.siblings();
        self.probe(made, start).await;
        self.pass = Pass::Fronts;
        let fronts = self.suspicions.fronts();
        self.probe(fronts, start).await;
    }

    /// Asks addresses beside those that were given, if anything more may be asked.
    async fn probe(&mut self, urls: impl IntoIterator<Item = String>, start: Instant) {
        if self.options.probe_below == 0 || self.summary.cancelled || self.is_spent() {
            return;
        }
        let urls: Vec<Url> = urls.into_iter().filter_map(|url| Url::parse(&url).ok()).collect();
        self.line_up(&urls);
        self.turns(start).await;
    }

    /// Hands out what waits until all is done.
    async fn turns(&mut self, start: Instant) {
        let mut tasks = JoinSet::new();
        loop {
            if self.options.cancel.is_cancelled() {
                self.summary.cancelled = true;
                return;
            }
            if self.is_spent() {
                for chain in self.schedule.drain() {
                    self.end(chain, End::Budget);
                }
            }
            let wait = match self.schedule.turn(start.elapsed()) {
                Turn::Start(chain) => {
                    self.begin(chain, &mut tasks);
                    if self.summary.requests.is_multiple_of(BURST) {
                        tokio::task::yield_now().await;
                    }
                    continue;
                }
                Turn::Until(at) => at.saturating_sub(start.elapsed()).min(LOOK),
                Turn::Busy => LOOK,
                Turn::Done => return,
            };
            self.hear(wait, &mut tasks).await;
        }
    }

    /// One chain for each address, in the order given.
    fn line_up(&mut self, urls: &[Url]) {
        let mut seen = FxHashSet::default();
        for url in urls {
            let whole = url.as_str();
            if !seen.insert(whole.split('#').next().unwrap_or_default()) {
                continue;
            }
            let chain = Chain::new(url, String::new(), &self.options.run);
            if chain.is_web() {
                let host = chain.host().to_owned();
                // A host may be parked when it is probed.
                if let Err(chain) = self.schedule.push(&host, chain) {
                    self.end(chain, End::Budget);
                }
            } else {
                self.end(chain, End::Scheme);
            }
        }
    }

    fn begin(&mut self, mut chain: Chain, tasks: &mut JoinSet<(Shown, Instant)>) {
        chain.begin(self.now);
        let (want, sender) = (chain.want(self.options), Arc::clone(&self.sender));
        self.summary.requests += 1;
        self.summary.proxied += u64::from(sender.is_proxied(&want.url));
        let task = tasks.spawn(async move { (sender.send(want).await, Instant::now()) });
        self.under_way.insert(task.id(), chain);
    }

    /// Waits for a request to end, but no longer than `wait`.
    async fn hear(&mut self, wait: Duration, tasks: &mut JoinSet<(Shown, Instant)>) {
        let ended = if tasks.is_empty() {
            tokio::time::sleep(wait).await;
            None
        } else {
            within(wait, tasks.join_next_with_id()).await.flatten()
        };
        let (task, (shown, when)) = match ended {
            Some(Ok(ended)) => ended,
            // A page that breaks a parser must not stop the others.
            Some(Err(broken)) => {
                let shown = Shown::Fault(End::Read(ReadFault::Decode), 0);
                (broken.id(), (shown, Instant::now()))
            }
            None => return,
        };
        if let Some(chain) = self.under_way.remove(&task) {
            self.take(chain, shown, when);
        }
    }

    /// Goes on after an answer, which came at `when`: it may have waited for its turn since.
    fn take(&mut self, mut chain: Chain, shown: Shown, when: Instant) {
        let asked = chain.host().to_owned();
        let (mood, step) = chain.take(shown, self.options, &(self.now)());
        let elapsed = self.elapsed();
        let ended = self.start.map(|start| when - start).unwrap_or_default();
        self.schedule.finish(&asked, mood, ended);
        let host = chain.host().to_owned();
        let back = match step {
            Step::Onward => self.schedule.push_first(&host, chain),
            Step::Again(wait) => self.schedule.push_later(&host, chain, elapsed + wait),
            Step::End | Step::Park => {
                self.hand_over(chain.finish());
                Ok(())
            }
        };
        if let Err(chain) = back {
            self.end(chain, End::Parked);
        }
        if step == Step::Park {
            for chain in self.schedule.park(&asked) {
                self.end(chain, End::Parked);
            }
        }
    }

    fn elapsed(&self) -> Duration {
        self.start.map(|start| start.elapsed()).unwrap_or_default()
    }

    /// Whether nothing more may be asked.
    fn is_spent(&self) -> bool {
        let time =
            self.options.max_time.is_some_and(|most| self.elapsed() >= Duration::from_secs(most));
        time || self.options.max_requests.is_some_and(|most| self.summary.requests >= most)
    }

    fn end(&mut self, mut chain: Chain, end: End) {
        chain.begin(self.now);
        if end == End::Budget && self.pass != Pass::Links {
            return;
        }
        self.summary.unreached += u64::from(end == End::Budget);
        let observation = chain.give_up(end);
        self.hand_over(observation);
    }

    fn hand_over(&mut self, observation: Observation) {
        match self.pass {
            Pass::Links => {
                self.summary.addresses += 1;
                if self.options.probe_below > 0 {
                    self.suspicions.see(&observation, self.options.probe_below);
                }
            }
            Pass::Siblings | Pass::Fronts => {
                self.summary.probes += 1;
                self.suspicions.see_sibling(&observation);
            }
        }
        (self.each)(observation);
    }
}
