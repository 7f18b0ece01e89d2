//! What the numbers of a [`DiversitySummary`] say, in sentences that need no manual. Text, Markdown and page
//! print the same ones.

use super::MIN_INDEX_CITATIONS;
use super::format::{count, count_noun, percent, plural};
use super::words::facet_value;
use crate::corpus::Facet;
use crate::link::redact::redact_text;
use crate::source::UNKNOWN;
use crate::stats::{
    ComparedGroup, Comparison, DiversitySummary, ExclusionReason, FacetCount, Partition,
    SensitivityChange,
};

/// Countries and types that a sentence names.
const MAX_NAMED_VALUES: usize = 5;

/// Groups that a sentence names.
const MAX_NAMED_GROUPS: usize = 12;

/// The sentences, the most telling first; none where nothing counts. Plain text with names from
/// documents and tables in it: escape it for where it is printed.
///
/// Below [`MIN_INDEX_CITATIONS`] citations there are counts and no indices.
pub fn sentences(spread: &DiversitySummary) -> Vec<String> {
    if spread.links == 0 {
        return Vec::new();
    }
    let all = [
        Some(extent(spread)),
        effective(spread),
        largest(spread),
        leave_one_out(spread),
        support(spread),
        countries(spread),
        types(spread),
        papers(spread),
        coverage(spread),
        sensitivity(spread),
    ];
    all.into_iter().flatten().collect()
}

fn extent(spread: &DiversitySummary) -> String {
    let owners = count_noun(spread.owners, "owner");
    let sentence = format!(
        "{} {} on {} of {owners}",
        plural(spread.links, "citation leads to", "citations lead to"),
        count_noun(spread.works, "work"),
        count_noun(spread.sites, "site"),
    );
    match spread.ownerless {
        0 => format!("{sentence}."),
        some => format!(
            "{sentence}; for {} of the citations the owner is unknown, and each of their sites counts as a \
             separate owner.",
            percent(some as f64 / spread.links as f64)
        ),
    }
}

fn effective(spread: &DiversitySummary) -> Option<String> {
    if spread.links < MIN_INDEX_CITATIONS {
        return Some(format!(
            "Below {MIN_INDEX_CITATIONS} citations, only counts are shown, because an index of diversity \
             would mean little."
        ));
    }
    let interval = spread.effective_owners_interval;
    let interval = interval.map_or_else(String::new, |ends| {
        format!("; 95% interval {:.0}–{:.0}", ends.low, ends.high)
    });
    Some(format!(
        "As diverse as {:.0} equally cited owners (effective number of owners{interval}).",
        spread.effective_owners?
    ))
}

fn largest(spread: &DiversitySummary) -> Option<String> {
    let first = spread.top_owners.first()?;
    let equal = spread.top_owners.iter().filter(|row| row.count == first.count).count() as u64;
    let (name, share) = (redact_text(&first.name), percent(share(first, spread)));
    let links = count_noun(first.count, "citation");
    Some(match equal {
        1 => format!("The most cited owner, {name}, receives {links} ({share})."),
        _ if equal == spread.top_owners.len() as u64 && spread.owners > equal => {
            format!(
                "No owner stands out: the most cited ones, such as {name}, receive {links} each."
            )
        }
        _ => format!(
            "The most cited owners, {name} and {} more, receive {links} ({share}) each.",
            count(equal - 1)
        ),
    })
}

fn leave_one_out(spread: &DiversitySummary) -> Option<String> {
    let range =
        spread.effective_owners_without_one.filter(|_| spread.links >= MIN_INDEX_CITATIONS)?;
    Some(format!(
        "If one owner is left out, whichever it is, the effective number of owners is between {:.1} and {:.1}.",
        range.low, range.high
    ))
}

