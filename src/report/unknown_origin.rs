//! Articles of unknown address whose links to their own site most likely count as citations.

use std::collections::BTreeMap;

use super::format::{count, count_noun};
use crate::corpus::table::CitationTable;
use crate::link::redact::redact_url;

/// The domains that are probably the own site of articles which do not say where they were published, each with the
/// number of these articles.
pub fn own_sites(table: &CitationTable) -> BTreeMap<String, u64> {
    let mut sites = BTreeMap::new();
    for site in table.articles().iter().filter_map(|article| article.own_site()) {
        *sites.entry(site.to_owned()).or_default() += 1;
    }
    sites
}

/// What this means for the numbers, in one sentence; `None` where there are no such articles.
pub fn own_site_warning(sites: &BTreeMap<String, u64>) -> Option<String> {
    let articles: u64 = sites.values().sum();
    // The first by name of equal ones.
    let (largest, _) = sites.iter().rev().max_by_key(|(_, articles)| **articles)?;
    let name = redact_url(largest);
    let others = sites.len() as u64 - 1;
    let (verb, their) = if articles == 1 { ("does", "its") } else { ("do", "their") };
    let which = match others {
        0 => format!("Most of {their} citations lead to {name}, probably {their} own site"),
        _ => format!(
            "In each of them, most citations lead to one domain ({name} and {} more in all), probably {their} own sites",
            count(others)
        ),
    };
    let whose = count_noun(articles, "article");
    Some(format!(
        "{whose} {verb} not say where {} published. {which}.",
        if articles == 1 { "it was" } else { "they were" }
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_whatever_the_number() {
        let warning = |rows: &[(&str, u64)]| {
            own_site_warning(&rows.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect())
        };
        assert_eq!(warning(&[]), None);
        assert_eq!(
            warning(&[("a.example", 1)]).as_deref(),
            Some(
                "1 article does not say where it was published. Most of its citations lead to a.example, \
                 probably its own site."
            )
        );
        assert_eq!(
            warning(&[("a.example", 1), ("b.example", 2)]).as_deref(),
            Some(
                "3 articles do not say where they were published. In each of them, most citations lead to one domain \
                 (b.example and 1 more in all), probably their own sites."
            )
        );
    }
}
