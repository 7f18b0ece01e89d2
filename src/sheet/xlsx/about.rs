//! The sheet About: what this is, how to use it, what the columns mean.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::super::{COLUMNS, Sheet};
use super::XlsxOptions;
use super::cell::{height, limited};
use super::style::WorkbookFormats;

/// Width of the explanations, in characters.
const WIDTH: u8 = 110;

/// How to use the workbook.
const USE: [&str; 5] = [
    "Each row has one claim and one of its sources; a claim without a source has a row too. What to \
     check first is at the top (machine_priority).",
    "Fill in the green columns. You can also sort and filter, unfold columns with +, and add columns of \
     your own. Everything that you write is kept when the article changes.",
    "After an edit of the article: citegraph sheet merge THIS.xlsx ARTICLE -o NEW.xlsx. Changed claims \
     get the status re-check and show what changed. Rows whose claim was removed move to the sheet \
     Appendix; if the claim is written again, they return.",
    "citegraph finds claims and ranks them by what to check first. It never says that a source is right or wrong; \
     primary and secondary are guessed from the publisher and the address.",
    "citegraph sheet status THIS.xlsx --gate shows what is still open.",
];

/// What each column means.
const MEANINGS: [&str; COLUMNS.len()] = [
    "identifies the claim by its words; do not change this value",
    "paragraph of the article",
    "number of the sentence in the paragraph; the first is S0",
    "line in the file",
    "the sentence; «…» marks the text of this row's link",
    "what can be checked in the sentence",
    "number of works that the sentence cites; if it cites none: `adjacent` if a sentence next to it \
     has a source, `none` if no sentence next to it has one",
    "distinct owner groups of the works that the sentence cites",
    "number of the source, as in the sheet Sources",
    "text of the link",
    "publisher, and a short name for the page",
    "owner of the source; empty if unknown",
    "group that the owner belongs to",
    "address to open, without redirectors, proxies and tracking",
    "address as it is written in the article, secrets hidden",
    "identifier of the work: rows with the same work cite the same document",
    "type of publisher",
    "a guess: `primary` if the page itself is the record of the facts, `secondary` if it reports \
     what others recorded",
    "country of the publisher",
    "main language of the publisher",
    "evidence for the facts about the owner",
    "`token` if only some readers may open the address as it is written",
    "archived copy that the link leads to",
    "what deserves attention; the rule is before the colon",
    "from 0 to 100: check the highest first",
    "what changed in the claim since it was checked",
    "what people changed in this row at each merge",
    "one of `open`, `ok`, `fixed`, `cut`, `can't verify`, `n/a` and `re-check`; a row with `open`, \
     `re-check` or a word that is not in this list is not done",
    "the words in the source, or where they are: page, paragraph, minute",
    "who checked the row",
    "when the row was checked",
    "what the article should say",
    "other remarks",
    "sources without a link: an interview, an e-mail, a document",
    "who signed the row off",
    "when the row was signed off",
];

/// Writes the sheet.
pub(super) fn write(
    sheet: &Sheet,
    options: &XlsxOptions,
    page: &mut Worksheet,
    look: &WorkbookFormats,
) -> Result<(), XlsxError> {
    page.set_column_width(0, 28_u8)?.set_column_width(1, WIDTH)?;
    page.set_landscape().set_print_fit_to_pages(1, 0);
    page.write_string_with_format(0, 0, "Fact-check sheet", &look.title)?;
    let mut line = 2;
    let facts = facts(sheet, options);
    let used = USE.iter().map(|text| (String::new(), (*text).to_owned()));
    let columns = COLUMNS.iter().zip(MEANINGS);
    let columns = columns.map(|(name, text)| ((*name).to_owned(), text.to_owned()));
    for part in [facts, used.collect(), columns.collect()] {
        for (name, text) in part {
            page.write_string_with_format(line, 0, limited(&name), &look.name)?;
            page.write_string_with_format(line, 1, limited(&text), &look.prose)?;
            page.set_row_height(line, height([(text.as_str(), WIDTH)].into_iter()))?;
            line += 1;
        }
        line += 1;
    }
    Ok(())
}

fn facts(sheet: &Sheet, options: &XlsxOptions) -> Vec<(String, String)> {
    let head = &sheet.article;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let facts = [
        ("title", text(&head.title)),
        ("article", head.input.clone()),
        ("part", text(&head.part)),
        ("published at", text(&head.origin)),
        ("published on", text(&head.published)),
        ("authors", head.authors.join(", ")),
        ("language", text(&head.language)),
        ("made by", format!("citegraph {}", env!("CARGO_PKG_VERSION"))),
        ("made on", text(&options.today)),
    ];
    let facts = facts.into_iter().filter(|(_, text)| !text.is_empty());
    facts.map(|(name, text)| (name.to_owned(), text)).collect()
}
