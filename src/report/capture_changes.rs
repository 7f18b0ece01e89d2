//! Which cited links changed between the captures of a page, for a terminal and as JSON.

use std::borrow::Cow;
use std::io::{self, Write};

use super::difference::RowLimit;
use super::format::{count, count_noun, plural};
use super::style::{Paint, TextStyle};
use crate::corpus::{CaptureChange, CaptureChanges, ChangedPage};
use crate::link::redact::redact_text;

/// Writes how many pages changed, and then each page whose links changed, with the dates of its captures.
///
/// # Errors
/// Where `out` fails.
pub fn text(
    changes: &CaptureChanges<'_>,
    limit: RowLimit<'_>,
    style: TextStyle,
    out: &mut impl Write,
) -> io::Result<()> {
    let has_changed_links =
        |page: &&ChangedPage<'_>| page.changes.iter().any(CaptureChange::is_of_links);
    let pages: Vec<_> = changes.pages.iter().filter(has_changed_links).collect();
    let tally = format!(
        "pages: {} with changed links, {} changed otherwise, {} unchanged, {} captured once",
        count(pages.len() as u64),
        count((changes.pages.len() - pages.len()) as u64),
        count(changes.unchanged),
        count(changes.captured_once),
    );
    style.text().indented(0, 7).plain(&tally).write(out)?;
    let left_out = [
        (changes.undated, "capture without a date", "captures without a date"),
        (changes.other_articles, "article without captures", "articles without captures"),
    ];
    let left_out = left_out.into_iter().filter(|(number, ..)| *number > 0);
    let left_out: Vec<String> =
        left_out.map(|(number, one, many)| plural(number, one, many)).collect();
    if !left_out.is_empty() {
        let line = format!("not compared: {}", left_out.join(", "));
        style.text().indented(0, 4).plain(&line).write(out)?;
    }
    let list = CaptureList { limit, style };
    for page in pages.iter().take(limit.max_rows) {
        writeln!(out)?;
        list.page(page, out)?;
    }
    if pages.len() > limit.max_rows {
        writeln!(out)?;
    }
    list.rest(pages.len(), ["more page", "more pages"], 0, out)
}

/// How pages and their captures are listed.
#[derive(Clone, Copy)]
struct CaptureList<'a> {
    limit: RowLimit<'a>,
    style: TextStyle,
}

impl CaptureList<'_> {
    /// A page, and the changes of its links.
    fn page(self, page: &ChangedPage<'_>, out: &mut impl Write) -> io::Result<()> {
        let head = self.style.text().whole(Some(Paint::Strong), &redact_text(&page.url));
        head.plain(&format!(" ({})", count_noun(page.captures, "capture"))).write(out)?;
        let changes: Vec<_> = page.changes.iter().filter(|change| change.is_of_links()).collect();
        for change in changes.iter().take(self.limit.max_rows) {
            self.change(change, out)?;
        }
        self.rest(changes.len(), ["more change", "more changes"], 2, out)
    }

    /// The dates of two captures, and the links that changed between them.
    fn change(self, change: &CaptureChange<'_>, out: &mut impl Write) -> io::Result<()> {
        let line = format!(
            "{} -> {}: {} added, {} removed, {} kept",
            change.before.date.as_deref().unwrap_or_default(),
            change.after.date.as_deref().unwrap_or_default(),
            count(change.added.len() as u64),
            count(change.removed.len() as u64),
            count(change.kept.len() as u64),
        );
        self.style.text().indented(2, 6).plain(&line).write(out)?;
        for (sign, links) in [("+ ", &change.added), ("- ", &change.removed)] {
            for link in links.iter().take(self.limit.max_rows) {
                let line = self.style.text().indented(4, 6).plain(sign);
                line.whole(None, &redact_text(link)).write(out)?;
            }
            self.rest(links.len(), ["more link", "more links"], 4, out)?;
        }
        Ok(())
    }

    /// How many rows are not listed.
    fn rest(
        self,
        rows: usize,
        [one, many]: [&str; 2],
        indent: usize,
        out: &mut impl Write,
    ) -> io::Result<()> {
        match rows.saturating_sub(self.limit.max_rows) as u64 {
            0 => Ok(()),
            more => {
                let line = format!("and {}; {}", plural(more, one, many), self.limit.remedy);
                self.style.text().indented(indent, indent + 2).plain(&line).write(out)
            }
        }
    }
}

/// Writes all of it as one JSON object, without the secrets that addresses may hold.
///
/// # Errors
/// Where `out` fails.
pub fn json(mut changes: CaptureChanges<'_>, out: &mut impl Write) -> io::Result<()> {
    for page in &mut changes.pages {
        redact(&mut page.url);
        for change in &mut page.changes {
            for capture in [&mut change.before, &mut change.after] {
                let capture = capture.to_mut();
                capture.url = redact_text(&capture.url).into_owned();
            }
            let links = [&mut change.added, &mut change.removed, &mut change.kept];
            links.into_iter().flatten().for_each(redact);
        }
    }
    serde_json::to_writer(&mut *out, &changes)?;
    out.write_all(b"\n")
}

fn redact(text: &mut Cow<'_, str>) {
    if let Cow::Owned(redacted) = redact_text(text) {
        *text = Cow::Owned(redacted);
    }
}
