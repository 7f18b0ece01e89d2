//! Rules about what a link leads to, as far as its address tells.

use super::context::ParsedLink;
use super::draft::FindingDraft;
use super::pages;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use super::url::is_archive;
use crate::claims::Script;
use crate::extract::is_share_url;

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[
    RuleEntry::link(RuleId::HomePage, home_page),
    RuleEntry::link(RuleId::SearchPage, search_page),
    RuleEntry::link(RuleId::IndexPage, index_page),
    RuleEntry::link(RuleId::ImageTarget, image_target),
    RuleEntry::link(RuleId::ShareOrLoginPage, share_or_login),
    RuleEntry::link(RuleId::EphemeralPage, ephemeral),
    RuleEntry::link(RuleId::PdfWithoutPage, pdf_without_page),
    RuleEntry::link(RuleId::OpinionAsSource, opinion),
    RuleEntry::link(RuleId::FalseDoi, false_doi),
];

/// A link that introduces a site by its name cites nothing, so it may go to the front page.
fn home_page(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let is_home = pages::is_home(target) && !pages::is_search(target);
    let message = format!("{} is the front page of a site", target.key());
    (is_home && !introduces(target)).then(|| FindingDraft::link(target.link, message).likely())
}

/// Characters of a link text that can hardly be a name, in a script without blanks.
const SHORT: usize = 2;

/// Whether the link introduces the site instead of citing it. Chinese has no capitals, so there only
/// a text too short for a name cites; a Latin word in it is a name.
pub(super) fn introduces(target: &ParsedLink<'_>) -> bool {
    let anchor = &target.link.anchor;
    let sentence = target.link.sentence_text();
    let sentence = sentence.as_deref();
    if sentence.is_some_and(is_item)
        || is_glossed(target)
        || is_quoted(target)
        || heads_item(target)
    {
        return true;
    }
    let script = match Script::detect(anchor) {
        // A Latin word in a sentence of another script is a name.
        Script::Latin | Script::Other => Script::detect(sentence.unwrap_or(anchor)),
        script => script,
    };
    match script {
        Script::Latin => names_site(target),
        _ => {
            let is_site =
                matches!(anchor.as_str(), "网站" | "網站" | "官网" | "官網" | "主页" | "首页");
            Script::detect(anchor) == Script::Latin || anchor.chars().count() > SHORT || is_site
        }
    }
}

/// Whether the link's text is a name with its other spelling, or in Chinese what it is, in brackets behind it: 何藩（Fan Ho）.
fn is_glossed(target: &ParsedLink<'_>) -> bool {
    let Some([_, end]) = target.link.anchor_at else { return false };
    let text = target.link.sentence_text().unwrap_or_default();
    let mut after = text.chars().skip(end as usize).skip_while(|c| *c == ' ');
    let bracket = matches!(after.next(), Some('(' | '（'));
    let is_han = Script::detect(&target.link.anchor) == Script::Han;
    bracket && (is_han || after.next().is_some_and(char::is_uppercase))
}

/// Whether the link's text stands in quotation marks, as names in scripts without capitals do: “雷池”.
fn is_quoted(target: &ParsedLink<'_>) -> bool {
    let Some([start, end]) = target.link.anchor_at else { return false };
    let text = target.link.sentence_text().unwrap_or_default();
    let mut chars = text.chars().skip((start as usize).saturating_sub(1));
    let before = chars.next().filter(|_| start > 0);
    let after = chars.nth((end - start) as usize);
    matches!(
        (before, after),
        (Some('“' | '「' | '『' | '《' | '【'), Some('”' | '」' | '』' | '》' | '】'))
    )
}

