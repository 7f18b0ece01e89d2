//! Who may be asked next, and when: a state machine over a clock that the caller keeps.
//!
//! One queue a host. A host is ready when its spacing has passed and it has a free slot; a slot of
//! the whole run is taken only then, so a slow or angry host holds up nobody else. Of the ready hosts
//! the one with the longest queue goes first, which keeps the end of the run short.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

/// The slowest that a host that complains is asked.
const MAX_SPACING: Duration = Duration::from_secs(30);

/// The least spacing of a host that complained.
const MIN_PENALTY_SPACING: Duration = Duration::from_millis(500);

/// How long after its start a request may be sent: many start at one moment.
const SEND_LATENCY: Duration = Duration::from_millis(10);

/// Hosts that publish how hard they may be asked: milliseconds from one request to the next, at least.
const PUBLISHED_SPACINGS_MS: [(&str, u64); 3] = [
    // Terms of use of the APIs: one request every three seconds, one connection at a time.
    ("export.arxiv.org", 3000),
    // E-utilities: three requests a second without a key.
    ("eutils.ncbi.nlm.nih.gov", 340),
    // Not published; who asks several times a second is soon refused.
    ("web.archive.org", 1000),
];

/// How hard hosts may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// Requests under way at once, all hosts together.
    pub concurrency: usize,
    /// Requests under way at once at one host.
    pub host_concurrency: usize,
    /// From one request at a host to the next, as the host sees them: it counts from the answer, where
    /// that comes at once, or else from when the request must have been sent. That of the first counts
    /// from its answer in any case, for a connection is made on the way.
    pub spacing: Duration,
}

/// What a host's answer says about the pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostSignal {
    /// Nothing against it.
    Fine,
    /// Slower: the spacing doubles, and is halved by each answer that is fine.
    SlowDown,
    /// Not before this long from now, and slower then.
    RetryAfter(Duration),
}

/// What to do now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next<J> {
    /// Start this job; it holds its slots until [`Schedule::finish`].
    Start(J),
    /// Nothing can start before this time.
    Until(Duration),
    /// Nothing can start before a job under way ends.
    Busy,
    /// No job waits and none is under way.
    Done,
}

#[derive(Debug)]
struct HostQueue<J> {
    queue: VecDeque<J>,
    busy: usize,
    /// When the next request may start.
    next: Duration,
    /// When the last one was sent, at the latest.
    sent: Duration,
    /// Not before this, whatever the spacing.
    blocked_until: Duration,
    /// Whether a request has ended: before that it is asked one at a time.
    contacted: bool,
    spacing: Duration,
    /// Its own caps.
    pace: RateLimits,
    suspended: bool,
}

/// Jobs by host, and the pace at which they are handed out. All times count from one start.
#[derive(Debug)]
pub struct Schedule<J> {
    pace: RateLimits,
    hosts: Vec<HostQueue<J>>,
    names: BTreeMap<String, usize>,
    /// Hosts that can start a job now, longest queue first, then in order of arrival.
    ready: BTreeSet<(Reverse<usize>, usize)>,
    /// Hosts with a job and a slot, by the time of their next start.
    waiting: BTreeSet<(Duration, usize)>,
    /// Jobs that come back later: when, in which order, where.
    delayed: BTreeMap<(Duration, u64), (usize, J)>,
    order: u64,
    busy: usize,
}

impl<J> Schedule<J> {
    /// An empty schedule. Caps of zero count as one.
    pub fn new(pace: RateLimits) -> Self {
        Self {
            pace: RateLimits {
                concurrency: pace.concurrency.max(1),
                host_concurrency: pace.host_concurrency.max(1),
                ..pace
            },
            hosts: Vec::new(),
            names: BTreeMap::new(),
            ready: BTreeSet::new(),
            waiting: BTreeSet::new(),
            delayed: BTreeMap::new(),
            order: 0,
            busy: 0,
        }
    }

    /// Gives one host a pace of its own, before it is first asked. Its `all` says nothing.
    pub fn configure(&mut self, host: &str, pace: RateLimits) {
        let host = self.host(host);
        self.hosts[host].pace =
            RateLimits { host_concurrency: pace.host_concurrency.max(1), ..pace };
        self.hosts[host].spacing = pace.spacing;
    }

