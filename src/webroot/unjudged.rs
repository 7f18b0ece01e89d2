//! Why a reference of a page is not judged.

use strum::IntoStaticStr;

/// Why a reference of a page is not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Unjudged {
    /// It leads to another site.
    External,
    /// It is no web address: mail, a telephone number, a script, data.
    #[strum(serialize = "with another scheme")]
    Scheme,
    /// A template writes it when the site is built.
    #[strum(serialize = "written by a template")]
    Template,
    /// It leads to a part of the own host that is not in the folder.
    #[strum(serialize = "outside the base URL")]
    OutsideBase,
    /// A source links a file outside of the folder.
    #[strum(serialize = "outside the folder")]
    OutsideRoot,
    /// A source links a path from the root of a site whose root nobody named.
    #[strum(serialize = "with an address that begins with /")]
    UnknownRoot,
}

impl Unjudged {
    /// The words used in every output.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