/// Whether the link is all that a heading or item says, but for its number, or the name before its colon: `1. Amara`,
/// `2. jless`, `Gruber: slides for talks`.
fn heads_item(target: &ParsedLink<'_>) -> bool {
    let Some([start, end]) = target.link.anchor_at else { return false };
    let text = target.link.sentence_text().unwrap_or_default();
    let (start, end) = (start as usize, end as usize);
    let is_first = !text.chars().take(start).any(char::is_alphabetic);
    let is_numbered = text.chars().take(start).any(char::is_numeric);
    let mut after = text.chars().skip(end).filter(|c| !c.is_whitespace());
    let anchor = target.link.anchor.as_str();
    let is_word =
        start == 0 && anchor.len() >= 3 && !anchor.contains(' ') && !NO_NAMES.contains(&anchor);
    let is_name = is_numbered
        || is_word
        || anchor.chars().any(char::is_uppercase)
        || Script::detect(anchor) != Script::Latin;
    is_first && is_name && matches!(after.next(), None | Some(':' | '：' | '–' | '—' | '|' | '｜'))
}

/// Words of links alone on a line that are nobody's name.
const NO_NAMES: [&str; 11] = [
    "article", "details", "download", "here", "link", "more", "report", "source", "study", "this",
    "video",
];

/// Whether a text is an item of a list of tools and sites: a few words that end in no full stop, and
/// a sign or a remark in brackets.
fn is_item(sentence: &str) -> bool {
    let text = sentence.trim();
    let remark = text.ends_with(')') && text.contains('(');
    let mark = text.starts_with(['├', '└', '•', '·', '▪', '❏', '▍']);
    text.split_whitespace().count() <= 6 && (remark || mark)
}

/// Whether the link's text is the name of the site: its words are in the host, it is an address, or
/// it is a name of several capitalised words.
fn names_site(target: &ParsedLink<'_>) -> bool {
    let anchor = target.link.anchor.as_str();
    let (name, host) = (letters(without_kind(anchor)), letters(target.host()));
    let label = target.link.domain().and_then(|domain| domain.split('.').next());
    let label = letters(label.unwrap_or_default());
    let by_host =
        (name.len() >= 3 && host.contains(&name)) || (label.len() >= 3 && name.contains(&label));
    let words: Vec<&str> = anchor.split_whitespace().collect();
    let small = ["of", "the", "and", "for", "de", "des", "la", "in", "on", "&"];
    let title = words.len() >= 2
        && words.iter().all(|word| {
            small.contains(word)
                || word.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic())
        });
    let initials: String =
        words.iter().filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect();
    let is_kind = KINDS_OF_SITES.contains(&anchor.to_lowercase().as_str());
    let by_initials = initials.len() >= 3 && initials == label;
    by_host || title || by_initials || is_kind || anchor.is_empty()
}

/// Link texts that say that a site is meant as a whole.
const KINDS_OF_SITES: [&str; 14] = [
    "blog",
    "demo",
    "home page",
    "homepage",
    "live demo",
    "official site",
    "official website",
    "personal site",
    "personal website",
    "site",
    "web app",
    "web site",
    "webpage",
    "website",
];

/// The name in a link text such as `the GCC project`.
fn without_kind(anchor: &str) -> &str {
    let kinds = ["blog", "forum", "homepage", "page", "project", "site", "website", "wiki"];
    match anchor.trim_end().rsplit_once(' ') {
        Some((name, kind)) if kinds.contains(&kind.to_lowercase().as_str()) => {
            name.strip_prefix("the ").unwrap_or(name)
        }
        _ => anchor,
    }
}

/// Letters and digits in lower case, German ones as hosts spell them.
fn letters(text: &str) -> String {
    let plain = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let plain: String = plain.collect();
    plain.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss")
}

/// A link that introduces a search engine by its name may go to its form.
fn search_page(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let asked = target.page.as_ref()?.query().is_some();
    let what = if asked { "shows search results" } else { "is an empty search form" };
    (pages::is_search(target) && (asked || !introduces(target)))
        .then(|| FindingDraft::link(target.link, format!("{} {what}", target.host())))
}

/// A link on a person's name to the page about that person introduces, and cites nothing.
fn index_page(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let message = format!("{} lists articles", target.key());
    let segments = target.segments();
    let about = segments.iter().any(|segment| segment.starts_with("author"));
    let name = letters(&target.link.anchor);
    let introduces = about && name.len() > 3 && segments.iter().any(|one| letters(one) == name);
    (pages::is_index(target) && !introduces)
        .then(|| FindingDraft::link(target.link, message).likely())
}

