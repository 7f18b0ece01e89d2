//! Rules about who publishes what a link leads to. Each states a fact of the table of sources.

use super::chatbot;
use super::context::{ArticleContext, ParsedLink};
use super::draft::FindingDraft;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use super::url::is_archive;
use crate::domain;
use crate::link::decode;
use crate::source::{PageKind, PublisherType, Sources, domains_of_prefix, page_kind};

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[
    RuleEntry::link(RuleId::PressRelease, press_release),
    RuleEntry::link(RuleId::UserGenerated, user_generated),
    RuleEntry::link(RuleId::AggregatorCopy, aggregator_copy),
    RuleEntry::link(RuleId::CompanySelfDescription, company),
    RuleEntry::article(RuleId::Preprint, preprint),
    RuleEntry::link(RuleId::TertiarySource, tertiary),
    RuleEntry::article(RuleId::MovedHost, moved_host),
    RuleEntry::article(RuleId::DoiPrefixHostMismatch, doi_mismatch),
    RuleEntry::link(RuleId::NewsPageOnJournalHost, journal_news),
];

/// A wire's page, a page in a section for press releases, or a file that is called one. The list of
/// all releases is none.
fn press_release(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let segments = target.segments();
    let last = segments.last()?;
    let last = decode(last).unwrap_or_else(|| (*last).into()).to_lowercase();
    let why = if target.source.kind == Some(PublisherType::PressReleaseWire) {
        format!("{} distributes press releases", target.host())
    } else if is_named_release(&last) {
        "the file is called a press release".to_owned()
    } else if target.kind == Some(PageKind::PressRelease)
        && page_kind(&format!("/{last}")) != Some(PageKind::PressRelease)
    {
        "the page is in a section of press releases".to_owned()
    } else {
        return None;
    };
    Some(FindingDraft::link(target.link, why).likely())
}

/// Whether a file's name says that it is a press release.
fn is_named_release(file: &str) -> bool {
    let Some((stem, ending)) = file.rsplit_once('.') else { return false };
    let words: Vec<&str> =
        stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let named = words.windows(2).any(|pair| {
        matches!(pair, ["press" | "news" | "media", "release"]) || pair == ["press", "statement"]
    });
    matches!(ending, "pdf" | "doc" | "docx")
        && (named || words.contains(&"pressrelease") || stem.contains("新闻稿"))
}

/// A post, a thread or a page of a wiki, unless the reader is told: then the post is what is
/// reported or recommended, and not what vouches for it.
fn user_generated(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let segments = target.segments();
    let what = match target.source.kind? {
        PublisherType::Social if is_post(&segments) && !shares_papers(target) => {
            "a post on a social network"
        }
        PublisherType::Forum if !segments.is_empty() => "a page on a forum",
        PublisherType::Wiki
            if !segments.is_empty() && !is_wikimedia(target) && !is_tertiary(target) =>
        {
            "a page in a wiki"
        }
        _ => return None,
    };
    (!is_told(target)).then(|| {
        FindingDraft::link(target.link, format!("{}: the source is {what}", target.host()))
    })
}

/// Segments before the name of an account, a group or a channel.
const BEFORE_NAMES: [&str; 9] =
    ["c", "channel", "company", "groups", "in", "pages", "people", "s", "user"];

/// Segments of lists, letters and manuals.
const NO_POSTS: [&str; 6] = ["developers", "docs", "hashtag", "help", "inbox", "messages"];

/// Whether a path goes on after the name of an account.
fn is_post(segments: &[&str]) -> bool {
    let name = usize::from(segments.first().is_some_and(|first| BEFORE_NAMES.contains(first)));
    segments.len() > name + 1 && !segments.iter().any(|one| NO_POSTS.contains(one))
}

/// Whether the text tells that it speaks of a post: by a word for one or the name of the place, by
/// showing the address, by `(@name)`, or by being the link as a whole.
fn is_told(target: &ParsedLink<'_>) -> bool {
    let link = target.link;
    let Some(text) = link.sentence_text() else { return true };
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let whole = letters(&link.anchor) * 5 > letters(&text) * 3;
    whole
        || link.anchor.trim().is_empty()
        || link.anchor.contains("://")
        // A subject, or the account of somebody who is named.
        || link.anchor.starts_with(['#', '＃', '@', '＠'])
        || text.contains("(@")
        || speaks_of_posts(&text, target)
}

/// Networks of scholars, whose pages are papers.
fn shares_papers(target: &ParsedLink<'_>) -> bool {
    matches!(target.link.domain(), Some("researchgate.net" | "academia.edu"))
}

