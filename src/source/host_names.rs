//! The names that a host is looked up under.

/// A host and each name above it, the longest first, beginning with the one of `labels` labels. A host
/// can have a hundred labels more than any name that is known.
pub(super) fn host_and_parents(host: &str, labels: usize) -> impl Iterator<Item = &str> {
    let longest = match labels.checked_sub(1) {
        None => "",
        Some(dots) => host.rmatch_indices('.').nth(dots).map_or(host, |(dot, _)| &host[dot + 1..]),
    };
    std::iter::successors(Some(longest), |name| Some(name.split_once('.')?.1))
}

/// How many labels a name has.
pub(super) fn label_count(name: &str) -> usize {
    name.matches('.').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_up_as_far_as_the_table_goes() {
        let all = |host, labels| host_and_parents(host, labels).collect::<Vec<_>>();
        assert_eq!(all("a.b.example.com", 3), ["b.example.com", "example.com", "com"]);
        assert_eq!(all("example.com", 3), ["example.com", "com"]);
        assert_eq!(all("com", 1), ["com"]);
        assert_eq!(all("com", 0), [""]);
    }
}