fn support(spread: &DiversitySummary) -> Option<String> {
    let (single, all) = (spread.single_owner_sentences, spread.cited_sentences);
    let verb = if single == 1 { "cites only one owner" } else { "cite only one owner each" };
    match (single, all) {
        (_, 0) => None,
        (0, 1) => Some("The only sentence with citations cites more than one owner.".to_owned()),
        (_, 1) => Some("The only sentence with citations cites one owner.".to_owned()),
        _ => {
            let (single, all) = (count(single), count_noun(all, "sentence"));
            Some(format!("{single} of the {all} with citations {verb}."))
        }
    }
}

fn countries(spread: &DiversitySummary) -> Option<String> {
    let listed = listed(Facet::Country, &spread.countries, spread)?;
    Some(format!("By country of the publisher: {listed}."))
}

fn types(spread: &DiversitySummary) -> Option<String> {
    let listed = listed(Facet::Type, &spread.types, spread)?;
    Some(format!("By type of publisher: {listed}."))
}

/// `United States 60%, China 11%, others 7%`; nothing where all are unknown.
fn listed(facet: Facet, rows: &[FacetCount], spread: &DiversitySummary) -> Option<String> {
    let known = || rows.iter().filter(|row| row.name != UNKNOWN);
    let part = |name: &str, number: u64| {
        format!("{name} {}", percent(number as f64 / spread.links as f64))
    };
    let named = known().take(MAX_NAMED_VALUES);
    let named = named.map(|row| part(&redact_text(&facet_value(facet, &row.name)), row.count));
    let mut parts: Vec<String> = named.collect();
    if parts.is_empty() {
        return None;
    }
    let unknown = DiversitySummary::unknown(rows);
    let told: u64 = known().take(MAX_NAMED_VALUES).map(|row| row.count).sum();
    for (name, number) in [("others", spread.links - told - unknown), ("unknown", unknown)] {
        parts.extend((number > 0).then(|| part(name, number)));
    }
    Some(parts.join(", "))
}

fn papers(spread: &DiversitySummary) -> Option<String> {
    let kinds = [(spread.pdfs, "PDF file"), (spread.press_releases, "press release")];
    let told = kinds.iter().filter(|(number, _)| *number > 0);
    let told: Vec<String> = told.map(|(number, noun)| count_noun(*number, noun)).collect();
    let share = (spread.pdfs + spread.press_releases) as f64 / spread.links as f64;
    (!told.is_empty()).then(|| {
        format!(
            "Among the citations, judging by their URLs: {} ({}).",
            told.join(" and "),
            percent(share)
        )
    })
}

fn coverage(spread: &DiversitySummary) -> Option<String> {
    let new = 1.0 - spread.coverage.filter(|_| spread.links >= MIN_INDEX_CITATIONS)?;
    Some(format!("About {} of further citations would probably go to a new domain.", percent(new)))
}

/// How the effective number of domains changes with what is counted.
fn sensitivity(spread: &DiversitySummary) -> Option<String> {
    let (first, rest) =
        spread.variants.split_first().filter(|_| spread.links >= MIN_INDEX_CITATIONS)?;
    let told = rest.iter().filter_map(|variant| {
        let how = match variant.change {
            SensitivityChange::None => return None,
            SensitivityChange::WrappersKept => "if redirectors and archives are kept",
            SensitivityChange::AliasesApart => "without the aliases",
            SensitivityChange::Urls => "if each URL counts once",
            SensitivityChange::Works => "if each work counts once",
            SensitivityChange::Sentences => "if each domain counts once per sentence",
            SensitivityChange::Owners => "by owner instead of domain",
            SensitivityChange::Comments => "with readers' comments",
        };
        Some(format!("{:.1} {how}", variant.effective?))
    });
    let told = told.collect::<Vec<_>>().join(", ");
    Some(format!(
        "Counted by domain, the effective number of sources is {:.1}. Counted in other ways: {told}.",
        first.effective?
    ))
}

