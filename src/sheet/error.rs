//! Why a file cannot be used as a sheet.

use super::SCHEMA;
use super::limits::TooLarge;

/// Why a file is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// A page or a list to read, which brings nothing back.
    #[error("it is {0}, and citegraph cannot read a sheet in this form; {1}")]
    Form(&'static str, &'static str),
    /// Something else.
    #[error(
        "it is not a sheet: no line has the columns claim_id and claim; give a file that `citegraph sheet` \
         wrote"
    )]
    Other,
    /// A table lacks a column.
    #[error("the column {0} is missing; add it again, or copy it from a new sheet")]
    Column(&'static str),
    /// JSON that is no sheet.
    #[error("it is not a sheet in JSON: {0}; `citegraph sheet` writes one")]
    Json(#[from] serde_json::Error),
    /// A sheet of another version.
    #[error("it has schema {0}, but this version reads schema {SCHEMA}; write the sheet again")]
    Schema(u32),
    /// A workbook that cannot be opened.
    #[error("the workbook cannot be read: {0}; save it again as XLSX or CSV")]
    Workbook(String),
    /// More than is read.
    #[error(transparent)]
    Large(#[from] TooLarge),
}
