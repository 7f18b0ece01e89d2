//! Numbers to places on a chart, and round numbers for its axes.

use crate::report::format::{count, percent};

/// The steps between round numbers, times a power of ten.
const STEPS: [f64; 3] = [1.0, 2.0, 5.0];

/// Labels beside one axis: so many fit on a phone.
const LABELS: usize = 5;

/// An axis: where its numbers stand, which of them are written, and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report::html) struct Axis {
    low: f64,
    high: f64,
    /// Numbers with what is written at them.
    pub(super) ticks: Vec<(f64, String)>,
    /// What it counts, as text.
    pub(super) title: String,
}

impl Axis {
    /// An axis from 0 to the first round number that is not below `high`.
    pub(in crate::report::html) fn rounded(high: f64, title: &str) -> Self {
        let step = step(high, LABELS);
        Self::exact((high / step).ceil().max(1.0) * step, title)
    }

    /// An axis from 0 to `high`, with round numbers in it.
    pub(in crate::report::html) fn exact(high: f64, title: &str) -> Self {
        let high = if high.is_finite() && high > 0.0 { high } else { 1.0 };
        let ticks = ticks(high, LABELS).into_iter().map(|at| (at, short(at))).collect();
        Self { low: 0.0, high, ticks, title: title.to_owned() }
    }

    /// An axis of shares, from 0 to a round number that is not below `high`, at most 1.
    pub(in crate::report::html) fn share(high: f64, title: &str) -> Self {
        let high = if high.is_finite() && high > 0.0 { high.min(1.0) } else { 1.0 };
        let step = step(high, LABELS);
        let high = ((high / step).ceil() * step).min(1.0);
        let ticks = ticks(high, LABELS).into_iter().map(|at| (at, percent(at))).collect();
        Self { low: 0.0, high, ticks, title: title.to_owned() }
    }

    /// An axis of things beside each other, the first between 0 and 1; of many only some are named.
    pub(in crate::report::html) fn things(names: &[String], most: usize, title: &str) -> Self {
        let every = names.len().div_ceil(most.max(1)).max(1);
        let named = names.iter().enumerate().step_by(every);
        let ticks = named.map(|(at, name)| (at as f64 + 0.5, name.clone())).collect();
        Self { low: 0.0, high: names.len().max(1) as f64, ticks, title: title.to_owned() }
    }

    /// Writes only these numbers at the axis.
    pub(in crate::report::html) fn name(&mut self, numbers: &[f64]) {
        self.ticks = numbers.iter().map(|number| (*number, short(*number))).collect();
    }

    /// The place of a number, in per cent of the axis; numbers beyond an end stand at it.
    pub(in crate::report::html) fn position(&self, number: f64) -> f64 {
        let place = (number - self.low) / (self.high - self.low) * 100.0;
        if place.is_nan() { 0.0 } else { place.clamp(0.0, 100.0) }
    }
}

/// The round step that parts 0 to `high` into at most `most` parts.
fn step(high: f64, most: usize) -> f64 {
    if !high.is_finite() || high <= 0.0 {
        return 1.0;
    }
    let least = high / most as f64;
    let power = 10_f64.powf(least.log10().floor());
    let fits = |step: &f64| step * power >= least * (1.0 - 1e-9);
    STEPS.iter().copied().find(fits).map_or(10.0 * power, |step| step * power)
}

/// Round numbers from 0 to `high`, at most `most` and the 0.
fn ticks(high: f64, most: usize) -> Vec<f64> {
    let step = step(high, most);
    let last = (high / step + 1e-9).floor() as usize;
    (0..=last).map(|at| at as f64 * step).collect()
}

/// A number in few characters: `2.5`, `40`, `12k`, `1.5M`.
fn short(number: f64) -> String {
    let plain = |value: f64| {
        let tenths = (value * 10.0).round() / 10.0;
        if tenths.fract() == 0.0 { format!("{tenths:.0}") } else { format!("{tenths:.1}") }
    };
    match number {
        _ if number >= 1e6 => format!("{}M", plain(number / 1e6)),
        _ if number >= 1e4 => format!("{}k", plain(number / 1e3)),
        _ if number >= 1e3 => count(number.round() as u64),
        _ if number > 0.0 && number < 0.1 => format!("{number:.2}"),
        _ => plain(number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, label)| label.as_str()).collect()
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(labels(&Axis::rounded(43.0, "")), ["0", "10", "20", "30", "40", "50"]);
        assert_eq!(labels(&Axis::exact(126.0, "")), ["0", "50", "100"]);
        assert_eq!(labels(&Axis::rounded(5.0, "")), ["0", "1", "2", "3", "4", "5"]);
        assert_eq!(labels(&Axis::rounded(12_345.0, "")), ["0", "5,000", "10k", "15k"]);
        assert_eq!(labels(&Axis::rounded(2.3, "")), ["0", "0.5", "1", "1.5", "2", "2.5"]);
        assert_eq!(labels(&Axis::share(0.27, "")), ["0%", "10%", "20%", "30%"]);
        assert_eq!(labels(&Axis::share(1.0, "")), ["0%", "20%", "40%", "60%", "80%", "100%"]);
    }

    #[test]
    fn no_number_breaks_an_axis() {
        for high in [0.0, -1.0, f64::NAN, f64::INFINITY, f64::MIN_POSITIVE, 1e-9, 1e300, f64::MAX] {
            for axis in [Axis::rounded(high, ""), Axis::exact(high, ""), Axis::share(high, "")] {
                assert!((1..=LABELS + 1).contains(&axis.ticks.len()), "{high}: {axis:?}");
                for number in [high, 0.0, f64::NAN, f64::INFINITY, -5.0] {
                    assert!((0.0..=100.0).contains(&axis.position(number)), "{high}: {number}");
                }
            }
        }
    }

    #[test]
    fn places_are_parts_of_the_axis() {
        let axis = Axis::exact(80.0, "");
        assert_eq!(
            [0.0, 20.0, 80.0, 90.0].map(|number| axis.position(number)),
            [0.0, 25.0, 100.0, 100.0]
        );
    }

    #[test]
    fn of_many_things_some_are_named() {
        let years: Vec<String> = (2001..2021).map(|year| year.to_string()).collect();
        let axis = Axis::things(&years, 6, "");
        assert_eq!(labels(&axis), ["2001", "2005", "2009", "2013", "2017"]);
        assert_eq!(axis.position(0.5), 2.5);
        assert_eq!(Axis::things(&[], 6, "").position(0.0), 0.0);
    }

    #[test]
    fn numbers_are_short() {
        let shown = [0.0, 0.02, 0.5, 2.0, 43.2, 999.0, 1500.0, 25_000.0, 1_500_000.0].map(short);
        assert_eq!(shown, ["0", "0.02", "0.5", "2", "43.2", "999", "1,500", "25k", "1.5M"]);
    }
}
