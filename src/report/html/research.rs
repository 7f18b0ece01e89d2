//! For researchers: who cites whom, when, and diversity by each column.

use maud::{Markup, html};

use super::chart::{Axis, Figure, Plot};
use super::escape::escape_html;
use super::rows_link::{RowTable, RowsQuery, name};
use super::{ReportPage, TableColumn, table};
use crate::corpus::Facet;
use crate::link::redact::redact_url;
use crate::report::MIN_INDEX_CITATIONS;
use crate::report::format::{CAVEAT, count, count_noun, fixed, percent, truncate};
use crate::report::indices::{INDICES, heading, meaning};
use crate::report::view::{CitationMatrix, MatrixRow, PeriodRow};

/// Shades of a cell, by its part of the row.
const SHADES: [f64; 4] = [0.02, 0.08, 0.2, 0.4];

/// Names beside the axis of time: so many fit on a phone.
const MAX_PERIOD_NAMES: usize = 6;

/// Half the width of a bar, where a period is 1.
const HALF: f64 = 0.4;

/// `None` where nothing counts as a citation.
pub(super) fn section(page: &ReportPage<'_>) -> Option<Markup> {
    if page.report.totals.counted == 0 {
        return None;
    }
    let parts = [who_cites_whom(page), timeline(page), diversity(page)];
    let parts: Vec<Markup> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| html! { @for part in &parts { (part) } })
}

fn part(id: &str, heading: &str, content: &Markup) -> Option<Markup> {
    Some(html! {
        details id=(id) { "\n" summary { h3 { (heading) } } "\n" (content) } "\n"
    })
}

fn who_cites_whom(page: &ReportPage<'_>) -> Option<Markup> {
    let matrix = &page.report.views.who_cites_whom;
    if !matrix.is_comparison() {
        return None;
    }
    let unit = matrix.unit.name();
    let hidden = match matrix.left_out {
        0 => String::new(),
        more => format!(
            " {} with fewer citations {} not shown.",
            count_noun(more, &format!("more {unit}")),
            if more == 1 { "is" } else { "are" }
        ),
    };
    let content = html! {
        figure class="chart" id="heat" { "\n"
            div class="scroll fit" tabindex="0" role="region"
                aria-label={ "Citations by " (unit) " and domain" } { "\n"
                table class="heat" { "\n"
                    thead { tr {
                        th scope="col" { (unit) }
                        @for domain in &matrix.domains {
                            th scope="col" class="up" { (name(&truncate(&redact_url(domain), 28))) }
                        }
                        th scope="col" class="up" { "all others" }
                        th scope="col" class="up" { "citations" }
                    } } "\n"
                    tbody { "\n" @for row in &matrix.rows { (matrix_row(matrix, row)) } } "\n"
                } "\n"
            } "\n"
            figcaption {
                "Each number shows how often the " (unit) " cites the domain; click a number to see the citations. \
                 A darker cell is a larger share of the row. Frequent citation does not mean agreement."
                (hidden)
            } "\n"
        } "\n"
    };
    part("who-cites-whom", "Who cites whom", &content)
}

fn matrix_row(matrix: &CitationMatrix, row: &MatrixRow) -> Markup {
    let by = row.article.map_or_else(|| row.name.clone(), |number| number.to_string());
    let unit = matrix.unit.name();
    html! {
        tr {
            th scope="row" { (name(&truncate(&row.name, 60))) }
            @for (domain, number) in matrix.domains.iter().zip(&row.cells) {
                @if *number == 0 {
                    td class="n pale" { "·" }
                } @else {
                    @let share = *number as f64 / row.citations as f64;
                    @let shade = SHADES.iter().filter(|least| share >= **least).count();
                    @let clean = redact_url(domain);
                    @let filters = [("domain", &*clean), (unit, by.as_str())];
                    td class={ "n heat" (shade) } title={ (percent(share)) " of the row" } {
                        (RowsQuery { table: RowTable::Citations, filters: &filters }.number(*number))
                    }
                }
            }
            td class="n pale" { (count(row.others())) }
            @let filters = [(unit, by.as_str())];
            td class="n" {
                (RowsQuery { table: RowTable::Citations, filters: &filters }.number(row.citations))
            }
        } "\n"
    }
}

fn timeline(page: &ReportPage<'_>) -> Option<Markup> {
    let timeline = &page.report.views.timeline;
    let unit = timeline.unit.as_deref()?;
    let most = timeline.periods.iter().map(|row| row.tally.citations).max()?;
    if timeline.periods.len() < 2 || most == 0 {
        return None;
    }
    let undated = timeline.undated;
    let content = html! {
        @if undated.articles > 0 {
            p {
                (count_noun(undated.articles, "article")) " without a date "
                (if undated.articles == 1 { "is" } else { "are" }) " left out of this chart ("
                (count_noun(undated.citations, "citation")) ")."
            } "\n"
        }
        (timeline_figure(&timeline.periods, unit, most).markup())
    };
    part("time", "When the articles were published", &content)
}

