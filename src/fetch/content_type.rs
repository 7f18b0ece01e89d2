//! The header `Content-Type`: `text/html; charset=gb18030`.

/// A media type and its character set, as a server or an archive states them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ContentType {
    /// The media type in lower case; empty where there is none.
    pub(crate) name: String,
    pub(crate) charset: Option<String>,
}

impl ContentType {
    pub(crate) fn parse(value: &str) -> Self {
        let mut parts = value.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            let is_charset = key.trim().eq_ignore_ascii_case("charset");
            is_charset.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        Self { name, charset }
    }
}

#[cfg(feature = "network")]
impl ContentType {
    /// The type of an answer. Without the header it is taken for a page.
    pub(super) fn of_answer(header: Option<&str>) -> Self {
        Self::parse(header.unwrap_or("text/html"))
    }

    pub(super) fn is_page(&self) -> bool {
        matches!(self.name.as_str(), "text/html" | "application/xhtml+xml" | "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_types() {
        let kind = ContentType::parse("Text/HTML ; Charset=\"GB18030\"");
        assert_eq!((kind.name.as_str(), kind.charset.as_deref()), ("text/html", Some("GB18030")));
        assert_eq!(ContentType::parse(""), ContentType::default());
        assert_eq!(ContentType::parse("text/html").charset, None);
    }

    #[cfg(feature = "network")]
    #[test]
    fn pages() {
        assert!(!ContentType::of_answer(Some("application/pdf")).is_page());
        assert!(ContentType::of_answer(Some("Text/HTML;a")).is_page());
        assert!(ContentType::of_answer(None).is_page());
    }
}
