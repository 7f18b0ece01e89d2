//! A chart with two axes, as SVG that is as wide as its place.
//!
//! Everything stands at per cent of the drawing, so that letters and lines keep their size on a phone.
//! What knows no per cent, a path, is drawn in a square of 1000 that is stretched, and its stroke is not.

use std::fmt::Write as _;

use super::scale::Axis;
use crate::report::html::escape::escape_html;

/// The side of the square in which paths are drawn.
const SIDE: f64 = 1000.0;

/// How a series is drawn: its colour is the class `s1` to `s6`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report::html) enum Stroke {
    Solid,
    Dashed,
    /// A line to compare with, in no series' colour.
    Guide,
}

/// A drawing between its axes.
pub(in crate::report::html) struct Plot {
    x: Axis,
    y: Axis,
    paths: String,
    marks: String,
}

impl Plot {
    pub(in crate::report::html) fn new(x: Axis, y: Axis) -> Self {
        Self { x, y, paths: String::new(), marks: String::new() }
    }

    /// A line through points, in their order.
    pub(in crate::report::html) fn line(
        &mut self,
        series: usize,
        stroke: Stroke,
        points: &[(f64, f64)],
    ) {
        let kind = match stroke {
            Stroke::Solid => format!("line s{series}"),
            Stroke::Dashed => format!("line dashed s{series}"),
            Stroke::Guide => "guide".to_owned(),
        };
        let path = self.path(points.iter().copied(), "M");
        let _ = write!(self.paths, "<path class=\"{kind}\" d=\"{path}\"/>");
    }

    /// The area between two lines of points, each a place and its low and high end.
    pub(in crate::report::html) fn band(&mut self, series: usize, ends: &[(f64, f64, f64)]) {
        let low = self.path(ends.iter().map(|(x, low, _)| (*x, *low)), "M");
        let high = self.path(ends.iter().rev().map(|(x, _, high)| (*x, *high)), "L");
        let _ = write!(self.paths, "<path class=\"band s{series}\" d=\"{low}{high}Z\"/>");
    }

    /// A bar from 0 up, `wide` at both sides of its place; `said` is shown where the pointer rests.
    pub(in crate::report::html) fn bar(
        &mut self,
        series: usize,
        at: (f64, f64),
        wide: f64,
        said: &str,
    ) {
        let (left, right) = (self.x.position(at.0 - wide), self.x.position(at.0 + wide));
        let top = 100.0 - self.y.position(at.1);
        let _ = write!(
            self.marks,
            "<rect class=\"fill s{series}\" x=\"{left:.2}%\" width=\"{:.2}%\" y=\"{top:.2}%\" height=\"{:.2}%\"><title>{}</title></rect>",
            right - left,
            100.0 - top,
            escape_html(said)
        );
    }

    /// An upright interval.
    pub(in crate::report::html) fn whisker(&mut self, x: f64, low: f64, high: f64) {
        let (x, low, high) =
            (self.x.position(x), 100.0 - self.y.position(low), 100.0 - self.y.position(high));
        let _ = write!(
            self.marks,
            "<line class=\"whisker\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"{low:.2}%\" y2=\"{high:.2}%\"/>"
        );
    }

    /// A point; `label`, one or two characters, stands in it.
    pub(in crate::report::html) fn point(&mut self, series: usize, at: (f64, f64), label: &str) {
        let (x, y) = (self.x.position(at.0), 100.0 - self.y.position(at.1));
        let radius = if label.is_empty() { 4 } else { 9 };
        let _ = write!(
            self.marks,
            "<circle class=\"fill s{series}\" cx=\"{x:.2}%\" cy=\"{y:.2}%\" r=\"{radius}\"/>"
        );
        if !label.is_empty() {
            let label = escape_html(label);
            let _ = write!(
                self.marks,
                "<text class=\"key\" x=\"{x:.2}%\" y=\"{y:.2}%\" dy=\".36em\">{label}</text>"
            );
        }
    }

    /// The drawing, with what a screen reader says of it: `title` and `said` are text.
    pub(in crate::report::html) fn svg(&self, id: &str, title: &str, said: &str) -> String {
        format!(
            "<svg role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title>\
             <desc id=\"{id}-d\">{}</desc>{}\
             <svg viewBox=\"0 0 {SIDE:.0} {SIDE:.0}\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">{}</svg>{}</svg>",
            escape_html(title),
            escape_html(said),
            self.axes(),
            self.paths,
            self.marks
        )
    }

    fn axes(&self) -> String {
        let mut axes = String::new();
        for (number, label) in &self.y.ticks {
            let y = 100.0 - self.y.position(*number);
            let _ = write!(
                axes,
                "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{y:.2}%\" y2=\"{y:.2}%\"/>\
                 <text class=\"end\" x=\"-8\" y=\"{y:.2}%\" dy=\".35em\">{}</text>",
                escape_html(label)
            );
        }
        for (number, label) in &self.x.ticks {
            let x = self.x.position(*number);
            let _ = write!(
                axes,
                "<text class=\"mid\" x=\"{x:.2}%\" y=\"100%\" dy=\"1.5em\">{}</text>",
                escape_html(label)
            );
        }
        let _ = write!(
            axes,
            "<line class=\"axis\" x1=\"0\" x2=\"100%\" y1=\"100%\" y2=\"100%\"/>\
             <text x=\"0\" y=\"0\" dx=\"-2.4em\" dy=\"-1em\">{}</text>\
             <text class=\"end\" x=\"100%\" y=\"100%\" dy=\"3em\">{}</text>",
            escape_html(&self.y.title),
            escape_html(&self.x.title)
        );
        axes
    }

    fn path(&self, points: impl Iterator<Item = (f64, f64)>, first: &str) -> String {
        let mut path = String::new();
        for (at, (x, y)) in points.enumerate() {
            let x = self.x.position(x) / 100.0 * SIDE;
            let y = SIDE - self.y.position(y) / 100.0 * SIDE;
            let _ = write!(path, "{}{x:.1} {y:.1}", if at == 0 { first } else { "L" });
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_stand_where_their_numbers_are() {
        let mut plot = Plot::new(Axis::exact(10.0, "x"), Axis::exact(4.0, "y"));
        plot.line(1, Stroke::Solid, &[(0.0, 0.0), (5.0, 4.0)]);
        plot.band(2, &[(0.0, 0.0, 1.0), (10.0, 1.0, 2.0)]);
        plot.bar(1, (5.0, 1.0), 1.0, "<b>");
        plot.point(3, (10.0, 0.0), "");
        let svg = plot.svg("c", "A & B", "<said>");
        for part in [
            "<path class=\"line s1\" d=\"M0.0 1000.0L500.0 0.0\"/>",
            "<path class=\"band s2\" d=\"M0.0 1000.0L1000.0 750.0L1000.0 500.0L0.0 750.0Z\"/>",
            "x=\"40.00%\" width=\"20.00%\" y=\"75.00%\" height=\"25.00%\"><title>&lt;b&gt;</title>",
            "cx=\"100.00%\" cy=\"100.00%\" r=\"4\"",
            "aria-labelledby=\"c-t c-d\"><title id=\"c-t\">A &amp; B</title><desc id=\"c-d\">&lt;said&gt;</desc>",
        ] {
            assert!(svg.contains(part), "{part} is not in {svg}");
        }
    }
}
