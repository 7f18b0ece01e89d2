//! Citations over time, by the date of the article.

use std::io::{self, Write};

use super::ReportPage;
use super::articles;
use super::chart::{Axis, Figure, Plot};
use crate::report::format::{count, count_noun};

/// Names beside the axis of time: so many fit on a phone.
const NAMES: usize = 6;

/// Half the width of a bar, where a period is 1.
const HALF: f64 = 0.4;

#[derive(Debug, Clone, Copy, Default)]
struct PeriodTally {
    articles: u64,
    citations: u64,
}

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<section id=\"time\">\n<h2>When they were published</h2>")?;
    let (tallies, undated) = tallies(page);
    if undated.articles > 0 {
        writeln!(
            out,
            "<p>{} without a date {} left out here, with {}.</p>",
            count_noun(undated.articles, "article"),
            if undated.articles == 1 { "is" } else { "are" },
            count_noun(undated.citations, "citation")
        )?;
    }
    match tallies.iter().map(|one| one.citations).max() {
        None => {
            writeln!(out, "<p>No article has a date, so there is no chart.</p>")?;
        }
        Some(0) => writeln!(out, "<p>No article with a date has a citation that counts.</p>")?,
        Some(_) if tallies.len() == 1 => {
            let name =
                page.periods.as_ref().map(|periods| periods.full_name(0)).unwrap_or_default();
            let citations = count_noun(tallies[0].citations, "citation");
            match tallies[0].articles {
                1 => writeln!(
                    out,
                    "<p>The only article with a date, with {citations}, is dated {name}.</p>"
                )?,
                several => writeln!(
                    out,
                    "<p>All of {} with a date, with {citations}, are dated {name}.</p>",
                    count_noun(several, "article")
                )?,
            }
        }
        Some(most) => figure(page, &tallies, most).write(out)?,
    }
    writeln!(out, "</section>")
}

/// Articles and counted citations of each period, and of none.
fn tallies(page: &ReportPage) -> (Vec<PeriodTally>, PeriodTally) {
    let length = page.periods.as_ref().map_or(0, |periods| periods.length);
    let (mut tallies, mut undated) = (vec![PeriodTally::default(); length], PeriodTally::default());
    for (article, row) in page.corpus.articles.iter().zip(&page.report.articles) {
        let at = page
            .periods
            .as_ref()
            .and_then(|periods| periods.index_of(article.published.as_deref()));
        let tally = at.and_then(|at| tallies.get_mut(at)).unwrap_or(&mut undated);
        tally.articles += 1;
        tally.citations += row.counted;
    }
    (tallies, undated)
}

fn figure<'a>(page: &ReportPage, tallies: &[PeriodTally], most: u64) -> Figure<'a> {
    let periods = page.periods.as_ref();
    let name = |at| periods.map(|periods| periods.name(at)).unwrap_or_default();
    let names: Vec<String> = (0..tallies.len()).map(name).collect();
    let unit = periods.map(super::period::Periods::unit).unwrap_or_default();
    let mut plot = Plot::new(
        Axis::things(&names, NAMES, "date of the article"),
        Axis::rounded(most as f64, &format!("citations, by {unit}")),
    );
    for (at, tally) in tallies.iter().enumerate().filter(|(_, tally)| tally.citations > 0) {
        let said = format!(
            "{}: {} in {}",
            periods.map(|periods| periods.full_name(at)).unwrap_or_default(),
            count_noun(tally.citations, "citation"),
            count_noun(tally.articles, "article")
        );
        plot.bar(1, (at as f64 + 0.5, tally.citations as f64), HALF, &said);
    }
    let rows = tallies.iter().enumerate().map(|(at, tally)| {
        let name = periods.map(|periods| periods.full_name(at)).unwrap_or_default();
        let name = match tally.articles > 0 && articles::are_all_listed(page) {
            true => format!("<a href=\"#p-{at}\">{name}</a>"),
            false => name,
        };
        let each = match tally.articles {
            0 => "–".to_owned(),
            articles => format!("{:.1}", tally.citations as f64 / articles as f64),
        };
        vec![name, count(tally.articles), count(tally.citations), each]
    });
    let peak = tallies.iter().position(|tally| tally.citations == most).unwrap_or_default();
    Figure {
        id: "course",
        title: "Citations by the date of the article",
        read: "Each bar counts the citations of the articles from its period. A higher bar may only mean \
               more or longer articles; the table has the citations per article. The chart shows when \
               articles were published, not how old their sources are."
            .to_owned(),
        said: format!(
            "From {} to {}; most in {}: {}.",
            names.first().map_or("", String::as_str),
            names.last().map_or("", String::as_str),
            periods.map(|periods| periods.full_name(peak)).unwrap_or_default(),
            count_noun(most, "citation")
        ),
        series: Vec::new(),
        plot,
        columns: vec!["time", "articles", "citations", "citations per article"],
        rows: rows.collect(),
    }
}
