//! The sheet as checklists for a pull request: in the order of the text, one list a paragraph.

use std::io::{self, Write};

use crate::findings::Severity;
use crate::input::MARKER;
use crate::report::format::count_noun;
use crate::report::markdown::escape;

use super::status::SheetProgress;
use super::{CitedSource, Sheet, SheetRow};

/// The title above rows of an earlier sheet.
const APPENDIX: &str = "## Appendix";

/// Longest address that becomes a link.
const MAX_LINK_BYTES: usize = 2079;

/// Writes the sheet as Markdown. A box is ticked where nothing is left to do.
///
/// # Errors
/// Where `out` fails.
pub fn write(sheet: &Sheet, out: &mut impl Write) -> io::Result<()> {
    let head = &sheet.article;
    let title = head.title.as_deref().filter(|title| !title.trim().is_empty());
    writeln!(out, "<!-- {MARKER} {} -->\n", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "# Fact-check: {}\n", escape(title.unwrap_or(&head.input)))?;
    writeln!(out, "{}\n", escape(&SheetProgress::from_sheet(sheet).line()))?;
    let rows = in_order(sheet);
    let mut paragraph = None;
    for claim in rows.chunk_by(|left, right| left.claim_id == right.claim_id) {
        let Some(first) = claim.first() else { continue };
        if paragraph != Some(&first.paragraph) {
            let blank = if paragraph.is_some() { "\n" } else { "" };
            writeln!(out, "{blank}## {}\n", name(&first.paragraph))?;
            paragraph = Some(&first.paragraph);
        }
        write_claim(claim, out)?;
    }
    write_appendix(sheet, out)
}

/// Whether every line of a list is one that a fresh sheet has: nothing ticked, added, or said of a row by
/// people. A word changed within a line is not seen.
pub(super) fn is_untouched(text: &str) -> bool {
    let mut lines = text.lines();
    lines.next().is_some_and(|first| first.starts_with("<!-- ") && first.contains(MARKER))
        && lines.all(is_fresh)
}

fn is_fresh(line: &str) -> bool {
    let item = line.trim_start_matches(' ');
    let indent = line.len() - item.len();
    match (indent, item) {
        (0, "") => true,
        (0, item) if item.starts_with("# Fact-check: ") || item.starts_with("## ") => {
            item != APPENDIX
        }
        (0, item) if item.starts_with("- [ ] **") => {
            let support = item.rsplit_once(" — support: ").map(|(_, support)| support);
            let support = support.and_then(|support| support.split(" · ").next());
            support.is_some_and(|word| {
                ["none", "adjacent"].contains(&word)
                    || word.ends_with(" work")
                    || word.ends_with(" works")
            })
        }
        (0, item) => is_fresh_summary(item),
        (2, item) if item.starts_with("- [ ] ") => true,
        (2 | 4, item) => {
            let word = item.strip_prefix("- ").and_then(|item| item.split(' ').next());
            Severity::ALL.iter().any(|severity| Some(severity.name()) == word)
        }
        _ => false,
    }
}

/// `12 rows, 0 done; open 12`.
fn is_fresh_summary(line: &str) -> bool {
    let Some((rows, counts)) = line.split_once(", 0 done") else { return false };
    let Some(number) = rows.strip_suffix(" rows").or_else(|| rows.strip_suffix(" row")) else {
        return false;
    };
    counts.is_empty() || counts.strip_prefix("; open ") == Some(&number.replace(',', ""))
}

/// The rows in the order of the text.
fn in_order(sheet: &Sheet) -> Vec<&SheetRow> {
    let places = sheet.passages.iter().enumerate();
    let places: rustc_hash::FxHashMap<&str, usize> =
        places.map(|(at, passage)| (passage.id.as_str(), at)).collect();
    let mut rows: Vec<&SheetRow> = sheet.rows.iter().collect();
    rows.sort_by_key(|row| {
        let place = places.get(row.sentence.as_str()).copied().unwrap_or(usize::MAX);
        let number = row.source.as_ref().map(|source| source.number);
        (place, row.line, row.claim_id.as_str(), number)
    });
    rows
}

