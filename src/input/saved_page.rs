//! Pages that were fetched, as they are kept: UTF-8 under a comment that says where they came from.
//!
//! The comment is the one that browsers write at the head of pages they save.

use super::encoding::decode_as;

/// How the comment begins; the length of the address follows, in four digits.
const HEAD: &str = "<!-- saved from url=(";

/// How far into a page the comment is looked for.
const PRESCAN_BYTES: usize = 512;

/// A page as it is kept. `charset` is what the server says of its encoding.
pub fn render_saved_page(url: &str, bytes: Vec<u8>, charset: Option<&str>) -> String {
    let text = decode_as(bytes, charset).text;
    format!("{HEAD}{:04}){url} -->\n{text}", url.len())
}

/// The address of a page that is kept as [`render_saved_page`] has it: nothing stands before the comment.
pub fn saved_page_url(page: &str) -> Option<&str> {
    saved_from(page).filter(|_| page.starts_with(HEAD))
}

/// The address that a page says it was saved from.
pub(crate) fn saved_from(html: &str) -> Option<&str> {
    let head = &html[..html.floor_char_boundary(PRESCAN_BYTES)];
    let at = head.find(HEAD)?;
    // Nothing but a doctype may stand before it.
    if head[..at].matches('<').count() > usize::from(head.trim_start().starts_with("<!")) {
        return None;
    }
    let (_, rest) = html[at + HEAD.len()..].split_once(')')?;
    let end = rest.find(" -->")?;
    Some(&rest[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_page_tells_where_it_came_from() {
        let page =
            render_saved_page("https://a.example/(b)--c", b"<p>caf\xe9".to_vec(), Some("latin1"));
        assert_eq!(page, "<!-- saved from url=(0024)https://a.example/(b)--c -->\n<p>caf\u{e9}");
        assert_eq!(saved_from(&page), Some("https://a.example/(b)--c"));
        let browser = "<!DOCTYPE html>\n<!-- saved from url=(0010)http://a/b -->\n<html>";
        assert_eq!(saved_from(browser), Some("http://a/b"));
        let quoted = "<p><!-- saved from url=(0010)http://a/b -->";
        assert_eq!(saved_from(quoted), None);
        assert_eq!(saved_from("<!-- saved from url=(0010)http://a/b"), None);
    }
}
