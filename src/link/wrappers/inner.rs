//! Where the inner address stands in a wrapper's, and how it is written there.

use url::{Position, Url};

use super::super::{percent, resolve, strip};
use super::address::{absolute, archived, encoded, public, value};
use super::{proofpoint, proxy};
use crate::domain::bare;

/// How the path of PDF.js ends on every site that shows its PDF files with it.
pub(super) const PDF_VIEWER: &str = "/web/viewer.html";

/// How the inner address is found.
pub(super) enum InnerUrlRule {
    /// The first of these parameters that holds an absolute URL, encoded once or twice.
    Query(Vec<&'static str>),
    /// The whole query.
    WholeQuery,
    /// The path after the row's own: host and path, without what AMP's viewers add.
    Path { own: &'static str, scheme: &'static str },
    /// The whole path is a URL.
    UrlPath,
    /// The path after the row's own and so many segments: a whole URL, encoded or not.
    Rest { own: &'static str, skipped: usize },
    /// Time and address in the path after the row's own and so many segments.
    Snapshot { own: &'static str, skipped: usize },
    /// The same path on this host, whose site was frozen.
    Frozen(&'static str),
    /// `q=cache:id:address words`.
    Cache,
    /// `url=` up to the end, or `qurl=` encoded.
    Login,
    /// The host, its dots written as hyphens.
    HyphenHost,
    /// A parameter in base64, behind a mark of two characters or none.
    Base64(&'static str),
    /// `/RU=…/` in the path.
    YahooPath,
    /// Behind `**` in the path.
    Stars,
    /// `url=` with a checksum behind the last colon.
    Disqus,
    /// A message of Google's in base64 that begins with the address.
    GoogleNews,
    /// The file that PDF.js shows, relative to its page.
    PdfViewer,
    /// Proofpoint's own encodings.
    ProofpointV2,
    /// Proofpoint's own encodings.
    ProofpointV3,
}

/// An inner address, with the time of the copy where there is one.
pub(super) struct InnerUrl {
    pub(super) url: Url,
    pub(super) timestamp: Option<String>,
    /// The page lists copies and is none.
    pub(super) is_list: bool,
}

impl InnerUrl {
    fn plain(url: Url) -> Self {
        Self { url, timestamp: None, is_list: false }
    }
}

impl InnerUrlRule {
    pub(super) fn parse(words: &'static str, path: &'static str) -> Self {
        let (word, value) = words.split_once(':').unwrap_or((words, ""));
        let own = path.trim_end_matches('*');
        let skipped = value.parse().unwrap_or_default();
        match word {
            "path" => Self::Path { own, scheme: if value.is_empty() { "https" } else { value } },
            "url-path" => Self::UrlPath,
            "rest" => Self::Rest { own, skipped },
            "snapshot" => Self::Snapshot { own, skipped },
            "frozen" => Self::Frozen(value),
            "cache" => Self::Cache,
            "login" => Self::Login,
            "hyphen-host" => Self::HyphenHost,
            "base64" => Self::Base64(value),
            "yahoo-path" => Self::YahooPath,
            "stars" => Self::Stars,
            "disqus" => Self::Disqus,
            "google-news" => Self::GoogleNews,
            "pdf-viewer" => Self::PdfViewer,
            "proofpoint-v2" => Self::ProofpointV2,
            "proofpoint-v3" => Self::ProofpointV3,
            _ if value.is_empty() => Self::WholeQuery,
            _ => Self::Query(value.split(',').collect()),
        }
    }

    /// Whether the row's path is whole, and the address stands in the query.
    pub(super) fn is_in_query(&self) -> bool {
        !matches!(self, Self::Snapshot { .. } | Self::Rest { .. } | Self::Path { .. })
    }

    pub(super) fn inner(&self, url: &Url, host: &str) -> Option<InnerUrl> {
        let found = match self {
            Self::Snapshot { own, skipped } => return snapshot(after(url, own, *skipped)?),
            Self::Query(names) => {
                let query = url.query()?;
                let found = names.iter().find_map(|name| encoded(&value(query, name)?))?;
                let date = value(query, "date").filter(|date| is_time(date));
                let url = with_fragment_of(url, found);
                return Some(InnerUrl { timestamp: date, ..InnerUrl::plain(url) });
            }
            Self::WholeQuery => absolute(url.query()?),
            Self::Path { own, scheme } => {
                let rest = url[Position::BeforePath..].strip_prefix(own)?;
                let mut url = public(&format!("{scheme}://{rest}"))?;
                proxy::drop_viewer(&mut url);
                return Some(InnerUrl::plain(url));
            }
            Self::Rest { own, skipped } => {
                let rest = after(url, own, *skipped)?;
                return encoded(rest).map(InnerUrl::plain);
            }
            Self::UrlPath => return encoded(after(url, "/", 0)?).map(InnerUrl::plain),
            Self::Frozen(host) => {
                let mut url = url.clone();
                url.set_host(Some(host)).ok()?;
                return Some(InnerUrl::plain(url));
            }
            Self::Cache => return Some(InnerUrl::plain(cached(url.query()?)?)),
            Self::Login => proxy::after_login(url.query()?),
            Self::HyphenHost => proxy::unproxied(url, bare(host)),
            Self::Base64(name) => from_base64(&value(url.query()?, name)?),
            Self::YahooPath => encoded(url.path().split_once("/RU=")?.1.split('/').next()?),
            Self::Stars => encoded(url[Position::BeforePath..].split_once("/**")?.1),
            Self::Disqus => {
                let value = value(url.query()?, "url")?;
                absolute(value.rsplit_once(':').filter(|(_, sum)| !sum.contains('/'))?.0)
            }
            Self::GoogleNews => google_news(url.path_segments()?.next_back()?),
            Self::PdfViewer => {
                let file = value(url.query()?, "file").filter(|file| !file.is_empty())?;
                url.join(&file).ok().filter(|url| resolve::is_web(url.scheme()))
            }
            Self::ProofpointV2 => absolute(&proofpoint::decode_v2(&value(url.query()?, "u")?)?),
            Self::ProofpointV3 => absolute(&proofpoint::decode_v3(&url[Position::BeforePath..])?),
        }?;
        Some(InnerUrl::plain(with_fragment_of(url, found)))
    }
}

/// What stands in the address after the row's own path and so many segments.
fn after<'a>(url: &'a Url, own: &str, skipped: usize) -> Option<&'a str> {
    let mut rest = url[Position::BeforePath..].strip_prefix(own)?;
    for _ in 0..skipped {
        rest = rest.split_once('/')?.1;
    }
    Some(rest)
}

/// Carries the wrapper's fragment over where the inner address has none, as a browser does.
fn with_fragment_of(url: &Url, mut inner: Url) -> Url {
    if inner.fragment().is_none() {
        inner.set_fragment(url.fragment().filter(|fragment| !strip::is_blank(fragment)));
    }
    inner
}

/// Reads `20200101000000if_/http://…`, `2020.01.01-000000/http://…`, the list `2020*/http://…`, and an
/// address without a time, which stands for the newest copy.
fn snapshot(rest: &str) -> Option<InnerUrl> {
    let (time, target) = rest.split_once('/')?;
    if time == "+" {
        return archived(target).map(InnerUrl::plain);
    }
    if let Some(start) = time.strip_suffix('*').filter(|start| start.is_empty() || is_time(start)) {
        let timestamp = Some(start.to_owned()).filter(|start| !start.is_empty());
        let url = archived(target.strip_suffix('*').unwrap_or(target))?;
        return Some(InnerUrl { url, timestamp, is_list: true });
    }
    if !is_time(time) {
        return encoded(rest).map(InnerUrl::plain);
    }
    let digits = time.trim_end_matches(|ch: char| ch.is_ascii_lowercase() || ch == '_');
    Some(InnerUrl { timestamp: Some(digits.to_owned()), ..InnerUrl::plain(archived(target)?) })
}

/// Tells `20200101000000`, `2020`, `20200101000000id_` and `2020.01.01-000000`.
fn is_time(segment: &str) -> bool {
    let digits = segment
        .strip_suffix('_')
        .map_or(segment, |modified| modified.trim_end_matches(|ch: char| ch.is_ascii_lowercase()));
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    (4..=14).contains(&count)
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
}

/// Reads `q=cache:id:address+words`; the id is optional.
fn cached(query: &str) -> Option<Url> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("q="))?;
    let value = value.split(['+', ' ']).next()?.split("%20").next()?;
    let text = percent::decode(value)?;
    let text = text.strip_prefix("cache:")?;
    let is_id = |id: &str| {
        id.len() == 12
            && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    let target = text.split_once(':').filter(|(id, _)| is_id(id)).map_or(text, |(_, rest)| rest);
    archived(target)
}

/// Reads an address in base64, with Bing's mark `a1` before it or without.
fn from_base64(text: &str) -> Option<Url> {
    let read = |text: &str| absolute(&String::from_utf8(proofpoint::base64(text)?).ok()?);
    read(text).or_else(|| read(text.strip_prefix("a1")?))
}

/// Reads the older numbers of Google News: field 4 of the message is the address.
fn google_news(id: &str) -> Option<Url> {
    let bytes = proofpoint::base64(id)?;
    let rest = bytes.strip_prefix(&[0x08, 0x13, 0x22])?;
    let (length, rest) = match rest {
        [low, high, rest @ ..] if *low >= 0x80 => {
            (usize::from(low & 0x7F) | usize::from(*high) << 7, rest)
        }
        [length, rest @ ..] => (usize::from(*length), rest),
        [] => return None,
    };
    absolute(std::str::from_utf8(rest.get(..length)?).ok()?)
}
