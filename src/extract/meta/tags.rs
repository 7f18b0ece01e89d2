//! `meta` elements of a page, by the names of `data/meta-names.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::{clean, dedup_of};
use crate::extract::place_cues::rows;
use crate::extract::reading::MetaTag;
use crate::html::attrs;
use crate::html::charref;

/// What a `meta` element states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub(super) enum TagKind {
    Title,
    /// The date of publication.
    Published,
    /// Some date.
    Date,
    /// Authors.
    Author,
    /// One author, the family name first.
    Scholar,
    Language,
    /// A list of tags.
    Tags,
    /// One tag.
    Tag,
    /// The page's own address.
    Address,
    /// Who publishes it.
    Publisher,
}

/// The longest value that is read, in bytes.
const MAX_VALUE_BYTES: usize = 4096;

/// How many values are read: names are compared with each other.
const MAX_VALUES: usize = 1000;

/// The rank and the kind of each name.
static NAMES: LazyLock<FxHashMap<&'static str, (usize, TagKind)>> = LazyLock::new(|| {
    let mut names = FxHashMap::default();
    for (rank, row) in rows(include_str!("../../../data/meta-names.tsv")).enumerate() {
        let mut cells = row.split('\t');
        if let (Some(name), Some(Ok(kind))) = (cells.next(), cells.next().map(str::parse)) {
            names.insert(name, (rank, kind));
        }
    }
    names
});

/// One thing that a page states.
#[derive(Debug)]
struct MetaValue {
    rank: usize,
    kind: TagKind,
    value: String,
}

/// What the `meta` elements of a page state, the best first, else in their order.
#[derive(Debug, Default)]
pub(super) struct MetaTags {
    values: Vec<MetaValue>,
}

impl MetaTags {
    pub(super) fn read(html: &str, tags: &[MetaTag]) -> Self {
        let mut values = Vec::new();
        for tag in tags {
            if values.len() >= MAX_VALUES {
                break;
            }
            let (mut known, mut content) = (None, None);
            for attr in attrs::all(html.as_bytes(), tag.attrs) {
                let name = attr.name.text(html);
                if ["property", "name", "http-equiv"]
                    .iter()
                    .any(|key| name.eq_ignore_ascii_case(key))
                {
                    let value = attr.value.text(html).trim().to_ascii_lowercase();
                    known = known.or_else(|| NAMES.get(value.as_str()).copied());
                } else if name.eq_ignore_ascii_case("content") && content.is_none() {
                    content = Some(attr.value.text(html));
                }
            }
            let (Some((rank, kind)), Some(content)) = (known, content) else { continue };
            let content = &content[..content.floor_char_boundary(MAX_VALUE_BYTES)];
            let value = clean(&charref::decode_attribute(content));
            values.extend(value.map(|value| MetaValue { rank, kind, value }));
        }
        values.sort_by_key(|value| value.rank);
        Self { values }
    }

    /// All values of a kind.
    pub(super) fn all(&self, kind: TagKind) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |value| value.kind == kind).map(|value| value.value.as_str())
    }

    /// The first value of a kind.
    pub(super) fn first(&self, kind: TagKind) -> Option<&str> {
        self.all(kind).next()
    }

    /// The values of a kind under each of its names, each once, the best name first.
    pub(super) fn by_name(&self, kind: TagKind) -> Vec<Vec<String>> {
        let values: Vec<&MetaValue> =
            self.values.iter().filter(|value| value.kind == kind).collect();
        let groups = values.chunk_by(|one, next| one.rank == next.rank);
        groups
            .map(|group| dedup_of(group.iter().map(|value| value.value.clone()).collect()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_unique_and_explained() {
        let table: Vec<Vec<&str>> = rows(include_str!("../../../data/meta-names.tsv"))
            .map(|row| row.split('\t').collect())
            .collect();
        assert_eq!(NAMES.len(), table.len());
        for row in &table {
            assert!(row.len() == 3 && row[2].len() > 3, "{row:?}");
            assert_eq!(row[0], row[0].to_ascii_lowercase());
        }
    }
}
