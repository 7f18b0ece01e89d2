//! What the program says about a claim: how it is supported, what can be checked in it, what was found.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use compact_str::CompactString;

use crate::claims::{SignalKind, Support, SupportKind};
use crate::findings::Severity;
use crate::report::format::count_noun;

use super::cell::SheetValue;

/// What a claim rests on: `none`, `adjacent`, `1 work`, `3 works`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowSupport {
    /// No citation near.
    None,
    /// A citation in the sentence before or after, in the same paragraph.
    Adjacent,
    /// Citations in the sentence itself.
    Cited {
        /// The distinct works that it cites.
        works: u32,
    },
}

/// Something in a claim that can be checked: `number 27 million`, `quotation “…”`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowSignal {
    /// What it is.
    pub kind: SignalKind,
    /// Its words, cut where they are long.
    pub words: CompactString,
}

/// A finding about a claim and its source: `error wrapped-url: …`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowFinding {
    /// How much it matters.
    pub severity: Severity,
    /// The rule's name. A sheet of another version may have rules that this one does not know.
    pub rule: Cow<'static, str>,
    /// What was found; shared with the list of findings.
    pub message: Arc<str>,
}

impl RowSupport {
    pub(super) fn from_support(support: &Support) -> Self {
        match support.kind {
            SupportKind::None => Self::None,
            SupportKind::Adjacent => Self::Adjacent,
            SupportKind::Cited => Self::Cited { works: support.works },
        }
    }
}

impl SheetValue for RowSupport {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "none" => Some(Self::None),
            "adjacent" => Some(Self::Adjacent),
            _ => {
                let number = text.strip_suffix(" works").or_else(|| text.strip_suffix(" work"))?;
                Some(Self::Cited { works: number.replace(',', "").parse().ok()? })
            }
        }
    }

    fn write(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => out.write_str("none"),
            Self::Adjacent => out.write_str("adjacent"),
            Self::Cited { works } => out.write_str(&count_noun((*works).into(), "work")),
        }
    }
}

impl SheetValue for SupportKind {
    fn parse(text: &str) -> Option<Self> {
        [Self::None, Self::Adjacent, Self::Cited].into_iter().find(|kind| kind.name() == text)
    }

    fn write(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl SheetValue for Severity {
    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == text)
    }

    fn write(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl SheetValue for RowSignal {
    fn parse(text: &str) -> Option<Self> {
        let (word, words) = text.split_once(' ')?;
        let kind = SignalKind::ALL.into_iter().find(|kind| kind.name() == word)?;
        Some(Self { kind, words: words.into() })
    }

    fn write(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.kind.name())?;
        out.write_char(' ')?;
        out.write_str(&self.words)
    }
}

impl SheetValue for RowFinding {
    fn parse(text: &str) -> Option<Self> {
        let (head, message) = text.split_once(": ")?;
        let (severity, rule) = head.split_once(' ')?;
        let severity = Severity::parse(severity)?;
        Some(Self { severity, rule: rule.to_owned().into(), message: message.into() })
    }

    fn write(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}: {}", self.severity.name(), self.rule, self.message)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::cell::SheetCell;
    use super::*;

    #[test]
    fn our_own_cells_are_values() {
        let support = |text: &str| SheetCell::parse(text.to_owned());
        assert_eq!(support("none"), RowSupport::None.into());
        assert_eq!(support("1 work"), RowSupport::Cited { works: 1 }.into());
        assert_eq!(support("1,234 works"), RowSupport::Cited { works: 1234 }.into());
        for other in ["", "None", "1 works", "01 work", "12,34 works", "works"] {
            assert_eq!(support(other), SheetCell::Text(other.into()));
        }
        let signal = RowSignal { kind: SignalKind::Money, words: "$4 million".into() };
        assert_eq!(SheetCell::parse("money $4 million".to_owned()), signal.into());
        let finding = RowFinding {
            severity: Severity::Notice,
            rule: "a-rule".into(),
            message: "one: two".into(),
        };
        assert_eq!(SheetCell::parse("notice a-rule: one: two".to_owned()), finding.into());
        let cut = "notice a-rule".to_owned();
        assert_eq!(SheetCell::<RowFinding>::parse(cut.clone()), SheetCell::Text(cut.into()));
    }

    proptest! {
        #![proptest_config(crate::properties::cases(256))]

        #[test]
        fn a_cell_is_written_as_it_was_read(
            text in "(|none|adjacent|[0-9,]{0,6} works?|(error|number|date|cited) ?[ :a-z«]{0,8}(: .{0,3})?)"
        ) {
            let written = [
                SheetCell::<RowSupport>::parse(text.clone()).to_string(),
                SheetCell::<SupportKind>::parse(text.clone()).to_string(),
                SheetCell::<Severity>::parse(text.clone()).to_string(),
                SheetCell::<RowSignal>::parse(text.clone()).to_string(),
                SheetCell::<RowFinding>::parse(text.clone()).to_string(),
            ];
            for cell in written {
                prop_assert_eq!(&cell, &text);
            }
        }
    }
}
