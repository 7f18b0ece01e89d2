//! Names behind `#` that links ask for, held against the pages that came.

use std::collections::BTreeMap;

use citegraph::audit::CheckTarget;
use citegraph::check::observation::Observation;
use citegraph::fetch::FetchOptions;
use citegraph::webroot::missing_fragments;
use url::Url;

/// Bytes of a page that are read for its names; of a longer one nothing is said.
const MAX_ANCHORED_PAGE_BYTES: u64 = 4 << 20;

/// The names that links ask for, by the address of the page.
#[derive(Default)]
pub(super) struct WantedFragments {
    names: BTreeMap<String, Vec<String>>,
}

impl WantedFragments {
    /// Those of all links of a run.
    pub(super) fn of(subjects: &[CheckTarget<'_>]) -> Self {
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for subject in subjects {
            for citing in &subject.citing {
                let Some(url) = citing.link.resolved.as_deref() else { continue };
                let Some(name) =
                    Url::parse(url).ok().and_then(|url| url.fragment().map(str::to_owned))
                else {
                    continue;
                };
                names.entry(subject.name.clone()).or_default().push(name);
            }
        }
        names.values_mut().for_each(|names| {
            names.sort();
            names.dedup();
        });
        Self { names }
    }

    /// The options under which whole pages are read, where any are needed.
    pub(super) fn widen(&self, options: FetchOptions) -> FetchOptions {
        if self.names.is_empty() {
            return options;
        }
        let body = options.body.max(MAX_ANCHORED_PAGE_BYTES);
        FetchOptions { keep_body: true, body, ..options }
    }

    /// Notes which names the page has not. The body is dropped.
    pub(super) fn verify(&self, seen: &mut Observation) {
        let body = if self.names.is_empty() { None } else { seen.body.take() };
        let (Some(names), Some(body)) = (self.names.get(&seen.url), body) else { return };
        let is_whole = (body.len() as u64) < MAX_ANCHORED_PAGE_BYTES;
        let came = seen.hops.last().is_some_and(|hop| hop.status == 200);
        if is_whole && came {
            seen.missing_fragments = missing_fragments(body, names);
        }
    }
}
