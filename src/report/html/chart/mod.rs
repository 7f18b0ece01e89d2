//! Charts that need no script: SVG and the table of the same numbers.

mod bars;
mod plot;
mod scale;

use maud::{Markup, PreEscaped, html};

pub(super) use self::bars::{Bar, bars, stacked_bar};
pub(super) use self::plot::{Plot, Stroke};
pub(super) use self::scale::Axis;
use super::escape::escape_html;
use super::{TableColumn, table};

/// A chart with everything that has to stand beside it. Texts are escaped here.
pub(super) struct Figure<'a> {
    /// Its identity on the page.
    pub(super) id: &'a str,
    /// What it shows.
    pub(super) title: &'a str,
    /// How to read it and what it does not mean.
    pub(super) read: String,
    /// One line for who cannot see it.
    pub(super) said: String,
    /// Names of the series; one needs none.
    pub(super) series: Vec<Markup>,
    pub(super) plot: Plot,
    /// Columns of the table behind it.
    pub(super) columns: Vec<&'static str>,
    /// The rows. The first cell names the row, the others are numbers. Empty where the same table stands right
    /// below.
    pub(super) rows: Vec<Vec<Markup>>,
}

impl Figure<'_> {
    pub(super) fn markup(&self) -> Markup {
        html! {
            figure class="chart" id=(self.id) { "\n"
                // The table below has its heading above the chart.
                @if !self.rows.is_empty() { h4 { (escape_html(self.title)) } "\n" }
                @if self.series.len() > 1 {
                    ol class="legend" {
                        @for (at, name) in (1..).zip(&self.series) { li { i class={ "s" (at) } { (at) } " " (name) } }
                    } "\n"
                }
                div class="plot" { (PreEscaped(self.plot.svg(self.id, self.title, &self.said))) } "\n"
                figcaption { (escape_html(&self.read)) } "\n"
                @if !self.rows.is_empty() { (self.numbers()) }
            } "\n"
        }
    }

    /// The table behind the chart, folded.
    fn numbers(&self) -> Markup {
        let columns = self.columns.iter().enumerate();
        let columns: Vec<TableColumn> = columns
            .map(
                |(at, name)| {
                    if at == 0 { TableColumn::text(name) } else { TableColumn::number(name) }
                },
            )
            .collect();
        let body = html! {
            @for row in &self.rows {
                tr {
                    @for (at, cell) in row.iter().enumerate() {
                        @if at == 0 { th scope="row" { (cell) } } @else { td class="n" { (cell) } }
                    }
                } "\n"
            }
        };
        html! {
            details { "\n" summary { "Table" } "\n" (table(self.title, &columns, &body)) } "\n"
        }
    }
}