    /// Puts a job at the end of its host's queue. Gives it back where the host is parked.
    ///
    /// # Errors
    /// The job, for a host that [`Schedule::suspend`] closed.
    pub fn push(&mut self, host: &str, job: J) -> Result<(), J> {
        self.put(host, job, VecDeque::push_back)
    }

    /// Puts a job before all others of its host: the next hop of a chain that has begun.
    ///
    /// # Errors
    /// As [`Schedule::push`].
    pub fn push_front(&mut self, host: &str, job: J) -> Result<(), J> {
        self.put(host, job, VecDeque::push_front)
    }

    /// Puts a job before all others of its host from `at` on.
    ///
    /// # Errors
    /// As [`Schedule::push`].
    pub fn push_delayed(&mut self, host: &str, job: J, at: Duration) -> Result<(), J> {
        let host = self.host(host);
        if self.hosts[host].suspended {
            return Err(job);
        }
        self.order += 1;
        self.delayed.insert((at, self.order), (host, job));
        Ok(())
    }

    /// Hands out the next job, if one may start at `now`.
    pub fn next_job(&mut self, now: Duration) -> Next<J> {
        self.wake(now);
        if self.busy < self.pace.concurrency
            && let Some(&(_, host)) = self.ready.first()
        {
            return self.start(host, now);
        }
        let next = [
            self.waiting.first().map(|first| first.0),
            self.delayed.first_key_value().map(|(first, _)| first.0),
        ];
        match next.into_iter().flatten().min() {
            Some(at) if self.busy < self.pace.concurrency => Next::Until(at),
            _ if self.busy > 0 => Next::Busy,
            _ => Next::Done,
        }
    }

    /// Takes back the slots of a job that was started, and adapts the pace of its host.
    pub fn finish(&mut self, host: &str, mood: HostSignal, now: Duration) {
        let host = self.host(host);
        self.set_aside(host);
        let at = &mut self.hosts[host];
        let pace = at.pace;
        at.busy = at.busy.saturating_sub(1);
        self.busy = self.busy.saturating_sub(1);
        if !std::mem::replace(&mut at.contacted, true) {
            at.sent = now;
        } else if at.busy == 0 {
            at.sent = at.sent.min(now);
        }
        at.next = at.blocked_until.max(at.sent.saturating_add(at.spacing));
        match mood {
            HostSignal::Fine => at.spacing = (at.spacing / 2).max(pace.spacing),
            HostSignal::SlowDown | HostSignal::RetryAfter(_) => {
                let slower = (at.spacing * 2).max(MIN_PENALTY_SPACING).min(MAX_SPACING);
                at.spacing = slower.max(pace.spacing);
                let wait = if let HostSignal::RetryAfter(wait) = mood { wait } else { at.spacing };
                at.blocked_until = at.blocked_until.max(now.saturating_add(wait));
                at.next = at.next.max(at.blocked_until);
            }
        }
        self.update_lines(host, now);
    }

    /// Closes a host for the rest of the run and gives back its jobs, in their order.
    pub fn suspend(&mut self, host: &str) -> Vec<J> {
        let host = self.host(host);
        self.set_aside(host);
        self.hosts[host].suspended = true;
        let mut jobs: Vec<J> = self.hosts[host].queue.drain(..).collect();
        let theirs: Vec<_> =
            self.delayed.iter().filter(|(_, job)| job.0 == host).map(|(key, _)| *key).collect();
        jobs.extend(theirs.iter().filter_map(|key| Some(self.delayed.remove(key)?.1)));
        jobs
    }

    /// Gives back every job that has not started, host by host.
    pub fn drain(&mut self) -> Vec<J> {
        self.ready.clear();
        self.waiting.clear();
        let later = std::mem::take(&mut self.delayed);
        let queued = self.hosts.iter_mut().flat_map(|host| host.queue.drain(..));
        queued.chain(later.into_values().map(|(_, job)| job)).collect()
    }

    fn put(&mut self, host: &str, job: J, into: impl FnOnce(&mut VecDeque<J>, J)) -> Result<(), J> {
        let host = self.host(host);
        if self.hosts[host].suspended {
            return Err(job);
        }
        self.set_aside(host);
        into(&mut self.hosts[host].queue, job);
        // The next turn finds out whether its time has come.
        self.update_lines(host, Duration::ZERO);
        Ok(())
    }

