//! Lists of bars, and one bar in parts. Each row says its numbers, so no table is
//! needed behind them.

use maud::{Markup, html};

use crate::report::MIN_INDEX_CITATIONS;
use crate::report::format::{count, fixed, percent};
use crate::report::html::escape::escape_html;

/// One row of a list.
pub(in crate::report::html) struct Bar {
    /// What it is about.
    pub(in crate::report::html) name: Markup,
    pub(in crate::report::html) count: u64,
}

/// Rows as parts of `all`; of fewer than [`MIN_INDEX_CITATIONS`] only counts.
pub(in crate::report::html) fn bars(rows: &[Bar], all: u64) -> Markup {
    let enough = all >= MIN_INDEX_CITATIONS;
    let widest = rows.iter().map(|row| row.count).max().unwrap_or(0).max(1) as f64;
    html! {
        ol class="bars" { "\n"
            @for row in rows {
                li {
                    span class="name" { (row.name) }
                    svg class="bar" aria-hidden="true" {
                        rect width={ (fixed(row.count as f64 / widest * 100.0, 2)) "%" } height="100%" {}
                    }
                    span class="n" { (count(row.count)) }
                    @if enough {
                        span class="n pale" { (percent(row.count as f64 / all.max(1) as f64)) }
                    }
                } "\n"
            }
        } "\n"
    }
}

/// One bar in parts, each a class of colour, a name and its number, with a legend.
pub(in crate::report::html) fn stacked_bar(title: &str, parts: &[(String, &str, u64)]) -> Markup {
    let all: u64 = parts.iter().map(|(.., number)| number).sum();
    if all == 0 {
        return html! {};
    }
    let place = |number: u64| format!("{}%", fixed(number as f64 / all as f64 * 100.0, 2));
    let mut before = 0;
    let mut starts = Vec::new();
    for (.., number) in parts {
        starts.push(before);
        before += number;
    }
    html! {
        svg class="strip" role="img" aria-label=(escape_html(title)) {
            @for ((class, name, number), start) in parts.iter().zip(&starts) {
                rect class=(class) x=(place(*start)) width=(place(*number)) height="100%" {
                    title { (escape_html(name)) " " (count(*number)) }
                }
            }
        } "\n"
        ul class="legend" { "\n"
            @for (class, name, number) in parts {
                li {
                    i class=(class) {} " " (escape_html(name)) " " b { (count(*number)) } " "
                    span class="pale" { (percent(*number as f64 / all as f64)) }
                } "\n"
            }
        } "\n"
    }
}