/// How much of the diversity of groups lies between them. `things` are what is counted.
pub fn partition(partition: &Partition, things: &str) -> String {
    format!(
        "On average, each of the {} is as diverse as {:.1} equally cited {things}. All of them together are as diverse \
         as {:.1}: {:.1} times as many. This factor is 1 if all groups cite the same {things} equally often, and {} if \
         no two groups have {things} in common. (The numbers are Hill numbers of order 1, and all groups have the same \
         weight. Small groups seem more different than they are.)",
        count_noun(partition.groups, "group"),
        partition.alpha,
        partition.gamma,
        partition.beta,
        count(partition.groups)
    )
}

/// What is to be said wherever [`crate::stats::Chao1`] is printed.
pub const CHAO1: &str = "Chao1 estimates how many sources exist, including those that are not \
    cited; it assumes that citations are random. Authors do not choose links at random, so read the \
    estimate as a rough guide. The estimate is usually higher if each URL or work counts only once.";

/// What a comparison of groups at equal coverage shows, and where the data do not support one.
/// `things` are what is counted, such as `domains`. Escape the sentences as those of [`sentences`].
pub fn comparison(comparison: &Comparison, things: &str) -> Vec<String> {
    let Some(coverage) = comparison.coverage else {
        let mut told = vec![format!(
            "The groups cannot be compared by {things}: at least two groups with enough citations are needed."
        )];
        told.extend(doubts(comparison));
        return told;
    };
    let mut told = vec![format!(
        "The groups are compared at equal coverage, not at equal size. The coverage of a group is the share of further \
         citations that would go to {things} that the group already cites. The effective number of {things} of each \
         group is computed for a sample with a coverage of about {}. If groups have different sizes, do not compare their other numbers.",
        percent(coverage)
    )];
    told.extend(order(&comparison.ranked(), things));
    told.extend(doubts(comparison));
    told
}

/// How many pairs differ, and which do not as far as a reader would want names.
fn order(ranked: &[&ComparedGroup], things: &str) -> Option<String> {
    let pairs = ranked.iter().enumerate().flat_map(|(at, one)| {
        ranked[at + 1..].iter().filter(|other| !one.exceeds(other)).map(move |other| (one, other))
    });
    let open: Vec<_> = pairs.collect();
    let all = ranked.len() * ranked.len().saturating_sub(1) / 2;
    let name = |group: &ComparedGroup| redact_text(&group.name).into_owned();
    match open.len() {
        _ if all == 0 || !ranked.iter().all(|group| group.is_bounded()) => None,
        0 => Some(format!(
            "All groups differ: no two intervals of the effective number of {things} overlap."
        )),
        few if few <= MAX_NAMED_VALUES => {
            let pairs =
                open.iter().map(|(one, other)| format!("{} and {}", name(one), name(other)));
            let pairs = pairs.collect::<Vec<_>>().join("; ");
            Some(format!(
                "The data show no difference between {pairs}, because their intervals overlap."
            ))
        }
        many => Some(format!(
            "For {} of {}, the intervals overlap: the data show no difference between these groups, and their \
             order in the list is uncertain.",
            count(many as u64),
            count_noun(all as u64, "pair")
        )),
    }
}

/// One sentence a reason, with the groups that are not compared for it.
fn doubts(comparison: &Comparison) -> Vec<String> {
    let reasons = [
        (ExclusionReason::Few, format!("there are fewer than {MIN_INDEX_CITATIONS} citations")),
        (ExclusionReason::Single, "all citations go to the same source".to_owned()),
        (
            ExclusionReason::NoneTwice,
            "no source is cited exactly twice, but the estimates need such sources".to_owned(),
        ),
        (
            ExclusionReason::Uncovered,
            "the coverage would stay below 50% even with twice as many citations".to_owned(),
        ),
    ];
    let told = reasons.into_iter().filter_map(|(doubt, reason)| {
        let groups = comparison.groups.iter().filter(|group| group.doubt == Some(doubt));
        let names: Vec<String> =
            groups.map(|group| redact_text(&group.name).into_owned()).collect();
        let rest = names.len().saturating_sub(MAX_NAMED_GROUPS);
        let rest = if rest > 0 {
            format!(" and {}", count_noun(rest as u64, "more group"))
        } else {
            String::new()
        };
        let named = names[..names.len().min(MAX_NAMED_GROUPS)].join(", ");
        (!names.is_empty()).then(|| format!("Not compared, because {reason}: {named}{rest}."))
    });
    told.collect()
}

