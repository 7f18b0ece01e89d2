//! Ids of headings in Markdown, as GitHub and kramdown make them.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

/// The ids that the headings of one page get, by both programs. A page is published by one of them, and which
/// one it is the text does not say.
pub(super) fn heading_slugs<'a>(headings: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let (mut by_github, mut by_kramdown) = (FxHashMap::default(), FxHashMap::default());
    let mut slugs = BTreeSet::new();
    for heading in headings {
        slugs.insert(numbered(github(heading), &mut by_github));
        slugs.insert(numbered(kramdown(heading), &mut by_kramdown));
    }
    slugs
}

/// The first keeps its name; later ones get `-1`, `-2`.
fn numbered(slug: String, seen: &mut FxHashMap<String, u32>) -> String {
    let count = seen.entry(slug.clone()).or_insert(0);
    let numbered = if *count == 0 { slug } else { format!("{slug}-{count}") };
    *count += 1;
    numbered
}

/// Letters, marks, digits, `_` and `-` in lower case; each blank is a hyphen.
fn github(heading: &str) -> String {
    let kept = heading.trim().chars().flat_map(char::to_lowercase).filter_map(|c| match c {
        ' ' | '\t' | '\n' => Some('-'),
        '-' | '_' => Some(c),
        _ => (c.is_alphanumeric() || is_mark(c)).then_some(c),
    });
    kept.collect()
}

/// kramdown's own: ASCII letters, digits, blanks and hyphens from the first letter on.
fn kramdown(heading: &str) -> String {
    let from = heading.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let kept = from.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' => Some(c),
        _ => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()),
    });
    let slug: String = kept.collect();
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// Combining marks, which belong to the letters before them; the blocks in which scripts have theirs.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{487}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{981}'..='\u{983}'
        | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{20d0}'..='\u{20f0}' | '\u{3099}' | '\u{309a}' | '\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_programs_name_headings() {
        let slugs = heading_slugs([
            "What's new in 2.0?",
            "1. Début",
            "Setup",
            "Setup",
            "Setup",
            "中文",
            "a & b",
            "_x_",
        ]);
        let expected = [
            "-1",
            "a--b",
            "dbut",
            "section",
            "setup",
            "setup-1",
            "setup-2",
            "whats-new-in-20",
            "x",
            "_x_",
            "中文",
            "1-début",
            "b",
        ];
        let missing: Vec<_> =
            expected.iter().filter(|slug| !slugs.contains(**slug)).copied().collect();
        assert_eq!(missing, ["-1", "b"], "{slugs:?}");
    }
}