    fn host(&mut self, name: &str) -> usize {
        if let Some(&host) = self.names.get(name) {
            return host;
        }
        self.names.insert(name.to_owned(), self.hosts.len());
        let spacing = self.pace.spacing.max(published_spacing(name));
        let pace = RateLimits { spacing, ..self.pace };
        self.hosts.push(HostQueue {
            queue: VecDeque::new(),
            busy: 0,
            next: Duration::ZERO,
            sent: Duration::ZERO,
            blocked_until: Duration::ZERO,
            contacted: false,
            spacing: pace.spacing,
            pace,
            suspended: false,
        });
        self.hosts.len() - 1
    }

    /// Brings forward what `now` has made possible.
    fn wake(&mut self, now: Duration) {
        while let Some(first) = self.delayed.first_entry().filter(|first| first.key().0 <= now) {
            let (host, job) = first.remove();
            self.set_aside(host);
            self.hosts[host].queue.push_front(job);
            self.update_lines(host, now);
        }
        while let Some(&(at, host)) = self.waiting.first().filter(|first| first.0 <= now) {
            self.waiting.remove(&(at, host));
            self.ready.insert((Reverse(self.hosts[host].queue.len()), host));
        }
    }

    fn start(&mut self, host: usize, now: Duration) -> Next<J> {
        self.set_aside(host);
        let at = &mut self.hosts[host];
        let Some(job) = at.queue.pop_front() else { return Next::Busy };
        at.busy += 1;
        at.sent = now.saturating_add(SEND_LATENCY.min(at.spacing));
        at.next = at.sent.saturating_add(at.spacing);
        self.busy += 1;
        self.update_lines(host, now);
        Next::Start(job)
    }

    /// Takes a host out of both lines; whatever changes it lines it up again.
    fn set_aside(&mut self, host: usize) {
        let at = &self.hosts[host];
        self.ready.remove(&(Reverse(at.queue.len()), host));
        self.waiting.remove(&(at.next, host));
    }

    fn update_lines(&mut self, host: usize, now: Duration) {
        let at = &self.hosts[host];
        let most = if at.contacted { at.pace.host_concurrency } else { 1 };
        if at.queue.is_empty() || at.busy >= most || at.suspended {
            return;
        }
        if at.next <= now {
            self.ready.insert((Reverse(at.queue.len()), host));
        } else {
            self.waiting.insert((at.next, host));
        }
    }
}

