//! The values of columns, and how fields of the model become values and are read back.

use std::borrow::Cow;
use std::sync::Arc;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer as _};
use serde::{Deserialize as _, Serialize};

use crate::article::{
    BlockId, Capture, CitationContext, Dialect, Format, Ignore, MetadataRule, OriginRule, Place,
    Reason, SentenceId, Syntax, Warning,
};
use crate::link::Via;

/// A value of a row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TableCell<'a> {
    /// None.
    Null,
    /// True or false.
    Flag(bool),
    /// A whole number. One of 64 bits without a sign keeps its bits.
    Whole(i64),
    /// A number.
    Double(f64),
    /// A day, counted from 1 January 1970.
    Date(i32),
    /// A moment, in microseconds from that day's beginning in UTC.
    Time(i64),
    /// Text.
    Text(Cow<'a, str>),
    /// A list of texts.
    Texts(Vec<Cow<'a, str>>),
}

impl<'a> TableCell<'a> {
    /// Text, or none.
    pub(crate) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(Cow::Borrowed(text)))
    }

    /// A number, or none.
    pub(crate) fn whole(number: Option<u64>) -> Self {
        number.map_or(Self::Null, |number| Self::Whole(number.cast_signed()))
    }

    /// JSON of a list; none if it is empty.
    pub(super) fn json<T: Serialize>(list: &[T]) -> Self {
        if list.is_empty() {
            return Self::Null;
        }
        let json = serde_json::to_string(list).expect("a list holds strings and integers only");
        Self::Text(Cow::Owned(json))
    }

    /// The same with no borrowed part.
    fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }
}

/// A field that is one value.
pub(super) trait TableField: Sized {
    /// Its value.
    fn to_cell(&self) -> TableCell<'_>;

    /// The field of a value; `None` if the value is not one of this field.
    fn from_cell(cell: TableCell<'_>) -> Option<Self>;
}

/// Sets a field.
pub(super) fn set<T: TableField>(field: &mut T, cell: TableCell<'_>) -> Option<()> {
    *field = T::from_cell(cell)?;
    Some(())
}

/// Sets a list that is JSON in its column.
pub(super) fn set_json<T: DeserializeOwned>(list: &mut Vec<T>, cell: TableCell<'_>) -> Option<()> {
    *list = match cell {
        TableCell::Null => Vec::new(),
        TableCell::Text(json) => serde_json::from_str(&json).ok()?,
        _ => return None,
    };
    Some(())
}

/// Sets the first of a pair of numbers that are there together or not at all.
pub(super) fn set_first<T: TableField + Default>(
    pair: &mut Option<[T; 2]>,
    cell: TableCell<'_>,
) -> Option<()> {
    *pair = Option::<T>::from_cell(cell)?.map(|first| [first, T::default()]);
    Some(())
}

/// Sets the second one, after the first.
pub(super) fn set_second<T: TableField>(
    pair: &mut Option<[T; 2]>,
    cell: TableCell<'_>,
) -> Option<()> {
    match (pair, Option::<T>::from_cell(cell)?) {
        (Some(pair), Some(second)) => pair[1] = second,
        (None, None) => {}
        _ => return None,
    }
    Some(())
}

impl<T: TableField> TableField for Option<T> {
    fn to_cell(&self) -> TableCell<'_> {
        self.as_ref().map_or(TableCell::Null, T::to_cell)
    }

    fn from_cell(cell: TableCell<'_>) -> Option<Self> {
        match cell {
            TableCell::Null => Some(None),
            cell => T::from_cell(cell).map(Some),
        }
    }
}

impl TableField for String {
    fn to_cell(&self) -> TableCell<'_> {
        TableCell::Text(Cow::Borrowed(self))
    }

    fn from_cell(cell: TableCell<'_>) -> Option<Self> {
        cell.into_text()
    }
}

impl TableField for Arc<str> {
    fn to_cell(&self) -> TableCell<'_> {
        TableCell::Text(Cow::Borrowed(self))
    }

    fn from_cell(cell: TableCell<'_>) -> Option<Self> {
        match cell {
            TableCell::Text(text) => Some((&*text).into()),
            _ => None,
        }
    }
}

impl TableField for CitationContext {
    fn to_cell(&self) -> TableCell<'_> {
        TableCell::Text(self.text())
    }

    fn from_cell(cell: TableCell<'_>) -> Option<Self> {
        match cell {
            TableCell::Text(text) => Some(Self::from(&*text)),
            _ => None,
        }
    }
}

impl TableField for u32 {
    fn to_cell(&self) -> TableCell<'_> {
        TableCell::Whole((*self).into())
    }

    fn from_cell(cell: TableCell<'_>) -> Option<Self> {
        match cell {
            TableCell::Whole(number) => number.try_into().ok(),
            _ => None,
        }
    }
}

impl TableField for u64 {
    fn to_cell(&self) -> TableCell<'_> {
        TableCell::whole(Some(*self))
    }

    fn from_cell(cell: TableCell<'_>) -> Option<Self> {
        match cell {
            TableCell::Whole(number) => Some(number.cast_unsigned()),
            _ => None,
        }
    }
}

