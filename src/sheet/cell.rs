//! Cells of the machine's columns: typed where the program wrote them, text where somebody changed them.

use std::fmt::{self, Display};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that a sheet shows as text in a cell.
pub trait SheetValue: Sized {
    /// Reads the text of a cell; `None` where it is not such a value.
    fn parse(text: &str) -> Option<Self>;

    /// Writes the text of a cell.
    fn write(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// What a cell holds. A sheet that people bring back may have anything in it, so what is not one of our
/// values stays as it is. A cell is written with the text that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SheetCell<T> {
    /// One of our values.
    Value(T),
    /// Any other text; empty where there is none.
    Text(Box<str>),
}

impl<T> SheetCell<T> {
    /// The value; `None` where the cell holds other text.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }
}

impl<T> Default for SheetCell<T> {
    fn default() -> Self {
        Self::Text(Box::default())
    }
}

impl<T: SheetValue> Display for SheetCell<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.write(out),
            Self::Text(text) => out.write_str(text),
        }
    }
}

impl<T: SheetValue> From<T> for SheetCell<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: SheetValue> SheetCell<T> {
    /// Reads the text of a cell.
    pub fn parse(text: String) -> Self {
        match T::parse(&text).map(Self::Value) {
            // A number such as `03` is read and would be written in another way.
            Some(cell) if cell.to_string() == text => cell,
            _ => Self::Text(text.into()),
        }
    }
}

impl<T: SheetValue> Serialize for SheetCell<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T: SheetValue> Deserialize<'de> for SheetCell<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(String::deserialize(deserializer)?))
    }
}
