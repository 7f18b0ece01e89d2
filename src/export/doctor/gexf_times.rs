//! GEXF: times, their format and their zone.

use super::DiagnosisBuilder;
use super::tree::XmlElement;
use crate::article::StatedDate;

/// The areas of time zones that are named by a place.
const AREAS: &str = "Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian \
                     Mexico Pacific US";

/// Time zones with names of their own.
const ZONES: &str = "UTC GMT UT Z Zulu UCT Universal Greenwich CET EET MET WET EST HST MST EST5EDT CST6CDT MST7MDT \
                     PST8PDT Cuba Egypt Eire GB Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya NZ Navajo \
                     PRC Poland Portugal ROC ROK Singapore Turkey W-SU";

fn is_time(name: &str) -> bool {
    matches!(name, "start" | "end" | "timestamp" | "startopen" | "endopen")
}

/// Looks at times: their format, their zone, their order, and dates that are full days.
pub(super) fn examine(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    zone(graph, chart);
    let is_interval = graph.get("timerepresentation").is_none_or(|it| it == "interval");
    let (mut dates, mut mixed) = (Vec::new(), Vec::new());
    // Lists of nodes in nodes are below these, and are not searched once more for every level.
    for kind in ["nodes", "edges"] {
        for list in graph.children.iter_mut().filter(|child| child.local() == kind) {
            for local in ["node", "edge", "attvalue", "spell"] {
                list.each(local, &mut |element| {
                    let times = element.attributes.iter_mut().filter(|(name, _)| is_time(name));
                    for (name, value) in times {
                        if (name == "timestamp") == is_interval {
                            mixed.push(element.line);
                        }
                        dates.push((element.line, value.clone()));
                    }
                });
            }
            list.each("spell", &mut |spell| {
                if spell.get("start").is_some() != spell.get("end").is_some() {
                    chart.add_finding("half-spell", spell.line, "");
                }
            });
        }
    }
    if let Some(line) = mixed.first() {
        chart.add_finding("mixed-times", *line, format!("{} of them", mixed.len()));
    }
    let Some((line, first)) = dates.first() else { return };
    let format = graph.get("timeformat").map(str::to_owned);
    if format.is_none() {
        chart.add_finding("no-timeformat", *line, first.as_str());
        let is_date = first.contains('-') && !first.starts_with('-');
        let meant = match first.contains('T') {
            true => "dateTime",
            false if is_date => "date",
            false => "double",
        };
        graph.set("timeformat", meant);
    }
    let format = graph.get("timeformat").unwrap_or("double").to_lowercase();
    let wrong = dates.iter().filter(|(_, value)| !is_of_format(value, &format));
    for (line, value) in wrong {
        chart.add_finding("time-value", *line, format!("{value:?}, but the format is {format}"));
    }
    orders(graph, chart);
    match format.as_str() {
        "date" => coarse(graph, chart),
        "datetime" => chart.add_finding("date-time", graph.line, ""),
        _ => return,
    }
    if graph.get("timezone").is_none() {
        chart.add_finding("no-timezone", graph.line, "");
        graph.set("timezone", "UTC");
    }
}

fn is_of_format(value: &str, format: &str) -> bool {
    let value = value.trim();
    let day = value.split('T').next().unwrap_or_default();
    let is_day =
        StatedDate::parse(day).is_some() && day.bytes().all(|c| c.is_ascii_digit() || c == b'-');
    match format {
        "date" | "datetime" => is_day || is_number(value),
        _ => is_number(value),
    }
}

fn is_number(value: &str) -> bool {
    value.parse::<f64>().is_ok()
}

fn zone(graph: &XmlElement, chart: &mut DiagnosisBuilder) {
    let Some(zone) = graph.get("timezone") else { return };
    let is_known = match zone.split_once('/') {
        Some((area, place)) => {
            AREAS.split(' ').any(|one| one == area)
                && place.starts_with(|c: char| c.is_ascii_uppercase())
        }
        None => ZONES.split_whitespace().any(|one| one == zone) || is_offset(zone),
    };
    if !is_known {
        chart.add_finding("time-zone", graph.line, zone);
    }
}

/// `+01:00` and the like, alone or behind UTC or GMT.
fn is_offset(zone: &str) -> bool {
    let rest = zone.strip_prefix("UTC").or(zone.strip_prefix("GMT")).unwrap_or(zone);
    let Some(digits) = rest.strip_prefix(['+', '-']) else { return false };
    !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit() || c == b':')
}

/// Ends that come before their starts.
fn orders(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    for local in ["node", "edge", "attvalue", "spell"] {
        graph.each(local, &mut |element| {
            let (Some(start), Some(end)) = (element.get("start"), element.get("end")) else {
                return;
            };
            let is_before = match (start.parse::<f64>(), end.parse::<f64>()) {
                (Ok(start), Ok(end)) => end < start,
                // ISO dates of one precision stand in the order of their texts.
                _ => end.len() == start.len() && end < start,
            };
            if is_before {
                let what = format!("from {start} to {end}");
                chart.add_finding("end-before-start", element.line, what);
            }
        });
    }
}

/// Completes `2024` and `2024-05`: a start by the first day, an end by the last that it can mean.
fn coarse(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    for local in ["node", "edge", "attvalue", "spell"] {
        graph.each(local, &mut |element| {
            let line = element.line;
            for (name, value) in element.attributes.iter_mut().filter(|(name, _)| is_time(name)) {
                if let Some(day) = full_day(value, name.starts_with("end")) {
                    chart.add_finding("coarse-date", line, value.as_str());
                    *value = day;
                }
            }
        });
    }
}

/// The full day that a coarse date means: its first, or its last; `None` where it is full already, or
/// no date.
fn full_day(stated: &str, is_end: bool) -> Option<String> {
    if stated.len() >= 8 {
        return None;
    }
    let date = StatedDate::parse(stated)?;
    Some(if is_end { date.last_day() } else { date.first_day() }.to_string())
}
