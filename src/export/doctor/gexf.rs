//! GEXF: how the file is built, its nodes and its edges.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::XmlElement;
use super::{DiagnosisBuilder, gexf_values as values};

/// The namespace that Gephi, graphology and networkx know exactly, and that of its looks.
const NAMESPACES: [(&str, &str); 2] =
    [("xmlns", "http://gexf.net/1.3"), ("xmlns:viz", "http://gexf.net/1.3/viz")];

/// Looks at a file and mends the tree.
pub(super) fn examine(root: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    namespaces(root, chart);
    let Some(graph) = root.child_mut("graph") else {
        return chart.add_finding("not-xml", root.line, "there is no <graph>; is it a GEXF?");
    };
    blocks(graph, chart);
    values::columns(graph, chart);
    values::values(graph, chart);
    times(graph, chart);
    nodes(graph, chart);
    edges(graph, chart);
    check_style(graph, chart);
}

fn namespaces(root: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let line = root.line;
    for (name, wanted) in NAMESPACES {
        let found = root.get(name).unwrap_or_default().to_owned();
        if found != wanted && !(found.is_empty() && name == "xmlns:viz") {
            chart.add_finding("namespace", line, format!("{name}=\"{found}\" for {wanted}"));
            root.set(name, wanted);
            root.set("version", "1.3");
        }
    }
    if root.get("xsi:schemaLocation").is_some() {
        chart.add_finding("schema-location", line, "");
        root.remove("xsi:schemaLocation");
        root.remove("xmlns:xsi");
    }
}

/// Columns come first, in one block a class and mode.
fn blocks(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let is_block = |child: &XmlElement| child.local() == "attributes";
    let first_node = graph.children.iter().position(|child| child.local() == "nodes");
    let late =
        graph.children.iter().skip(first_node.unwrap_or(usize::MAX)).find(|one| is_block(one));
    if let Some(late) = late {
        chart.add_finding("late-columns", late.line, "");
    }
    let (blocks, rest): (Vec<_>, Vec<_>) =
        std::mem::take(&mut graph.children).into_iter().partition(is_block);
    let mut merged: Vec<XmlElement> = Vec::new();
    // By class: the first block of it.
    let mut places: BTreeMap<Option<String>, usize> = BTreeMap::new();
    for block in blocks {
        let class = block.get("class").map(str::to_owned);
        let place = *places.entry(class.clone()).or_insert(merged.len());
        match merged.get_mut(place) {
            Some(twin)
                if twin.get("mode").unwrap_or("static")
                    == block.get("mode").unwrap_or("static") =>
            {
                chart.add_finding("two-blocks", block.line, class.unwrap_or_default());
                twin.children.extend(block.children);
            }
            _ => merged.push(block),
        }
    }
    graph.children = merged.into_iter().chain(rest).collect();
}

fn is_time(name: &str) -> bool {
    matches!(name, "start" | "end" | "timestamp" | "startopen" | "endopen")
}

/// Times: their format, their zone, and dates that are full days.
fn times(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
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
    if format.is_none() && first.contains('-') && !first.starts_with('-') {
        chart.add_finding("no-timeformat", *line, first.as_str());
        graph.set("timeformat", if first.contains('T') { "dateTime" } else { "date" });
    }
    match graph.get("timeformat") {
        Some("date") => coarse(graph, chart),
        Some("dateTime" | "datetime") => chart.add_finding("date-time", graph.line, ""),
        _ => return,
    }
    if graph.get("timezone").is_none() {
        chart.add_finding("no-timezone", graph.line, "");
        graph.set("timezone", "UTC");
    }
}

/// Completes `2024` and `2024-05`: a start by the first day, an end by the last that it can mean.
fn coarse(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    for local in ["node", "edge", "attvalue", "spell"] {
        graph.each(local, &mut |element| {
            let line = element.line;
            for (name, value) in element.attributes.iter_mut().filter(|(name, _)| is_time(name)) {
                if let Some(day) = values::full_day(value, name.starts_with("end")) {
                    chart.add_finding("coarse-date", line, value.as_str());
                    *value = day;
                }
            }
        });
    }
}

fn nodes(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    let mut flat = Vec::new();
    let Some(list) = graph.child_mut("nodes") else { return };
    let mut waiting: Vec<XmlElement> = std::mem::take(&mut list.children);
    waiting.reverse();
    while let Some(mut node) = waiting.pop() {
        let line = node.line;
        let nested = node.children.iter().position(|child| child.local() == "nodes");
        if let Some(at) = nested {
            chart.add_finding("nested-nodes", line, "");
            waiting.extend(node.children.remove(at).children.into_iter().rev());
        }
        if let Some(parent) = node.get("pid").map(str::to_owned) {
            chart.add_finding("nested-nodes", line, format!("pid {parent}"));
            node.remove("pid");
        }
        let id = node.get("id").unwrap_or_default().to_owned();
        if id.trim() != id || id.contains(['\n', '\t', '\r']) {
            chart.add_finding("blank-in-id", line, format!("{id:?}"));
        }
        if let Some(first) = seen.get(&id) {
            chart.add_finding("twin-node", line, format!("{id}, as on line {first}"));
        }
        if node.get("label").is_none_or(|label| label.trim().is_empty()) {
            chart.add_finding("no-label", line, id.as_str());
            node.set("label", &id);
        }
        seen.entry(id).or_insert(line);
        flat.push(node);
    }
    list.children = flat;
    ends(graph, &seen, chart);
}

