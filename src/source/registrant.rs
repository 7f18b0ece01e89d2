//! Publishers by the prefix of their DOIs.

use crate::domain::table_rows;

/// DOI prefixes and the domains of the publishers they were given to.
const PREFIXES: &str = include_str!("../../data/doi-prefixes.tsv");

/// The domains of the publisher that a DOI's prefix (`10.1038`) was given to, the main one first;
/// `None` where it is not known.
pub fn domains_of_prefix(prefix: &str) -> Option<impl Iterator<Item = &'static str> + Clone> {
    let [_, domains] = table_rows::<2>(PREFIXES).find(|row| row[0] == prefix)?;
    Some(domains.split(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_sorted_and_domains_registrable() {
        assert!(table_rows::<2>(PREFIXES).is_sorted_by(|a, b| a[0] < b[0]));
        for [prefix, domains] in table_rows::<2>(PREFIXES) {
            for domain in domains.split(' ') {
                assert_eq!(crate::domain::registrable(domain), domain, "{prefix}");
            }
        }
        assert_eq!(domains_of_prefix("10.1038").and_then(|mut all| all.next()), Some("nature.com"));
        assert!(domains_of_prefix("10.99999").is_none());
    }
}
