//! How far a run of checks is, with counts by verdict after one check: one line that changes on a terminal, a line
//! every half minute in a log.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use citegraph::check::observation::Observation;
use citegraph::check::outcome::classify_observation;

use super::super::output::eprint_line;

/// Between two lines of a log.
const LOG_INTERVAL: Duration = Duration::from_secs(30);

/// What is done so far.
#[derive(Default)]
struct CheckTally {
    total: usize,
    done: usize,
    classes: BTreeMap<&'static str, u64>,
}

impl CheckTally {
    /// `12 of 300 links: 10 ok, 2 gone`
    fn line(&self) -> String {
        let classes = self.classes.iter().map(|(class, count)| format!("{count} {class}"));
        let classes = classes.collect::<Vec<_>>().join(", ");
        let colon = if classes.is_empty() { "" } else { ": " };
        format!("{} of {} links{colon}{classes}", self.done, self.total)
    }
}

/// Lines on standard error.
pub(super) struct CheckProgress {
    tally: Arc<Mutex<CheckTally>>,
    is_terminal: bool,
    /// Ends the lines of a log.
    log: Option<(Sender<()>, JoinHandle<()>)>,
}

impl CheckProgress {
    /// Lines about `total` addresses.
    pub(super) fn new(total: usize, quiet: bool) -> Self {
        let is_terminal = !quiet && io::stderr().is_terminal();
        let tally = Arc::new(Mutex::new(CheckTally { total, ..CheckTally::default() }));
        let log = (!quiet && !is_terminal).then(|| start_log(Arc::clone(&tally), LOG_INTERVAL));
        Self { tally, is_terminal, log }
    }

    /// Notes one more check.
    pub(super) fn step(&mut self, seen: &Observation) {
        let Ok(mut tally) = self.tally.lock() else { return };
        tally.done += 1;
        *tally.classes.entry(classify_observation(seen).class().name()).or_default() += 1;
        if self.is_terminal {
            // Nobody is left to be told where printing fails.
            let _ = write!(io::stderr().lock(), "\r{}\x1b[K", tally.line());
        }
    }

    /// Wipes the line of a terminal, and ends those of a log.
    pub(super) fn finish(self) {
        if self.is_terminal {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
        if let Some((end, thread)) = self.log {
            drop(end);
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}

/// Prints how far the run is at every interval, also while nothing comes.
fn start_log(tally: Arc<Mutex<CheckTally>>, every: Duration) -> (Sender<()>, JoinHandle<()>) {
    let (end, ended) = channel::<()>();
    let thread = thread::spawn(move || {
        while ended.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
            if let Ok(tally) = tally.lock() {
                eprint_line(&tally.line());
            }
        }
    });
    (end, thread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_the_run_is_and_the_thread_ends() {
        let mut tally = CheckTally { total: 3, ..CheckTally::default() };
        assert_eq!(tally.line(), "0 of 3 links");
        tally.done = 2;
        tally.classes = [("gone", 1), ("ok", 1)].into();
        assert_eq!(tally.line(), "2 of 3 links: 1 gone, 1 ok");
        let (end, thread) = start_log(Arc::new(Mutex::new(tally)), Duration::from_millis(1));
        thread::sleep(Duration::from_millis(10));
        drop(end);
        thread.join().expect("the thread ends");
    }
}