/// Words that say what a post is.
const POSTS: [&str; 26] = [
    "tweet",
    "twitter",
    "facebook",
    "reddit",
    "weibo",
    "wechat",
    "instagram",
    "telegram",
    "quora",
    "linkedin",
    "mastodon",
    "thread",
    "posted",
    "a post",
    "forum",
    "wiki",
    "微博",
    "推特",
    "推文",
    "脸书",
    "发文",
    "发帖",
    "帖子",
    "知乎",
    "贴吧",
    "豆瓣",
];

/// Whether a text says that it speaks of a post, or names the place where it stands.
fn speaks_of_posts(text: &str, target: &ParsedLink<'_>) -> bool {
    let lower = text.to_lowercase();
    let label = target.link.domain().and_then(|domain| domain.split('.').next());
    POSTS.iter().any(|word| lower.contains(word))
        || label.is_some_and(|label| label.len() >= 3 && lower.contains(label))
}

/// An article on a portal; what is no article there is no copy of one.
fn aggregator_copy(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let is_article = !target.segments().is_empty()
        && !super::pages::is_search(target)
        && !super::pages::is_index(target)
        && !super::pages::is_login(target)
        && !super::pages::is_documentation(target)
        && !is_service(target);
    let message = format!("{} mostly republishes pages of other publishers", target.host());
    (target.source.kind == Some(PublisherType::Aggregator) && is_article)
        .then(|| FindingDraft::link(target.link, message).likely())
}

/// First labels of hosts at which a portal shows what it makes itself: prices, data, films, forms, tools, what it says about
/// itself.
const SERVICE_HOSTS: [&str; 49] = [
    "about", "account", "ads", "app", "apps", "baike", "business", "careers", "chart", "charts",
    "data", "dict", "form", "forms", "fund", "game", "games", "help", "hq", "investor", "ir",
    "jobs", "labs", "mail", "map", "maps", "music", "open", "pan", "passport", "press", "quote",
    "quotes", "research", "security", "shop", "status", "stock", "stocks", "store", "support",
    "survey", "tianqi", "tv", "v", "video", "weather", "wj", "y",
];

/// First segments of such pages.
const SERVICE_PAGES: [&str; 16] = [
    "about",
    "account",
    "chart",
    "charts",
    "help",
    "legal",
    "privacy",
    "quote",
    "quotes",
    "realstock",
    "special",
    "stock",
    "stockdetails",
    "stocks",
    "symbol",
    "weather",
];

/// Whether a portal made a page itself: prices of shares, data, films, tools, and the pages that it collects on a subject.
fn is_service(target: &ParsedLink<'_>) -> bool {
    let label = target.host().split('.').next().unwrap_or_default();
    let segments = target.segments();
    let is_page = |segment: &&str| {
        let word = segment.to_ascii_lowercase();
        // `zt2010`: 专题, a subject.
        let is_subject = word
            .strip_prefix("zt")
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        is_subject || SERVICE_PAGES.contains(&word.as_str())
    };
    // Before the page of a section may stand its language or the section: `/en-us/money/stockdetails/`.
    SERVICE_HOSTS.contains(&label) || segments.iter().take(3).any(is_page)
}

fn company(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let owner = target.source.owner.unwrap_or(target.host());
    let message = format!("on this page {owner} writes about itself");
    let introduces = super::pages::is_home(target) && super::target::introduces(target);
    // Nobody knows better how a product works, and documentation says nothing about its firm.
    let is_other = is_of_others(target)
        || super::pages::is_documentation(target)
        || chatbot::is_answer(target);
    (target.source.kind == Some(PublisherType::Company) && !introduces && !is_other)
        .then(|| FindingDraft::link(target.link, message).likely())
}

/// Labels of domains of shops, whose pages show the products of others.
const SHOPS: [&str; 8] =
    ["aliexpress", "amazon", "coupang", "ebay", "etsy", "rakuten", "taobao", "tmall"];

/// Segments of pages of goods, films and courses of others, and of what members own.
const OF_OTHERS: [&str; 16] = [
    "address", "app", "apps", "block", "course", "courses", "details", "dp", "gp", "item", "itm",
    "listing", "photo", "product", "products", "tx",
];

