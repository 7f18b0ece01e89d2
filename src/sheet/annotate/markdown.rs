//! Comments in Markdown, by the rules of CriticMarkup.

use super::{AnnotateError, DraftComment, comments};
use crate::article::{Article, Place};
use crate::sheet::Sheet;

/// A copy of a draft in Markdown with a comment `{>>…<<}` behind each sentence that has something to
/// check. `bytes` are the file that the article was read from.
///
/// # Errors
/// Where the file is not UTF-8.
pub fn annotate_markdown(
    bytes: &[u8],
    article: &Article,
    sheet: &Sheet,
) -> Result<Vec<u8>, AnnotateError> {
    let text = std::str::from_utf8(bytes).map_err(|_| AnnotateError::Encoding)?;
    let sentences = || article.sentences.iter().flatten();
    let first = sentences().find(|one| one.place == Place::Body && one.span.is_some());
    let mut places: Vec<(usize, String)> = Vec::new();
    for comment in comments(article, sheet) {
        let sentence = match comment.sentence {
            Some(id) => sentences().find(|one| one.id == id),
            None => first,
        };
        let end = sentence.and_then(|one| one.span).map(|[_, end]| end as usize);
        // A sentence that was put together from pieces has no end of its own in the file.
        if let Some(end) = end.filter(|end| text.is_char_boundary(*end)) {
            places.push((end, marked(&comment)));
        }
    }
    places.sort_by_key(|(end, _)| *end);
    let mut copy = String::with_capacity(text.len() + places.len() * 64);
    let mut at = 0;
    for (end, mark) in places {
        copy.push_str(&text[at..end]);
        copy.push_str(&mark);
        at = end;
    }
    copy.push_str(&text[at..]);
    Ok(copy.into_bytes())
}

/// The comment as it stands in the text. What would end it, a cell of a table or a link is written otherwise.
fn marked(comment: &DraftComment) -> String {
    let text = comment.lines.join(" ● ");
    let mut mark = String::from("{>>");
    for c in text.chars() {
        mark.push(match c {
            '|' => '¦',
            '[' => '(',
            ']' => ')',
            '{' => '(',
            '}' => ')',
            '<' => '‹',
            '>' => '›',
            '`' => '\'',
            c if c.is_control() => ' ',
            c => c,
        });
    }
    mark + "<<}"
}
