//! Prefixes of names that stand for no namespace.

use super::DiagnosisBuilder;
use super::tree::XmlElement;

/// Declares the prefixes that are used and not declared. `looks` is the namespace of `viz`.
pub(super) fn declare(root: &mut XmlElement, looks: &str, chart: &mut DiagnosisBuilder) {
    let mut missing: Vec<(String, u64)> = Vec::new();
    collect(root, &mut Vec::new(), &mut missing);
    for (prefix, line) in missing {
        chart.add_finding("undeclared-prefix", line, prefix.as_str());
        let namespace = match prefix.as_str() {
            "viz" => looks.to_owned(),
            "xsi" => "http://www.w3.org/2001/XMLSchema-instance".to_owned(),
            "y" => "http://www.yworks.com/xml/graphml".to_owned(),
            other => format!("urn:undeclared:{other}"),
        };
        root.set(&format!("xmlns:{prefix}"), &namespace);
    }
}

/// The depth of the tree is bounded, so this may call itself.
fn collect(element: &XmlElement, declared: &mut Vec<String>, missing: &mut Vec<(String, u64)>) {
    let before = declared.len();
    let prefixes = element.attributes.iter().filter_map(|(name, _)| name.strip_prefix("xmlns:"));
    declared.extend(prefixes.map(str::to_owned));
    let names = element.attributes.iter().map(|(name, _)| name).chain([&element.name]);
    for prefix in names.filter_map(|name| Some(name.split_once(':')?.0)) {
        let is_known =
            matches!(prefix, "xml" | "xmlns") || declared.iter().any(|one| one == prefix);
        if !is_known && missing.iter().all(|(one, _)| one != prefix) && missing.len() < MAX_PREFIXES
        {
            missing.push((prefix.to_owned(), element.line));
        }
    }
    element.children.iter().for_each(|child| collect(child, declared, missing));
    declared.truncate(before);
}

/// Prefixes that are declared for a file; each is compared with those before it.
const MAX_PREFIXES: usize = 64;
