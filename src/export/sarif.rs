//! Findings as SARIF 2.1.0, the format of code scanning.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::findings::{Certainty, Finding, Fix, RULES, Rule, Severity};

/// Writes one run. Notes about it, such as what it left out, are notifications of its invocation.
///
/// # Errors
/// Where `out` fails.
pub fn write(findings: &[Finding], notes: &[String], out: &mut impl Write) -> io::Result<()> {
    let rules: Vec<Value> = RULES.iter().map(rule).collect();
    let mut log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "citegraph",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    if !notes.is_empty() {
        let note = |text: &String| json!({"level": "note", "message": {"text": text}});
        let notes: Vec<Value> = notes.iter().map(note).collect();
        log["runs"][0]["invocations"] =
            json!([{"executionSuccessful": true, "toolExecutionNotifications": notes}]);
    }
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.meaning},
        "help": {"text": format!("{}; {}.", rule.meaning, rule.advice)},
        "defaultConfiguration": {"enabled": rule.on, "level": level(rule.severity)},
        "properties": {"tags": [rule.family.name()]},
    })
}

/// SARIF has no word for what is only good to know.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice | Severity::Info => "note",
    }
}

fn result(finding: &Finding) -> Value {
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": finding.rule as usize,
        "level": level(finding.severity),
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location(finding)}],
        "partialFingerprints": {"citegraph/v1": finding.fingerprint},
        "properties": {
            "certainty": certainty(finding.certainty),
            "evidence": finding.evidence,
            "claim": finding.claim,
            "part": finding.part,
        },
    });
    if finding.count > 1 {
        result["occurrenceCount"] = json!(finding.count);
    }
    if let Some(fix) = fix(finding) {
        result["fixes"] = json!([fix]);
    }
    result
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely",
        Certainty::Guess => "guess",
    }
}

fn location(finding: &Finding) -> Value {
    let mut location = json!({"artifactLocation": {"uri": uri(&finding.input)}});
    if let (Some(line), Some(column)) = (finding.line, finding.column) {
        let mut region = json!({"startLine": line, "startColumn": column});
        if finding.width() > 0 {
            region["endColumn"] = json!(column + finding.width());
        }
        if let Some([start, end]) = finding.span {
            region["byteOffset"] = json!(start);
            region["byteLength"] = json!(end - start);
        }
        location["region"] = region;
    }
    location
}

/// A safe repair of an address, as a replacement of its bytes.
fn fix(finding: &Finding) -> Option<Value> {
    let Fix::Safe(address) = &finding.fix else { return None };
    let [start, end] = finding.span?;
    Some(json!({
        "description": {"text": "open this address instead"},
        "artifactChanges": [{
            "artifactLocation": {"uri": uri(&finding.input)},
            "replacements": [{
                "deletedRegion": {"byteOffset": start, "byteLength": end - start},
                "insertedContent": {"text": address},
            }],
        }],
    }))
}

/// An input as a relative or absolute URI: every byte but unreserved ones and `/` is encoded.
fn uri(input: &str) -> String {
    let mut uri = String::with_capacity(input.len());
    let path = input.strip_prefix("./").unwrap_or(input);
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_become_uris() {
        assert_eq!(uri("./posts/a b%.md"), "posts/a%20b%25.md");
        assert_eq!(uri("中.md"), "%E4%B8%AD.md");
        assert_eq!(uri("a:b?c#d"), "a%3Ab%3Fc%23d");
    }
}
