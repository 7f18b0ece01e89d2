//! The header `Content-Type`: `text/html; charset=gb18030`.

/// What a server says that an answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContentType {
    /// The media type in lower case; empty where the server names none.
    pub(super) name: String,
    pub(super) charset: Option<String>,
}

impl ContentType {
    /// Reads the header. Without one the answer is taken for a page.
    pub(super) fn parse(header: Option<&str>) -> Self {
        let mut parts = header.unwrap_or("text/html").split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            let is_charset = key.trim().eq_ignore_ascii_case("charset");
            is_charset.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        Self { name, charset }
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
        let kind = ContentType::parse(Some("Text/HTML ; Charset=\"GB18030\""));
        assert!(kind.is_page());
        assert_eq!(kind.charset.as_deref(), Some("GB18030"));
        assert!(!ContentType::parse(Some("application/pdf")).is_page());
        assert_eq!(ContentType::parse(Some("text/html")).charset, None);
        assert!(ContentType::parse(None).is_page());
    }
}
