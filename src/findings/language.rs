//! The language of a source beside that of the article: who will check it must read it.

use ::url::Url;

use super::context::{ArticleContext, ParsedLink};
use super::draft::FindingDraft;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use crate::claims::Script;
use crate::link::decode;

/// The rules.
pub(crate) const RULES: &[RuleEntry] =
    &[RuleEntry::article(RuleId::NonEnglishSource, other_language)];

fn other_language(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let Some(own) = article_language(context) else { return Vec::new() };
    let found = context.links.iter().filter_map(|target| {
        let (language, why) = source_language(target)?;
        let message = format!("the page is in `{language}`, but the article is in `{own}`: {why}");
        (language != own).then(|| FindingDraft::link(target.link, message).likely())
    });
    found.collect()
}

/// Sentences that tell a language by their script or small words.
const MIN_LANGUAGE_SENTENCES: usize = 3;

/// The article's language as it declares it; else by its script, and English by its small words.
fn article_language(context: &ArticleContext<'_>) -> Option<String> {
    if let Some(declared) = &context.article.language {
        return primary(declared).map(str::to_owned);
    }
    let count = |is: &dyn Fn(&str, Script) -> bool| {
        context.claims.iter().filter(|claim| is(&claim.text, claim.script)).count()
    };
    let han = count(&|_, script| script == Script::Han);
    let english = count(&|text, script| script == Script::Latin && is_english(text));
    let (language, most) = if han > english { ("zh", han) } else { ("en", english) };
    (most >= MIN_LANGUAGE_SENTENCES.min(context.claims.len().max(1))).then(|| language.to_owned())
}

fn is_english(text: &str) -> bool {
    text.split_whitespace().any(|word| matches!(word, "the" | "The" | "of" | "and" | "is" | "was"))
}

/// `zh` of `zh-Hant`.
fn primary(tag: &str) -> Option<&str> {
    tag.split(['-', '_']).next().filter(|primary| !primary.is_empty())
}

/// The language of a page and what tells it: its address first, then its publisher.
fn source_language<'a>(target: &ParsedLink<'a>) -> Option<(&'a str, String)> {
    let label = target.host().split('.').next().unwrap_or_default().to_owned();
    if let Some(language) = named(&label) {
        return Some((language, format!("`{label}` in the address")));
    }
    let path = target.page.as_ref()?.path();
    let text = decode(path).unwrap_or_else(|| path.into());
    match Script::detect(&text.chars().filter(|c| !c.is_ascii()).collect::<String>()) {
        Script::Han => return Some(("zh", "Chinese characters in the address".to_owned())),
        Script::Kana => return Some(("ja", "Japanese characters in the address".to_owned())),
        Script::Hangul => return Some(("ko", "Korean characters in the address".to_owned())),
        _ => {}
    }
    if let Some((language, word)) = edition(target) {
        return Some((language, format!("`{word}` in the address")));
    }
    let language = primary(target.source.language?)?;
    Some((language, format!("{} publishes mostly in the language of the page", target.host())))
}

/// Segments behind which a language is named, and names of parameters that do.
const BEFORE_NAMES: [&str; 6] = ["hl", "idioma", "l", "lang", "language", "locale"];

/// The edition of a page: a language as the first part of its path, behind a word for one, or as a parameter.
fn edition(target: &ParsedLink<'_>) -> Option<(&'static str, String)> {
    let segments = target.segments();
    let first = segments.first().copied();
    let behind = segments.windows(2).find(|pair| BEFORE_NAMES.contains(&pair[0]));
    let long = segments.iter().copied().find(|segment| segment.len() > 4);
    let in_path = [first, behind.map(|pair| pair[1]), long.filter(|word| *word == "english")];
    let in_path = in_path.into_iter().flatten().map(str::to_owned);
    let asked = target.url.as_ref().map(Url::query_pairs).into_iter().flatten();
    let asked = asked.filter(|(name, _)| BEFORE_NAMES.contains(&name.as_ref()));
    let mut words = in_path.chain(asked.map(|(_, value)| value.into_owned()));
    words.find_map(|word| Some((named(&word)?, word)))
}

/// Words that name a language in an address, and the language. Sorted. Those that are also words of
/// other things (`it`, `no`, `is`) are left out.
const NAMES: [(&str, &str); 22] = [
    ("chinese", "zh"),
    ("cn", "zh"),
    ("de", "de"),
    ("en", "en"),
    ("en-gb", "en"),
    ("en-us", "en"),
    ("eng", "en"),
    ("english", "en"),
    ("es", "es"),
    ("fr", "fr"),
    ("ja", "ja"),
    ("jp", "ja"),
    ("ko", "ko"),
    ("ru", "ru"),
    ("sc", "zh"),
    ("tc", "zh"),
    ("tw", "zh"),
    ("zh", "zh"),
    ("zh-cn", "zh"),
    ("zh-hans", "zh"),
    ("zh-hant", "zh"),
    ("zh-tw", "zh"),
];

fn named(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase().replace('_', "-");
    let at = NAMES.binary_search_by_key(&word.as_str(), |row| row.0).ok()?;
    Some(NAMES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_languages_are_sorted() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(named("ZH-Hant"), Some("zh"));
        assert_eq!(named("it"), None);
    }
}
