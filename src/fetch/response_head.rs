//! What is kept of the head of an answer.

use reqwest::header::{HeaderMap, LOCATION, SET_COOKIE};

use super::exchange::HttpResponse;
use crate::link::redact::redact_text;

/// Headers that tell something about an answer.
const KEPT_HEADERS: [&str; 13] = [
    "cf-mitigated",
    "content-language",
    "content-type",
    "last-modified",
    "link",
    "memento-datetime",
    "refresh",
    "retry-after",
    "server",
    "www-authenticate",
    "x-datadome",
    "x-robots-tag",
    "x-amzn-waf-action",
];

/// The longest header that is kept, in bytes.
const MAX_HEADER_BYTES: usize = 300;

/// The answer without its body.
pub(super) fn parse_head(status: u16, headers: &HeaderMap) -> HttpResponse {
    let telling =
        KEPT_HEADERS.iter().filter_map(|name| Some(((*name).to_owned(), text(headers, name)?)));
    // Other links than the one of an archive to what it captured fill a ledger and tell nothing.
    let telling = telling.filter(|(name, value)| name != "link" || value.contains("original"));
    let cookies = headers.get_all(SET_COOKIE).iter();
    HttpResponse {
        address: None,
        status,
        location: headers.get(LOCATION).map(|value| written(value.as_bytes())),
        cookies: cookies.filter_map(|value| Some(value.to_str().ok()?.to_owned())).collect(),
        headers: telling.collect(),
        date: text(headers, "date"),
        page: None,
        body: None,
        elapsed_ms: 0,
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = String::from_utf8_lossy(headers.get(name)?.as_bytes()).into_owned();
    let end = value.floor_char_boundary(MAX_HEADER_BYTES);
    Some(redact_text(&value[..end]).into_owned())
}

/// A `Location` as text; bytes that are not UTF-8 are percent-encoded, as browsers do.
fn written(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes
            .iter()
            .map(|byte| match byte {
                0x21..0x7f => char::from(*byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_of_any_bytes() {
        assert_eq!(written("/é".as_bytes()), "/é");
        assert_eq!(written(b"/\xe9?a b"), "/%E9?a%20b");
    }
}
