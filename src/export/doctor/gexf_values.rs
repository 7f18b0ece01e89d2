//! GEXF: columns and values.

use std::collections::{BTreeMap, BTreeSet};

use super::DiagnosisBuilder;
use super::tree::XmlElement;
use super::typed::{ValueFit, fit, is_number};
use super::unique_names::UniqueNames;
use crate::report::plural;

/// Types that Gephi, graphology and networkx know alike.
const TYPES: [&str; 7] = ["string", "integer", "long", "float", "double", "boolean", "liststring"];

/// Names that some reader keeps for itself, whatever the file holds.
const RESERVED: [&str; 3] = ["id", "label", "timeset"];

/// The same for edges alone.
const RESERVED_OF_EDGES: [&str; 5] = ["source", "target", "type", "kind", "weight"];

/// The columns of one class, by their ids: type, and the id that they get.
type ClassColumns = BTreeMap<String, (String, String)>;

/// Mends declarations, and the ids that values name.
pub(super) fn columns(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    for class in ["node", "edge"] {
        let titled = ids_titled_weight(graph, class);
        let mut known = ClassColumns::new();
        let mut names = ColumnNames { reserved: reserved(graph, class), ..ColumnNames::default() };
        for block in graph.children.iter_mut().filter(|one| one.local() == "attributes") {
            let is_dynamic = block.get("mode") == Some("dynamic");
            if block.get("class") == Some(class) {
                for column in block.children.iter_mut().filter(|one| one.local() == "attribute") {
                    column_of(column, is_dynamic, &mut known, &mut names, chart);
                }
            }
        }
        let mut missing: BTreeSet<String> = BTreeSet::new();
        let mut weights = Vec::new();
        graph.each(class, &mut |element| {
            if class == "edge"
                && element.get("weight").is_none()
                && let Some(weight) = take_weight(element, &titled)
            {
                weights.push(element.line);
                chart.changes.removed_values += 1;
                element.set("weight", &weight);
            }
            for value in values_of(element) {
                let id = value.get("for").unwrap_or_default().to_owned();
                let name = match known.get(&id) {
                    Some((_, name)) => name.clone(),
                    None => {
                        let is_kept = names.reserved.contains(&id.to_lowercase().as_str());
                        let name = if is_kept { format!("{id}_value") } else { id.clone() };
                        if missing.insert(name.clone()) {
                            chart.add_finding("undeclared-column", value.line, id.as_str());
                        }
                        name
                    }
                };
                value.set("for", &name);
            }
        });
        if let Some(line) = weights.first() {
            chart.add_finding(
                "weight-column",
                *line,
                plural(weights.len() as u64, "edge", "edges"),
            );
        }
        declare(graph, class, &missing);
    }
}

/// The values of an element itself, not of nodes in it.
fn values_of(element: &mut XmlElement) -> impl Iterator<Item = &mut XmlElement> {
    let lists = element.children.iter_mut().filter(|one| one.local() == "attvalues");
    lists.flat_map(|list| &mut list.children)
}

/// The ids under which a class has a column of weights.
fn ids_titled_weight(graph: &XmlElement, class: &str) -> BTreeSet<String> {
    let blocks = graph.children.iter().filter(|one| one.get("class") == Some(class));
    let columns =
        blocks.filter(|one| one.get("mode") != Some("dynamic")).flat_map(|one| &one.children);
    let titled = columns.filter(|one| one.get("title").is_some_and(is_weight));
    titled.filter_map(|one| one.get("id").map(str::to_owned)).collect()
}

fn is_weight(name: &str) -> bool {
    name.eq_ignore_ascii_case("weight")
}

/// Takes the weight out of the values of an edge.
fn take_weight(edge: &mut XmlElement, titled: &BTreeSet<String>) -> Option<String> {
    let is_one = |value: &XmlElement| {
        let id = value.get("for").unwrap_or_default();
        (is_weight(id) || titled.contains(id)) && value.get("start").is_none()
    };
    let mut lists = edge.children.iter_mut().filter(|one| one.local() == "attvalues");
    lists.find_map(|list| {
        let at = list.children.iter().position(is_one)?;
        list.children.remove(at).get("value").map(str::to_owned)
    })
}

