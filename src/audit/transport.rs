//! What a run of checks needs of the world: a network, an archive, time.

use std::time::Duration;

use url::Url;

use super::GonePage;
use crate::check::ledger::ArchiveCopy;
use crate::check::observation::Observation;
use crate::fetch::CheckSummary;

/// What a run needs of the world.
pub trait Transport {
    /// Why nothing more can be asked or kept.
    type Error;

    /// Asks every address of a step, each at its registry where it has one, and hands over what each showed
    /// after it was kept.
    ///
    /// # Errors
    /// Where the run cannot go on; what was handed over stays.
    fn ask(
        &mut self,
        step: &AskStep,
        seen: &mut dyn FnMut(Observation),
    ) -> Result<CheckSummary, Self::Error>;

    /// Waits; false where the run was cancelled meanwhile.
    fn pause(&mut self, time: Duration) -> bool;

    /// Looks for copies of pages that are gone; an entry for each page, one without a copy included.
    ///
    /// # Errors
    /// Where the run cannot go on.
    fn find_snapshots(&mut self, pages: &[GonePage]) -> Result<Vec<ArchiveCopy>, Self::Error>;

    /// The time, as in [`Observation::started`].
    fn now(&self) -> String;
}

/// An address to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedLink {
    /// The address, secrets included.
    pub url: Url,
    /// The cited work, where the address tells it.
    pub work: Option<String>,
}

/// Addresses to be asked together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskStep {
    /// In the order in which they should be asked.
    pub links: Vec<AskedLink>,
    /// Whether hosts may also be asked for made-up addresses, to see what they send then: once a run.
    pub probes: bool,
}
