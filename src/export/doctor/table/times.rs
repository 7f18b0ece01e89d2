//! Columns that Gephi takes for times by their names.

use super::Table;
use crate::article::StatedDate;
use crate::export::doctor::DiagnosisBuilder;

/// How a cell reads as a time.
enum TimeCell {
    Moment,
    Interval,
    /// An interval that ends before it begins.
    Backwards,
    None,
}

/// Looks at the columns whose names have `interval`, `timestamp` or are `timeset`; renames those that hold no times.
pub(super) fn examine(table: &mut Table, chart: &mut DiagnosisBuilder) {
    let Some((header_line, header)) = table.rows.first().cloned() else { return };
    for (at, name) in header.iter().enumerate() {
        let lower = name.trim().to_lowercase();
        let is_time =
            lower.contains("interval") || lower.contains("timestamp") || lower == "timeset";
        if !is_time {
            continue;
        }
        let (mut times, mut others) = (0, Vec::new());
        for (line, cell) in table.cells(at) {
            let Some(cell) = cell.filter(|cell| !cell.is_empty()) else { continue };
            match read(cell) {
                TimeCell::Moment | TimeCell::Interval => times += 1,
                TimeCell::Backwards => chart.add_finding("end-before-start", line, cell),
                TimeCell::None => others.push((line, cell.to_owned())),
            }
        }
        if times == 0 && lower != "timeset" {
            chart.add_finding("time-header", header_line, name.as_str());
            let free = lower.replace("interval", "period").replace("timestamp", "moment");
            if let Some((_, header)) = table.rows.first_mut() {
                header[at] = free;
            }
        } else if let Some((line, cell)) = others.first() {
            chart.add_finding("time-value", *line, cell.as_str());
        }
    }
}

fn read(cell: &str) -> TimeCell {
    let inner = cell.trim_start_matches('<').trim_end_matches('>').trim();
    if is_moment(inner) {
        return TimeCell::Moment;
    }
    let parts = inner.split(';').map(str::trim).filter(|part| !part.is_empty());
    let mut found = TimeCell::None;
    for part in parts {
        let inside =
            part.strip_prefix(['[', '(', ']']).and_then(|part| part.strip_suffix([']', ')', '[']));
        let Some(inside) = inside else { return TimeCell::None };
        let moments: Vec<&str> = inside.split(',').map(str::trim).collect();
        if !moments.iter().take(2).all(|moment| is_moment(moment)) {
            return TimeCell::None;
        }
        found = match moments[..] {
            [start, end, ..] if is_before(end, start) => return TimeCell::Backwards,
            [_, _, ..] => TimeCell::Interval,
            _ => TimeCell::Moment,
        };
    }
    found
}

fn is_moment(text: &str) -> bool {
    let day = text.split('T').next().unwrap_or_default();
    let is_day =
        day.bytes().all(|c| c.is_ascii_digit() || c == b'-') && StatedDate::parse(day).is_some();
    is_day || text.parse::<f64>().is_ok()
}

fn is_before(one: &str, two: &str) -> bool {
    match (one.parse::<f64>(), two.parse::<f64>()) {
        (Ok(one), Ok(two)) => one < two,
        _ => one.len() == two.len() && one < two,
    }
}
