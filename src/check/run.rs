//! Checks many addresses: chains, schedule and client together, on one thread.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use rustc_hash::FxHashMap;
use tokio::runtime::Builder;
use tokio::task::{Id, JoinSet};
use tokio::time::Instant;
use url::Url;

use super::chain::{Chain, Shown, Step};
use super::observation::{End, Observation, ReadFault};
use super::request::{Sender, within};
use super::schedule::{Schedule, Turn};
use super::{Error, Options, Summary};

/// How often a run looks whether it was cancelled.
const LOOK: Duration = Duration::from_millis(100);

/// Threads that look up names.
const LOOKUPS: usize = 16;

/// Asks every address once, politely, and hands over what each showed as soon as it is known, in no
/// certain order. Addresses that differ in their fragments alone are one.
///
/// `now` gives the time in RFC 3339. What a budget did not allow is observed as [`End::Budget`].
///
/// # Errors
/// [`Error::Client`], [`Error::Resolve`] and [`Error::Agent`], before anything was asked.
pub fn check(
    urls: &[Url],
    options: &Options,
    now: &dyn Fn() -> String,
    each: &mut dyn FnMut(Observation),
) -> Result<Summary, Error> {
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
        summary: Summary::default(),
        start: None,
    };
    runtime.block_on(run.all(urls));
    let summary = run.summary;
    // A look-up that hangs must not hold up the end.
    runtime.shutdown_background();
    Ok(summary)
}

struct Run<'a> {
    options: &'a Options,
    now: &'a dyn Fn() -> String,
    each: &'a mut dyn FnMut(Observation),
    schedule: Schedule<Chain>,
    sender: Arc<Sender>,
    /// The chains whose request was sent, by the task that waits for its answer.
    under_way: FxHashMap<Id, Chain>,
    summary: Summary,
    start: Option<Instant>,
}

impl Run<'_> {
    async fn all(&mut self, urls: &[Url]) {
        let start = Instant::now();
        self.start = Some(start);
        self.line_up(urls);
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
                    continue;
                }
                Turn::Until(at) => at.saturating_sub(start.elapsed()).min(LOOK),
                Turn::Busy => LOOK,
                Turn::Done => return,
            };
            self.hear(wait.max(Duration::from_millis(1)), &mut tasks).await;
        }
    }

    /// One chain for each address, in the order given.
    fn line_up(&mut self, urls: &[Url]) {
        let mut seen = BTreeSet::new();
        for url in urls {
            let whole = url.as_str();
            if !seen.insert(whole.split('#').next().unwrap_or_default()) {
                continue;
            }
            let chain = Chain::new(url, String::new(), &self.options.run);
            if chain.is_web() {
                let host = chain.host().to_owned();
                // No host is parked yet.
                let _ = self.schedule.push(&host, chain);
            } else {
                self.end(chain, End::Scheme);
            }
        }
    }

    fn begin(&mut self, mut chain: Chain, tasks: &mut JoinSet<Shown>) {
        chain.begin(self.now);
        let (want, sender) = (chain.want(self.options), Arc::clone(&self.sender));
        self.summary.requests += 1;
        let task = tasks.spawn(async move { sender.send(want).await });
        self.under_way.insert(task.id(), chain);
    }

    /// Waits for a request to end, but no longer than `wait`.
    async fn hear(&mut self, wait: Duration, tasks: &mut JoinSet<Shown>) {
        let ended = if tasks.is_empty() {
            tokio::time::sleep(wait).await;
            None
        } else {
            within(wait, tasks.join_next_with_id()).await.flatten()
        };
        let (task, shown) = match ended {
            Some(Ok((task, shown))) => (task, shown),
            // A page that breaks a parser must not stop the others.
            Some(Err(broken)) => (broken.id(), Shown::Fault(End::Read(ReadFault::Decode), 0)),
            None => return,
        };
        if let Some(chain) = self.under_way.remove(&task) {
            self.take(chain, shown);
        }
    }

    fn take(&mut self, mut chain: Chain, shown: Shown) {
        let asked = chain.host().to_owned();
        let (mood, step) = chain.take(shown, self.options, &(self.now)());
        let elapsed = self.elapsed();
        self.schedule.finish(&asked, mood, elapsed);
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
            self.end(chain, End::Budget);
        }
        if step == Step::Park {
            for chain in self.schedule.park(&asked) {
                self.end(chain, End::Budget);
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
        self.summary.unreached += u64::from(end == End::Budget);
        let observation = chain.give_up(end);
        self.hand_over(observation);
    }

    fn hand_over(&mut self, observation: Observation) {
        self.summary.addresses += 1;
        (self.each)(observation);
    }
}
