//! The sheet as data inside the page, for the script: the same JSON that every other form has.

use std::fmt::Write as _;

use crate::claims::stable_hash;
use crate::sheet::{Head, Sheet};

/// The sheet's JSON, so written that no part of it can end the element it stands in. What steers a
/// screen or a parser is a `\u` escape, which JSON reads as the same character.
pub(super) fn json(sheet: &Sheet) -> serde_json::Result<String> {
    let plain = serde_json::to_string(sheet)?;
    let mut safe = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '<' | '>' | '&' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => escape(c, &mut safe),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => escape(c, &mut safe),
            '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{ffff}' => escape(c, &mut safe),
            c => safe.push(c),
        }
    }
    Ok(safe)
}

fn escape(c: char, out: &mut String) {
    let _ = write!(out, "\\u{:04x}", u32::from(c));
}

/// The name under which a browser keeps what is written about this article.
pub(super) fn storage_key(head: &Head) -> String {
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
        let passage = Passage { text: text.to_owned(), ..Passage::default() };
        let sheet = Sheet { passages: vec![passage], ..Sheet::default() };
        let json = json(&sheet).unwrap();
        for bad in ["<", ">", "&", "\u{2028}", "\u{202e}", "\u{200b}", "\u{feff}", "\0"] {
            assert!(!json.contains(bad), "{bad:?}");
        }
        assert_eq!(serde_json::from_str::<Sheet>(&json).unwrap(), sheet);
    }

    #[test]
    fn two_articles_do_not_share_a_key() {
        let head = |input: &str, title: &str| Head {
            input: input.to_owned(),
            title: Some(title.to_owned()),
            ..Head::default()
        };
        let key = |input, title| storage_key(&head(input, title));
        assert_eq!(key("a.md", "A"), key("a.md", "A"));
        assert_ne!(key("a.md", "A"), key("b.md", "A"));
        assert_ne!(key("a.md", "A"), key("a.md", "B"));
    }
}
