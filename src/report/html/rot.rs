//! What the ledger says about links; nothing where there is none.

use std::io::{self, Write};

use super::chart::{Axis, Figure, Plot, Stroke, write_stacked_bar};
use super::escape::escape_html;
use super::{ReportPage, end_table, table};
use crate::check::verdict::LinkState;
use crate::report::LinkRot;
use crate::report::format::{count, percent};
use crate::report::rot::tables::RotTable;

/// Half the width of a bar, where a class of age is 1.
const HALF: f64 = 0.35;

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let Some(rot) = &page.report.links else { return Ok(()) };
    writeln!(
        out,
        "<section id=\"link-rot\">\n<h2>Link rot</h2>\n<p>{}</p>",
        escape_html(&rot.lead())
    )?;
    health(rot, out)?;
    let [ages, survival, support] = rot.tables();
    section(&ages, by_age(rot), out)?;
    section(&survival, lifetime(rot), out)?;
    section(&support, None, out)?;
    writeln!(out, "</section>")
}

/// All links as one bar, by verdict.
fn health(rot: &LinkRot, out: &mut Vec<u8>) -> io::Result<()> {
    let part = |state: &LinkState| {
        let number = rot.verdicts.get(state).copied().filter(|number| *number > 0)?;
        Some((format!("v-{}", state.name().to_lowercase()), state.name(), number))
    };
    let parts: Vec<_> = LinkState::ALL.iter().filter_map(part).collect();
    if parts.is_empty() {
        return Ok(());
    }
    writeln!(out, "<figure class=\"chart\">\n<h3>Links by verdict</h3>")?;
    write_stacked_bar("Links by verdict; the list below has the numbers", &parts, out)?;
    writeln!(
        out,
        "<figcaption>Each link counts once. BLOCKED and UNKNOWN links could not be judged; they are not \
         bad links. A dead link means that its page is gone, not that the page was \
         wrong.</figcaption>\n</figure>"
    )
}

fn section(one: &RotTable, figure: Option<Figure>, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<h3>{}</h3>", escape_html(one.title))?;
    for paragraph in &one.lead {
        writeln!(out, "<p class=\"small\">{}</p>", escape_html(paragraph))?;
    }
    if let Some(figure) = figure {
        figure.write(out)?;
    }
    if one.rows.is_empty() {
        return Ok(());
    }
    let columns = one.columns.iter().enumerate();
    let columns: Vec<(&str, &str)> =
        columns.map(|(at, name)| (if at == 0 { "" } else { "n" }, *name)).collect();
    table(out, one.title, &columns)?;
    for row in &one.rows {
        write!(out, "<tr>")?;
        for (at, cell) in row.iter().enumerate() {
            match at {
                0 => write!(out, "<th scope=\"row\"><bdi>{}</bdi></th>", escape_html(cell))?,
                _ => write!(out, "<td class=\"n\">{}</td>", escape_html(cell))?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    end_table(out)
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
        read: "Each bar is the share of checked links that are dead, and its line the 95% interval. Where \
               there is no bar, there are too few links. The shares are lower bounds, and older articles \
               may cite other kinds of pages."
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
        read: "The line falls when links die; the band is its 95% interval. It ends when fewer than 30 \
               links are left. It covers links that were alive at the first check, not links that had \
               died before."
            .to_owned(),
        said: format!("After {} days {} are alive.", count(last.time as u64), percent(last.survival)),
        series: Vec::new(),
        plot,
        columns: Vec::new(),
        rows: Vec::new(),
    })
}