/// A picture of the article that opens its own file is no citation of a picture.
fn image_target(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let zoom = target.link.anchor_at.is_none();
    (pages::is_image(target) && !zoom)
        .then(|| FindingDraft::link(target.link, "the link goes to an image file"))
}

fn share_or_login(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let share = is_share_url(target.link.resolved.as_deref()?);
    let what = if share { "a share dialog" } else { "a log-in form" };
    (share || pages::is_login(target))
        .then(|| FindingDraft::link(target.link, format!("the link opens {what}")))
}

/// Segments that promise another page tomorrow.
const EPHEMERAL: [&str; 9] = [
    "dashboard",
    "dashboards",
    "latest",
    "live",
    "live-updates",
    "liveblog",
    "trending",
    "breaking",
    "institution-outputs",
];

/// A page that is another one tomorrow. An article of a section called "latest" stays, and so does a live blog of one day.
fn ephemeral(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let segments = target.segments();
    let at = segments.iter().position(|segment| EPHEMERAL.contains(segment))?;
    let word = segments[at];
    let host = target.host();
    let is_manual = host.contains("docs.") || host.contains("readthedocs");
    if !is_manual && (names_article(&segments[at + 1..]) || pages::date(target).is_some()) {
        return None;
    }
    let archived = target.came_by(is_archive).is_some();
    let message = format!("`{word}` in the address: the content of the page changes with time");
    (!archived).then(|| FindingDraft::link(target.link, message).likely())
}

/// How many words of a slug name one article.
const MIN_SLUG_WORDS: usize = 4;

/// Whether segments lead to one article: a year and more behind it, or a slug of several words.
fn names_article(segments: &[&str]) -> bool {
    let is_year = |segment: &&str| {
        segment.len() == 4 && segment.parse().is_ok_and(|year: u32| (1990..2100).contains(&year))
    };
    let dated = segments.iter().position(is_year).is_some_and(|at| at + 1 < segments.len());
    let is_slug = |segment: &str| {
        let words = segment.split(['-', '_']).filter(|word| word.contains(char::is_alphabetic));
        words.count() >= MIN_SLUG_WORDS
    };
    dated || segments.last().is_some_and(|last| is_slug(last))
}

fn pdf_without_page(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let paged = target.url.as_ref()?.fragment().is_some_and(|fragment| fragment.contains("page="));
    (pages::is_pdf(target) && !paged)
        .then(|| FindingDraft::link(target.link, "the link goes to a PDF without a page number"))
}

/// Segments of opinion pages.
const OPINION: [&str; 8] =
    ["opinion", "opinions", "commentisfree", "op-ed", "oped", "editorial", "editorials", "columns"];

fn opinion(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let segments = target.segments();
    let at = segments.iter().position(|segment| OPINION.contains(segment))?;
    let word = segments[at];
    // Behind `articles` it is the part of a magazine, as in `/articles/columns/pop/`.
    if word == "columns" && at > 0 && segments[at - 1].starts_with("article") {
        return None;
    }
    // The section's own front page is a list, not a piece.
    (segments.len() > 1).then(|| {
        FindingDraft::link(
            target.link,
            format!("`{word}` in the address: the page is an opinion piece"),
        )
        .likely()
    })
}

fn false_doi(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let parameters = target.parameters();
    let (_, value) = parameters.iter().find(|(name, _)| name == "doi")?;
    let draft = FindingDraft::link(target.link, format!("`doi={value}` is not a DOI"));
    (!value.is_empty() && !is_doi(value)).then_some(draft)
}

/// `10.`, four to nine digits, a slash, something.
fn is_doi(text: &str) -> bool {
    let text = text.trim_start_matches("doi:").trim_start_matches("https://doi.org/");
    let Some((prefix, suffix)) = text.split_once('/') else { return false };
    let digits = prefix.strip_prefix("10.").unwrap_or_default();
    let registrant = digits.split('.').next().unwrap_or_default();
    (4..=9).contains(&registrant.len())
        && registrant.bytes().all(|byte| byte.is_ascii_digit())
        && !suffix.is_empty()
}
