//! The sheet as the page shows it: rows of one claim together, each with its sentence.

use rustc_hash::{FxHashMap, FxHashSet};

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
    rows: &'a [SheetRow],
    indices: &'a ClaimRows,
}

impl<'a> ClaimView<'a> {
    /// The first row; what is said of the claim is the same in all.
    pub(super) fn row(&self) -> &'a SheetRow {
        &self.rows[self.indices.first as usize]
    }

    /// The rows with their places in the sheet; at least one.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &'a SheetRow)> {
        let (rows, claim) = (self.rows, self.indices);
        let indices = std::iter::once(&claim.first).chain(&claim.more);
        indices.map(move |index| (*index as usize, &rows[*index as usize]))
    }
}

/// What is kept of each claim: a text of 32 MB has half a million.
struct ClaimRows {
    /// The index of its first row.
    first: u32,
    /// The index of its sentence in the text, if it is known.
    passage: Option<u32>,
    /// The indices of its other rows. Few claims have any.
    more: Vec<u32>,
}

/// What all parts of the page look at.
pub(super) struct SheetView<'a> {
    pub(super) sheet: &'a Sheet,
    /// In the order of their first rows.
    claims: Vec<ClaimRows>,
    numbers: FxHashMap<&'a str, u32>,
    /// Numbers of claims by their sentence, of those that a source lists.
    listed: FxHashMap<&'a str, u32>,
}

impl<'a> SheetView<'a> {
    pub(super) fn new(sheet: &'a Sheet) -> Self {
        // Most claims have one row.
        let mut claims: Vec<ClaimRows> = Vec::with_capacity(sheet.rows.len());
        let mut numbers = FxHashMap::default();
        for (row, at) in sheet.rows.iter().zip(0..) {
            let number = *numbers.entry(row.claim_id.as_str()).or_insert(claims.len() as u32);
            match claims.get_mut(number as usize) {
                Some(claim) => claim.more.push(at),
                None => claims.push(ClaimRows { first: at, passage: None, more: Vec::new() }),
            }
        }
        for (passage, place) in sheet.passages.iter().zip(0..) {
            let number = passage.claim.as_deref().and_then(|id| numbers.get(id));
            if let Some(number) = number {
                claims[*number as usize].passage = Some(place);
            }
        }
        let cited = sheet.sources.iter().flat_map(|work| &work.claims);
        let cited: FxHashSet<&str> = cited.map(|id| id.as_str()).collect();
        let sentences =
            claims.iter().map(|claim| sheet.rows[claim.first as usize].sentence.as_str());
        let listed = sentences.zip(0..).filter(|(sentence, _)| cited.contains(sentence)).collect();
        Self { sheet, claims, numbers, listed }
    }

    /// How many claims there are.
    pub(super) fn len(&self) -> usize {
        self.claims.len()
    }

    /// The claim with a number.
    pub(super) fn claim(&self, number: usize) -> ClaimView<'_> {
        let (indices, passages) = (&self.claims[number], &self.sheet.passages);
        let row = &self.sheet.rows[indices.first as usize];
        let place = indices.passage.map_or(passages.len(), |place| place as usize);
        ClaimView {
            sentence: &row.sentence,
            place,
            passage: passages.get(place),
            support: SupportLevel::from_row(row),
            rows: &self.sheet.rows,
            indices,
        }
    }

    /// The number of a claim on the page, from 0.
    pub(super) fn number(&self, claim_id: &str) -> Option<usize> {
        self.numbers.get(claim_id).map(|number| *number as usize)
    }

    /// The number of the claim that a sentence makes which a source lists.
    pub(super) fn of_listed(&self, id: &str) -> Option<usize> {
        self.listed.get(id).map(|number| *number as usize)
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
