//! Pages that forward by themselves, by the header `Refresh` or by `<meta http-equiv=refresh>`. Browsers follow both
//! as they follow redirects; so sites of files alone move their pages.

use crate::check::observation::PageFacts;

/// A page of fewer characters that forwards within so many seconds is not there to be read.
const MAX_FORWARDING_CHARS: usize = 600;
const MAX_FORWARDING_SECONDS: f64 = 10.0;

/// A page that forwards by itself.
#[derive(Debug)]
pub(super) struct PageRefresh {
    seconds: f64,
    pub(super) target: String,
}

impl PageRefresh {
    /// Reads the value of `Refresh`: `0; url=/there`.
    pub(super) fn parse(value: &str) -> Option<Self> {
        let (seconds, rest) = value.split_once([';', ',']).unwrap_or((value, ""));
        let seconds = seconds.trim().parse().ok().filter(|seconds: &f64| *seconds >= 0.0)?;
        let rest = rest.trim();
        let named = rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("url"));
        let target = match named.then(|| rest[3..].trim_start().strip_prefix('=')).flatten() {
            Some(target) => target,
            None => rest,
        };
        let target = target.trim().trim_matches(['"', '\'']).trim();
        (!target.is_empty()).then(|| Self { seconds, target: target.to_owned() })
    }

    /// Whether a reader has no time for the page, of so many characters, before the next one comes.
    pub(super) fn is_prompt(&self, length: usize) -> bool {
        let most = if length < MAX_FORWARDING_CHARS { MAX_FORWARDING_SECONDS } else { 1.0 };
        self.seconds <= most
    }
}

/// Where a page forwards to at once, by its header `Refresh` or by markup.
pub(super) fn target(header: Option<&String>, page: &PageFacts) -> Option<String> {
    let length = usize::try_from(page.text_chars).unwrap_or(usize::MAX);
    let told = header.and_then(|value| PageRefresh::parse(value));
    let told = told.filter(|refresh| refresh.is_prompt(length)).map(|refresh| refresh.target);
    told.or_else(|| page.refresh.clone())
}

#[cfg(test)]
mod tests {
    use super::super::page_facts::facts;
    use super::*;

    fn html(text: &str) -> PageFacts {
        facts(Some("text/html; charset=utf-8"), text.as_bytes())
    }

    #[test]
    fn pages_that_forward() {
        let long = "word ".repeat(300);
        for (value, rest, expected) in [
            ("0; url=/x", "", Some("/x")),
            ("0;URL='/x'", "", Some("/x")),
            ("3, url = &quot;/x&quot;", "", Some("/x")),
            ("0; /x", "", Some("/x")),
            ("0.5; url=/x", &long, Some("/x")),
            ("3; url=/x", &long, None),
            ("300; url=/x", "", None),
            ("0", "", None),
            ("x; url=/x", "", None),
        ] {
            let page = format!("<meta http-equiv=refresh content=\"{value}\"><p>{rest}");
            assert_eq!(html(&page).refresh.as_deref(), expected, "{value}");
        }
        let hidden = "<noscript><meta http-equiv=refresh content='0; url=/x'></noscript>";
        assert_eq!(html(hidden).refresh, None);
        let header = "0; url=/y".to_owned();
        assert_eq!(target(Some(&header), &html("<p>x")).as_deref(), Some("/y"));
    }
}
