//! How far a run of checks is: one line on a terminal, with counts by verdict after one check.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};

use citegraph::check::observation::Observation;
use citegraph::check::outcome::classify_observation;

/// A line on standard error; only on a terminal.
pub(super) struct CheckProgress {
    total: usize,
    done: usize,
    classes: BTreeMap<&'static str, u64>,
    shown: bool,
}

impl CheckProgress {
    /// A line for `total` addresses.
    pub(super) fn new(total: usize, quiet: bool) -> Self {
        let shown = !quiet && io::stderr().is_terminal();
        Self { total, done: 0, classes: BTreeMap::new(), shown }
    }

    /// Notes one more check.
    pub(super) fn step(&mut self, seen: &Observation) {
        self.done += 1;
        *self.classes.entry(classify_observation(seen).class().name()).or_default() += 1;
        if self.shown {
            let classes = self.classes.iter().map(|(class, count)| format!("{count} {class}"));
            let classes = classes.collect::<Vec<_>>().join(", ");
            // Nobody is left to be told where printing fails.
            let _ = write!(
                io::stderr().lock(),
                "\r{} of {} links: {classes}\x1b[K",
                self.done,
                self.total
            );
        }
    }

    /// Wipes the line.
    pub(super) fn finish(self) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}
