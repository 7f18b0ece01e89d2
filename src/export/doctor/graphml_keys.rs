//! The keys of a GraphML file, by class and id.

use std::collections::{BTreeMap, BTreeSet};

use super::DiagnosisBuilder;
use super::tree::XmlElement;
use super::typed::is_number;
use super::unique_names::UniqueNames;

/// Types that igraph, networkx, graphology and Gephi know alike.
const TYPES: [&str; 6] = ["string", "int", "long", "float", "double", "boolean"];

/// The keys of nodes and edges.
pub(super) struct Keys {
    /// By class and the id in the file: the id in the copy, and the type.
    known: BTreeMap<(&'static str, String), (String, String)>,
    ids: UniqueNames,
    /// Keys that only values name, by class and id.
    made: Vec<XmlElement>,
}

impl Keys {
    /// The id and the type of the key that a value names; one that is not declared for this class is made.
    pub(super) fn of(
        &mut self,
        class: &'static str,
        data: &XmlElement,
        chart: &mut DiagnosisBuilder,
    ) -> (String, String) {
        let id = data.get("key").unwrap_or_default().to_owned();
        if let Some(known) = self.known.get(&(class, id.clone())) {
            return known.clone();
        }
        let other = if class == "node" { "edge" } else { "node" };
        let elsewhere = self.known.get(&(other, id.clone())).cloned();
        let trap = if elsewhere.is_some() { "key-of-other-class" } else { "undeclared-column" };
        chart.add_finding(trap, data.line, format!("{id} of a {class}"));
        let kind = elsewhere.map_or_else(|| "string".to_owned(), |(_, kind)| kind);
        let own = if self.ids.insert(id.clone()) {
            id.clone()
        } else {
            self.ids.free(&format!("{id}_{class}"), str::to_owned)
        };
        self.made.push(XmlElement::new(
            "key",
            &[("id", &own), ("for", class), ("attr.name", &id), ("attr.type", &kind)],
        ));
        self.known.insert((class, id), (own.clone(), kind.clone()));
        (own, kind)
    }

    /// The keys that were made.
    pub(super) fn made(self) -> Vec<XmlElement> {
        self.made
    }
}

/// Looks at the keys and mends them.
pub(super) fn examine(root: &mut XmlElement, chart: &mut DiagnosisBuilder) -> Keys {
    let mut keys = Keys { known: BTreeMap::new(), ids: UniqueNames::default(), made: Vec::new() };
    let mut names: BTreeMap<&'static str, UniqueNames> = BTreeMap::new();
    let has_weight = root
        .children
        .iter()
        .any(|key| key.local() == "key" && key.get("attr.name") == Some("weight"));
    let (declared, rest): (Vec<_>, Vec<_>) =
        std::mem::take(&mut root.children).into_iter().partition(|child| child.local() == "key");
    let mut seen_ids: BTreeSet<String> = BTreeSet::new();
    let mut kept = Vec::with_capacity(declared.len());
    for mut key in declared {
        let id = named(&mut key, chart);
        if !seen_ids.insert(id.clone()) {
            chart.add_finding("twin-key-id", key.line, id.as_str());
        }
        typed(&mut key, &id, chart);
        for &class in classes(&key, &id, chart) {
            let mut own = key.clone();
            own.set("for", class);
            let name = own.get("attr.name").unwrap_or_default().to_owned();
            if class == "node" && name == "id" {
                chart.add_finding("reserved-column", key.line, "id");
                own.set("attr.name", "id_value");
            }
            if class == "edge"
                && name != "weight"
                && name.eq_ignore_ascii_case("weight")
                && !has_weight
            {
                chart.add_finding("weight-name", key.line, name.as_str());
                own.set("attr.name", "weight");
            }
            let taken = names.entry(class).or_default();
            if !name.is_empty()
                && !taken.insert(own.get("attr.name").unwrap_or_default().to_owned())
            {
                chart.add_finding("twin-key", key.line, name.as_str());
                own.set("attr.name", &taken.free(&name, str::to_owned));
            }
            let new = if keys.ids.insert(id.clone()) {
                id.clone()
            } else {
                keys.ids.free(&format!("{id}_{class}"), str::to_owned)
            };
            own.set("id", &new);
            let kind = own.get("attr.type").unwrap_or("string").to_owned();
            keys.known.insert((class, id.clone()), (new, kind));
            kept.push(own);
        }
        if !matches!(key.get("for"), None | Some("node" | "edge" | "all")) {
            keys.ids.insert(id);
            kept.push(key);
        }
    }
    root.children = kept.into_iter().chain(rest).collect();
    keys
}

/// The id of a key, which has a name after this.
fn named(key: &mut XmlElement, chart: &mut DiagnosisBuilder) -> String {
    let id = key.get("id").unwrap_or_default().to_owned();
    let name = key.get("attr.name").unwrap_or_default().to_owned();
    // Keys without a name but with a kind of their own are those of yEd.
    let is_of_yed = key.get("yfiles.type").is_some();
    if id.is_empty() {
        chart.add_finding("column-without-id", key.line, name.as_str());
        key.set("id", &name);
        return name;
    }
    if name.trim().is_empty() && !is_of_yed {
        chart.add_finding("column-without-name", key.line, id.as_str());
        key.set("attr.name", &id);
    }
    id
}

fn typed(key: &mut XmlElement, id: &str, chart: &mut DiagnosisBuilder) {
    let Some(kind) = key.get("attr.type").map(str::to_owned) else { return };
    if !TYPES.contains(&kind.as_str()) {
        chart.add_finding("unknown-type", key.line, format!("{id}: {kind}"));
        let lower = kind.to_lowercase();
        let meant = match lower.as_str() {
            "integer" | "short" | "byte" => "int",
            "bool" => "boolean",
            lower if TYPES.contains(&lower) => lower,
            _ => "string",
        };
        key.set("attr.type", meant);
    }
    let is_weight = key.get("attr.name").is_some_and(|name| name.eq_ignore_ascii_case("weight"));
    if is_weight && key.get("for") == Some("edge") && !is_number(&kind) {
        chart.add_finding("weight-type", key.line, format!("{id}: {kind}"));
    }
}

/// The classes that a key is for.
fn classes(key: &XmlElement, id: &str, chart: &mut DiagnosisBuilder) -> &'static [&'static str] {
    match key.get("for") {
        Some("node") => &["node"],
        Some("edge") => &["edge"],
        Some("all") => {
            chart.add_finding("key-for-all", key.line, id);
            &["node", "edge"]
        }
        None => {
            chart.add_finding("key-without-for", key.line, id);
            &["node", "edge"]
        }
        Some(_) => &[],
    }
}