/// Declares the nodes that only edges name.
fn ends(graph: &mut XmlElement, seen: &BTreeMap<String, u64>, chart: &mut DiagnosisBuilder) {
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    for edge in graph.child("edges").map_or(&[][..], |list| &list.children) {
        for end in ["source", "target"].into_iter().filter_map(|end| edge.get(end)) {
            if !seen.contains_key(end) && unknown.insert(end.to_owned()) {
                chart.add_finding("unknown-end", edge.line, end);
            }
        }
    }
    let made = unknown.iter().map(|id| XmlElement::new("node", &[("id", id), ("label", id)]));
    graph.child_mut("nodes").into_iter().for_each(|list| list.children.extend(made.clone()));
}

fn edges(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let default = graph.get("defaultedgetype").unwrap_or("undirected").to_owned();
    let Some(list) = graph.child_mut("edges") else { return };
    let mut ids: BTreeMap<String, u64> = BTreeMap::new();
    let mut pairs: BTreeMap<[String; 3], u64> = BTreeMap::new();
    let mut kept = Vec::with_capacity(list.children.len());
    for mut edge in std::mem::take(&mut list.children) {
        let line = edge.line;
        let value = |name: &str| edge.get(name).unwrap_or_default().to_owned();
        let (kind, weight) = (value("type"), value("weight"));
        let ends = [value("source"), value("target"), value("kind")];
        if let Some(first) = pairs.get(&ends) {
            let what = format!("{} to {}, as on line {first}", ends[0], ends[1]);
            chart.add_finding("twin-edges", line, what);
        }
        pairs.entry(ends).or_insert(line);
        if !weight.is_empty() && !weight.parse().is_ok_and(|it: f64| it.is_finite() && it > 0.0) {
            chart.add_finding("weight", line, weight);
        }
        let is_mutual = kind == "mutual";
        if is_mutual {
            chart.add_finding("mutual-edge", line, "");
            edge.set("type", "directed");
        } else if !kind.is_empty()
            && kind != default
            && !(default == "mutual" && kind == "directed")
        {
            chart.add_finding(
                "mixed-directions",
                line,
                format!("{kind}, where {default} is the rule"),
            );
        }
        let back = is_mutual.then(|| back(&edge));
        kept.push(edge);
        kept.extend(back);
    }
    for (at, edge) in kept.iter_mut().enumerate() {
        let Some(id) = edge.get("id").map(str::to_owned) else { continue };
        if let Some(first) = ids.get(&id) {
            // The way back of a mutual edge stands on the line of its edge.
            if *first != edge.line {
                chart.add_finding("twin-edge-id", edge.line, format!("{id}, as on line {first}"));
            }
            edge.set("id", &format!("{id}-{at}"));
        }
        ids.entry(id).or_insert(edge.line);
    }
    list.children = kept;
}

fn back(edge: &XmlElement) -> XmlElement {
    let mut back = edge.clone();
    let (source, target) = (edge.get("source"), edge.get("target"));
    back.set("source", target.unwrap_or_default());
    back.set("target", source.unwrap_or_default());
    back
}

/// Sizes and colours as all readers take them; and whether Gephi will move and resize all.
fn check_style(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let (mut sizes, mut places) = (Vec::new(), Vec::new());
    graph.each("size", &mut |size| {
        if size.attributes.first().is_some_and(|(name, _)| name != "value")
            && size.get("value").is_some()
        {
            chart.add_finding("size-value", size.line, "");
            size.attributes.sort_by_key(|(name, _)| name != "value");
        }
        sizes.extend(size.get("value").and_then(|value| value.parse::<f64>().ok()));
    });
    graph.each("color", &mut |colour| {
        let Some(hex) = colour.get("hex").map(str::to_owned) else { return };
        let digits = hex.trim_start_matches('#');
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        if let (Some(red), Some(green), Some(blue)) = (part(0), part(2), part(4)) {
            chart.add_finding("hex-colour", colour.line, hex.as_str());
            colour.remove("hex");
            for (name, value) in [("r", red), ("g", green), ("b", blue)] {
                colour.set(name, &value.to_string());
            }
        }
    });
    graph.each("position", &mut |place| {
        let at = |name: &str| place.get(name).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
        places.push((at("x"), at("y")));
    });
    let (least, most) =
        sizes.iter().fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(*it), high.max(*it)));
    let is_even = sizes.is_empty() || (least == 4.0 && (most == 100.0 || most == 4.0));
    let count = places.len().max(1) as f64;
    let sum = places.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    let is_centred = (sum.0 / count).abs() < 1.0 && (sum.1 / count).abs() < 1.0;
    let is_near = places.iter().all(|at| at.0.abs() <= 5000.0 && at.1.abs() <= 5000.0);
    if !(is_even && is_centred && is_near) {
        let what =
            if is_even { "places".to_owned() } else { format!("sizes from {least} to {most}") };
        chart.add_finding("rescaled", graph.line, what);
    }
}
