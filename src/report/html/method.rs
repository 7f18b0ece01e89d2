//! How the numbers were made, and the charts that need an explanation.

use maud::{Markup, html};

use super::{ReportPage, evenness, growth};
use crate::report::MIN_INDEX_CITATIONS;
use crate::report::format::CAVEAT;

/// What readers may want to look up.
const NOTES: [(&str, &str); 5] = [
    (
        "Effective number",
        "Diversity is given as a number of equally cited sources: Hill numbers (Σ pᵢ^q)^(1/(1−q)) of the \
         shares \
         pᵢ. Order 0 is the number of sources, order 1 is exp of Shannon’s entropy, order 2 is 1/Σ p² \
         (Hill 1973, Jost 2006).",
    ),
    (
        "Intervals of shares",
        "Intervals of shares are Wilson’s 95% score intervals (1927). The formula assumes that citations are independent, but \
         citations in the same sentence are not.",
    ),
    (
        "Smaller and larger samples",
        "Smaller samples are computed by rarefaction, larger ones by extrapolation to at most twice as many \
         citations as there are (Chao et al. 2014, as in iNEXT). The formulas assume random citations, but authors do not cite at random.",
    ),
    (
        "Lorenz curve and Gini’s index",
        "The curve and the index are computed over the domains that are cited at least once, by the mean-difference formula. They \
         depend on how many citations there are.",
    ),
    (
        "Owners, types and countries",
        "The facts and their evidence come from the table that is part of citegraph, or from the user’s own \
         table. Each source with an unknown owner counts as a separate owner. There is no score of \
         reliability.",
    ),
];

pub(super) fn section(page: &ReportPage<'_>) -> Markup {
    let selection = &page.report.options.selection;
    let places: Vec<&str> = selection.places.iter().map(|place| place.name()).collect();
    html! {
        p class="caveat" { (CAVEAT) } "\n"
        @if let Some(part) = evenness::part(page) { (part) }
        @if let Some(part) = growth::part(page) { (part) }
        details id="how" { "\n"
            summary { h3 { "How the numbers are made" } } "\n"
            dl class="words" { "\n"
                dt { "What counts" }
                dd {
                    "Links to other registrable domains in these places: " (places.join(", ")) ". Every link counts, even if its address occurs several times. Redirectors, tracking parameters and web archives \
                     are removed first."
                } "\n"
                @for (name, text) in NOTES { dt { (name) } dd { (text) } "\n" }
                dt { "Few citations" }
                dd { "Below " (MIN_INDEX_CITATIONS) " citations, only counts are shown." } "\n"
                dt { "Reproducibility" }
                dd {
                    "The same files give the same page, byte for byte: it does not depend on a clock, a \
                     network or random numbers."
                } "\n"
            } "\n"
        } "\n"
    }
}
