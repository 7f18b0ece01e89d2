//! The URL that an article was published at, and the rule that found it.

use std::borrow::Cow;
use std::cell::OnceCell;

use serde_json::{Map, Value};
use url::{Position, Url};

use super::meta::DocumentMetadata;
use super::raw_link::{LinkKind, RawLink};
use super::reading::ParsedPage;
use crate::article::OriginRule;
use crate::domain;
use crate::html::name;
use crate::link::{self, cite};
use crate::page::field;

/// Bytes of an origin: every link of the article is compared with it.
const MAX_ORIGIN_BYTES: usize = 8192;

/// An origin, parsed, with its registrable domain.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) url: Url,
    pub(crate) domain: String,
    pub(crate) rule: OriginRule,
    /// Its key and its site, once a link asked: it may be as long as the document, which may have 10^5 links.
    key: OnceCell<String>,
    site: OnceCell<String>,
}

impl Origin {
    /// The origin that `text` names, if it is an absolute http(s) URL.
    pub(super) fn new(text: &str, rule: OriginRule) -> Option<Self> {
        let url = Url::parse(text.trim()).ok().filter(|url| {
            matches!(url.scheme(), "http" | "https")
                && link::has_possible_host(url)
                && url.as_str().len() <= MAX_ORIGIN_BYTES
        })?;
        let domain = domain::registrable(url.host_str()?).to_owned();
        Some(Self { url, domain, rule, key: OnceCell::new(), site: OnceCell::new() })
    }

    /// Whether `url` is the origin, fragments apart.
    pub(crate) fn is(&self, url: &Url) -> bool {
        self.url[..Position::AfterQuery] == url[..Position::AfterQuery]
    }

    /// What it is compared by.
    pub(crate) fn key(&self) -> &str {
        self.key.get_or_init(|| cite(&self.url).key)
    }

    /// Its account or blog on a platform, else its domain.
    pub(crate) fn site(&self) -> &str {
        let host = self.url.host_str().unwrap_or_default();
        let site = || domain::site(host, &self.domain, self.url.path()).into_owned();
        self.site.get_or_init(site)
    }
}

/// Finds the origin by the rules of the contract, `heading` apart.
pub(crate) fn declared(
    flag: Option<&str>,
    keys: &[String],
    fields: &Map<String, Value>,
    meta: &DocumentMetadata,
) -> Option<Origin> {
    let front = || {
        keys.iter()
            .find_map(|key| Origin::new(field(fields, key)?.as_str()?, OriginRule::FrontMatter))
    };
    let canonical = || Origin::new(meta.canonical.as_deref()?, OriginRule::Canonical);
    let fetched = || {
        let origin = Origin::new(meta.fetched.as_deref()?, OriginRule::Fetched)?;
        is_on_the_web(&origin.url).then_some(origin)
    };
    let og = || Origin::new(meta.og_url.as_deref()?, OriginRule::Og);
    flag.and_then(|flag| Origin::new(flag, OriginRule::Flag))
        .or_else(front)
        .or_else(canonical)
        .or_else(og)
        .or_else(fetched)
}

/// Whether the host of an address may be one of the web. Browsers and mail programs write made-up ones at the head of
/// what they save, such as `http://internet.e-mail`; a top-level domain has no hyphen and no digit (RFC 3696).
fn is_on_the_web(url: &Url) -> bool {
    let Some(url::Host::Domain(host)) = url.host() else { return true };
    let top = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    top.starts_with("xn--") || top.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// The heading rule: the first block is one link, and another link is relative or on its domain.
/// `hrefs` are those of the reading's links, entities decoded.
pub(crate) fn by_heading(reading: &ParsedPage, hrefs: &[Cow<'_, str>]) -> Option<Origin> {
    let first = reading.blocks.first()?;
    let element = reading.tree.nodes[first.node as usize].name;
    let is_head = element == name::P || element.is_heading();
    if !is_head || first.link_text < first.text.len() {
        return None;
    }
    let shown_first =
        |link: &RawLink| link.text_block.as_ref().is_some_and(|(block, _)| *block == 0);
    let mut heads = reading.links.iter().enumerate().filter(|(_, link)| shown_first(link));
    let (at, head) = heads.next()?;
    if head.kind != LinkKind::Anchor || heads.next().is_some() {
        return None;
    }
    let origin = Origin::new(&hrefs[at], OriginRule::Heading)?;
    let others = hrefs.iter().enumerate().filter(|(other, _)| *other != at);
    let mut own = others.filter(|(_, href)| match Url::parse(href) {
        Ok(url) => url.host_str().is_some_and(|host| domain::registrable(host) == origin.domain),
        Err(url::ParseError::RelativeUrlWithoutBase) => !href.starts_with('#') && !href.is_empty(),
        Err(_) => false,
    });
    own.next().is_some().then_some(origin)
}
