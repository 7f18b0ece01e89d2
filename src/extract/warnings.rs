//! Warnings about a document.

use super::markup_issue::MarkupIssue;
use super::position::Positions;
use crate::article::Warning;
use crate::input::Document;

/// The warning about something odd in the markup.
pub(super) fn for_issue(oddity: MarkupIssue, positions: &Positions<'_>) -> Warning {
    let [line, column] = positions.line(oddity.offset);
    Warning {
        code: oddity.code.into(),
        message: oddity.message,
        line: Some(line),
        column: oddity.end.map(|_| column),
        span: oddity.end.and_then(|end| positions.span(oddity.offset, end)),
        repair: oddity.repair,
    }
}

/// The warning about bytes that the encoding does not have.
pub(super) fn lossy(document: &Document) -> Option<Warning> {
    document.decoded.lossy.then(|| Warning {
        code: "undecodable-bytes".into(),
        message: format!(
            "some bytes are not {}; they were read as U+FFFD",
            document.decoded.encoding.name()
        ),
        ..Warning::default()
    })
}

/// One warning for all links of a document that has no bytes to show.
pub(super) fn no_span(document: &Document, positions: &Positions<'_>) -> Option<Warning> {
    (!positions.are_on_disk()).then(|| Warning {
        code: "span-unknown".into(),
        message: format!(
            "{} is compressed, so its links have no byte positions; `line` is the number of the paragraph, and \
             `column` is the number of the character in it",
            document.part.as_deref().unwrap_or("the document")
        ),
        ..Warning::default()
    })
}
