//! When a host is left alone for the rest of a run: after several of its links failed in a row, or when it asks for
//! more patience than a run has. A bad host must not hold up the others, nor be asked on and on.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::check::observation::HostFailure;

/// What the hosts of a run have shown. Hosts that only answer well cost nothing here.
#[derive(Debug)]
pub struct CircuitBreaker {
    hosts: BTreeMap<String, HostStrain>,
    /// Links of a host that may fail in one way, one after the other; 0 for any number.
    most: u32,
    /// How long a host is waited for, from its first complaint on.
    patience: Duration,
}

#[derive(Debug, Default)]
struct HostStrain {
    /// How the last links failed, and how many of them.
    failure: Option<HostFailure>,
    count: u32,
    /// When the complaints began that no good answer ended.
    since: Option<Duration>,
}

impl CircuitBreaker {
    /// Nothing seen so far.
    pub fn new(most: u32, patience: Duration) -> Self {
        Self { hosts: BTreeMap::new(), most, patience }
    }

    /// Takes in how a link of a host ended; `None` for any answer that is no failure of the host. Returns whether
    /// the host is to be left alone from now on.
    pub fn record(&mut self, host: &str, failure: Option<HostFailure>) -> bool {
        if failure.is_none() {
            if !self.hosts.is_empty() {
                self.hosts.remove(host);
            }
            return false;
        }
        let strain = self.strain(host);
        strain.count = if strain.failure == failure { strain.count + 1 } else { 1 };
        strain.failure = failure;
        let count = strain.count;
        self.most > 0 && count >= self.most
    }

    /// Whether a request may be repeated after a wait. Not where a link of the host failed already, after all its
    /// repetitions; nor beyond the patience that the host has left. Times count from the start of the run.
    pub fn permits_retry(&mut self, host: &str, now: Duration, wait: Duration) -> bool {
        let patience = self.patience;
        let strain = self.strain(host);
        let since = *strain.since.get_or_insert(now);
        strain.count == 0 && now.saturating_sub(since).saturating_add(wait) <= patience
    }

    fn strain(&mut self, host: &str) -> &mut HostStrain {
        self.hosts.entry(host.to_owned()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn links_that_fail_alike_in_a_row_open_it() {
        use HostFailure::{RateLimit, ServerError};
        let mut breaker = CircuitBreaker::new(3, 60 * SECOND);
        let all = [ServerError, ServerError, RateLimit, RateLimit].map(Some);
        assert!(all.iter().all(|failure| !breaker.record("a.example", *failure)));
        assert!(!breaker.record("b.example", Some(RateLimit)), "another host");
        assert!(!breaker.record("a.example", None));
        assert!(!breaker.record("a.example", Some(RateLimit)), "an answer closes it");
        assert!(!breaker.record("a.example", Some(RateLimit)));
        assert!(breaker.record("a.example", Some(RateLimit)));
        let mut never = CircuitBreaker::new(0, 60 * SECOND);
        assert!((0..100).all(|_| !never.record("a.example", Some(ServerError))));
    }

    #[test]
    fn patience_counts_from_the_first_complaint() {
        let mut breaker = CircuitBreaker::new(3, 60 * SECOND);
        assert!(breaker.permits_retry("a.example", 10 * SECOND, 60 * SECOND));
        assert!(breaker.permits_retry("a.example", 40 * SECOND, 30 * SECOND));
        assert!(!breaker.permits_retry("a.example", 70 * SECOND, SECOND));
        assert!(breaker.permits_retry("b.example", 70 * SECOND, SECOND));
        breaker.record("a.example", None);
        assert!(breaker.permits_retry("a.example", 70 * SECOND, SECOND));
        breaker.record("a.example", Some(HostFailure::Reset));
        assert!(!breaker.permits_retry("a.example", 71 * SECOND, SECOND));
    }
}
