//! GraphML: keys, nodes and edges.

use std::collections::{BTreeMap, BTreeSet};

use super::DiagnosisBuilder;
use super::graphml_keys::{self, Keys};
use super::tree::XmlElement;
use super::typed::{ValueFit, fit, is_number};

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";

/// Looks at a file and mends the tree. Whether there is a graph in it.
pub(super) fn examine(root: &mut XmlElement, chart: &mut DiagnosisBuilder) -> bool {
    namespace(root, chart);
    let first_graph = root.children.iter().position(|child| child.local() == "graph");
    let Some(first_graph) = first_graph else { return false };
    let late = root.children.iter().skip(first_graph).find(|child| child.local() == "key");
    if let Some(late) = late {
        chart.add_finding("late-columns", late.line, "");
        root.children.sort_by_key(|child| child.local() != "key");
    }
    let mut keys = graphml_keys::examine(root, chart);
    let mut graphs = root.children.iter().filter(|child| child.local() == "graph").skip(1);
    if let Some(second) = graphs.next() {
        chart.add_finding("two-graphs", second.line, format!("{} more", 1 + graphs.count()));
    }
    let Some(graph) = root.child_mut("graph") else { return false };
    values(graph, &mut keys, chart);
    structure(graph, chart);
    nodes(graph, chart);
    edges(graph, chart);
    root.children.splice(0..0, keys.made());
    true
}

/// Without any namespace all readers take the file; with another one, none does.
fn namespace(root: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let name = match root.name.split_once(':') {
        Some((prefix, _)) => format!("xmlns:{prefix}"),
        None => "xmlns".to_owned(),
    };
    let found = root.get(&name).map(str::to_owned);
    if let Some(found) = found.as_deref().filter(|found| *found != NAMESPACE) {
        chart.add_finding("namespace", root.line, format!("{name}=\"{found}\" for {NAMESPACE}"));
    }
    if found.is_some() || name == "xmlns" {
        root.set(&name, NAMESPACE);
    }
}

/// Values by the types of their keys.
fn values(graph: &mut XmlElement, keys: &mut Keys, chart: &mut DiagnosisBuilder) {
    for class in ["node", "edge"] {
        graph.each(class, &mut |element| {
            let mut seen: BTreeSet<String> = BTreeSet::new();
            element.children.retain_mut(|data| {
                if data.local() != "data" {
                    return true;
                }
                let (id, kind) = keys.of(class, data, chart);
                if !seen.insert(id.clone()) {
                    chart.add_finding("twin-value", data.line, id.as_str());
                }
                data.set("key", &id);
                // Values with elements in them are those of yEd.
                !data.children.is_empty() || value(data, &id, &kind, chart)
            });
        });
    }
}

/// Mends one value; whether it stays.
fn value(data: &mut XmlElement, id: &str, kind: &str, chart: &mut DiagnosisBuilder) -> bool {
    let text = data.text.clone();
    if kind == "boolean" && !matches!(text.as_str(), "true" | "false") {
        chart.add_finding("boolean", data.line, text.as_str());
        let is_true = matches!(text.to_lowercase().as_str(), "1" | "true" | "yes");
        data.text = is_true.to_string();
    }
    if is_number(kind) && text.trim().is_empty() {
        chart.add_finding("no-value", data.line, format!("{id}: {text:?}"));
        chart.changes.removed_values += 1;
        return false;
    }
    match fit(kind, &text) {
        ValueFit::Fits => {}
        ValueFit::WholeWithDecimals(whole) => {
            chart.add_finding("whole-with-decimals", data.line, format!("{id}: {text}"));
            data.text = whole;
        }
        ValueFit::Misfit => {
            chart.add_finding("value-type", data.line, format!("{id}: {text:?} is not {kind}"));
        }
    }
    true
}

/// What some readers leave out or refuse.
fn structure(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    if !matches!(graph.get("edgedefault"), Some("directed" | "undirected")) {
        let found = graph.get("edgedefault").unwrap_or_default().to_owned();
        chart.add_finding("no-edgedefault", graph.line, found);
    }
    for (local, trap) in [("graph", "nested-graph"), ("hyperedge", "hyperedge"), ("port", "port")] {
        graph.each(local, &mut |element| {
            let id = element.get("id").or(element.get("name")).unwrap_or_default();
            chart.add_finding(trap, element.line, id);
        });
    }
}

fn nodes(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    graph.each("node", &mut |node| {
        let id = node.get("id").unwrap_or_default().to_owned();
        if id.trim().is_empty() {
            return chart.add_finding("missing-id", node.line, "");
        }
        if let Some(first) = seen.get(&id) {
            chart.add_finding("twin-node", node.line, format!("{id}, as on line {first}"));
        }
        seen.entry(id).or_insert(node.line);
    });
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    graph.each("edge", &mut |edge| {
        for end in ["source", "target"] {
            match edge.get(end).filter(|id| !id.trim().is_empty()) {
                None => chart.add_finding("missing-end", edge.line, end),
                Some(id) if !seen.contains_key(id) && unknown.insert(id.to_owned()) => {
                    chart.add_finding("unknown-end", edge.line, id);
                }
                Some(_) => {}
            }
        }
    });
    let made = unknown.iter().map(|id| XmlElement::new("node", &[("id", id)]));
    chart.changes.added_nodes += unknown.len() as i64;
    graph.children.splice(0..0, made);
}

fn edges(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let is_directed = graph.get("edgedefault") == Some("directed");
    let mut pairs: BTreeMap<[String; 2], u64> = BTreeMap::new();
    let mut ids: BTreeMap<String, u64> = BTreeMap::new();
    let mut at = 0;
    graph.each("edge", &mut |edge| {
        at += 1;
        let line = edge.line;
        let own = edge.get("directed").map(|word| matches!(word, "true" | "1"));
        if own.is_some_and(|own| own != is_directed) {
            let rule = if is_directed { "directed" } else { "undirected" };
            let what = format!(
                "directed={:?}, but the default is {rule}",
                edge.get("directed").unwrap_or_default()
            );
            chart.add_finding("mixed-directions", line, what);
        }
        let mut ends = ["source", "target"].map(|end| edge.get(end).unwrap_or_default().to_owned());
        if ends.iter().all(|end| !end.is_empty()) {
            if !own.unwrap_or(is_directed) {
                ends.sort();
            }
            if let Some(first) = pairs.get(&ends) {
                let what = format!("{} to {}, as on line {first}", ends[0], ends[1]);
                chart.add_finding("twin-edges", line, what);
            }
            pairs.entry(ends).or_insert(line);
        }
        let Some(id) = edge.get("id").filter(|id| !id.is_empty()).map(str::to_owned) else {
            return;
        };
        if let Some(first) = ids.get(&id) {
            chart.add_finding("twin-edge-id", line, format!("{id}, as on line {first}"));
            edge.set("id", &format!("{id}-{at}"));
        }
        ids.entry(id).or_insert(line);
    });
}
