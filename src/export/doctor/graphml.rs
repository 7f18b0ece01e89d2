//! GraphML: keys, nodes and edges.

use std::collections::{BTreeMap, BTreeSet};

use super::DiagnosisBuilder;
use super::tree::XmlElement;

const NAMESPACE: &str = "http://graphml.graphdrawing.org/xmlns";

/// Types that igraph, networkx, graphology and Gephi know alike.
const TYPES: [&str; 6] = ["string", "int", "long", "float", "double", "boolean"];

/// Looks at a file and mends the tree.
pub(super) fn examine(root: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let found = root.get("xmlns").unwrap_or_default().to_owned();
    if found != NAMESPACE {
        chart.add_finding("namespace", root.line, format!("xmlns=\"{found}\" for {NAMESPACE}"));
        root.set("xmlns", NAMESPACE);
    }
    let first_graph = root.children.iter().position(|child| child.local() == "graph");
    let late = root.children.iter().skip(first_graph.unwrap_or(usize::MAX));
    if let Some(late) = late.into_iter().find(|child| child.local() == "key") {
        chart.add_finding("late-columns", late.line, "");
        root.children.sort_by_key(|child| child.local() != "key");
    }
    let known = keys(root, chart);
    let mut missing: BTreeSet<(String, String)> = BTreeSet::new();
    let Some(graph) = root.child_mut("graph") else {
        return chart.add_finding("not-xml", root.line, "there is no <graph>");
    };
    for class in ["node", "edge"] {
        graph.each(class, &mut |element| {
            for data in element.children.iter_mut().filter(|child| child.local() == "data") {
                let key = data.get("key").unwrap_or_default().to_owned();
                if !known.contains_key(&key) && missing.insert((class.to_owned(), key.clone())) {
                    chart.add_finding("undeclared-column", data.line, key.as_str());
                }
                let kind = known.get(&key).map_or("string", String::as_str);
                if kind == "boolean" && !matches!(data.text.as_str(), "true" | "false") {
                    chart.add_finding("boolean", data.line, data.text.as_str());
                    let is_true = matches!(data.text.to_lowercase().as_str(), "1" | "true" | "yes");
                    data.text = is_true.to_string();
                }
            }
        });
    }
    ends(graph, chart);
    let made = missing.iter().map(|(class, key)| {
        XmlElement::new(
            "key",
            &[("id", key), ("for", class), ("attr.name", key), ("attr.type", "string")],
        )
    });
    root.children.splice(0..0, made);
}

/// Mends the keys; their types by their ids.
fn keys(root: &mut XmlElement, chart: &mut DiagnosisBuilder) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    let (mut twins, mut twin_ids) = (Vec::new(), BTreeMap::new());
    for key in root.children.iter_mut().filter(|child| child.local() == "key") {
        let id = key.get("id").unwrap_or_default().to_owned();
        if key.get("attr.name") == Some("id") && key.get("for") == Some("node") {
            chart.add_finding("reserved-column", key.line, "id");
            key.set("attr.name", "id_value");
        }
        // Keys without a type are those of yEd.
        if let Some(kind) = key.get("attr.type").map(str::to_owned)
            && !TYPES.contains(&kind.as_str())
        {
            chart.add_finding("unknown-type", key.line, format!("{id}: {kind}"));
            key.set("attr.type", if kind == "integer" { "int" } else { "string" });
        }
        if matches!(key.get("for"), Some("all" | "graph")) {
            chart.add_finding("key-for-all", key.line, id.as_str());
            if key.get("for") == Some("all") {
                key.set("for", "node");
                let mut twin = key.clone();
                twin.set("for", "edge");
                twin.set("id", &format!("{id}_edge"));
                twin_ids.insert(id.clone(), format!("{id}_edge"));
                twins.push(twin);
            }
        }
        known.insert(id, key.get("attr.type").unwrap_or("string").to_owned());
    }
    if !twins.is_empty() {
        root.each("edge", &mut |edge| {
            for data in edge.children.iter_mut().filter(|child| child.local() == "data") {
                if let Some(twin) = data.get("key").and_then(|key| twin_ids.get(key)) {
                    data.set("key", twin);
                }
            }
        });
    }
    for twin in &twins {
        let kind = twin.get("attr.type").unwrap_or("string").to_owned();
        known.insert(twin.get("id").unwrap_or_default().to_owned(), kind);
    }
    root.children.splice(0..0, twins.into_iter().rev());
    if root.children.iter().any(|child| child.local() == "key" && child.get("for") == Some("graph"))
    {
        root.children.retain(|child| child.local() != "key" || child.get("for") != Some("graph"));
        root.child_mut("graph").into_iter().for_each(|graph| {
            graph.children.retain(|child| child.local() != "data");
        });
    }
    known
}

/// Ids and ends.
fn ends(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    graph.each("node", &mut |node| {
        let id = node.get("id").unwrap_or_default().to_owned();
        if let Some(first) = seen.get(&id) {
            chart.add_finding("twin-node", node.line, format!("{id}, as on line {first}"));
        }
        seen.entry(id).or_insert(node.line);
    });
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    graph.each("edge", &mut |edge| {
        for end in ["source", "target"].into_iter().filter_map(|end| edge.get(end)) {
            if !seen.contains_key(end) && unknown.insert(end.to_owned()) {
                chart.add_finding("unknown-end", edge.line, end);
            }
        }
    });
    let made = unknown.iter().map(|id| XmlElement::new("node", &[("id", id)]));
    graph.children.splice(0..0, made);
}
