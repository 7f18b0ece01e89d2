//! What the numbers of a [`Spread`] say, in sentences that need no manual. Text, Markdown and page
//! print the same ones.

use super::ENOUGH;
use super::words::{count, percent, some};
use crate::link::redact::redact_text;
use crate::source::UNKNOWN;
use crate::stats::{Count, Spread};

/// Countries and types that a sentence names.
const NAMED: usize = 3;

/// The sentences, the most telling first; none where nothing counts. Plain text with names from
/// documents and tables in it: escape it for where it is printed.
///
/// Below [`ENOUGH`] citations there are counts and no indices.
pub fn sentences(spread: &Spread) -> Vec<String> {
    if spread.links == 0 {
        return Vec::new();
    }
    let all = [
        Some(extent(spread)),
        effective(spread),
        largest(spread),
        support(spread),
        countries(spread),
        types(spread),
        papers(spread),
        coverage(spread),
    ];
    all.into_iter().flatten().collect()
}

fn extent(spread: &Spread) -> String {
    let owners = some(spread.owners, "owner");
    let sentence = format!(
        "{} to {} on {} of {owners}",
        some(spread.links, "link"),
        some(spread.works, "work"),
        some(spread.sites, "site"),
    );
    match spread.ownerless {
        0 => format!("{sentence}."),
        some => format!(
            "{sentence}; for {} of the links the owner is not known, and the site stands for him.",
            percent(some as f64 / spread.links as f64)
        ),
    }
}

fn effective(spread: &Spread) -> Option<String> {
    if spread.links < ENOUGH {
        return Some(format!(
            "With fewer than {ENOUGH} citations an index of diversity says nothing: counts are shown."
        ));
    }
    let interval = spread.effective_owners_interval;
    let interval = interval.map_or_else(String::new, |ends| {
        format!(" (95% interval {:.1} to {:.1})", ends.low, ends.high)
    });
    Some(format!(
        "Effective owners {:.1}{interval}: so many, cited equally often, would be as diverse.",
        spread.effective_owners?
    ))
}

fn largest(spread: &Spread) -> Option<String> {
    let first = spread.top_owners.first()?;
    let equal = spread.top_owners.iter().filter(|row| row.count == first.count).count() as u64;
    let (name, share) = (redact_text(&first.name), percent(share(first, spread)));
    let links = some(first.count, "link");
    Some(match equal {
        1 => format!("The largest owner, {name}, has {links} ({share})."),
        _ if equal == spread.top_owners.len() as u64 && spread.owners > equal => {
            format!("No owner stands out: the most cited ones, such as {name}, have {links} each.")
        }
        _ => format!(
            "The largest owners, {name} and {} more, have {links} ({share}) each.",
            count(equal - 1)
        ),
    })
}

fn support(spread: &Spread) -> Option<String> {
    let (single, all) = (spread.single_owner_sentences, spread.cited_sentences);
    let verb = if single == 1 { "rests" } else { "rest" };
    (all > 0).then(|| {
        format!("{} of {} {verb} on one owner.", count(single), some(all, "cited sentence"))
    })
}

fn countries(spread: &Spread) -> Option<String> {
    let listed = listed(&spread.countries, spread)?;
    Some(format!("By country of the publisher: {listed}."))
}

fn types(spread: &Spread) -> Option<String> {
    let listed = listed(&spread.types, spread)?;
    Some(format!("By type of publisher: {listed}."))
}

/// `US 60%, GB 22%, CN 11%, 5 others 7%`; nothing where all are unknown.
fn listed(rows: &[Count], spread: &Spread) -> Option<String> {
    let known = || rows.iter().filter(|row| row.name != UNKNOWN);
    let part = |name: &str, number: u64| {
        format!("{name} {}", percent(number as f64 / spread.links as f64))
    };
    let named = known().take(NAMED).map(|row| part(&redact_text(&row.name), row.count));
    let mut parts: Vec<String> = named.collect();
    if parts.is_empty() {
        return None;
    }
    let unknown = Spread::unknown(rows);
    let told: u64 = known().take(NAMED).map(|row| row.count).sum();
    for (name, number) in [("others", spread.links - told - unknown), ("unknown", unknown)] {
        parts.extend((number > 0).then(|| part(name, number)));
    }
    Some(parts.join(", "))
}

fn papers(spread: &Spread) -> Option<String> {
    let kinds = [(spread.pdfs, "PDF file"), (spread.press_releases, "press release")];
    let told = kinds.iter().filter(|(number, _)| *number > 0);
    let told: Vec<String> = told.map(|(number, noun)| some(*number, noun)).collect();
    let share = (spread.pdfs + spread.press_releases) as f64 / spread.links as f64;
    (!told.is_empty()).then(|| {
        format!("By their addresses {} ({}) are among them.", told.join(" and "), percent(share))
    })
}

fn coverage(spread: &Spread) -> Option<String> {
    let new = 1.0 - spread.coverage.filter(|_| spread.links >= ENOUGH)?;
    Some(format!(
        "Were citations random draws, one more would go to a domain not cited so far with a chance of about {}.",
        percent(new)
    ))
}

fn share(row: &Count, spread: &Spread) -> f64 {
    row.count as f64 / spread.links as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Interval;

    fn row(name: &str, count: u64) -> Count {
        Count { name: name.to_owned(), count }
    }

    #[test]
    fn numbers_become_sentences() {
        let spread = Spread {
            links: 63,
            works: 55,
            sites: 43,
            owners: 33,
            effective_owners: Some(22.98),
            effective_owners_interval: Some(Interval { low: 15.94, high: 30.03 }),
            top_owners: vec![row("A", 11), row("B", 5)],
            cited_sentences: 40,
            single_owner_sentences: 26,
            countries: vec![
                row("US", 38),
                row("GB", 14),
                row("CN", 7),
                row("FR", 1),
                row(UNKNOWN, 3),
            ],
            pdfs: 1,
            coverage: Some(0.4787),
            ..Spread::default()
        };
        let said = sentences(&spread);
        assert_eq!(said[0], "63 links to 55 works on 43 sites of 33 owners.");
        assert!(said[1].starts_with("Effective owners 23.0 (95% interval 15.9 to 30.0): "));
        assert_eq!(said[2], "The largest owner, A, has 11 links (17%).");
        assert_eq!(said[3], "26 of 40 cited sentences rest on one owner.");
        assert!(
            said[4].ends_with(": US 60%, GB 22%, CN 11%, others 2%, unknown 5%."),
            "{}",
            said[4]
        );
        assert_eq!(said[5], "By their addresses 1 PDF file (2%) are among them.");
        assert!(said[6].ends_with("not cited so far with a chance of about 52%."));
        assert_eq!(said.len(), 7, "types are not known");
    }

    #[test]
    fn few_citations_get_counts() {
        let two = vec![row("A", 1), row("B", 1)];
        let spread =
            Spread { links: 2, owners: 2, ownerless: 1, top_owners: two, ..Spread::default() };
        let said = sentences(&spread).join(" ");
        assert!(said.contains("for 50% of the links the owner is not known"), "{said}");
        assert!(said.contains("says nothing") && !said.contains("Effective"), "{said}");
        assert!(said.contains("A and 1 more, have 1 link (50%) each."), "{said}");
        assert!(sentences(&Spread::default()).is_empty());
    }
}
