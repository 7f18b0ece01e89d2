//! What people write in a row, field by field.

use serde::{Deserialize, Serialize};

use super::{Blank, RowStatus};

/// What people write in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct HumanFields {
    /// How far the check is.
    pub status: RowStatus,
    /// The words in the source, or where in it they stand.
    pub locator: String,
    /// Who checked.
    pub checker: String,
    /// When.
    pub checked_on: String,
    /// What the text should say.
    pub correction: String,
    /// Anything else.
    pub note: String,
    /// Sources without a link: an interview, an e-mail, a document.
    pub other_sources: String,
    /// Who signed the row off, after it was checked.
    pub signed_off_by: String,
    /// When.
    pub signed_off_on: String,
}

/// One of the fields that people write in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HumanField {
    /// [`HumanFields::status`].
    Status,
    /// [`HumanFields::locator`].
    Locator,
    /// [`HumanFields::checker`].
    Checker,
    /// [`HumanFields::checked_on`].
    CheckedOn,
    /// [`HumanFields::correction`].
    Correction,
    /// [`HumanFields::note`].
    Note,
    /// [`HumanFields::other_sources`].
    OtherSources,
    /// [`HumanFields::signed_off_by`].
    SignedOffBy,
    /// [`HumanFields::signed_off_on`].
    SignedOffOn,
}

impl HumanField {
    /// All of them in the order of the columns.
    pub const ALL: [Self; 9] = [
        Self::Status,
        Self::Locator,
        Self::Checker,
        Self::CheckedOn,
        Self::Correction,
        Self::Note,
        Self::OtherSources,
        Self::SignedOffBy,
        Self::SignedOffOn,
    ];

    /// The name of its column.
    pub fn column(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Locator => "quote_or_locator_in_source",
            Self::Checker => "checker",
            Self::CheckedOn => "checked_on",
            Self::Correction => "correction",
            Self::Note => "note",
            Self::OtherSources => "other_sources",
            Self::SignedOffBy => "signed_off_by",
            Self::SignedOffOn => "signed_off_on",
        }
    }
}

impl Blank for HumanFields {
    fn blank() -> &'static Self {
        const {
            &Self {
                status: RowStatus::Open,
                locator: String::new(),
                checker: String::new(),
                checked_on: String::new(),
                correction: String::new(),
                note: String::new(),
                other_sources: String::new(),
                signed_off_by: String::new(),
                signed_off_on: String::new(),
            }
        }
    }
}

impl HumanFields {
    /// The text of a field's cell.
    pub fn get(&self, field: HumanField) -> &str {
        match field {
            HumanField::Status => self.status.name(),
            HumanField::Locator => &self.locator,
            HumanField::Checker => &self.checker,
            HumanField::CheckedOn => &self.checked_on,
            HumanField::Correction => &self.correction,
            HumanField::Note => &self.note,
            HumanField::OtherSources => &self.other_sources,
            HumanField::SignedOffBy => &self.signed_off_by,
            HumanField::SignedOffOn => &self.signed_off_on,
        }
    }

    /// Writes the text of a field's cell.
    pub fn set(&mut self, field: HumanField, text: String) {
        let place = match field {
            HumanField::Status => {
                self.status = RowStatus::from(text);
                return;
            }
            HumanField::Locator => &mut self.locator,
            HumanField::Checker => &mut self.checker,
            HumanField::CheckedOn => &mut self.checked_on,
            HumanField::Correction => &mut self.correction,
            HumanField::Note => &mut self.note,
            HumanField::OtherSources => &mut self.other_sources,
            HumanField::SignedOffBy => &mut self.signed_off_by,
            HumanField::SignedOffOn => &mut self.signed_off_on,
        };
        *place = text;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{COLUMNS, FIRST_HUMAN};
    use super::*;

    #[test]
    fn fields_stand_in_the_order_of_their_columns() {
        assert_eq!(HumanField::ALL.map(HumanField::column), COLUMNS[FIRST_HUMAN..]);
    }

    #[test]
    fn a_blank_row_is_a_new_one() {
        assert_eq!(*HumanFields::blank(), HumanFields::default());
    }

    #[test]
    fn every_field_holds_what_was_written() {
        let mut human = HumanFields::default();
        for field in HumanField::ALL {
            human.set(field, format!("x {}", field.column()));
        }
        for field in HumanField::ALL {
            assert_eq!(human.get(field), format!("x {}", field.column()));
        }
    }
}