fn timeline_figure<'a>(periods: &[PeriodRow], unit: &str, most: u64) -> Figure<'a> {
    let names: Vec<String> = periods.iter().map(|row| row.short.clone()).collect();
    let mut plot = Plot::new(
        Axis::things(&names, MAX_PERIOD_NAMES, "date of the article"),
        Axis::rounded(most as f64, &format!("citations, by {unit}")),
    );
    for (index, row) in periods.iter().enumerate().filter(|(_, row)| row.tally.citations > 0) {
        let said = format!(
            "{}: {} in {}",
            row.name,
            count_noun(row.tally.citations, "citation"),
            count_noun(row.tally.articles, "article")
        );
        plot.bar(1, (index as f64 + 0.5, row.tally.citations as f64), HALF, &said);
    }
    let rows = periods.iter().map(|row| {
        let filters = [("period", row.name.as_str())];
        let rows = |table, number| RowsQuery { table, filters: &filters }.number(number);
        let each = match row.tally.articles {
            0 => "–".to_owned(),
            articles => fixed(row.tally.citations as f64 / articles as f64, 1),
        };
        vec![
            html! { (row.name) },
            rows(RowTable::Articles, row.tally.articles),
            rows(RowTable::Citations, row.tally.citations),
            html! { (each) },
        ]
    });
    let rows = rows.collect();
    let peak = periods.iter().find(|row| row.tally.citations == most);
    Figure {
        id: "course",
        title: "Citations by the date of the article",
        read: "Each bar counts the citations of the articles from its period. A higher bar may only mean \
               that there were more or longer articles; the table has the citations per article. The chart \
               shows when \
               articles were published, not how old their sources are."
            .to_owned(),
        said: format!(
            "The articles are from {} to {}. Most citations are in {}: {}.",
            names.first().map_or("", String::as_str),
            names.last().map_or("", String::as_str),
            peak.map_or("", |row| &row.name),
            count_noun(most, "citation")
        ),
        series: Vec::new(),
        plot,
        columns: vec!["time", "articles", "citations", "citations per article"],
        rows,
    }
}

fn diversity(page: &ReportPage<'_>) -> Option<Markup> {
    let facets = &page.report.diversity;
    if facets.is_empty() {
        return None;
    }
    let mut columns = vec![TableColumn::text("measure")];
    columns.extend(facets.keys().map(|facet| TableColumn::number(heading(*facet))));
    let body = html! {
        @for index in &INDICES {
            tr {
                th scope="row" { details { summary { (index.label) } (escape_html(index.meaning)) } }
                @for (facet, measures) in facets {
                    td class="n" {
                        (index.of(measures))
                        @if let Some(ends) = interval(page, *facet, index.name) {
                            br; span class="pale small" { (ends) }
                        }
                    }
                }
            } "\n"
        }
    };
    let is_short = facets.values().any(|measures| measures.n < MIN_INDEX_CITATIONS);
    let content = html! {
        p class="caveat" { (CAVEAT) } "\n"
        (table("Measures of diversity", &columns, &body))
        @if is_short {
            p class="more" {
                "Below " (MIN_INDEX_CITATIONS) " citations, only counts are shown, because an index would \
                                                mean \
                 little."
            } "\n"
        }
        details { "\n"
            summary { "What the columns count" } "\n"
            dl class="words" { "\n"
                @for facet in facets.keys() { dt { (heading(*facet)) } dd { (meaning(*facet)) } "\n" }
            } "\n"
            p {
                "Every measure covers the citations that count. The numbers in small print are 95% \
                 intervals: how much the value would vary in another set of the same size, if citations were \
                 random. All values depend \
                 on the number of citations, so compare only articles of similar length. "
                code { "citegraph stats --by" } " compares groups of different sizes. "
                a href="report.json" { "report.json" } " has more measures, with all digits."
            } "\n"
        } "\n"
    };
    part("diversity", "Diversity", &content)
}

/// The interval of an effective number; of the other measures the number is enough.
fn interval(page: &ReportPage<'_>, facet: Facet, measure: &str) -> Option<String> {
    let intervals = page.report.intervals.get(&facet)?;
    let ends = match measure {
        "hill1" => intervals.hill1?,
        "hill2" => intervals.hill2?,
        _ => return None,
    };
    let enough = page.report.totals.counted >= MIN_INDEX_CITATIONS;
    enough.then(|| format!("{} – {}", fixed(ends.low, 1), fixed(ends.high, 1)))
}