/// The names of columns of one class.
#[derive(Default)]
struct ColumnNames {
    reserved: Vec<&'static str>,
    /// As they stand there.
    titles: UniqueNames,
    ids: UniqueNames,
    /// Folded, for Gephi makes one column of two ids that differ in case alone.
    folded: UniqueNames,
}

/// The names that readers keep for themselves in this file: those of looks and times only where it has such.
fn reserved(graph: &XmlElement, class: &str) -> Vec<&'static str> {
    let mut names = RESERVED.to_vec();
    if class == "edge" {
        names.extend(RESERVED_OF_EDGES);
    }
    if graph.get("mode") == Some("dynamic") {
        names.extend(["start", "end"]);
    }
    if class == "node" {
        for (look, own) in
            [("size", &["size"][..]), ("color", &["color"]), ("position", &["x", "y", "z"])]
        {
            names.extend(graph.has(look).then_some(own).into_iter().flatten());
        }
    }
    names
}

fn column_of(
    column: &mut XmlElement,
    is_dynamic: bool,
    known: &mut ClassColumns,
    names: &mut ColumnNames,
    chart: &mut DiagnosisBuilder,
) {
    let line = column.line;
    let id = identified(column, chart);
    let title = column.get("title").unwrap_or(&id).to_owned();
    let kind = column.get("type").unwrap_or_default().to_owned();
    if !TYPES.contains(&kind.as_str()) {
        chart.add_finding("unknown-type", line, format!("{title}: {kind}"));
        let lower = kind.to_lowercase();
        let kind = match lower.as_str() {
            "short" | "byte" | "int" => "integer",
            "biginteger" => "long",
            "bigdecimal" => "double",
            "bool" => "boolean",
            lower if TYPES.contains(&lower) => lower,
            _ => "string",
        };
        column.set("type", kind);
    }
    // All readers take the title where the id is a number.
    if title != id && id.parse::<u64>().is_err() {
        chart.add_finding("title-is-not-id", line, format!("{id}: {title}"));
    }
    let mut name = id.clone();
    let is_own = is_dynamic && id == "weight";
    if names.reserved.contains(&title.to_lowercase().as_str()) && !is_own {
        chart.add_finding("reserved-column", line, title.as_str());
        name = format!("{id}_value");
        column.set("title", &format!("{title}_value"));
    }
    let title = column.get("title").unwrap_or(&id).to_owned();
    let is_new = names.ids.insert(name.clone()) & names.folded.insert(name.to_lowercase());
    if !is_new | !names.titles.insert(title.clone()) {
        chart.add_finding("clashing-columns", line, title.as_str());
        name = names.folded.free(&name, str::to_lowercase);
        names.ids.insert(name.clone());
        column.set("title", &names.titles.free(&title, str::to_owned));
    }
    column.set("id", &name);
    let kind = column.get("type").unwrap_or_default().to_owned();
    known.entry(id).or_insert((kind, name));
}

/// The id of a column, which has a title after this.
fn identified(column: &mut XmlElement, chart: &mut DiagnosisBuilder) -> String {
    let id = column.get("id").unwrap_or_default().to_owned();
    let title = column.get("title").unwrap_or_default().to_owned();
    if id.trim().is_empty() {
        chart.add_finding("column-without-id", column.line, title.as_str());
        column.set("id", &title);
        return title;
    }
    if title.trim().is_empty() {
        chart.add_finding("column-without-name", column.line, id.as_str());
        column.set("title", &id);
    }
    id
}

/// Declares what values name and nobody declared, as text.
fn declare(graph: &mut XmlElement, class: &str, missing: &BTreeSet<String>) {
    if missing.is_empty() {
        return;
    }
    let columns = missing
        .iter()
        .map(|id| XmlElement::new("attribute", &[("id", id), ("title", id), ("type", "string")]));
    let block = graph.children.iter_mut().find(|one| {
        let is_static = one.get("mode").unwrap_or("static") == "static";
        one.local() == "attributes" && one.get("class") == Some(class) && is_static
    });
    match block {
        Some(block) => block.children.extend(columns),
        None => {
            let mut block = XmlElement::new("attributes", &[("class", class), ("mode", "static")]);
            block.children.extend(columns);
            graph.children.insert(0, block);
        }
    }
}

