//! The columns of the table of sentences.

use super::cell::{TableCell, TableField as _, set, set_first, set_json, set_second};
use super::{ArticlePart, ColumnKind, TableColumn, column, required, text, whole};
use crate::article::{BlockId, BlockKind, Place, Sentence, SentenceId};

/// A sentence that is read from its row.
pub(crate) struct SentenceRow {
    article: u64,
    /// The sentence.
    pub(crate) sentence: Sentence,
}

impl ArticlePart for SentenceRow {
    fn blank() -> Self {
        let block = BlockId { kind: BlockKind::Other, number: 0 };
        let sentence = Sentence {
            id: SentenceId { block, index: 0 },
            place: Place::Body,
            text: "".into(),
            span: None,
            at: None,
            marks: Vec::new(),
            code: Vec::new(),
        };
        Self { article: 0, sentence }
    }

    fn article_mut(&mut self) -> &mut u64 {
        &mut self.article
    }
}

/// The columns, in their order; the number of the article and its name come before them.
pub(crate) static SENTENCE_COLUMNS: [TableColumn<Sentence, SentenceRow>; 9] = [
    column(
        required("sentence_id", ColumnKind::Text),
        |sentence| sentence.id.to_cell(),
        |row, cell| set(&mut row.sentence.id, cell),
    ),
    column(
        required("place", ColumnKind::Text),
        |sentence| sentence.place.to_cell(),
        |row, cell| set(&mut row.sentence.place, cell),
    ),
    column(
        required("text", ColumnKind::Text),
        |sentence| sentence.text.to_cell(),
        |row, cell| set(&mut row.sentence.text, cell),
    ),
    column(
        whole("span_start"),
        |sentence| TableCell::whole(sentence.span.map(|span| span[0])),
        |row, cell| set_first(&mut row.sentence.span, cell),
    ),
    column(
        whole("span_end"),
        |sentence| TableCell::whole(sentence.span.map(|span| span[1])),
        |row, cell| set_second(&mut row.sentence.span, cell),
    ),
    column(
        whole("line"),
        |sentence| TableCell::whole(sentence.at.map(|at| at[0].into())),
        |row, cell| set_first(&mut row.sentence.at, cell),
    ),
    column(
        whole("column"),
        |sentence| TableCell::whole(sentence.at.map(|at| at[1].into())),
        |row, cell| set_second(&mut row.sentence.at, cell),
    ),
    column(
        text("marks"),
        |sentence| sentence.marks.to_cell(),
        |row, cell| set_json(&mut row.sentence.marks, cell),
    ),
    column(
        text("code"),
        |sentence| sentence.code.to_cell(),
        |row, cell| set_json(&mut row.sentence.code, cell),
    ),
];
