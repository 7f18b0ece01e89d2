//! What a page is, by its path alone.

use super::PageKind;

/// Whole segments of a path that say what the page is, wherever they stand. Sorted.
const SEGMENTS: [(&str, PageKind); 44] = [
    ("author", PageKind::Index),
    ("authors", PageKind::Index),
    ("blog", PageKind::Blog),
    ("blogs", PageKind::Blog),
    ("category", PageKind::Index),
    ("column", PageKind::Opinion),
    ("columns", PageKind::Opinion),
    ("comment", PageKind::Opinion),
    ("commentary", PageKind::Opinion),
    ("commentisfree", PageKind::Opinion),
    ("dataset", PageKind::Dataset),
    ("datasets", PageKind::Dataset),
    ("editorial", PageKind::Opinion),
    ("editorials", PageKind::Opinion),
    ("letters", PageKind::Opinion),
    ("live", PageKind::Live),
    ("live-news", PageKind::Live),
    ("liveblog", PageKind::Live),
    ("media-release", PageKind::PressRelease),
    ("media-releases", PageKind::PressRelease),
    ("news", PageKind::News),
    ("news-release", PageKind::PressRelease),
    ("news-releases", PageKind::PressRelease),
    ("newsreleases", PageKind::PressRelease),
    ("op-ed", PageKind::Opinion),
    ("opinion", PageKind::Opinion),
    ("opinions", PageKind::Opinion),
    ("partner-content", PageKind::Sponsored),
    ("press-release", PageKind::PressRelease),
    ("press-releases", PageKind::PressRelease),
    ("pressrelease", PageKind::PressRelease),
    ("pressreleases", PageKind::PressRelease),
    ("search", PageKind::Search),
    ("search.aspx", PageKind::Search),
    ("search.php", PageKind::Search),
    ("sponsored", PageKind::Sponsored),
    ("tag", PageKind::Index),
    ("tags", PageKind::Index),
    ("topic", PageKind::Index),
    ("topics", PageKind::Index),
    ("transcript", PageKind::Transcript),
    ("transcripts", PageKind::Transcript),
    ("video", PageKind::Video),
    ("videos", PageKind::Video),
];

/// Returns what the path of a URL says about the page; `None` where it says nothing.
///
/// The first telling segment counts, since it is the widest section; `news` yields to any other, and
/// file endings count last.
///
/// ```
/// use citegraph::source::{PageKind, page_kind};
/// assert_eq!(page_kind("/press-releases/2020/x.pdf"), Some(PageKind::PressRelease));
/// assert_eq!(page_kind("/en-us"), Some(PageKind::Home));
/// assert_eq!(page_kind("/a/b"), None);
/// ```
pub fn page_kind(path: &str) -> Option<PageKind> {
    let segments = || path.split('/').filter(|segment| !segment.is_empty());
    if segments().all(is_start) && segments().count() <= 1 {
        return Some(PageKind::Home);
    }
    let told = || segments().filter_map(by_segment);
    let narrow = told().find(|kind| *kind != PageKind::News);
    narrow.or_else(|| told().next()).or_else(|| by_ending(path))
}

fn by_segment(segment: &str) -> Option<PageKind> {
    let lower = segment.to_ascii_lowercase();
    if lower == "doi" {
        return Some(PageKind::Paper);
    }
    let at = SEGMENTS.binary_search_by_key(&lower.as_str(), |row| row.0).ok()?;
    Some(SEGMENTS[at].1)
}

fn by_ending(path: &str) -> Option<PageKind> {
    let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "pdf" => PageKind::Pdf,
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "svg" => PageKind::Image,
        "mp4" | "webm" | "mov" | "mp3" | "m4a" | "ogg" => PageKind::Video,
        "csv" | "xls" | "xlsx" | "json" | "geojson" => PageKind::Dataset,
        _ => return None,
    })
}

/// Whether a lone segment still names the first page: a locale, or a file such as `index.html`.
fn is_start(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    let file = lower.split('.').next().is_some_and(|stem| matches!(stem, "index" | "default"));
    is_locale(&lower) || (file && lower.contains('.'))
}

/// Languages whose code alone names the front page of a site in that language (ISO 639-1). Sorted. Codes
/// that are more often a word, a country or a trade are left out: `am`, `as`, `ml`, `my`, `or`, `so`, `to`.
const LANGUAGES: [&str; 60] = [
    "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et",
    "eu", "fa", "fi", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk",
    "km", "ko", "lt", "lv", "mk", "mn", "ms", "nb", "ne", "nl", "nn", "no", "pl", "pt", "ro", "ru",
    "sk", "sl", "sq", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh",
];

/// Whether a segment of a path names a language, perhaps of a country: `en`, `en-us`, `zh_CN`.
pub(crate) fn is_locale(segment: &str) -> bool {
    let (language, country) = segment.split_once(['-', '_']).unwrap_or((segment, "us"));
    let is_country = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_country && LANGUAGES.binary_search(&language.to_ascii_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_say_what_a_page_is() {
        for (path, kind) in [
            ("", Some(PageKind::Home)),
            ("/", Some(PageKind::Home)),
            ("/en-us", Some(PageKind::Home)),
            ("/zh/", Some(PageKind::Home)),
            ("/index.html", Some(PageKind::Home)),
            ("/search.aspx", Some(PageKind::Search)),
            ("/2020/01/opinion/x.html", Some(PageKind::Opinion)),
            ("/Press-Releases/detail/x", Some(PageKind::PressRelease)),
            ("/news/press-releases/x", Some(PageKind::PressRelease)),
            ("/news/x", Some(PageKind::News)),
            ("/doi/abs/10.1/x", Some(PageKind::Paper)),
            ("/a/b.PDF", Some(PageKind::Pdf)),
            ("/a/b.jpg", Some(PageKind::Image)),
            ("/opinionated", None),
            ("/research/a", None),
            ("/us/a", None),
            ("/ai", None),
            ("/ml", None),
            ("/ok", None),
            ("/pr/", None),
            ("/tv", None),
            ("/zh_CN", Some(PageKind::Home)),
            ("/indexes", None),
        ] {
            assert_eq!(page_kind(path), kind, "{path}");
        }
    }

    #[test]
    fn the_segments_are_sorted() {
        assert!(SEGMENTS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(LANGUAGES.is_sorted_by(|a, b| a < b));
    }
}