/// Mends values by the types of their columns.
pub(super) fn values(graph: &mut XmlElement, chart: &mut DiagnosisBuilder) {
    for class in ["node", "edge"] {
        let mut kinds: BTreeMap<String, String> = BTreeMap::new();
        for block in graph.children.iter().filter(|one| one.local() == "attributes") {
            if block.get("class") == Some(class) {
                let of = |one: &XmlElement| {
                    Some((one.get("id")?.to_owned(), one.get("type")?.to_owned()))
                };
                kinds.extend(block.children.iter().filter_map(of));
            }
        }
        let mut large: BTreeSet<String> = BTreeSet::new();
        graph.each(class, &mut |element| {
            let lists = element.children.iter_mut().filter(|one| one.local() == "attvalues");
            for list in lists {
                let mut seen: BTreeSet<String> = BTreeSet::new();
                list.children.retain_mut(|value| {
                    let id = value.get("for").unwrap_or_default().to_owned();
                    let is_timed =
                        ["start", "end", "timestamp"].iter().any(|name| value.get(name).is_some());
                    if !is_timed && !seen.insert(id.clone()) {
                        chart.add_finding("twin-value", value.line, id.as_str());
                    }
                    let kind = kinds.get(&id).map_or("string", String::as_str);
                    let is_kept = value_of(value, kind, chart);
                    let number = value.get("value").and_then(|text| text.parse::<i64>().ok());
                    let is_large = number.is_some_and(|number| i32::try_from(number).is_err());
                    if kind == "integer" && is_large && large.insert(id.clone()) {
                        chart.add_finding("large-integer", value.line, id.as_str());
                    }
                    is_kept
                });
            }
        });
        for block in graph.children.iter_mut().filter(|one| one.local() == "attributes") {
            if block.get("class") == Some(class) {
                let columns = block.children.iter_mut();
                let is_large =
                    |one: &&mut XmlElement| one.get("id").is_some_and(|id| large.contains(id));
                columns.filter(is_large).for_each(|column| column.set("type", "long"));
            }
        }
    }
}

/// Mends one value; whether it stays.
fn value_of(value: &mut XmlElement, kind: &str, chart: &mut DiagnosisBuilder) -> bool {
    let line = value.line;
    let text = value.get("value").unwrap_or_default().to_owned();
    let column = value.get("for").unwrap_or_default().to_owned();
    let is_text = matches!(kind, "string" | "liststring");
    let is_none = (text.trim().is_empty() && !is_text) || text.eq_ignore_ascii_case("null");
    let is_wild = is_number(kind) && text.parse().is_ok_and(|number: f64| !number.is_finite());
    if is_none || is_wild || (is_number(kind) && text.eq_ignore_ascii_case("infinity")) {
        chart.add_finding("no-value", line, format!("{column}: {text:?}"));
        chart.changes.removed_values += 1;
        return false;
    }
    if kind == "boolean" && !matches!(text.as_str(), "true" | "false") {
        chart.add_finding("boolean", line, text.as_str());
        let is_true = matches!(text.to_lowercase().as_str(), "1" | "true" | "yes");
        value.set("value", if is_true { "true" } else { "false" });
    }
    match fit(kind, &text) {
        ValueFit::Fits => {}
        ValueFit::WholeWithDecimals(whole) => {
            chart.add_finding("whole-with-decimals", line, format!("{column}: {text}"));
            value.set("value", &whole);
        }
        ValueFit::Misfit => {
            chart.add_finding("value-type", line, format!("{column}: {text:?} is not {kind}"));
        }
    }
    if kind == "string" && text.contains("INF") {
        chart.add_finding("infinity-text", line, text);
    }
    true
}
