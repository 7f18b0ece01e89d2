//! What to check first: a number from 0 to 100, the sum of named points.
//!
//! It ranks and explains, it judges nothing. What a row gets points for is a [`CueSet`]: what its sentence
//! says, what it rests on, and what was found about it. The points, each with its reason, stand in
//! `data/signals/weights.toml`.

use crate::article::BlockKind;
use crate::claims::{Claim, Cue, CueSet, SignalKind, SupportKind};
use crate::findings::Severity;

/// The cues that every row of a claim has.
pub(super) fn claim_cues(claim: &Claim) -> CueSet {
    let mut cues = claim.cues;
    let of_claim = [support(claim), owners(claim), place(claim)];
    of_claim.into_iter().flatten().for_each(|cue| cues.insert(cue));
    cues
}

/// The cues of a row: those of its claim, the gravest of its findings, and `primary` or `secondary` where
/// that is known of its source.
pub(super) fn row_cues(claim: CueSet, severity: Option<Severity>, source: Option<&str>) -> CueSet {
    let mut cues = claim;
    let source = match source {
        Some("primary") => Some(Cue::PrimarySource),
        Some("secondary") => Some(Cue::SecondarySource),
        _ => None,
    };
    [finding(severity), source].into_iter().flatten().for_each(|cue| cues.insert(cue));
    cues
}

fn finding(severity: Option<Severity>) -> Option<Cue> {
    Some(match severity? {
        Severity::Error => Cue::ErrorFinding,
        Severity::Warning => Cue::WarningFinding,
        Severity::Notice => Cue::NoticeFinding,
        Severity::Info => Cue::InfoFinding,
    })
}

fn support(claim: &Claim) -> Option<Cue> {
    if claim.signals.is_empty() {
        return None;
    }
    match claim.support.kind {
        SupportKind::None => Some(Cue::NoSource),
        SupportKind::Adjacent => Some(Cue::SourceBeside),
        SupportKind::Cited => None,
    }
}

fn owners(claim: &Claim) -> Option<Cue> {
    let quantity = [SignalKind::Number, SignalKind::Money, SignalKind::Percent]
        .iter()
        .any(|kind| claim.has(*kind));
    match (claim.support.owners, quantity, claim.signals.is_empty()) {
        (Some(1), true, _) => Some(Cue::OneOwnerOfNumber),
        (Some(1), false, false) => Some(Cue::OneOwner),
        _ => None,
    }
}

fn place(claim: &Claim) -> Option<Cue> {
    let is_headline = claim.paragraph.is_some_and(|block| block.kind == BlockKind::Heading);
    (is_headline && !claim.signals.is_empty()).then_some(Cue::Headline)
}
