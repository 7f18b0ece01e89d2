//! Runs whose own network is at fault.

/// Why a run cannot be trusted: most likely the network of this machine is at fault, and nothing is held
/// against any link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Distrust {
    /// Hosts that should answer and did not.
    pub failed: usize,
    /// Hosts that should answer.
    pub asked: usize,
}

impl std::fmt::Display for Distrust {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "the network of this machine seems to be down: {} of {} hosts that should answer did not answer",
            self.failed, self.asked
        )
    }
}
