//! Who published a work, which is not whoever keeps a copy of it or finds it.

use crate::article::Link;
use crate::corpus::source;
use crate::report::text::escape;
use crate::source::{PublisherType, Source, Sources};

/// Schemes whose works are kept, listed or found by somebody who publishes none of them.
const KEPT: [&str; 15] = [
    "courtlistener",
    "googlebooks",
    "hal",
    "isbn",
    "jstor",
    "oclc",
    "openlibrary",
    "osf",
    "patent",
    "pmcid",
    "pmid",
    "s2",
    "s2corpus",
    "us-bill",
    "us-fr-doc",
];

/// The publisher: for a DOI its registrant, else the owner of the host where the work is the host's own.
pub(super) fn publisher(link: &Link, scheme: &str, id: &str, sources: &Sources) -> Option<String> {
    let host = || Some(source(link, sources)).filter(|facts| !only_keeps(facts));
    let owner = match scheme {
        "zenodo" => Some("Zenodo"),
        "figshare" => Some("figshare"),
        "doi" => sources.registrant(id).owner.or_else(|| {
            let is_resolver = matches!(link.domain(), Some("doi.org" | "handle.net"));
            host().filter(|_| !is_resolver)?.owner
        }),
        _ if KEPT.contains(&scheme) => None,
        _ => host().and_then(|facts| facts.owner),
    };
    owner.map(|owner| escape(owner).to_string())
}

/// Whether a host holds or finds what others publish.
fn only_keeps(facts: &Source<'_>) -> bool {
    facts.kind.is_some_and(|kind| {
        let finds = matches!(
            kind,
            PublisherType::Aggregator
                | PublisherType::Repository
                | PublisherType::Search
                | PublisherType::Shortener
                | PublisherType::WebArchive
        );
        finds || kind.is_platform()
    })
}
