//! Names that were probably meant: words of a closed set that look like the one that was written.

/// Words that are less similar than this are not suggested; the same bound as for flags and verbs.
const MIN_SIMILARITY: f64 = 0.7;

/// The most similar name; `None` where none looks like the word.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let similar = names.into_iter().map(|name| (strsim::jaro(&word, &name.to_lowercase()), name));
    let similar = similar.filter(|(similarity, _)| *similarity > MIN_SIMILARITY);
    similar.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, name)| name)
}

/// `; did you mean body?`, or nothing where no name looks like the word.
pub(crate) fn suggestion<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, names).map_or_else(String::new, |name| format!("; did you mean {name}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_similar_names_are_suggested() {
        let names = ["home-page", "dead-link", "tracking-parameter"];
        assert_eq!(nearest("homepage", names), Some("home-page"));
        assert_eq!(nearest("Tracking-Parameters", names), Some("tracking-parameter"));
        assert_eq!(nearest("zzz", names), None);
        assert_eq!(suggestion("ded-link", names), "; did you mean dead-link?");
        assert_eq!(suggestion("", names), "");
    }
}
