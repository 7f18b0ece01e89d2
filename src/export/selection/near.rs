//! Names like one that does not exist.

/// Names that are looked through; a list of a million is not.
const MAX_NAMES: usize = 100_000;

/// The name that differs least, where it differs in a third of its letters at most.
pub(super) fn near_name<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    let wanted = wanted.to_lowercase();
    let limit = 1 + wanted.chars().count() / 3;
    let measured = names.take(MAX_NAMES).map(|name| {
        let lower = name.to_lowercase();
        let is_part = wanted.len() > 2 && lower.contains(&wanted);
        (if is_part { 1 } else { distance(&wanted, &lower, limit) }, name)
    });
    let best = measured.filter(|(far, _)| *far <= limit).min_by_key(|(far, _)| *far);
    best.map(|(_, name)| name.to_owned())
}

/// How many letters are to be added, removed or changed (Levenshtein); above `limit` just more.
fn distance(one: &str, two: &str, limit: usize) -> usize {
    let two: Vec<char> = two.chars().collect();
    if one.chars().count().abs_diff(two.len()) > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (0..=two.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut corner = at;
        row[0] = at + 1;
        for (place, other) in two.iter().enumerate() {
            let changed = corner + usize::from(letter != *other);
            corner = row[place + 1];
            row[place + 1] = changed.min(corner + 1).min(row[place] + 1);
        }
    }
    row[two.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_leads_to_the_name() {
        let names = ["source_type", "citations", "country"];
        let near = |wanted: &str| near_name(wanted, names.into_iter());
        assert_eq!(near("contry").as_deref(), Some("country"));
        assert_eq!(near("type").as_deref(), Some("source_type"));
        assert_eq!(near("zzz"), None);
        assert_eq!(distance("kitten", "sitting", 9), 3);
    }
}
