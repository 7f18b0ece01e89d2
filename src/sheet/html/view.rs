//! The sheet as the page shows it: rows of one claim together, each with its sentence.

use rustc_hash::FxHashMap;

use crate::sheet::{Passage, RowSupport, Sheet, SheetCell, SheetRow};

/// How many owners stand behind a claim: what the colours of the text say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SupportLevel {
    /// No citation near.
    None,
    /// One in the sentence before or after.
    Adjacent,
    /// Citations of one owner.
    One,
    /// Citations of several owners.
    Several,
}

impl SupportLevel {
    /// Every kind, the weakest first.
    pub(super) const ALL: [Self; 4] = [Self::None, Self::Adjacent, Self::One, Self::Several];

    /// That of a row. Any other text in the cell of its support is taken for citations.
    fn from_row(row: &SheetRow) -> Self {
        match &row.support {
            SheetCell::Value(RowSupport::None) => Self::None,
            SheetCell::Value(RowSupport::Adjacent) => Self::Adjacent,
            SheetCell::Text(text) if text.is_empty() => Self::None,
            _ if row.owners > 1 => Self::Several,
            _ => Self::One,
        }
    }

    /// The class in the style sheet, and the word of the filter.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Adjacent => "adjacent",
            Self::One => "one",
            Self::Several => "several",
        }
    }

    /// What the legend says.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::None => "no link nearby",
            Self::Adjacent => "link in a sentence next to it",
            Self::One => "links to sites of one owner",
            Self::Several => "links to sites of several owners",
        }
    }
}

/// One claim with its rows.
pub(super) struct ClaimView<'a> {
    /// `P2.S4`.
    pub(super) sentence: &'a str,
    /// The place of its sentence in the text, from 0; behind all of it where there is none.
    pub(super) place: usize,
    /// The sentence in the text.
    pub(super) passage: Option<&'a Passage>,
    /// How it is supported.
    pub(super) support: SupportLevel,
    first: (usize, &'a SheetRow),
    /// Few claims have more than one row.
    more: Vec<(usize, &'a SheetRow)>,
}

impl<'a> ClaimView<'a> {
    /// The first row; what is said of the claim is the same in all.
    pub(super) fn row(&self) -> &'a SheetRow {
        self.first.1
    }

    /// The rows with their places in the sheet; at least one.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &'a SheetRow)> {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }
}

/// What all parts of the page look at.
pub(super) struct SheetView<'a> {
    pub(super) sheet: &'a Sheet,
    /// In the order of their first rows.
    pub(super) claims: Vec<ClaimView<'a>>,
    numbers: FxHashMap<&'a str, usize>,
    sentences: FxHashMap<&'a str, usize>,
}

impl<'a> SheetView<'a> {
    pub(super) fn new(sheet: &'a Sheet) -> Self {
        // Most claims have one row.
        let mut claims: Vec<ClaimView> = Vec::with_capacity(sheet.rows.len());
        let mut numbers = FxHashMap::default();
        for (at, row) in sheet.rows.iter().enumerate() {
            let number = *numbers.entry(row.claim_id.as_str()).or_insert(claims.len());
            match claims.get_mut(number) {
                Some(claim) => claim.more.push((at, row)),
                None => claims.push(claim((at, row), sheet.passages.len())),
            }
        }
        for (place, passage) in sheet.passages.iter().enumerate() {
            let number = passage.claim.as_deref().and_then(|id| numbers.get(id));
            if let Some(number) = number {
                claims[*number].place = place;
                claims[*number].passage = Some(passage);
            }
        }
        let sentences = claims.iter().enumerate().map(|(at, claim)| (claim.sentence, at));
        let sentences = sentences.collect();
        Self { sheet, claims, numbers, sentences }
    }

    /// The number of a claim on the page, from 0.
    pub(super) fn number(&self, claim_id: &str) -> Option<usize> {
        self.numbers.get(claim_id).copied()
    }

    /// The number of the claim that a sentence makes.
    pub(super) fn of_sentence(&self, id: &str) -> Option<usize> {
        self.sentences.get(id).copied()
    }

    /// How many rows need nothing more.
    pub(super) fn done(&self) -> usize {
        self.sheet.rows.iter().filter(|row| row.human.status.is_done()).count()
    }

    /// What the page is called.
    pub(super) fn title(&self) -> &'a str {
        let head = &self.sheet.article;
        let title = head.title.as_deref().filter(|title| !title.trim().is_empty());
        title.unwrap_or(&head.input)
    }
}

/// A claim that begins with a row, and whose sentence is not known yet.
fn claim<'a>(first: (usize, &'a SheetRow), behind: usize) -> ClaimView<'a> {
    let row = first.1;
    ClaimView {
        sentence: &row.sentence,
        place: behind,
        passage: None,
        support: SupportLevel::from_row(row),
        first,
        more: Vec::new(),
    }
}
