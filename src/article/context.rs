//! The text around a link.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The sentence that holds a link; of an endless one the part around the link, with `…` for what is left
/// out.
///
/// The links of a sentence share its text: 10^5 of them in one paragraph would otherwise hold a copy each.
#[derive(Clone)]
pub struct CitationContext {
    sentence: Arc<str>,
    /// The part of it that is shown, in bytes.
    start: u32,
    end: u32,
}

impl CitationContext {
    /// The part of a sentence that is shown; both ends are boundaries of characters.
    pub(crate) fn part(sentence: &Arc<str>, shown: Range<usize>) -> Self {
        let (start, end) = (shown.start as u32, shown.end as u32);
        Self { sentence: Arc::clone(sentence), start, end }
    }

    /// What is shown; borrowed where that is the whole sentence.
    pub fn text(&self) -> Cow<'_, str> {
        match self.parts() {
            ["", text, ""] => Cow::Borrowed(text),
            parts => Cow::Owned(parts.concat()),
        }
    }

    /// What stands for text before, the text, and what stands for text behind.
    fn parts(&self) -> [&str; 3] {
        let (start, end) = (self.start as usize, self.end as usize);
        let sign = |cut: bool| if cut { "…" } else { "" };
        [sign(start > 0), &self.sentence[start..end], sign(end < self.sentence.len())]
    }
}

impl From<&str> for CitationContext {
    fn from(text: &str) -> Self {
        Self::part(&text.into(), 0..text.len())
    }
}

impl fmt::Display for CitationContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().into_iter().try_for_each(|part| f.write_str(part))
    }
}

impl fmt::Debug for CitationContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text(), f)
    }
}

impl PartialEq for CitationContext {
    fn eq(&self, other: &Self) -> bool {
        let same = Arc::ptr_eq(&self.sentence, &other.sentence);
        (same && (self.start, self.end) == (other.start, other.end)) || self.text() == other.text()
    }
}

impl Eq for CitationContext {}

impl Hash for CitationContext {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text().hash(state);
    }
}

impl Serialize for CitationContext {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.parts() {
            ["", text, ""] => serializer.serialize_str(text),
            _ => serializer.collect_str(self),
        }
    }
}

impl<'de> Deserialize<'de> for CitationContext {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Self::from(text.as_str()))
    }
}

/// A string, as it stands in JSON.
impl JsonSchema for CitationContext {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_the_same_text_however_it_is_held() {
        let sentence: Arc<str> = "one \"two\"\n三 four".into();
        for (shown, text) in [
            (0..sentence.len(), &*sentence),
            (0..3, "one…"),
            (4..13, "…\"two\"\n三…"),
            (14..sentence.len(), "…four"),
        ] {
            let part = CitationContext::part(&sentence, shown);
            assert_eq!((&*part.text(), part.to_string().as_str()), (text, text));
            assert_eq!(part, CitationContext::from(text));
            assert_ne!(part, CitationContext::from("other"));
            let json = serde_json::to_string(&part).unwrap();
            assert_eq!(json, serde_json::to_string(text).unwrap());
            assert_eq!(serde_json::from_str::<CitationContext>(&json).unwrap(), part);
            assert_eq!(format!("{part:?}"), format!("{text:?}"));
        }
    }
}
