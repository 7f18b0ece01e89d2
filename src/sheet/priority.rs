//! What to check first: a number from 0 to 100 from what is known of a row.
//!
//! It ranks and explains, it judges nothing. The sum of these points, cut at both ends:
//!
//! | what | points |
//! |---|---|
//! | gravest finding about the row | error 40, warning 25, notice 6, info 1 |
//! | what can be checked in the claim, once a kind | number, money, percent, quotation 8; superlative, several sources promised 6; attribution 4; date 2; at most 24 together |
//! | no source in the sentence nor beside it | 20; 2 where nothing can be checked |
//! | no source in the sentence, one beside it | 10; 0 where nothing can be checked |
//! | one owner behind all sources | 10 where the claim has a number, sum or share; 4 for other signals |
//! | the source is secondary | 6 |
//! | the source is primary | -6 |

use crate::claims::{Claim, SignalKind, SupportKind};
use crate::findings::Severity;

/// Most that signals give together.
const MAX_SIGNAL_POINTS: i32 = 24;

/// Points that every row of a claim has.
#[derive(Debug, Clone, Copy)]
pub(super) struct BasePriority(i32);

impl BasePriority {
    pub(super) fn from_claim(claim: &Claim) -> Self {
        Self(signals(claim) + support(claim) + owners(claim))
    }
}

/// Points of a row: those of its claim, the gravest of its findings, and `primary` or `secondary` where
/// that is known of its source.
pub(super) fn row_priority(
    base: BasePriority,
    severity: Option<Severity>,
    source: Option<&str>,
) -> u8 {
    let source = match source {
        Some("primary") => -6,
        Some("secondary") => 6,
        _ => 0,
    };
    let points = finding(severity) + base.0 + source;
    points.clamp(0, 100) as u8
}

fn finding(severity: Option<Severity>) -> i32 {
    match severity {
        Some(Severity::Error) => 40,
        Some(Severity::Warning) => 25,
        Some(Severity::Notice) => 6,
        Some(Severity::Info) => 1,
        None => 0,
    }
}

fn signals(claim: &Claim) -> i32 {
    let kinds = [
        (
            8,
            [SignalKind::Number, SignalKind::Money, SignalKind::Percent, SignalKind::Quotation]
                .as_slice(),
        ),
        (6, &[SignalKind::Superlative, SignalKind::PluralAttribution]),
        (4, &[SignalKind::Attribution]),
        (2, &[SignalKind::Date]),
    ];
    let points = kinds.iter().map(|(points, kinds)| {
        let found = kinds.iter().filter(|kind| claim.has(**kind)).count();
        points * found as i32
    });
    points.sum::<i32>().min(MAX_SIGNAL_POINTS)
}

fn support(claim: &Claim) -> i32 {
    match (claim.support.kind, claim.signals.is_empty()) {
        (SupportKind::None, false) => 20,
        (SupportKind::None, true) => 2,
        (SupportKind::Adjacent, false) => 10,
        (SupportKind::Adjacent, true) | (SupportKind::Cited, _) => 0,
    }
}

fn owners(claim: &Claim) -> i32 {
    let quantity = [SignalKind::Number, SignalKind::Money, SignalKind::Percent]
        .iter()
        .any(|kind| claim.has(*kind));
    match (claim.support.owners, quantity, claim.signals.is_empty()) {
        (Some(1), true, _) => 10,
        (Some(1), false, false) => 4,
        _ => 0,
    }
}