fn name(paragraph: &str) -> String {
    if paragraph.is_empty() { "Outside the text".to_owned() } else { escape(paragraph) }
}

fn write_claim(rows: &[&SheetRow], out: &mut impl Write) -> io::Result<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let done = rows.iter().all(|row| row.human.status.is_done());
    let facts: Vec<String> =
        first.signals.iter().map(|signal| escape(&signal.to_string())).collect();
    let facts =
        if facts.is_empty() { String::new() } else { format!(" · {}", facts.join(" · ")) };
    // With several sources each row marks its own anchor; the sentence itself is the same. Only what was
    // read back has the marks in its text, where nothing tells them from guillemets of the sentence.
    let same = rows.iter().all(|row| row.claim.text() == first.claim.text());
    let claim = match rows.len() {
        1 => first.claim.to_cell(),
        _ if same => first.claim.text().into(),
        _ => first.claim.without_guillemets().into(),
    };
    writeln!(
        out,
        "- {} **{}** {} — support: {}{facts}",
        tick(done),
        escape(if first.sentence.is_empty() { "–" } else { &first.sentence }),
        escape(&claim),
        escape(&first.support.to_string()),
    )?;
    for row in rows {
        if let Some(source) = &row.source {
            writeln!(out, "  - {} {}", tick(row.human.status.is_done()), cited(source))?;
        }
        write_details(row, out)?;
    }
    Ok(())
}

fn tick(done: bool) -> &'static str {
    if done { "[x]" } else { "[ ]" }
}

fn cited(source: &CitedSource) -> String {
    let mut facts = vec![link(&source.label, &source.open)];
    for fact in [&source.owner, &source.kind, &source.primary, &source.language] {
        if !fact.is_empty() {
            facts.push(escape(fact));
        }
    }
    if !source.access.is_empty() {
        facts.push("needs access".to_owned());
    }
    facts.join(", ")
}

/// A link whose text and address stay inside it; text alone where the address is none to open.
fn link(label: &str, url: &str) -> String {
    let web = url.starts_with("http://") || url.starts_with("https://");
    if !web || url.len() > MAX_LINK_BYTES {
        return escape(label);
    }
    let mut address = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            // Entities are read in addresses too.
            '&' => address.push_str("&amp;"),
            '<' | '>' | '\\' | '`' | '|' | '*' => {
                address.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_whitespace() || c.is_control() => address.push_str("%20"),
            c => address.push(c),
        }
    }
    format!("[{}](<{address}>)", escape(label))
}

/// What was found about a row, and what people wrote.
fn write_details(row: &SheetRow, out: &mut impl Write) -> io::Result<()> {
    let indent = if row.source.is_some() { "    " } else { "  " };
    for finding in &row.findings {
        writeln!(out, "{indent}- {}", escape(&finding.to_string()))?;
    }
    let human = &row.human;
    let status = if human.status == super::RowStatus::Open { "" } else { human.status.name() };
    let own = [
        ("status", status),
        ("change", row.change.as_str()),
        ("where", &human.locator),
        ("by", &human.checker),
        ("on", &human.checked_on),
        ("correction", &human.correction),
        ("note", &human.note),
        ("other sources", &human.other_sources),
        ("signed off by", &human.signed_off_by),
        ("signed off on", &human.signed_off_on),
    ];
    let extra = row.extra.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    for (name, text) in own.into_iter().chain(extra).filter(|(_, text)| !text.trim().is_empty()) {
        writeln!(out, "{indent}- *{}*: {}", escape(name), escape(text))?;
    }
    Ok(())
}

fn write_appendix(sheet: &Sheet, out: &mut impl Write) -> io::Result<()> {
    if sheet.appendix.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\n{APPENDIX}\n\n{} of an earlier sheet.\n",
        count_noun(sheet.appendix.len() as u64, "row")
    )?;
    for row in &sheet.appendix {
        writeln!(out, "- **{}** {}", escape(&row.sentence), escape(&row.claim.to_cell()))?;
        if let Some(source) = &row.source {
            writeln!(out, "  - {}", cited(source))?;
        }
        write_details(row, out)?;
    }
    Ok(())
}
