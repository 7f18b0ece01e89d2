//! The sheet as data inside the page, for the script: the same JSON that every other form has.

use std::io::{self, Write};

use maud::{Markup, html};
use serde::Serialize as _;
use serde_json::ser::{Formatter, Serializer};

use super::stream::SLOT;
use crate::article::stable_hash;
use crate::sheet::{ArticleMeta, Sheet};

/// The element that the data stand in.
pub(super) fn element(head: &ArticleMeta) -> Markup {
    let key = storage_key(head);
    html! {
        script type="application/json" id="sheet" data-citegraph data-key=(key) { (SLOT) } "\n"
    }
}

/// Writes the sheet's JSON, so that no part of it can end the element it stands in. What steers a
/// screen or a parser is a `\u` escape, which JSON reads as the same character.
pub(super) fn json(sheet: &Sheet, out: &mut impl Write) -> serde_json::Result<()> {
    sheet.serialize(&mut Serializer::with_formatter(out, InElement))
}

/// JSON as it can stand inside an element.
struct InElement;

impl Formatter for InElement {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        let mut rest = fragment;
        while let Some(start) = rest.find(is_escaped) {
            writer.write_all(&rest.as_bytes()[..start])?;
            let escaped = rest[start..].chars().next().unwrap_or_default();
            write!(writer, "\\u{:04x}", u32::from(escaped))?;
            rest = &rest[start + escaped.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

fn is_escaped(c: char) -> bool {
    matches!(
        c,
        '<' | '>' | '&'
            | '\u{7f}'..='\u{9f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{ffff}'
    )
}

/// The name under which a browser keeps what is written about this article.
fn storage_key(head: &ArticleMeta) -> String {
    let [part, title] = [&head.part, &head.title].map(|text| text.as_deref().unwrap_or_default());
    format!("citegraph-sheet-{:016x}", stable_hash(&format!("{}\n{part}\n{title}", head.input)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Passage;

    #[test]
    fn the_data_cannot_end_its_element_and_stays_what_it_is() {
        let text = "</script><!-- & \u{2028}\u{202e}\u{200b}\u{feff}\0\u{ffff} 面包 \\u003c \"";
        let passage = Passage { text: text.into(), ..Passage::default() };
        let sheet = Sheet { passages: vec![passage], ..Sheet::default() };
        let mut bytes = Vec::new();
        json(&sheet, &mut bytes).unwrap();
        let json = String::from_utf8(bytes).unwrap();
        for bad in ["<", ">", "&", "\u{2028}", "\u{202e}", "\u{200b}", "\u{feff}", "\0"] {
            assert!(!json.contains(bad), "{bad:?}");
        }
        assert_eq!(serde_json::from_str::<Sheet>(&json).unwrap(), sheet);
    }

    #[test]
    fn two_articles_do_not_share_a_key() {
        let head = |input: &str, title: &str| ArticleMeta {
            input: input.to_owned(),
            title: Some(title.to_owned()),
            ..ArticleMeta::default()
        };
        let key = |input, title| storage_key(&head(input, title));
        assert_eq!(key("a.md", "A"), key("a.md", "A"));
        assert_ne!(key("a.md", "A"), key("b.md", "A"));
        assert_ne!(key("a.md", "A"), key("a.md", "B"));
    }
}
