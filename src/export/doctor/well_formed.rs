//! XML that parsers refuse for a slip which says plainly what was meant: a bare `&`, a `<` in a value, names of HTML.

use std::collections::BTreeMap;

use memchr::memchr2;

use super::DiagnosisBuilder;
use crate::export::xml::escape_verbatim;
use crate::html::charref;

/// The longest name of a reference that is looked for.
const MAX_REFERENCE_BYTES: usize = 40;

/// The longest value of an entity that is put in its place.
const MAX_ENTITY_BYTES: usize = 1000;

/// All that entities may add to a text.
const MAX_EXPANSION_BYTES: usize = 1 << 20;

/// The text without comments, document type and what makes it ill-formed though it is plain what was meant. Line ends
/// stay, so lines are those of the file. Linear in its bytes.
pub(super) fn repaired(text: &str, chart: &mut DiagnosisBuilder) -> String {
    let start = text.trim_start();
    let mut scan = SlipScanner {
        out: String::with_capacity(text.len()),
        line: 1,
        entities: BTreeMap::new(),
        expanded: 0,
        chart,
    };
    let mut rest = text;
    if start.len() < text.len() && start.starts_with("<?xml") {
        scan.chart.add_finding("late-declaration", 1, "");
        scan.skip(&text[..text.len() - start.len()]);
        rest = start;
    }
    while let Some(at) = memchr2(b'<', b'&', rest.as_bytes()) {
        scan.copy(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with('&') { scan.reference(rest) } else { scan.markup(rest) };
        rest = &rest[length..];
    }
    scan.copy(rest);
    scan.out
}

struct SlipScanner<'a, 'c> {
    out: String,
    line: u64,
    /// The values of entities that the file declares.
    entities: BTreeMap<&'a str, &'a str>,
    expanded: usize,
    chart: &'c mut DiagnosisBuilder,
}

impl<'a> SlipScanner<'a, '_> {
    fn copy(&mut self, text: &str) {
        self.out.push_str(text);
        self.line += memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
    }

    /// Leaves out a text, but for its line ends.
    fn skip(&mut self, text: &str) {
        let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        self.out.extend(std::iter::repeat_n('\n', lines));
        self.line += lines as u64;
    }

    fn put(&mut self, trap: &'static str, what: &str, text: &str) {
        self.chart.add_finding(trap, self.line, what.escape_debug().to_string());
        self.out.push_str(text);
    }

    /// A reference, or an `&` that is none; how long it is.
    fn reference(&mut self, rest: &'a str) -> usize {
        let head = &rest.as_bytes()[1..rest.len().min(MAX_REFERENCE_BYTES)];
        let end = head.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'#'));
        let name = match end {
            Some(end) if end > 0 && head[end] == b';' => &rest[1..=end],
            _ => {
                self.put("bare-ampersand", &shown(rest), "&amp;");
                return 1;
            }
        };
        let length = name.len() + 2;
        let whole = &rest[..length];
        if name.starts_with('#') || matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") {
            self.out.push_str(whole);
        } else if let Some(value) = self.entities.get(name).copied() {
            self.expanded += value.len();
            // A text that entities blow up is refused as it stands.
            let is_small = self.expanded <= MAX_EXPANSION_BYTES;
            self.out.push_str(if is_small { value } else { whole });
        } else {
            let meant = charref::decode_text(whole).into_owned();
            if meant == whole {
                self.out.push_str(whole);
            } else {
                self.put("html-entity", whole, &escape_verbatim(&meant));
            }
        }
        length
    }

    /// A tag, comment or declaration, or a `<` that begins none; how long it is.
    fn markup(&mut self, rest: &'a str) -> usize {
        let until =
            |start: usize, end: &str| rest[start..].find(end).map(|at| start + at + end.len());
        if rest.starts_with("<!--") {
            let Some(end) = until(4, "-->") else { return self.whole(rest) };
            let body = &rest[4..end - 3];
            if body.contains("--") || body.ends_with('-') {
                self.chart.add_finding("comment-dashes", self.line, shown(rest));
            }
            self.skip(&rest[..end]);
            return end;
        }
        if rest.starts_with("<![CDATA[") {
            let end = until(9, "]]>").unwrap_or(rest.len());
            self.copy(&rest[..end]);
            return end;
        }
        if rest.starts_with("<?") {
            let end = until(2, "?>").unwrap_or(rest.len());
            self.instruction(&rest[..end]);
            return end;
        }
        if rest.starts_with("<!DOCTYPE") {
            return self.document_type(rest);
        }
        let is_tag =
            rest[1..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '_' | ':'));
        if !is_tag {
            self.put("raw-less-than", &shown(rest), "&lt;");
            return 1;
        }
        self.tag(rest)
    }

    fn whole(&mut self, rest: &str) -> usize {
        self.copy(rest);
        rest.len()
    }

    fn instruction(&mut self, text: &str) {
        let is_declaration = text.starts_with("<?xml ");
        if is_declaration && !self.out.trim().is_empty() {
            self.chart.add_finding("late-declaration", self.line, "");
            return self.skip(text);
        }
        // The copy has its own.
        if is_declaration { self.skip(text) } else { self.copy(text) }
    }

    /// A document type is left out; what entities it declares is put in their place.
    fn document_type(&mut self, rest: &'a str) -> usize {
        let end = match rest.find(['[', '>']) {
            Some(at) if rest[at..].starts_with('[') => {
                let close = rest[at..].find("]>").map(|end| at + end + 2);
                close.or_else(|| {
                    let bracket = at + rest[at..].find(']')?;
                    Some(bracket + rest[bracket..].find('>')? + 1)
                })
            }
            Some(at) => Some(at + 1),
            None => None,
        };
        let Some(end) = end else { return self.whole(rest) };
        for declaration in rest[..end].split("<!ENTITY").skip(1) {
            self.chart.add_finding("document-type", self.line, shown(declaration.trim_start()));
            let declaration = declaration.trim_start();
            let Some((name, value)) = declaration.split_once(char::is_whitespace) else { continue };
            let value = value.trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            let value = value[1..].split(quote).next().unwrap_or_default();
            let is_plain = !value.contains(['&', '<', '%']) && value.len() <= MAX_ENTITY_BYTES;
            if is_plain {
                self.entities.insert(name, value);
            }
        }
        self.skip(&rest[..end]);
        end
    }

    fn tag(&mut self, rest: &'a str) -> usize {
        let mut at = 0;
        let mut quote: Option<u8> = None;
        let bytes = rest.as_bytes();
        let mut copied = 0;
        while at < bytes.len() {
            match (bytes[at], quote) {
                (b'>', None) => {
                    self.copy(&rest[copied..=at]);
                    return at + 1;
                }
                (mark @ (b'"' | b'\''), None) => quote = Some(mark),
                (mark, Some(open)) if mark == open => quote = None,
                (b'<', Some(_)) => {
                    self.copy(&rest[copied..at]);
                    self.put("raw-less-than", &shown(&rest[at..]), "&lt;");
                    copied = at + 1;
                }
                (b'&', _) => {
                    self.copy(&rest[copied..at]);
                    at += self.reference(&rest[at..]);
                    copied = at;
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        self.copy(&rest[copied..]);
        rest.len()
    }
}

/// The start of a text, for a message.
fn shown(text: &str) -> String {
    text.chars().take(24).take_while(|c| !matches!(c, '\n' | '\r')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_repaired_and_reported() {
        for (text, copy, trap) in [
            ("<a b=\"1 < 2\"/>", "<a b=\"1 &lt; 2\"/>", "raw-less-than"),
            ("<a>1 < 2</a>", "<a>1 &lt; 2</a>", "raw-less-than"),
            ("<a>R&D</a>", "<a>R&amp;D</a>", "bare-ampersand"),
            ("<a b='x&y=1;'/>", "<a b='x&amp;y=1;'/>", "bare-ampersand"),
            ("<a>caf&eacute;</a>", "<a>caf\u{e9}</a>", "html-entity"),
            ("<a/><!-- b -- c -->", "<a/>", "comment-dashes"),
            ("\n<?xml version=\"1.0\"?><a/>", "\n<a/>", "late-declaration"),
            ("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "<a>y</a>", "document-type"),
        ] {
            let mut chart = DiagnosisBuilder::default();
            assert_eq!(repaired(text, &mut chart), copy);
            let traps: Vec<_> = chart.findings.iter().map(|finding| finding.trap).collect();
            assert_eq!(traps, [trap], "{text}");
        }
        for text in [
            "<a b=\"&amp;&#10;&lt;\">]]&gt;</a>",
            "<a><![CDATA[ & < ]]></a>",
            "<?xml version='1.0'?><!DOCTYPE a><!-- x --><a b='>'/>",
        ] {
            let mut chart = DiagnosisBuilder::default();
            repaired(text, &mut chart);
            assert_eq!(chart.findings, [], "{text}");
        }
    }

    #[test]
    fn entities_do_not_blow_up_a_text() {
        let value = "x".repeat(MAX_ENTITY_BYTES);
        let text = format!("<!DOCTYPE a [<!ENTITY x \"{value}\">]><a>{}</a>", "&x;".repeat(10_000));
        let mut chart = DiagnosisBuilder::default();
        assert!(repaired(&text, &mut chart).len() < 2 * MAX_EXPANSION_BYTES);
    }
}
