//! Which fields of a line are the ends and the weight.

use std::borrow::Cow;

use super::fields::{LineFields, mark_of};

/// Names of columns: of the citing end, of the cited end, and of the weight.
const NAMES: [&[&str]; 3] = [
    &[
        "source",
        "from",
        "src",
        "source_id",
        "source_webentity_id",
        "webentity_source",
        "source_name",
    ],
    &["target", "to", "dst", "target_id", "target_webentity_id", "webentity_target", "target_name"],
    &["weight", "count", "links", "nb_links", "n"],
];

/// The places of the ends and the weight among the fields of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ListColumns {
    ends: [usize; 2],
    weight: Option<usize>,
    /// What separates the fields of all lines, where the first line names columns.
    mark: Option<Option<u8>>,
}

impl Default for ListColumns {
    fn default() -> Self {
        Self { ends: [0, 1], weight: Some(2), mark: None }
    }
}

impl ListColumns {
    /// The places that a first line names; `None` where it names no columns.
    pub(super) fn from_header(line: &[u8]) -> Option<Self> {
        let mark = mark_of(line);
        let fields: Vec<Cow<'_, [u8]>> = LineFields::by(line, mark).collect();
        let place = |names: &[&str]| {
            let is =
                |field: &Cow<'_, [u8]>, name: &str| field.eq_ignore_ascii_case(name.as_bytes());
            names.iter().find_map(|name| fields.iter().position(|field| is(field, name)))
        };
        let [source, target, weight] = NAMES.map(place);
        Some(Self { ends: [source?, target?], weight, mark: Some(mark) })
    }

    /// The ends and the weight of a line; `None` where it has one field alone.
    pub(super) fn fields<'a>(&self, line: &'a [u8]) -> Option<[Option<Cow<'a, [u8]>>; 3]> {
        let mark = self.mark.unwrap_or_else(|| mark_of(line));
        let last = self.weight.unwrap_or(0).max(self.ends[0]).max(self.ends[1]);
        let mut found: Vec<Option<Cow<'a, [u8]>>> =
            LineFields::by(line, mark).take(last + 1).map(Some).collect();
        if found.len() < 2 {
            return None;
        }
        let mut take = |place: usize| found.get_mut(place).and_then(Option::take);
        let ends = self.ends.map(&mut take);
        let weight = self.weight.and_then(take);
        // Where semicolons separate fields, a comma is that of a decimal.
        let weight = weight.map(|weight| match mark {
            Some(b';') => {
                let point = |byte: &u8| if *byte == b',' { b'.' } else { *byte };
                Cow::Owned(weight.iter().map(point).collect())
            }
            _ => weight,
        });
        let [source, target] = ends;
        Some([source, target, weight])
    }
}
