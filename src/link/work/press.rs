//! News agencies, videos, posts and encyclopaedias: works by the number or title in the address.

use super::super::percent;
use super::{UrlParts, Work, is_hex, is_number, is_plain};

/// Reads the addresses of one site.
pub(super) fn by_domain(page: &UrlParts<'_>, domain: &str) -> Option<Work> {
    match domain {
        "reuters.com" => reuters(page),
        "apnews.com" => associated_press(page),
        "bbc.com" | "bbc.co.uk" => bbc(page),
        "businesswire.com" => business_wire(page),
        "lemonde.fr" => le_monde(page),
        "youtube.com" | "youtu.be" | "youtube-nocookie.com" | "yewtu.be" | "piped.video" => {
            youtube(page)
        }
        "vimeo.com" => vimeo(page),
        "twitter.com" | "x.com" => post(page),
        "wikidata.org" => wikidata(page),
        "wikipedia.org" => wikipedia(page),
        _ => None,
    }
}

/// The story's number at the end of older addresses, `…-idUSKCN2ED1A6`.
fn reuters(page: &UrlParts<'_>) -> Option<Work> {
    let word = page.segments().filter(|word| *word != "article").last()?;
    let id = match word.rfind("-id") {
        Some(at) => &word[at + 3..],
        None => word.strip_prefix("id")?,
    };
    let is_id = id.len() >= 8
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && id.bytes().any(|byte| byte.is_ascii_digit());
    if !is_id || !page.path.contains("/article/") {
        return None;
    }
    Work::whole("reuters", &format!("id{}", undated(id).to_ascii_uppercase()))
}

/// Without the day that some addresses of a story add, `USKCN0S61WY20151012`.
fn undated(id: &str) -> &str {
    let (number, day) = id.split_at(id.len() - 8);
    let is_day = is_number(day) && (day.starts_with("19") || day.starts_with("20"));
    if is_day && number.len() >= 8 { number } else { id }
}

/// The story's number, behind any title and in short addresses.
fn associated_press(page: &UrlParts<'_>) -> Option<Work> {
    let (["article", word, ""] | [word, "", ""]) = page.words() else { return None };
    let id = word.rsplit('-').next().filter(|id| is_hex(id, 32))?;
    Work::whole("ap", &id.to_ascii_lowercase())
}

/// One story has the same path on both of its domains.
fn bbc(page: &UrlParts<'_>) -> Option<Work> {
    if !matches!(page.host, "bbc.com" | "www.bbc.com" | "bbc.co.uk" | "www.bbc.co.uk") {
        return None;
    }
    match page.words() {
        ["news", "articles", id, ""] if id.len() >= 11 && is_plain(id, "") => {
            Work::whole("bbc", id)
        }
        ["news", slug, "", ""] => {
            let (section, number) = slug.rsplit_once('-')?;
            let is_story = is_number(number) && number.len() >= 7 && is_plain(section, "-");
            is_story.then(|| Work::whole("bbc", slug))?
        }
        _ => None,
    }
}

/// The number of the article stands before that of its section, `…_6000001_3244.html`.
fn le_monde(page: &UrlParts<'_>) -> Option<Work> {
    let mut words = page.segments().last()?.strip_suffix(".html")?.rsplit('_');
    let (section, id) = (words.next()?, words.next()?);
    let fits = is_number(section) && section.len() == 4 && is_number(id) && id.len() >= 5;
    (fits && words.next().is_some()).then(|| Work::whole("lemonde", id))?
}

fn business_wire(page: &UrlParts<'_>) -> Option<Work> {
    let ["news", "home", id] = page.words() else { return None };
    (id.len() == 14 && is_number(id)).then(|| Work::whole("businesswire", id))?
}

fn youtube(page: &UrlParts<'_>) -> Option<Work> {
    let id = match page.words() {
        [id, _] if page.host.ends_with("youtu.be") => id.to_owned(),
        ["watch", _] => page.value("v")?,
        ["embed" | "shorts" | "live" | "v" | "e", id] => id.to_owned(),
        ["attribution_link", ""] => {
            let target = page.value("u")?;
            target.strip_prefix("/watch?v=")?.split('&').next()?.to_owned()
        }
        _ => return None,
    };
    let is_id = id.len() == 11
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (is_id && id != "videoseries").then(|| Work::whole("youtube", &id))?
}

fn vimeo(page: &UrlParts<'_>) -> Option<Work> {
    let id = match page.words() {
        ["video", id, ""] if page.host == "player.vimeo.com" => id,
        [id, "", ""] => id,
        _ => return None,
    };
    (is_number(id) && id.len() >= 5).then(|| Work::whole("vimeo", id))?
}

/// A post by its number, whichever name its author had and whichever the site has.
fn post(page: &UrlParts<'_>) -> Option<Work> {
    let id = page.after("status").or_else(|| page.after("statuses"))?;
    let is_place =
        matches!(page.words(), [_, "status" | "statuses", _, _] | ["i", "web", "status", _]);
    (is_place && is_number(id) && id.len() >= 5).then(|| Work::whole("tweet", id))?
}

fn wikidata(page: &UrlParts<'_>) -> Option<Work> {
    let ["wiki" | "entity", id] = page.words() else { return None };
    id.strip_prefix('Q').filter(|number| is_number(number)).and(Work::whole("wikidata", id))
}

/// A page by language and title; an old revision or a script variant is its locator.
fn wikipedia(page: &UrlParts<'_>) -> Option<Work> {
    let language = page.host.strip_suffix(".wikipedia.org")?;
    let language = language.strip_suffix(".m").unwrap_or(language);
    let is_language =
        language != "www" && language.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if !is_language || language.is_empty() {
        return None;
    }
    let (view, title) = page.path.strip_prefix('/')?.split_once('/')?;
    let revision = page.value("oldid").map(|id| format!("oldid={id}"));
    let variant = view.starts_with("zh-").then(|| view.to_owned());
    let title = match view {
        "wiki" if page.asks_only(&["oldid"]) => percent::decode(title)?.into_owned(),
        "w" if title == "index.php" && page.asks_only(&["title", "oldid"]) => {
            // A plus may stand for a blank here.
            page.value("title").filter(|title| !title.contains('+'))?
        }
        _ if language == "zh" && variant.is_some() && page.asks_only(&[]) => {
            percent::decode(title)?.into_owned()
        }
        _ => return None,
    };
    let locator = revision.or(variant).unwrap_or_default();
    Work::at("wikipedia", &format!("{language}/{}", titled(&title)?), &locator)
}

/// The title in one form: first letter large, underscores for blanks. `None` for what is no title.
fn titled(title: &str) -> Option<String> {
    let title = title.trim_end_matches('/').replace(' ', "_");
    let mut letters = title.chars();
    let first = letters.next()?;
    let mut large = first.to_uppercase();
    let large = match (large.next(), large.next()) {
        (Some(large), None) => large,
        _ => first,
    };
    let is_title = !title.contains(|ch: char| ch.is_control() || "<>[]{}|".contains(ch));
    is_title.then(|| format!("{large}{}", letters.as_str()))
}
