//! GEXF: how the file is built, its nodes and its edges.

use std::collections::{BTreeMap, BTreeSet};

use super::census::Census;
use super::tree::XmlElement;
use super::{DiagnosisBuilder, gexf_looks as looks, gexf_times as times, gexf_values as values};

/// The namespaces that Gephi, graphology and networkx know exactly, each with its version. That of looks has
/// `/viz` behind it.
const NAMESPACES: [(&str, &str); 3] = [
    ("http://gexf.net/1.3", "1.3"),
    ("http://www.gexf.net/1.2draft", "1.2"),
    ("http://www.gexf.net/1.1draft", "1.1"),
];

/// Looks at a file and mends the tree. Whether there is a graph in it.
pub(super) fn examine(root: &mut XmlElement, chart: &mut DiagnosisBuilder) -> bool {
    let mut graphs = root.children.iter().filter(|child| child.local() == "graph");
    if graphs.next().is_none() {
        return false;
    }
    if let Some(second) = graphs.next() {
        chart.add_finding("two-graphs", second.line, format!("{} more", 1 + graphs.count()));
    }
    namespaces(root, chart);
    let Some(graph) = root.child_mut("graph") else { return false };
    direction(graph, chart);
    blocks(graph, chart);
    values::columns(graph, chart);
    values::values(graph, chart);
    times::examine(graph, chart);
    nodes(graph, chart);
    edges(graph, chart);
    looks::examine(graph, chart);
    true
}

fn namespaces(root: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let line = root.line;
    let (own, looks) = match root.name.split_once(':') {
        Some((prefix, _)) => (format!("xmlns:{prefix}"), "xmlns:viz"),
        None => ("xmlns".to_owned(), "xmlns:viz"),
    };
    let found = root.get(&own).unwrap_or_default().to_owned();
    let known = NAMESPACES.iter().find(|(namespace, _)| *namespace == found);
    let (namespace, version) = known.copied().unwrap_or(NAMESPACES[0]);
    if known.is_none() {
        chart.add_finding("namespace", line, format!("{own}=\"{found}\" for {namespace}"));
        root.set(&own, namespace);
        root.set("version", version);
    }
    let wanted = format!("{namespace}/viz");
    if let Some(found) = root.get(looks).filter(|found| *found != wanted).map(str::to_owned) {
        chart.add_finding("namespace", line, format!("{looks}=\"{found}\" for {wanted}"));
        root.set(looks, &wanted);
    }
    let stated = root.get("version").unwrap_or_default().to_owned();
    if !stated.starts_with(version) {
        chart.add_finding("version", line, format!("version=\"{stated}\" for {version}"));
        root.set("version", version);
    }
}

/// What edges are where they do not say it themselves.
fn direction(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let default = graph.get("defaultedgetype").unwrap_or("undirected").to_owned();
    if !matches!(default.as_str(), "directed" | "undirected" | "mutual") {
        chart.add_finding("edge-type", graph.line, default.as_str());
    }
    if default != "mutual" {
        return;
    }
    chart.add_finding("mutual-default", graph.line, "");
    graph.set("defaultedgetype", "directed");
    for list in graph.children.iter_mut().filter(|child| child.local() == "edges") {
        for edge in list.children.iter_mut().filter(|edge| edge.get("type").is_none()) {
            edge.set("type", "mutual");
        }
    }
}

/// Columns come first, in one block a class and mode.
fn blocks(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let is_block = |child: &XmlElement| child.local() == "attributes";
    graph.children.retain(|child| {
        let class = child.get("class").unwrap_or_default();
        let is_known = !is_block(child) || matches!(class, "node" | "edge");
        if !is_known {
            let columns = child.children.iter().filter(|column| column.local() == "attribute");
            let titles: Vec<&str> = columns.filter_map(|column| column.get("title")).collect();
            let what = format!("class {class:?}, columns {:?}", titles.join(", "));
            chart.add_finding("unknown-class", child.line, what);
        }
        is_known
    });
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

fn nodes(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    let mut flat = Vec::new();
    let line = graph.line;
    let Some(list) = graph.child_mut("nodes") else {
        return chart.add_finding("no-nodes", line, "");
    };
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
        if id.trim().is_empty() {
            chart.add_finding("missing-id", line, node.get("label").unwrap_or_default());
            flat.push(node);
            continue;
        }
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
        for end in ["source", "target"] {
            match edge.get(end).filter(|id| !id.trim().is_empty()) {
                None => chart.add_finding("missing-end", edge.line, end),
                Some(id) if !seen.contains_key(id) && unknown.insert(id.to_owned()) => {
                    chart.add_finding("unknown-end", edge.line, id);
                }
                Some(_) => {}
            }
        }
    }
    chart.changes.added_nodes += unknown.len() as i64;
    let made = unknown.iter().map(|id| XmlElement::new("node", &[("id", id), ("label", id)]));
    graph.child_mut("nodes").into_iter().for_each(|list| list.children.extend(made.clone()));
}

