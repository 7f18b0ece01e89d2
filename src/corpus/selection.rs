//! Which citations count.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::{Article, Link, Place, Syntax};

/// Which citations count: `--place` and `--syntax`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Selection {
    /// The places that count.
    pub places: Vec<Place>,
    /// The syntaxes that count.
    pub syntaxes: Vec<Syntax>,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            places: vec![Place::Body, Place::Note, Place::Caption, Place::Byline],
            syntaxes: Syntax::ALL.to_vec(),
        }
    }
}

impl Selection {
    /// Counts every citation, wherever it stands.
    pub fn everything() -> Self {
        Self { places: Place::ALL.to_vec(), ..Self::default() }
    }

    /// Whether a link is a citation that counts.
    pub fn counts(&self, link: &Link) -> bool {
        link.reason.is_none() && self.selects(link.place, link.syntax)
    }

    /// The counted citations of one article, in document order.
    pub fn counted_links<'a>(&self, article: &'a Article) -> impl Iterator<Item = &'a Link> {
        article.citations.iter().filter(|link| self.counts(link))
    }

    /// Whether citations of this place and syntax count.
    pub fn selects(&self, place: Place, syntax: Syntax) -> bool {
        self.holds(place) && self.syntaxes.contains(&syntax)
    }

    pub(super) fn holds(&self, place: Place) -> bool {
        self.places.contains(&place)
    }
}