fn share(row: &FacetCount, spread: &DiversitySummary) -> f64 {
    row.count as f64 / spread.links as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Bootstrap, Interval};

    fn row(name: &str, count: u64) -> FacetCount {
        FacetCount { name: name.to_owned(), count }
    }

    #[test]
    fn numbers_become_sentences() {
        let spread = DiversitySummary {
            links: 63,
            works: 55,
            sites: 43,
            owners: 33,
            effective_owners: Some(22.98),
            effective_owners_interval: Some(Interval { low: 15.94, high: 30.03 }),
            top_owners: vec![row("A", 11), row("B", 5)],
            cited_sentences: 40,
            single_owner_sentences: 26,
            countries: [
                ("US", 38),
                ("GB", 14),
                ("CN", 6),
                (UNKNOWN, 2),
                ("AU", 1),
                ("CH", 1),
                ("FR", 1),
            ]
            .map(|(name, count)| row(name, count))
            .to_vec(),
            pdfs: 1,
            coverage: Some(0.4787),
            ..DiversitySummary::default()
        };
        let said = sentences(&spread);
        assert_eq!(said[0], "63 citations lead to 55 works on 43 sites of 33 owners.");
        assert_eq!(
            said[1],
            "As diverse as 23 equally cited owners (effective number of owners; 95% interval 16–30)."
        );
        assert_eq!(said[2], "The most cited owner, A, receives 11 citations (17%).");
        assert_eq!(said[3], "26 of the 40 sentences with citations cite only one owner each.");
        assert!(
            said[4].ends_with(": United States 60%, United Kingdom 22%, China 10%, Australia 2%, Switzerland 2%, others 2%, unknown 3%."),
            "{}",
            said[4]
        );
        assert_eq!(said[5], "Among the citations, judging by their URLs: 1 PDF file (2%).");
        assert!(said[6].starts_with("About 52% of further citations "));
        assert_eq!(said.len(), 7, "types are not known");
    }

    #[test]
    fn a_comparison_says_what_the_data_do_not_show() {
        let counts = |many: usize| [vec![5, 4, 4, 3, 2, 2, 2], vec![1; many]].concat();
        let groups = [("a", counts(3)), ("b", counts(4)), ("few", vec![1]), ("wide", vec![1; 20])];
        let groups = groups.map(|(name, counts)| (name.to_owned(), counts));
        let told = comparison(&Comparison::from_groups(&groups, Bootstrap::default()), "domains");
        assert!(
            told[0].starts_with("The groups are compared at equal coverage, not at equal size. "),
            "{told:?}"
        );
        assert!(told[1].starts_with("The data show no difference between b and a,"), "{told:?}");
        assert_eq!(told[2], "Not compared, because there are fewer than 10 citations: few.");
        assert!(
            told[3].ends_with("cited exactly twice, but the estimates need such sources: wide."),
            "{told:?}"
        );
        let told =
            comparison(&Comparison::from_groups(&groups[2..], Bootstrap::default()), "domains");
        assert!(told[0].starts_with("The groups cannot be compared by domains"), "{told:?}");
        assert_eq!(told.len(), 3);
    }

    #[test]
    fn few_citations_get_counts() {
        let two = vec![row("A", 1), row("B", 1)];
        let spread = DiversitySummary {
            links: 2,
            owners: 2,
            ownerless: 1,
            top_owners: two,
            ..DiversitySummary::default()
        };
        let said = sentences(&spread).join(" ");
        assert!(said.contains("for 50% of the citations the owner is unknown"), "{said}");
        assert!(said.contains("would mean little") && !said.contains("As diverse"), "{said}");
        assert!(said.contains("A and 1 more, receive 1 citation (50%) each."), "{said}");
        assert!(sentences(&DiversitySummary::default()).is_empty());
    }
}
