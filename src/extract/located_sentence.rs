//! Sentences on their way from the page to the file.

use std::ops::Range;

use super::position::Positions;
use super::reading::ParsedPage;
use crate::article::Sentence;

/// A sentence that lacks its position in the file.
pub(super) struct LocatedSentence {
    pub(super) sentence: Sentence,
    /// Its bytes in the document.
    pub(super) span: Option<(u32, u32)>,
}

impl LocatedSentence {
    pub(super) fn on_disk(self, positions: &Positions<'_>) -> Sentence {
        let span = self.span.and_then(|(start, end)| positions.enclosing_range(start, end));
        let at = self.span.map(|(start, _)| positions.line(start));
        Sentence { span, at, ..self.sentence }
    }
}

/// The marks of notes in a sentence, in its scalars.
pub(super) fn marks(reading: &ParsedPage, sentence: &Range<usize>) -> Vec<[u32; 2]> {
    let marks = reading.marks_in(sentence).iter();
    let inside = marks.filter(|mark| mark.end <= sentence.end);
    in_scalars(&reading.text, sentence, inside.cloned())
}

/// The stretches of a sentence that are code, in its scalars.
pub(super) fn code(reading: &ParsedPage, sentence: &Range<usize>) -> Vec<[u32; 2]> {
    let inside = reading.code_in(sentence).iter().map(|code| {
        let (start, end) = (code.start.max(sentence.start), code.end.min(sentence.end));
        start..end
    });
    in_scalars(&reading.text, sentence, inside)
}

/// Turns bytes of the page's text into scalars of a sentence.
fn in_scalars(
    text: &str,
    sentence: &Range<usize>,
    stretches: impl Iterator<Item = Range<usize>>,
) -> Vec<[u32; 2]> {
    // They ascend and lie apart, so each byte is counted once.
    let (mut at, mut scalars) = (sentence.start, 0);
    let mut upto = |end: usize| {
        let end = end.max(at);
        scalars += text[at..end].chars().count() as u32;
        at = end;
        scalars
    };
    stretches.map(|stretch| [upto(stretch.start), upto(stretch.end)]).collect()
}
