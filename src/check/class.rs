//! The kinds of outcomes. Whoever decides by kind names every kind, so that a new one does not compile
//! until each place has decided.

/// The kind of an outcome: the word before the dot of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Class {
    /// The page is there.
    Ok,
    /// It is there, and redirects lead to it.
    Moved,
    /// There is no such page, or no such host.
    Gone,
    /// It is withheld for legal reasons.
    Legal,
    /// Something stands in front of it.
    Blocked,
    /// The server failed over it.
    Server,
    /// The host cannot be reached.
    Net,
    /// No secure connection can be trusted.
    Tls,
    /// The redirects lead nowhere.
    Redirect,
    /// Something was sent that is probably not the page.
    Soft,
    /// Nothing can be said about it.
    Unknown,
    /// Nothing was sent, on purpose.
    Skipped,
}

impl Class {
    /// The word of codes and messages.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether it can make a link dead, seen often enough: the page, the server or the host failed.
    pub fn is_failure(self) -> bool {
        match self {
            Self::Gone | Self::Server | Self::Net => true,
            Self::Ok
            | Self::Moved
            | Self::Legal
            | Self::Blocked
            | Self::Tls
            | Self::Redirect
            | Self::Soft
            | Self::Unknown
            | Self::Skipped => false,
        }
    }
}