fn published_spacing(host: &str) -> Duration {
    let own = PUBLISHED_SPACINGS_MS.iter().find(|own| own.0 == host);
    Duration::from_millis(own.map_or(0, |own| own.1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn pace(all: usize, host: usize, spacing: u32) -> RateLimits {
        RateLimits { concurrency: all, host_concurrency: host, spacing: MS * spacing }
    }

    /// Start, end and host of each job, by a simulation over a virtual clock.
    fn run(pace: RateLimits, jobs: &[(usize, u32)]) -> Vec<(Duration, Duration, usize)> {
        let mut schedule = Schedule::new(pace);
        for &(host, length) in jobs {
            schedule.push(&host.to_string(), (host, MS * length)).unwrap();
        }
        let (mut now, mut done) = (Duration::ZERO, Vec::new());
        let mut ends: BTreeSet<(Duration, usize, usize)> = BTreeSet::new();
        loop {
            let wake = match schedule.next_job(now) {
                Next::Start((host, length)) => {
                    done.push((now, now + length, host));
                    ends.insert((now + length, host, done.len()));
                    continue;
                }
                Next::Until(at) => ends.first().map_or(at, |end| end.0.min(at)),
                Next::Busy => ends.first().expect("a job is under way").0,
                Next::Done => return done,
            };
            now = now.max(wake);
            while let Some(end) = ends.first().copied().filter(|end| end.0 <= now) {
                ends.remove(&end);
                schedule.finish(&end.1.to_string(), HostSignal::Fine, now);
            }
        }
    }

    fn most_at_once<'a>(jobs: impl Iterator<Item = &'a (Duration, Duration, usize)>) -> usize {
        // Of what happens at one time, ends come first.
        let mut events: Vec<(Duration, i32)> =
            jobs.flat_map(|&(start, end, _)| [(start, 1), (end, -1)]).collect();
        events.sort_unstable();
        let (mut now, mut most) = (0, 0);
        for (_, change) in events {
            now += change;
            most = most.max(now);
        }
        usize::try_from(most).unwrap()
    }

    /// No schedule of these jobs is shorter.
    fn lower_bound(pace: RateLimits, jobs: &[(usize, u32)]) -> Duration {
        let sum = |jobs: &mut dyn Iterator<Item = u32>| MS * jobs.sum::<u32>();
        let all = sum(&mut jobs.iter().map(|job| job.1)) / u32::try_from(pace.concurrency).unwrap();
        let hosts: BTreeSet<usize> = jobs.iter().map(|job| job.0).collect();
        let by_host = hosts.iter().map(|host| {
            let lengths = || jobs.iter().filter(|job| job.0 == *host).map(|job| MS * job.1);
            let count = lengths().count();
            let starts = pace.spacing * u32::try_from(count - 1).unwrap();
            // The spacing of the first counts from its end.
            let first = lengths().next().unwrap_or_default();
            let sent = lengths().take(count - 1).skip(1).map(|length| length.min(SEND_LATENCY));
            let last = lengths().skip(1).min().unwrap_or_default();
            (first + starts + sent.sum::<Duration>() + last)
                .max(lengths().sum::<Duration>() / u32::try_from(pace.host_concurrency).unwrap())
        });
        by_host.fold(all, Duration::max)
    }

    #[test]
    fn hosts_that_publish_their_pace_are_asked_at_it() {
        let mut schedule = Schedule::new(pace(9, 9, 250));
        for _ in 0..2 {
            schedule.push("export.arxiv.org", ()).unwrap();
        }
        assert_eq!(schedule.next_job(Duration::ZERO), Next::Start(()));
        schedule.finish("export.arxiv.org", HostSignal::Fine, MS * 100);
        assert_eq!(schedule.next_job(MS * 100), Next::Until(MS * 3100));
        let mut slower = Schedule::<()>::new(pace(9, 9, 5000));
        let host = slower.host("export.arxiv.org");
        assert_eq!(slower.hosts[host].pace.spacing, MS * 5000);
    }

    proptest! {
        #![proptest_config(crate::properties::cases(128))]

        #[test]
        fn caps_and_spacing_hold_and_all_work_is_done(
            jobs in prop::collection::vec((0_usize..12, 1_u32..40), 1..300),
            all in 1_usize..20, host in 1_usize..6, spacing in 0_u32..60,
        ) {
            let pace = pace(all, host, spacing);
            let done = run(pace, &jobs);
            prop_assert_eq!(done.len(), jobs.len());
            prop_assert!(most_at_once(done.iter()) <= all);
            for name in 0..12 {
                let theirs: Vec<_> = done.iter().filter(|job| job.2 == name).collect();
                prop_assert!(most_at_once(theirs.iter().copied()) <= host);
                for (at, pair) in theirs.windows(2).enumerate() {
                    // The first makes its connection.
                    let way = if at == 0 { MS * 40 } else { SEND_LATENCY.min(pace.spacing) };
                    let sent = (pair[0].0 + way).min(pair[0].1);
                    prop_assert!(pair[1].0 - sent >= pace.spacing);
                }
            }
        }

        // A request takes less than the spacing, and there are slots for most hosts: the usual run.
        #[test]
        fn a_run_is_hardly_longer_than_it_must_be(
            jobs in prop::collection::vec((0_usize..30, 0_usize..30, 1_u32..40), 200..600),
            all in 16_usize..64, host in 2_usize..6, spacing in 40_u32..80,
        ) {
            let pace = pace(all, host, spacing);
            let jobs: Vec<_> = jobs.into_iter().map(|(a, b, length)| (a.min(b), length)).collect();
            let end = run(pace, &jobs).iter().map(|job| job.1).max().unwrap();
            let bound = lower_bound(pace, &jobs);
            // The last to start may be the longest: the bound knows the shortest.
            prop_assert!(end <= bound.mul_f64(1.05) + MS * 40, "{end:?} for {bound:?}");
        }
    }

    #[test]
    fn a_slow_host_holds_up_nobody() {
        let mut schedule = Schedule::new(pace(2, 2, 0));
        for job in 0..10 {
            schedule.push("angry", ("angry", job)).unwrap();
        }
        schedule.push("calm", ("calm", 0)).unwrap();
        assert_eq!(schedule.next_job(MS), Next::Start(("angry", 0)));
        schedule.finish("angry", HostSignal::RetryAfter(MS * 9000), MS);
        assert_eq!(schedule.next_job(MS), Next::Start(("calm", 0)));
        assert_eq!(schedule.next_job(MS), Next::Until(MS * 9001));
        schedule.finish("calm", HostSignal::Fine, MS * 2);
        assert_eq!(schedule.next_job(MS * 9001), Next::Start(("angry", 1)));
    }

    #[test]
    fn spacing_is_what_the_host_sees() {
        let mut schedule = Schedule::new(pace(9, 9, 100));
        for job in 0..4 {
            schedule.push("a", job).unwrap();
        }
        assert_eq!(schedule.next_job(MS), Next::Start(0));
        assert_eq!(schedule.next_job(MS * 300), Next::Busy);
        schedule.finish("a", HostSignal::Fine, MS * 301);
        assert_eq!(schedule.next_job(MS * 301), Next::Until(MS * 401));
        assert_eq!(schedule.next_job(MS * 401), Next::Start(1));
        // Of the others from the answer or, if that takes longer, from when they were sent.
        assert_eq!(schedule.next_job(MS * 401), Next::Until(MS * 511));
        schedule.finish("a", HostSignal::Fine, MS * 403);
        assert_eq!(schedule.next_job(MS * 403), Next::Until(MS * 503));
        assert_eq!(schedule.next_job(MS * 503), Next::Start(2));
        schedule.finish("a", HostSignal::Fine, MS * 590);
        assert_eq!(schedule.next_job(MS * 590), Next::Until(MS * 613));
    }

    #[test]
    fn strain_doubles_the_spacing_and_peace_halves_it() {
        let mut schedule = Schedule::<u8>::new(pace(1, 1, 400));
        let spacings: Vec<_> = [
            HostSignal::SlowDown,
            HostSignal::SlowDown,
            HostSignal::Fine,
            HostSignal::Fine,
            HostSignal::Fine,
        ]
        .map(|mood| {
            schedule.finish("a", mood, Duration::ZERO);
            schedule.hosts[0].spacing.as_millis()
        })
        .into();
        assert_eq!(spacings, [800, 1600, 800, 400, 400]);
    }

    #[test]
    fn one_host_has_its_own_pace() {
        let mut schedule = Schedule::new(pace(9, 1, 100));
        schedule.configure("slow", pace(1, 1, 900));
        schedule.configure("wide", pace(1, 2, 0));
        for host in ["slow", "slow", "wide", "wide", "wide"] {
            schedule.push(host, host).unwrap();
        }
        let started = |schedule: &mut Schedule<_>| {
            let mut started = Vec::new();
            while let Next::Start(host) = schedule.next_job(MS) {
                started.push(host);
            }
            started
        };
        assert_eq!(started(&mut schedule), ["wide", "slow"]);
        schedule.finish("slow", HostSignal::Fine, MS);
        schedule.finish("wide", HostSignal::Fine, MS);
        assert_eq!(started(&mut schedule), ["wide", "wide"]);
        assert_eq!(schedule.next_job(MS), Next::Until(MS * 901));
    }

    #[test]
    fn later_jobs_come_back_and_go_first() {
        let mut schedule = Schedule::new(pace(1, 1, 0));
        schedule.push_delayed("a", 1, MS * 5).unwrap();
        assert_eq!(schedule.next_job(MS), Next::Until(MS * 5));
        schedule.push("a", 2).unwrap();
        schedule.push_front("a", 3).unwrap();
        let mut order = Vec::new();
        while let Next::Start(job) = schedule.next_job(MS * 5) {
            order.push(job);
            schedule.finish("a", HostSignal::Fine, MS * 5);
        }
        assert_eq!(order, [1, 3, 2]);
    }

    #[test]
    fn parked_hosts_give_their_jobs_back() {
        let mut schedule = Schedule::new(pace(1, 1, 0));
        schedule.push("a", 1).unwrap();
        schedule.push("b", 2).unwrap();
        schedule.push_delayed("a", 3, MS).unwrap();
        assert_eq!(schedule.suspend("a"), [1, 3]);
        assert_eq!(schedule.push("a", 4), Err(4));
        assert_eq!(schedule.next_job(MS), Next::Start(2));
        schedule.push("b", 5).unwrap();
        assert_eq!(schedule.drain(), [5]);
        schedule.finish("b", HostSignal::Fine, MS);
        assert_eq!(schedule.next_job(MS), Next::Done);
    }
}
