//! What speaks for checking a sentence sooner or later, with the points of each (`data/signals/weights.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Something in a sentence, or about it, for which it gets or loses points.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "kebab-case")]
#[expect(missing_docs, reason = "data/signals/weights.toml says what each is")]
pub enum Cue {
    Number,
    LargeNumber,
    SecondNumber,
    Money,
    Percent,
    Date,
    Quotation,
    Superlative,
    WeakSuperlative,
    Attribution,
    ReportingVerb,
    WeakReportingVerb,
    PluralAttribution,
    Comparison,
    Change,
    Absolute,
    Cause,
    Law,
    Name,
    SecondName,
    Title,
    People,
    Age,
    Distance,
    Duration,
    WholeSentence,
    LongSentence,
    ShortSentence,
    Question,
    Exclamation,
    Opinion,
    FirstPerson,
    We,
    SecondPerson,
    Future,
    Courtesy,
    NoSource,
    SourceBeside,
    OneOwner,
    OneOwnerOfNumber,
    PrimarySource,
    SecondarySource,
    Headline,
    ErrorFinding,
    WarningFinding,
    NoticeFinding,
    InfoFinding,
}

impl Cue {
    /// The word used in the table of weights and in JSON.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// How much it adds to the priority of a row.
    pub fn points(self) -> i32 {
        WEIGHTS.points[self as usize]
    }
}

/// The cues of a sentence, and of the row of a sheet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct CueSet(u64);

impl CueSet {
    /// Whether a cue is among them.
    pub fn has(self, cue: Cue) -> bool {
        self.0 & (1 << cue as u32) != 0
    }

    /// The cues, in their order.
    pub fn iter(self) -> impl Iterator<Item = Cue> {
        Cue::VARIANTS.iter().copied().filter(move |cue| self.has(*cue))
    }

    /// Adds a cue.
    pub(crate) fn insert(&mut self, cue: Cue) {
        self.0 |= 1 << cue as u32;
    }

    /// The sum of their points and of those that every row has, from 0 to 100.
    pub fn priority(self) -> u8 {
        let points: i32 = self.iter().map(Cue::points).sum();
        (WEIGHTS.base + points).clamp(0, 100) as u8
    }
}

/// As an object of names and points, in the order of the cues.
impl Serialize for CueSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|cue| (cue.name(), cue.points())))
    }
}

/// Names that nobody knows any more are left out; the points are those of today.
impl<'de> Deserialize<'de> for CueSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = BTreeMap::<String, i32>::deserialize(deserializer)?;
        let mut cues = Self::default();
        named.keys().filter_map(|name| name.parse().ok()).for_each(|cue| cues.insert(cue));
        Ok(cues)
    }
}

/// The points of every cue.
struct Weights {
    base: i32,
    points: [i32; Cue::VARIANTS.len()],
}

/// The table as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightTable {
    base: i32,
    cues: BTreeMap<String, WeightRow>,
}

/// A row of the table. Reasons are for people, and a test wants them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightRow {
    points: i32,
    #[serde(rename = "reason")]
    _reason: String,
}

const TABLE: &str = include_str!("../../data/signals/weights.toml");

/// The table is part of the program; a test reads it, and finds every cue in it.
static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    let table: Option<WeightTable> = toml::from_str(TABLE).ok();
    let points = |cue: &Cue| Some(table.as_ref()?.cues.get(cue.name())?.points);
    let mut weights = Weights { base: 0, points: [0; Cue::VARIANTS.len()] };
    weights.base = table.as_ref().map_or(0, |table| table.base);
    for cue in Cue::VARIANTS {
        weights.points[*cue as usize] = points(cue).unwrap_or_default();
    }
    weights
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_has_points_and_a_reason() {
        let table: WeightTable = toml::from_str(TABLE).expect("a table of weights");
        let mut names: Vec<&str> = Cue::VARIANTS.iter().map(|cue| cue.name()).collect();
        names.sort_unstable();
        assert_eq!(table.cues.keys().map(String::as_str).collect::<Vec<_>>(), names);
        assert!(table.cues.values().all(|row| row.points.abs() <= 40 && row._reason.len() > 15));
    }

    #[test]
    fn a_sum_stays_between_0_and_100() {
        let mut cues = CueSet::default();
        let start = cues.priority();
        cues.insert(Cue::Money);
        assert_eq!(i32::from(cues.priority()), i32::from(start) + Cue::Money.points());
        Cue::VARIANTS.iter().filter(|cue| cue.points() > 0).for_each(|cue| cues.insert(*cue));
        assert_eq!(cues.priority(), 100);
        let mut low = CueSet::default();
        Cue::VARIANTS.iter().filter(|cue| cue.points() < 0).for_each(|cue| low.insert(*cue));
        assert_eq!(low.priority(), 0);
    }

    #[test]
    fn json_keeps_the_names() {
        let mut cues = CueSet::default();
        cues.insert(Cue::Percent);
        cues.insert(Cue::NoSource);
        let json = serde_json::to_string(&cues).expect("a map");
        assert!(json.contains("\"percent\":") && json.contains("\"no-source\":"), "{json}");
        assert_eq!(serde_json::from_str::<CueSet>(&json).expect("a map"), cues);
    }
}