impl TableField for Vec<String> {
    fn to_cell(&self) -> TableCell<'_> {
        TableCell::Texts(self.iter().map(|text| Cow::Borrowed(&**text)).collect())
    }

    fn from_cell(cell: TableCell<'_>) -> Option<Self> {
        match cell {
            TableCell::Texts(texts) => Some(texts.into_iter().map(Cow::into_owned).collect()),
            _ => None,
        }
    }
}

impl TableField for Vec<Cow<'static, str>> {
    fn to_cell(&self) -> TableCell<'_> {
        TableCell::Texts(self.iter().map(|text| Cow::Borrowed(&**text)).collect())
    }

    fn from_cell(cell: TableCell<'_>) -> Option<Self> {
        Vec::<String>::from_cell(cell).map(|texts| texts.into_iter().map(Cow::Owned).collect())
    }
}

impl TableField for Vec<SentenceId> {
    fn to_cell(&self) -> TableCell<'_> {
        TableCell::Texts(self.iter().map(|id| Cow::Owned(id.to_string())).collect())
    }

    fn from_cell(cell: TableCell<'_>) -> Option<Self> {
        match cell {
            TableCell::Texts(texts) => texts.iter().map(|text| text.parse().ok()).collect(),
            _ => None,
        }
    }
}

/// Ids, which are written as their text.
macro_rules! ids {
    ($($id:ty),*) => {$(
        impl TableField for $id {
            fn to_cell(&self) -> TableCell<'_> {
                TableCell::Text(Cow::Owned(self.to_string()))
            }

            fn from_cell(cell: TableCell<'_>) -> Option<Self> {
                match cell {
                    TableCell::Text(text) => text.parse().ok(),
                    _ => None,
                }
            }
        }
    )*};
}

ids!(SentenceId, BlockId);

/// Words of closed sets, which are written as they are in JSON.
macro_rules! words {
    ($($set:ty),*) => {$(
        impl TableField for $set {
            fn to_cell(&self) -> TableCell<'_> {
                match serde_json::to_value(self) {
                    Ok(serde_json::Value::String(word)) => TableCell::Text(Cow::Owned(word)),
                    _ => TableCell::Null,
                }
            }

            fn from_cell(cell: TableCell<'_>) -> Option<Self> {
                let TableCell::Text(word) = cell else { return None };
                let word: StrDeserializer<'_, serde::de::value::Error> = (&*word).into_deserializer();
                Self::deserialize(word).ok()
            }
        }
    )*};
}

words!(Dialect, Format, MetadataRule, OriginRule, Place, Reason, Syntax);

/// Lists without columns of their own, which are written as JSON.
macro_rules! lists {
    ($($item:ty),*) => {$(
        impl TableField for Vec<$item> {
            fn to_cell(&self) -> TableCell<'_> {
                TableCell::json(self)
            }

            fn from_cell(cell: TableCell<'_>) -> Option<Self> {
                let mut list = Self::new();
                set_json(&mut list, cell)?;
                Some(list)
            }
        }
    )*};
}

lists!(Capture, Ignore, Via, Warning, [u32; 2]);

#[cfg(test)]
mod tests {
    use super::*;

    fn comes_back<T: TableField + PartialEq + std::fmt::Debug>(field: T) {
        assert_eq!(T::from_cell(field.to_cell()).as_ref(), Some(&field));
    }

    #[test]
    fn fields_are_read_as_they_were_written() {
        comes_back(u64::MAX);
        comes_back(u32::MAX);
        comes_back(Some("\0 é".to_owned()));
        comes_back(None::<u32>);
        comes_back(vec![String::new(), "x".to_owned()]);
        comes_back(None::<Vec<SentenceId>>);
        comes_back(Some(Vec::<SentenceId>::new()));
        comes_back(Some(vec!["P1.S0".parse::<SentenceId>().expect("an id")]));
        Place::ALL.into_iter().for_each(comes_back);
        Reason::ALL.into_iter().for_each(comes_back);
        Syntax::ALL.into_iter().for_each(comes_back);
        comes_back(OriginRule::FrontMatter);
        comes_back(MetadataRule::JsonLd);
        comes_back(vec![[1_u32, 2], [3, 4]]);
    }

    #[test]
    fn other_values_are_refused() {
        assert_eq!(u32::from_cell(TableCell::Whole(-1)), None);
        assert_eq!(u32::from_cell(TableCell::Whole(1 << 32)), None);
        assert_eq!(Place::from_cell(TableCell::text(Some("Body"))), None);
        assert_eq!(SentenceId::from_cell(TableCell::text(Some("P1"))), None);
        assert_eq!(String::from_cell(TableCell::Null), None);
        assert_eq!(Vec::<Via>::from_cell(TableCell::text(Some("{}"))), None);
        let mut pair = None::<[u32; 2]>;
        assert_eq!(set_second(&mut pair, TableCell::Whole(1)), None);
        assert_eq!(set_first(&mut pair, TableCell::Whole(1)), Some(()));
        assert_eq!(set_second(&mut pair, TableCell::Null), None);
    }
}