/// Whether a page of a firm shows what others made or own: a product in a shop, an app, a picture of an agency, the
/// account of somebody who is paid.
fn is_of_others(target: &ParsedLink<'_>) -> bool {
    let segments = target.segments();
    let label = target.link.domain().and_then(|domain| domain.split('.').next());
    let is_shop = label.is_some_and(|label| SHOPS.contains(&label));
    // `amazon.com/Title-of-a-Book/dp/…`: a firm's own pages have no such segment before an id.
    let shown = segments.iter().take(2).any(|segment| OF_OTHERS.contains(segment));
    let is_id = segments.last().is_some_and(|last| last.bytes().any(|byte| byte.is_ascii_digit()));
    let is_item = segments.iter().any(|segment| segment.starts_with("item."));
    let is_account = matches!(target.host(), "paypal.me" | "cash.app" | "venmo.com" | "revolut.me");
    is_account || (shown && segments.len() > 1 && (is_shop || is_id)) || (is_shop && is_item)
}

/// Preprints. Where the journal's version is cited too, that is another finding.
fn preprint(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let is_preprint = |target: &&ParsedLink<'_>| {
        let work = target.link.work().unwrap_or_default();
        target.source.kind == Some(PublisherType::PreprintServer) && !target.segments().is_empty()
            || work.starts_with("arxiv:")
            || work.starts_with("doi:10.1101/")
    };
    let found = context.links.iter().filter(is_preprint);
    found
        .map(|target| {
            FindingDraft::link(
                target.link,
                format!("{} is a preprint that no journal has reviewed", target.key()),
            )
            .likely()
        })
        .collect()
}

/// Encyclopedias and dictionaries, by host or domain.
const TERTIARY: [&str; 10] = [
    "baike.baidu.com",
    "britannica.com",
    "encyclopedia.com",
    "merriam-webster.com",
    "oxforddictionaries.com",
    "plato.stanford.edu",
    "scholarpedia.org",
    "wikipedia.org",
    "wikiwand.com",
    "wiktionary.org",
];

fn is_tertiary(target: &ParsedLink<'_>) -> bool {
    let domain = target.link.domain().unwrap_or_default();
    TERTIARY.contains(&target.host()) || TERTIARY.contains(&domain)
}

/// Collections of files, data and texts, which are no articles by readers.
fn is_wikimedia(target: &ParsedLink<'_>) -> bool {
    let domain = target.link.domain().unwrap_or_default();
    matches!(domain, "wikimedia.org" | "wikidata.org" | "wikisource.org" | "mediawiki.org")
}

fn tertiary(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let message = format!("{} summarizes other sources", target.host());
    (is_tertiary(target) && !target.segments().is_empty())
        .then(|| FindingDraft::link(target.link, message))
}

fn moved_host(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let moved = context.links.iter().filter_map(|target| {
        let moved = context.facts.sources.moved(target.host())?;
        let archived = target.came_by(is_archive);
        let (old, new) = (domain::registrable(target.host()), &moved.to);
        let message = format!("{old} became {new} in {}", moved.date);
        archived.is_none().then(|| FindingDraft::link(target.link, message).likely())
    });
    moved.collect()
}

/// A DOI of one publisher on the pages of another: a journal has moved, or the link is wrong.
fn doi_mismatch(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let sources = context.facts.sources;
    let resolver = |target: &&ParsedLink<'_>| crate::corpus::is_doi_resolver(target.link);
    let found = context.links.iter().filter(|target| !resolver(target)).filter_map(|target| {
        let here = target.source.group.filter(|_| is_publisher(target))?;
        let doi = target.link.work()?.strip_prefix("doi:")?;
        let prefix = doi.split('/').next()?;
        let domains = domains_of_prefix(prefix)?;
        let mut groups = domains.clone().filter_map(|domain| group(sources, domain));
        let at_home = |domain| Some(domain) == target.link.domain();
        if domains.clone().any(at_home) || groups.any(|group| group == here) {
            return None;
        }
        let first = domains.clone().next()?;
        let message =
            format!("{prefix} is registered to {first}, but the page is on {}", target.host());
        Some(FindingDraft::link(target.link, message).likely())
    });
    found.collect()
}

fn is_publisher(target: &ParsedLink<'_>) -> bool {
    matches!(target.source.kind, Some(PublisherType::Journal | PublisherType::BookPublisher))
}

fn group<'a>(sources: &'a Sources, domain: &'a str) -> Option<&'a str> {
    sources.lookup(domain, domain, domain, "/").group
}

fn journal_news(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let news = matches!(target.kind, Some(PageKind::News | PageKind::Blog | PageKind::Opinion));
    let message =
        format!("{} is not a paper but a news page of a journal's publisher", target.key());
    (target.source.kind == Some(PublisherType::Journal) && news)
        .then(|| FindingDraft::link(target.link, message).likely())
}
