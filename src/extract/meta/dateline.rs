//! The line near a headline that dates an article.

use super::article_head::ArticleHead;
use super::byline_words::{self, BylineWord};
use super::date::{self, FoundDate};
use crate::article::Place;
use crate::extract::blocks::LabelledBlock;
use crate::extract::reading::ParsedPage;

/// The longest line that is read for a date, in bytes.
const MAX_LINE_BYTES: usize = 240;

/// A date in a line, with what speaks for it.
#[derive(Debug)]
struct DatedLine {
    day: String,
    /// The higher, the likelier.
    rank: u8,
}

/// The day that the lines around a headline date the article: that behind a word such as "Published", else the first
/// below the headline, else the only one right above it.
pub(super) fn day_near(
    reading: &ParsedPage,
    named: &[LabelledBlock],
    head: &ArticleHead,
    language: Option<&str>,
) -> Option<String> {
    let line = |index: usize| &reading.text[reading.blocks[index].text.clone()];
    let mut found: Vec<DatedLine> = Vec::new();
    let last = head.after.end.saturating_sub(1);
    let is_own = |index: &usize| named[*index].place != Place::Comment;
    for index in head.after.clone().chain([head.headline]).filter(is_own) {
        let is_text =
            reading.blocks[index].prose && line(index).len() > MAX_LINE_BYTES || index == last;
        let rank = if index == head.headline { 1 } else { 2 };
        found.extend(dated(line(index), language, is_text, rank));
    }
    let above: Vec<DatedLine> = head
        .before
        .clone()
        .rev()
        .filter(is_own)
        .flat_map(|index| dated(line(index), language, false, 1))
        .collect();
    // Several days are those of other articles.
    let is_one = above.windows(2).all(|pair| pair[0].day == pair[1].day);
    found.extend(above.into_iter().filter(|line| is_one || line.rank > 2));
    let foot =
        head.foot.clone().filter(is_own).flat_map(|index| dated(line(index), language, false, 0));
    found.extend(foot.filter(|line| line.rank > 2));
    // Of equal ones the first counts.
    let best = found.iter().map(|line| line.rank).max()?;
    found.into_iter().find(|line| line.rank == best).map(|line| line.day)
}

/// The dates of a line, less those of a change. `rank` is that of a date that nothing is said of.
fn dated(line: &str, language: Option<&str>, is_text: bool, rank: u8) -> Vec<DatedLine> {
    let line = &line[..line.floor_char_boundary(MAX_LINE_BYTES)];
    let mut end = 0;
    let mut dates = Vec::new();
    for FoundDate { day, range } in date::find(line, language) {
        let before = &line[end..range.start];
        end = range.end;
        // A date in running text is no dateline, but for one that the text begins with.
        let leads =
            range.start == 0 && !line[range.end..].trim_start().starts_with(char::is_alphanumeric);
        if byline_words::ends_with(before, BylineWord::Changed) || is_text && !leads {
            continue;
        }
        let is_named = byline_words::ends_with(before, BylineWord::Published);
        dates.push(DatedLine { day, rank: if is_named { 3 } else { rank } });
    }
    dates
}
