//! The measures that pages show, with their names and meanings for readers.

use super::MIN_INDEX_CITATIONS;
use super::format::count;
use crate::corpus::Facet;
use crate::stats::Measures;

/// One line of the table of diversity.
pub(super) struct DiversityIndex {
    /// Its name in `report.json`.
    pub(super) name: &'static str,
    /// Its name for readers.
    pub(super) label: &'static str,
    /// What it says, in one line.
    pub(super) meaning: &'static str,
    show: fn(&Measures) -> Option<String>,
    /// Counts stay true for any number of citations; the rest says nothing below [`MIN_INDEX_CITATIONS`].
    always: bool,
}

impl DiversityIndex {
    /// The value as shown; a dash where it is undefined or would say nothing.
    pub(super) fn of(&self, measures: &Measures) -> String {
        let shown =
            (self.always || measures.n >= MIN_INDEX_CITATIONS).then(|| (self.show)(measures));
        shown.flatten().unwrap_or_else(|| "–".to_owned())
    }
}

/// Everything that is shown, in order. `report.json` has more measures, and all of their digits.
pub(super) const INDICES: [DiversityIndex; 8] = [
    DiversityIndex {
        name: "n",
        label: "citations",
        meaning: "Number of citations that count.",
        show: |m| Some(count(m.n)),
        always: true,
    },
    DiversityIndex {
        name: "richness",
        label: "richness",
        meaning: "Number of different sources (or types, or countries) that are cited at least once.",
        show: |m| Some(count(m.richness)),
        always: true,
    },
    DiversityIndex {
        name: "hill1",
        label: "effective number",
        meaning: "The citations are as diverse as this number of equally cited sources (exp H, Hill number \
                  of order 1).",
        show: |m| m.hill1.map(|value| format!("{value:.1}")),
        always: false,
    },
    DiversityIndex {
        name: "hill2",
        label: "effective number, order 2",
        meaning: "Like the effective number, but frequently cited sources weigh more (1/Σp², Hill number of \
                  order 2).",
        show: |m| m.hill2.map(|value| format!("{value:.1}")),
        always: false,
    },
    DiversityIndex {
        name: "shannon",
        label: "entropy",
        meaning: "Shannon's H in nats: 0 if one source has every citation; it grows with the number of \
                  sources and with evenness.",
        show: |m| three(m.shannon),
        always: false,
    },
    DiversityIndex {
        name: "pielou",
        label: "evenness",
        meaning: "Pielou's H/ln S: 1 if all sources are cited equally often, near 0 if one source has nearly \
                  all citations.",
        show: |m| three(m.pielou),
        always: false,
    },
    DiversityIndex {
        name: "gini",
        label: "inequality",
        meaning: "Gini's index of the cited sources: 0 if all are cited equally often, near 1 if one has \
                  nearly all citations.",
        show: |m| three(m.gini),
        always: false,
    },
    DiversityIndex {
        name: "coverage",
        label: "coverage",
        meaning: "Probability that another citation would go to a source that is already cited, if citations \
                  were random (Chao and Jost 2012).",
        show: |m| three(m.coverage),
        always: false,
    },
];

fn three(value: Option<f64>) -> Option<String> {
    value.map(|value| format!("{value:.3}"))
}

/// The heading of a facet's column.
pub fn heading(facet: Facet) -> &'static str {
    match facet {
        Facet::Domain => "domains",
        Facet::Site => "sites",
        Facet::Host => "hosts",
        Facet::Work => "works",
        Facet::Owner => "owners",
        Facet::Group => "owner groups",
        Facet::Type => "types",
        Facet::Country => "countries",
        Facet::Language => "languages",
    }
}

/// What a facet counts by.
pub(super) fn meaning(facet: Facet) -> &'static str {
    match facet {
        Facet::Domain => "Registrable domain, by the public suffix list.",
        Facet::Site => "The account or blog on a platform, or the domain if it is not a platform.",
        Facet::Host => "The whole host name.",
        Facet::Work => {
            "The page; or the paper, if the address contains its identifier. All addresses of a \
             paper are one work."
        }
        Facet::Owner => {
            "The direct owner of the source; each source with an unknown owner counts as a separate owner."
        }
        Facet::Group => {
            "The owner of the source: the group that its direct owner belongs to. Each source with an \
             unknown owner counts as a separate owner."
        }
        Facet::Type => {
            "Type of publisher, such as newspaper or government; all unknown types count as one type."
        }
        Facet::Country => "Country of the publisher; all unknown countries count as one country.",
        Facet::Language => {
            "Main language of the publisher; all unknown languages count as one language."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_citations_get_counts_and_no_index() {
        let shown =
            |counts: &[u64]| INDICES.each_ref().map(|one| one.of(&Measures::from_counts(counts)));
        assert_eq!(shown(&[5, 4]), ["9", "2", "–", "–", "–", "–", "–", "–"]);
        assert_eq!(shown(&[5, 5])[..5], ["10", "2", "2.0", "2.0", "0.693"]);
        assert_eq!(shown(&[2000])[5], "–", "evenness of one class is undefined");
    }
}
