//! Values that few rows have.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that is blank in most rows. There it takes the room of a pointer: a text of 32 MB has half a million rows, and
/// nobody has written in them yet.
///
/// It is used as the value itself. The first access that may change it makes room for it.
#[derive(Clone)]
pub struct Sparse<T>(Option<Box<T>>);

/// A value that can be blank.
pub trait Blank: PartialEq + Sized + 'static {
    /// What a row has where nobody wrote anything.
    fn blank() -> &'static Self;
}

impl Blank for String {
    fn blank() -> &'static Self {
        const { &Self::new() }
    }
}

impl<T: PartialEq + 'static> Blank for Vec<T> {
    fn blank() -> &'static Self {
        const { &Self::new() }
    }
}

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Blank> From<T> for Sparse<T> {
    fn from(value: T) -> Self {
        Self((value != *T::blank()).then(|| Box::new(value)))
    }
}

impl<T: Blank> Deref for Sparse<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match &self.0 {
            Some(value) => value,
            None => T::blank(),
        }
    }
}

impl<T: Blank + Default> DerefMut for Sparse<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_or_insert_default()
    }
}

impl<T: Blank> PartialEq for Sparse<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Blank> PartialEq<T> for Sparse<T> {
    fn eq(&self, other: &T) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Sparse<String> {
    fn eq(&self, other: &&str) -> bool {
        ***self == **other
    }
}

impl<T: Blank + Eq> Eq for Sparse<T> {}

impl<T: Blank + Hash> Hash for Sparse<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: Blank + fmt::Display> fmt::Display for Sparse<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(out)
    }
}

impl<T: Blank + fmt::Debug> fmt::Debug for Sparse<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(out)
    }
}

impl<T> FromIterator<T> for Sparse<Vec<T>>
where
    Vec<T>: Blank,
{
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<'a, T> IntoIterator for &'a Sparse<Vec<T>>
where
    Vec<T>: Blank,
{
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Blank + Serialize> Serialize for Sparse<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de, T: Blank + Deserialize<'de>> Deserialize<'de> for Sparse<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_value_takes_no_room_and_reads_as_one() {
        assert_eq!(size_of::<Sparse<[String; 9]>>(), size_of::<usize>());
        let mut text = Sparse::from(String::new());
        assert!(text.0.is_none() && text.is_empty());
        text.push('x');
        assert_eq!(text, "x");
        text.clear();
        assert_eq!(text, Sparse::default());
    }

    #[test]
    fn json_has_the_value_itself() {
        for list in [vec![], vec!["a".to_owned(), String::new()]] {
            let json = serde_json::to_string(&list).unwrap();
            let read: Sparse<Vec<String>> = serde_json::from_str(&json).unwrap();
            assert_eq!((read.0.is_some(), &*read), (!list.is_empty(), &list));
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
    }
}