fn edges(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let default = graph.get("defaultedgetype").unwrap_or("undirected").to_owned();
    let Some(list) = graph.child_mut("edges") else { return };
    let mut pairs: BTreeMap<[String; 3], u64> = BTreeMap::new();
    let mut kept = Vec::with_capacity(list.children.len());
    for mut edge in std::mem::take(&mut list.children) {
        let line = edge.line;
        let value = |name: &str| edge.get(name).unwrap_or_default().to_owned();
        let (kind, weight) = (value("type"), value("weight"));
        let mut ends = [value("source"), value("target"), value("kind")];
        if kind == "undirected" || (kind.is_empty() && default == "undirected") {
            ends[..2].sort();
        }
        if let Some(first) = pairs.get(&ends) {
            let what = format!("{} to {}, as on line {first}", ends[0], ends[1]);
            chart.add_finding("twin-edges", line, what);
        }
        pairs.entry(ends).or_insert(line);
        if !weight.is_empty() && !weight.parse().is_ok_and(|it: f64| it.is_finite() && it > 0.0) {
            chart.add_finding("weight", line, weight);
        }
        let back = typed(&mut edge, &kind, &default, chart);
        kept.push((edge, EdgeOrigin::File));
        if let Some(back) = &back {
            chart.changes.added_edges += 1;
            chart.changes.added_values += Census::of_tree(back).values;
        }
        kept.extend(back.map(|back| (back, EdgeOrigin::WayBack)));
    }
    list.children = unique_ids(kept, chart);
}

/// Where an edge of the copy comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EdgeOrigin {
    File,
    /// It is the way back of a mutual edge, and has its id.
    WayBack,
}

/// Looks at the direction of an edge; the way back of one that is mutual.
fn typed(
    edge: &mut XmlElement,
    kind: &str,
    default: &str,
    chart: &mut DiagnosisBuilder,
) -> Option<XmlElement> {
    match kind {
        "mutual" => {
            chart.add_finding("mutual-edge", edge.line, "");
            edge.set("type", "directed");
            let is_loop = edge.get("source") == edge.get("target");
            return (!is_loop).then(|| back(edge));
        }
        "" => {}
        "directed" | "undirected" if kind != default => {
            let what = format!("{kind}, but the default is {default}");
            chart.add_finding("mixed-directions", edge.line, what);
        }
        "directed" | "undirected" => {}
        other => chart.add_finding("edge-type", edge.line, other),
    }
    None
}

fn unique_ids(
    edges: Vec<(XmlElement, EdgeOrigin)>,
    chart: &mut DiagnosisBuilder,
) -> Vec<XmlElement> {
    let mut ids: BTreeMap<String, u64> = BTreeMap::new();
    let mut own = Vec::with_capacity(edges.len());
    for (at, (mut edge, origin)) in edges.into_iter().enumerate() {
        if let Some(id) = edge.get("id").map(str::to_owned) {
            if let Some(first) = ids.get(&id) {
                if origin == EdgeOrigin::File {
                    let what = format!("{id}, as on line {first}");
                    chart.add_finding("twin-edge-id", edge.line, what);
                }
                edge.set("id", &format!("{id}-{at}"));
            }
            ids.entry(id).or_insert(edge.line);
        }
        own.push(edge);
    }
    own
}

fn back(edge: &XmlElement) -> XmlElement {
    let mut back = edge.clone();
    let (source, target) = (edge.get("source"), edge.get("target"));
    back.set("source", target.unwrap_or_default());
    back.set("target", source.unwrap_or_default());
    back
}
