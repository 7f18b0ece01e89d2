//! Walls in front of pages: tests whether the reader is human, and front ends that keep robots out.

use super::observation::{Hop, PageFacts, sign};

/// The longest text, in Unicode scalars, that a wall in front of a page may have. A longer one is an
/// article that talks of walls.
const MAX_WALL_CHARS: u64 = 3000;

/// Beginnings of titles, in lower case, of tests whether the reader is human.
const CHALLENGES: [&str; 7] = [
    "just a moment",
    "attention required",
    "checking your browser",
    "ddos-guard",
    "pardon our interruption",
    "robot check",
    "verify you are human",
];

/// Values of the header `Server`, in lower case, of front ends that refuse whoever they take for a robot.
const FRONT_ENDS: [&str; 5] = ["akamaighost", "datadome", "ddos-guard", "imperva", "qrator"];

/// Headers, and their values, by which a wall says that it stands there.
const WALLS: [(&str, &[&str]); 2] =
    [("cf-mitigated", &["challenge"]), ("x-amzn-waf-action", &["captcha", "challenge"])];

/// Whether a front end answered that stands there to keep robots out.
pub(super) fn is_front_end(hop: &Hop) -> bool {
    let server =
        hop.headers.get("server").map(|name| name.to_ascii_lowercase()).unwrap_or_default();
    hop.headers.contains_key("x-datadome") || FRONT_ENDS.iter().any(|name| server.starts_with(name))
}

/// Whether a test for humans was sent in place of the page.
pub(super) fn is_challenge(hop: &Hop, page: Option<&PageFacts>) -> bool {
    let told = WALLS.iter().any(|(name, words)| {
        hop.headers.get(*name).is_some_and(|value| words.contains(&value.as_str()))
    });
    if told || hop.status == 999 {
        return true;
    }
    let Some(page) = page.filter(|page| page.text_chars <= MAX_WALL_CHARS) else { return false };
    let title = page.title.as_deref().unwrap_or_default().to_lowercase();
    let shows = has(Some(page), sign::CHALLENGE)
        || CHALLENGES.iter().any(|beginning| title.starts_with(beginning));
    // A page that says "gone" is no wall, whatever else it shows.
    match hop.status {
        200..=299 => shows,
        404 | 410 | 451 | 520..=527 | 530 => false,
        400..=599 => shows || has(Some(page), sign::ROBOT),
        _ => false,
    }
}

/// Whether a page shows a sign.
pub(super) fn has(page: Option<&PageFacts>, sign: &str) -> bool {
    page.is_some_and(|page| page.signs.iter().any(|shown| shown == sign))
}
