//! Checks many addresses: chains, schedule and client together, on one thread.

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};
use tokio::runtime::Builder;
use tokio::task::{Id, JoinSet};
use tokio::time::Instant;
use url::Url;

use super::breaker::CircuitBreaker;
use super::exchange::RequestResult;
use super::probe::Soft404Probes;
use super::rate_limit::{Next, Schedule};
use super::redirect_chain::{NextStep, RedirectChain};
use super::request::{Sender, with_timeout};
use super::{CheckSummary, FetchError, FetchOptions};
use crate::check::observation::{ChainEnd, Observation, ReadFault};

/// How often a run looks whether it was cancelled.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Requests that are begun in a row before they are sent: many hosts may be due at one moment, and what
/// is begun at a host's time should leave at that time.
const SPAWN_BATCH_REQUESTS: u64 = 16;

/// Threads that look up names.
const MAX_LOOKUP_THREADS: usize = 16;

/// Asks every address once, politely, and hands over what each showed as soon as it is known, in no
/// certain order. Addresses that differ in their fragments alone are one. At the end addresses that
/// nobody made may be asked, see [`FetchOptions::probe_below`]; what they showed is handed over like all.
///
/// Each call makes its own clients, so a second look at an address never uses a connection, nor a name's
/// addresses, of the first.
///
/// `now` gives the time in RFC 3339. What a budget did not allow is observed as [`ChainEnd::Budget`], and what was put
/// off because of its host as [`ChainEnd::Parked`] or [`ChainEnd::PutOff`]; no ledger should keep these.
///
/// # Errors
/// [`FetchError::Client`] and those of [`FetchOptions::validate`], before anything was asked.
pub fn check_urls(
    urls: &[Url],
    options: &FetchOptions,
    now: &dyn Fn() -> String,
    each: &mut dyn FnMut(Observation),
) -> Result<CheckSummary, FetchError> {
    let options = &options.bounded();
    let sender = Sender::new(options)?;
    let runtime = Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(MAX_LOOKUP_THREADS)
        .build()
        .map_err(|error| FetchError::Client(error.to_string()))?;
    let mut run = CheckRunner {
        options,
        now,
        each,
        schedule: Schedule::new(options.pace()),
        sender: Arc::new(sender),
        under_way: FxHashMap::default(),
        pass: Pass::Links,
        suspicions: Soft404Probes::default(),
        breaker: CircuitBreaker::new(
            options.host_failures,
            Duration::from_secs(options.longest_wait),
        ),
        summary: CheckSummary::default(),
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
    Probes,
    /// Front pages of hosts that send the same.
    FrontPages,
}

struct CheckRunner<'a> {
    options: &'a FetchOptions,
    now: &'a dyn Fn() -> String,
    each: &'a mut dyn FnMut(Observation),
    schedule: Schedule<RedirectChain>,
    sender: Arc<Sender>,
    /// The chains whose request was sent, by the task that waits for its answer.
    under_way: FxHashMap<Id, RedirectChain>,
    pass: Pass,
    suspicions: Soft404Probes,
    breaker: CircuitBreaker,
    summary: CheckSummary,
    start: Option<Instant>,
}

