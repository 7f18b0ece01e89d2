//! What the ledger says about links; nothing where there is none.

use maud::{Markup, html};

use super::chart::{Axis, Figure, Plot, Stroke};
use super::escape::escape_html;
use super::rows_link::name;
use super::{ReportPage, TableColumn, table};
use crate::report::LinkRot;
use crate::report::format::{count, percent};
use crate::report::rot::tables::RotTable;

/// Half the width of a bar, where a class of age is 1.
const HALF: f64 = 0.35;

/// `None` where no ledger was given.
pub(super) fn part(page: &ReportPage<'_>) -> Option<Markup> {
    let rot = page.report.links.as_ref()?;
    let [ages, survival, support] = rot.tables();
    Some(html! {
        details id="link-rot" { "\n"
            summary { h3 { "Link rot" } } "\n"
            p { (escape_html(&rot.lead())) } "\n"
            (section(&ages, by_age(rot)))
            (section(&survival, lifetime(rot)))
            (section(&support, None))
        } "\n"
    })
}

fn section(one: &RotTable, figure: Option<Figure<'_>>) -> Markup {
    let columns = one.columns.iter().enumerate();
    let columns: Vec<TableColumn> = columns
        .map(|(at, name)| if at == 0 { TableColumn::text(name) } else { TableColumn::number(name) })
        .collect();
    let body = html! {
        @for row in &one.rows {
            tr {
                @for (at, cell) in row.iter().enumerate() {
                    @if at == 0 { th scope="row" { (name(cell)) } }
                    @else { td class="n" { (escape_html(cell)) } }
                }
            } "\n"
        }
    };
    html! {
        h4 { (escape_html(one.title)) } "\n"
        @for paragraph in &one.lead { p class="small" { (escape_html(paragraph)) } "\n" }
        @if let Some(figure) = figure { (figure.markup()) }
        @if !one.rows.is_empty() { (table(one.title, &columns, &body)) }
    }
}

/// The share of dead links by age; `None` where no class has enough links for one.
fn by_age(rot: &LinkRot) -> Option<Figure<'static>> {
    let ages = &rot.ages;
    let high = ages.iter().filter_map(|row| row.interval).map(|interval| interval.high);
    let high = high.reduce(f64::max)?;
    let names: Vec<String> = ages
        .iter()
        .map(|row| match row.until {
            Some(until) if until == row.from + 1 => row.from.to_string(),
            Some(until) => format!("{}–{}", row.from, until - 1),
            None => format!("{}+", row.from),
        })
        .collect();
    let mut plot = Plot::new(
        Axis::things(&names, names.len(), "age of the article in years"),
        Axis::share(high, "dead share of checked links"),
    );
    for (at, row) in ages.iter().enumerate() {
        let (Some(share), Some(interval)) = (row.dead_share, row.interval) else { continue };
        let x = at as f64 + 0.5;
        let said = format!("{}: {} of {}", names[at], count(row.dead), count(row.checked));
        plot.bar(2, (x, share), HALF, &said);
        plot.whisker(x, interval.low, interval.high);
    }
    let said = ages.iter().zip(&names).filter_map(|(row, name)| {
        Some(format!("{name} years: {} of {}. ", percent(row.dead_share?), count(row.checked)))
    });
    Some(Figure {
        id: "dead-by-age",
        title: "Dead share by age",
        read: "Each bar is the share of checked links that are dead, and the line on it is the 95% interval. \
               If a bar is missing, there are too few links. The shares are lower bounds. Compare the bars \
               with care, because older articles may cite other kinds of pages."
            .to_owned(),
        said: said.collect(),
        series: Vec::new(),
        plot,
        columns: Vec::new(),
        rows: Vec::new(),
    })
}

/// The curve of survival; `None` where there is none.
fn lifetime(rot: &LinkRot) -> Option<Figure<'static>> {
    let curve = &rot.lifetime.curve;
    let last = curve.last().filter(|_| rot.lifetime.why_not.is_none())?;
    let mut plot = Plot::new(
        Axis::exact(last.time, "days after the first check"),
        Axis::share(1.0, "still alive"),
    );
    let (mut steps, mut band) = (vec![(0.0, 1.0)], vec![(0.0, 1.0, 1.0)]);
    for step in curve {
        let before = steps.last().map_or(1.0, |(_, alive)| *alive);
        steps.extend([(step.time, before), (step.time, step.survival)]);
        if let (Some(interval), Some((_, low, high))) = (step.interval, band.last().copied()) {
            band.extend([(step.time, low, high), (step.time, interval.low, interval.high)]);
        }
    }
    plot.band(1, &band);
    plot.line(1, Stroke::Solid, &steps);
    Some(Figure {
        id: "survival",
        title: "Share of links still alive",
        read: "The line falls when links die; the band is the 95% interval. The line ends when fewer than 30 \
               links are left. The curve covers only links that worked in a check and were checked again later."
            .to_owned(),
        said: format!("After {} days, {} of the links are alive.", count(last.time as u64), percent(last.survival)),
        series: Vec::new(),
        plot,
        columns: Vec::new(),
        rows: Vec::new(),
    })
}
