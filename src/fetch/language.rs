//! The language that a page is asked for.

use reqwest::header::HeaderValue;

/// The header `Accept-Language` for the reader of an article. Some servers refuse whoever sends none.
pub(super) fn accept_language(tag: Option<&str>) -> HeaderValue {
    let any = HeaderValue::from_static("*");
    let Some(tag) = tag else { return any };
    let main = tag.split('-').next().unwrap_or(tag);
    let value =
        if main == tag { format!("{tag},*;q=0.5") } else { format!("{tag},{main};q=0.9,*;q=0.5") };
    HeaderValue::try_from(value).unwrap_or(any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_articles() {
        for (tag, expected) in [
            (None, "*"),
            (Some("de"), "de,*;q=0.5"),
            (Some("pt-BR"), "pt-BR,pt;q=0.9,*;q=0.5"),
            (Some("a\r\nb"), "*"),
        ] {
            assert_eq!(accept_language(tag), expected, "{tag:?}");
        }
    }
}