impl CheckRunner<'_> {
    async fn all(&mut self, urls: &[Url]) {
        let start = Instant::now();
        self.start = Some(start);
        for host in self.options.hosts.keys() {
            self.schedule.configure(host, self.options.pace_for_host(host));
        }
        self.enqueue(urls);
        self.run_queue(start).await;
        self.pass = Pass::Probes;
        let made = self.suspicions.probe_urls();
        self.probe(made, start).await;
        self.pass = Pass::FrontPages;
        let fronts = self.suspicions.front_pages();
        self.probe(fronts, start).await;
    }

    /// Asks addresses beside those that were given, if anything more may be asked.
    async fn probe(&mut self, urls: impl IntoIterator<Item = String>, start: Instant) {
        if self.options.probe_below == 0 || self.summary.cancelled || self.is_spent() {
            return;
        }
        let urls: Vec<Url> = urls.into_iter().filter_map(|url| Url::parse(&url).ok()).collect();
        self.enqueue(&urls);
        self.run_queue(start).await;
    }

    /// Hands out what waits until all is done.
    async fn run_queue(&mut self, start: Instant) {
        let mut tasks = JoinSet::new();
        loop {
            if self.options.cancel.is_cancelled() {
                self.summary.cancelled = true;
                return;
            }
            if self.is_spent() {
                for chain in self.schedule.drain() {
                    self.end(chain, ChainEnd::Budget);
                }
            }
            let wait = match self.schedule.next_job(start.elapsed()) {
                Next::Start(chain) => {
                    self.begin(chain, &mut tasks);
                    if self.summary.requests.is_multiple_of(SPAWN_BATCH_REQUESTS) {
                        tokio::task::yield_now().await;
                    }
                    continue;
                }
                Next::Until(at) => at.saturating_sub(start.elapsed()).min(POLL_INTERVAL),
                Next::Busy => POLL_INTERVAL,
                Next::Done => return,
            };
            self.await_response(wait, &mut tasks).await;
        }
    }

    /// One chain for each address, in the order given.
    fn enqueue(&mut self, urls: &[Url]) {
        let mut seen = FxHashSet::default();
        for url in urls {
            let whole = url.as_str();
            if !seen.insert(whole.split('#').next().unwrap_or_default()) {
                continue;
            }
            let chain = RedirectChain::new(url, String::new(), &self.options.run);
            if chain.is_web() {
                let host = chain.host().to_owned();
                // A host may be parked when it is probed.
                if let Err(chain) = self.schedule.push(&host, chain) {
                    self.end(chain, ChainEnd::Budget);
                }
            } else {
                self.end(chain, ChainEnd::Scheme);
            }
        }
    }

    fn begin(&mut self, mut chain: RedirectChain, tasks: &mut JoinSet<(RequestResult, Instant)>) {
        chain.begin(self.now);
        let (want, sender) = (chain.next_request(self.options), Arc::clone(&self.sender));
        self.summary.requests += 1;
        self.summary.proxied += u64::from(sender.is_proxied(&want.url));
        let task = tasks.spawn(async move { (sender.send(want).await, Instant::now()) });
        self.under_way.insert(task.id(), chain);
    }

    /// Waits for a request to end, but no longer than `wait`.
    async fn await_response(
        &mut self,
        wait: Duration,
        tasks: &mut JoinSet<(RequestResult, Instant)>,
    ) {
        let ended = if tasks.is_empty() {
            tokio::time::sleep(wait).await;
            None
        } else {
            with_timeout(wait, tasks.join_next_with_id()).await.flatten()
        };
        let (task, (shown, when)) = match ended {
            Some(Ok(ended)) => ended,
            // A page that breaks a parser must not stop the others.
            Some(Err(broken)) => {
                let shown = RequestResult::Fault(ChainEnd::Read(ReadFault::Decode), 0);
                (broken.id(), (shown, Instant::now()))
            }
            None => return,
        };
        if let Some(chain) = self.under_way.remove(&task) {
            self.handle_response(chain, shown, when);
        }
    }

    /// Goes on after an answer, which came at `when`: it may have waited for its turn since.
    fn handle_response(&mut self, mut chain: RedirectChain, shown: RequestResult, when: Instant) {
        let asked = chain.host().to_owned();
        let (mood, step) = chain.handle_result(shown, self.options, &(self.now)());
        let elapsed = self.elapsed();
        let ended = self.start.map(|start| when - start).unwrap_or_default();
        self.schedule.finish(&asked, mood, ended);
        let step = match step {
            NextStep::Retry(wait) if !self.permits_retry(&asked, wait) => {
                chain.give_up(self.options)
            }
            step => step,
        };
        let failure = chain.failure();
        let is_over = match step {
            // What a redirect leads to is no matter of the host that sent it.
            NextStep::End | NextStep::Follow => self.breaker.record(&asked, failure),
            NextStep::Retry(_) | NextStep::SuspendHost => false,
        };
        let host = chain.host().to_owned();
        let back = match step {
            NextStep::Follow => self.schedule.push_front(&host, chain),
            NextStep::Retry(wait) => self.schedule.push_delayed(&host, chain, elapsed + wait),
            NextStep::End | NextStep::SuspendHost => {
                self.emit(chain.finish());
                Ok(())
            }
        };
        if let Err(chain) = back {
            self.end(chain, ChainEnd::Parked);
        }
        let why = match (step, failure) {
            (NextStep::SuspendHost, _) => ChainEnd::Parked,
            (_, Some(failure)) if is_over => ChainEnd::PutOff(failure),
            _ => return,
        };
        for chain in self.schedule.suspend(&asked) {
            self.end(chain, why);
        }
    }

    /// Whether a request may be repeated after a wait: the host must deserve it, and the run must have the time.
    /// What is repeated at once costs nobody anything.
    fn permits_retry(&mut self, host: &str, wait: Duration) -> bool {
        let now = self.elapsed();
        let has_time =
            self.options.max_time.is_none_or(|most| now + wait < Duration::from_secs(most));
        wait.is_zero() || (has_time && self.breaker.permits_retry(host, now, wait))
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

    fn end(&mut self, mut chain: RedirectChain, end: ChainEnd) {
        chain.begin(self.now);
        if end.is_postponed() && self.pass != Pass::Links {
            return;
        }
        let observation = chain.abort(end, self.options);
        if observation.end.is_postponed() {
            let is_budget = observation.end == ChainEnd::Budget;
            self.summary.unreached += u64::from(is_budget);
            self.summary.put_off += u64::from(!is_budget);
        }
        self.emit(observation);
    }

    fn emit(&mut self, observation: Observation) {
        match self.pass {
            Pass::Links => {
                self.summary.addresses += 1;
                if self.options.probe_below > 0 {
                    self.suspicions.add_page(&observation, self.options.probe_below);
                }
            }
            Pass::Probes | Pass::FrontPages => {
                self.summary.probes += 1;
                self.suspicions.add_probe(&observation);
            }
        }
        (self.each)(observation);
    }
}
