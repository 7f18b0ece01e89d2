//! The part of a text that its language is read off.

use super::language;
use crate::article::Place;
use crate::extract::blocks::LabelledBlock;
use crate::extract::reading::{ParsedPage, TextBlock};

/// The text that tells the language best: the article's prose; where that is short, all of the article, then all of
/// the page.
pub(super) fn language_sample(reading: &ParsedPage, named: &[LabelledBlock]) -> String {
    let is_article = |place| matches!(place, Place::Body | Place::Caption);
    let mut sample = String::new();
    let mut add = |is_wanted: &dyn Fn(bool, Place) -> bool| {
        let wanted = reading.blocks.iter().zip(named);
        // Titles of what is linked are in the language of what is linked.
        let is_own = |block: &TextBlock| block.prose && block.link_text * 2 <= block.text.len();
        let wanted = wanted.filter(|(block, name)| is_wanted(is_own(block), name.place));
        let texts: Vec<&str> = wanted.map(|(block, _)| &reading.text[block.text.clone()]).collect();
        // A text may begin with a summary in another language, so all of its parts are asked.
        let room = language::MAX_SAMPLE_BYTES.saturating_sub(sample.len());
        let total: usize = texts.iter().map(|text| text.len()).sum();
        let step = (texts.len() * MIN_PART_BYTES).div_ceil(room.max(1)).max(1);
        for text in texts.into_iter().step_by(if total > room { step } else { 1 }) {
            let share = (text.len() * room).div_ceil(total.max(1)).max(MIN_PART_BYTES);
            let share = if total > room { share } else { text.len() };
            sample.push_str(beginning(text, share));
            sample.push('\n');
        }
        sample.len() >= MIN_LANGUAGE_BYTES
    };
    let _ = add(&|prose, place| prose && is_article(place))
        || add(&|prose, place| !prose && is_article(place))
        || add(&|_, place| !is_article(place));
    sample
}

/// The shortest part of a block that is asked for its language, in bytes: a line of words.
const MIN_PART_BYTES: usize = 96;

/// The first words of a text, up to about the given number of bytes.
fn beginning(text: &str, bytes: usize) -> &str {
    let head = &text[..text.floor_char_boundary(bytes)];
    let is_cut = head.len() < text.len() && text[head.len()..].starts_with(char::is_alphabetic);
    let end = head.rfind(char::is_whitespace).filter(|end| is_cut && *end * 2 > head.len());
    &head[..end.unwrap_or(head.len())]
}

/// The shortest text that tells its language, in bytes, where the page has more.
const MIN_LANGUAGE_BYTES: usize = 200;
