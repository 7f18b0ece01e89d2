//! Files that citegraph wrote, known by how they begin and end: no report is made of reports, and nothing
//! that somebody else wrote is replaced.

use memchr::memmem;

/// Bytes at the head of a file that tell.
pub const HEAD_BYTES: u64 = 4096;

/// Bytes at its end that do.
pub const TAIL_BYTES: u64 = 512;

/// Extensions of files that are ours or else not read.
const EXTENSIONS: [&str; 9] =
    ["bib", "csv", "gexf", "graphml", "json", "jsonl", "ndjson", "sarif", "xml"];

/// How a Parquet table begins and ends, and what stands near its end.
const PARQUET: &[u8] = b"PAR1";
const PARQUET_CREATOR: &[u8] = b"citegraph version ";

/// How tables begin.
const TABLES: [&str; 5] = [
    "input,part,title,origin,published,counted,ordinal,",
    "input,part,title,published,sentence_id,line,",
    "group,facet,n,richness,",
    "id,type,work,title,number,DOI,",
    "of\tname\tplain\tvalues\tmeaning",
];

/// How the table of a fact-check sheet begins.
const SHEET: &str = "claim_id,para,sent,line,claim,";

/// How JSON begins, without blanks outside of strings: the start, and a word that follows soon.
const JSON: [(&str, &str); 14] = [
    (r#"{"schema":"#, r#""tool":{"name":"citegraph""#),
    (r#"{"attributes":{"creator":"generatedbycitegraph"#, r#""options":{"#),
    (r#"[{"group":""#, r#","facet":"#),
    (r#"[{"rule":""#, r#","family":"#),
    (r#"{"version":1,"findings":[]}"#, ""),
    (r#"{"version":1,"findings":[{"fingerprint":"#, r#","rule":"#),
    (r#"[{"id":""#, r#""note":"Cited"#),
    (r#"{"nodes":[],"edges":[]}"#, ""),
    (r#"{"nodes":[{"kind":""#, r#","change":"#),
    (r#"{"form":""#, r#","findings":["#),
    (r#"{"subject":""#, r#","totals":{"citations":"#),
    (
        r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{"#,
        r#""columnKind":"unicodeCodePoints""#,
    ),
    (
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Article""#,
        "Anarticleasitwasread",
    ),
    // As earlier builds described it.
    (
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Article""#,
        "Adocumentunderstood",
    ),
];

/// How lines of JSON begin.
const LINES: [(&str, &str); 4] = [
    (r#"{"schema":1,"input":"#, r#","part":"#),
    (r#"{"input":""#, r#","reason":"#),
    (r#"{"url":""#, r#","verdict":"#),
    (r#"{"input":""#, r#","place":"#),
];

/// How lines of a ledger of checks begin.
const LEDGER: [(&str, &str); 3] = [
    (r#"{"schema":1,"url":""#, r#","started":""#),
    (r#"{"schema":1,"run":""#, r#","ended":""#),
    (r#"{"schema":1,"page":""#, r#","looked":""#),
];

/// The severities of findings.
const SEVERITIES: [&str; 4] = ["error", "warning", "notice", "info"];

/// Who wrote a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileProducer {
    /// It holds nothing.
    Nobody,
    /// It is a result of citegraph, which can be made again.
    Citegraph,
    /// It looks like a fact-check sheet: people may have written in it.
    Sheet,
    /// It is a ledger of checks, which cannot be made again.
    Ledger,
    /// It is somebody else's.
    Somebody,
}

impl FileProducer {
    /// Judges a file by its first [`HEAD_BYTES`] and its last [`TAIL_BYTES`].
    ///
    /// ```
    /// use citegraph::input::own_output::FileProducer;
    /// assert_eq!(FileProducer::detect(b"no findings\n", b"no findings\n"), FileProducer::Citegraph);
    /// assert_eq!(FileProducer::detect(b"Dear editor,\n", b"Yours\n"), FileProducer::Somebody);
    /// ```
    pub fn detect(head: &[u8], tail: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        let dense = dense(head);
        match () {
            () if is_parquet(head, tail) => Self::Citegraph,
            () if head.trim_ascii().is_empty() || dense == b"[]" || dense == b"{}" => Self::Nobody,
            () if begins(&dense, &LEDGER) => Self::Ledger,
            () if is_sheet(head) => Self::Sheet,
            () if is_structured(head, &dense) || is_text(head, tail) => Self::Citegraph,
            () => Self::Somebody,
        }
    }
}

/// A Parquet table that says who created it.
fn is_parquet(head: &[u8], tail: &[u8]) -> bool {
    head.starts_with(PARQUET)
        && tail.ends_with(PARQUET)
        && memmem::find(tail, PARQUET_CREATOR).is_some()
}

/// Whether a file may be ours, by its name; others that are not read need no look inside.
pub(super) fn may_be(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

/// Whether a file that begins like this is ours. Texts without a mark are read as articles are: a person
/// may have written them.
pub(super) fn is(head: &[u8]) -> bool {
    let head = &head[..head.len().min(HEAD_BYTES as usize)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    // Most documents begin neither like JSON nor like a page of ours, and need no copy.
    let may_be_json = matches!(head.trim_ascii_start().first(), Some(b'{' | b'['));
    let dense = if may_be_json { dense(head) } else { Vec::new() };
    is_structured(head, &dense) || head.starts_with(SHEET.as_bytes()) || is_json_sheet(&dense)
}

/// Whether the bytes begin with an article of ours.
pub(super) fn is_jsonl(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = &bytes[..bytes.len().min(64)];
    head.trim_ascii_start().starts_with(b"{\"schema\":")
        && memmem::find(head, b"\"input\"").is_some()
}

fn has_mark(head: &[u8]) -> bool {
    memmem::find(&head[..head.len().min(512)], super::MARKER.as_bytes()).is_some()
}

/// A page, text or graph by its mark, JSON by its first fields, a table by its columns.
fn is_structured(head: &[u8], dense: &[u8]) -> bool {
    let near = |word: &str| memmem::find(&head[..head.len().min(512)], word.as_bytes()).is_some();
    has_mark(head)
        || (head.starts_with(b"<?xml") && near("<creator>citegraph "))
        || (head.starts_with(b"<?xml") && near("<testsuites name=\"citegraph"))
        || begins(dense, &JSON)
        || begins(dense, &LINES)
        || TABLES.iter().any(|header| head.starts_with(header.as_bytes()))
        || is_graph_table(head)
        || (head.starts_with(b"@") && near("  annote = {Cited "))
}

/// Nodes or edges of a graph: their columns, and ids that only we give.
fn is_graph_table(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let columns = lines.next().unwrap_or_default().to_ascii_lowercase();
    let first = lines.next().unwrap_or_default();
    let is_node = |id: &str| id.strip_prefix('n').is_some_and(|id| id.parse::<u64>().is_ok());
    let ends: Vec<&str> = first.splitn(3, ',').collect();
    let is_edge = ends.len() == 3 && is_node(ends[0]) && is_node(ends[1]) && first.contains(",e0,");
    (columns.starts_with("source,target,type,id,weight") && (is_edge || first.is_empty()))
        || (columns.starts_with("id,label,")
            && columns.contains(",pagerank")
            && (first.is_empty() || first.starts_with("n0,")))
}

/// A sheet in any of its forms; of a workbook, only that it may be one.
fn is_sheet(head: &[u8]) -> bool {
    let near = |word: &str| memmem::find(head, word.as_bytes()).is_some();
    head.starts_with(SHEET.as_bytes())
        || head.starts_with(b"PK\x03\x04")
        || is_json_sheet(&dense(head))
        || (has_mark(head) && (near("\n# Fact-check: ") || near("<title>Fact-check")))
}

fn is_json_sheet(dense: &[u8]) -> bool {
    begins(dense, &[(r#"{"schema":1,"article":{"#, r#""input":"#)])
}

/// Our texts, by sentences that stand first or last in them.
fn is_text(head: &[u8], tail: &[u8]) -> bool {
    let first = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    let begins = |starts: &[&str]| starts.iter().any(|start| first.starts_with(start));
    let all = String::from_utf8_lossy(tail);
    let shown = String::from_utf8_lossy(head);
    // Sentences and places may go on in the next lines.
    let opening = shown.lines().take(2).map(str::trim).collect::<Vec<_>>().join(" ");
    let mut below = shown.lines().skip(1).take(4);
    let closing: Vec<&str> = all.trim_end().lines().rev().take(3).collect();
    let closing = closing.into_iter().rev().collect::<Vec<_>>().join(" ");
    let ends = |words: &[&str]| words.iter().all(|word| closing.contains(word));
    is_finding(&first)
        || is_located_finding(&first)
        || is_rule_count(&first)
        || ((is_fix(&first) || is_fix(&opening))
            && below.any(|line| line.starts_with("  ") && line.contains("-> ")))
        || first == "no findings"
        || begins(&[
            "# Findings",
            "# Links",
            "# What depends on ",
            "::error file=",
            "::warning file=",
            "::notice file=",
        ])
        || begins(&["| group | facet | n |", "not-xml ("])
        || (begins(&["nodes: "]) && first.contains(" grown"))
        || first.split_whitespace().take(3).eq(["facet", "n", "richness"])
        || opening.ends_with(": no problems")
        || opening.contains(" kinds of problems")
        || opening.contains(" kind of problem")
        || ends(&[" place", " cite"])
        || ends(&[" citation", " of ", " claim", " article"])
        || all.lines().any(is_tally)
        || all.contains("Diversity describes where links point.")
}

/// `DEAD 1, ALIVE 1,024`
fn is_tally(line: &str) -> bool {
    let is_verdict =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_count = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    let is_part = |part: &str| {
        part.split_once(' ').is_some_and(|(verdict, count)| is_verdict(verdict) && is_count(count))
    };
    line == "no links" || (line.split(", ").all(is_part) && !line.is_empty())
}

/// `warning[home-page]: …`
fn is_finding(line: &str) -> bool {
    let Some((severity, rest)) = line.split_once('[') else { return false };
    let Some((rule, _)) = rest.split_once("]: ") else { return false };
    SEVERITIES.contains(&severity) && is_rule(rule)
}

/// `a.md:3:9: warning home-page: …`
fn is_located_finding(line: &str) -> bool {
    line.split(": ").collect::<Vec<_>>().windows(2).any(|parts| {
        let is_finding = |(severity, rule)| SEVERITIES.contains(&severity) && is_rule(rule);
        is_place(parts[0]) && parts[1].split_once(' ').is_some_and(is_finding)
    })
}

/// `     12  warning  home-page   …`
fn is_rule_count(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(3).collect();
    let [number, severity, rule] = words.as_slice() else { return false };
    let is_count = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
    line.starts_with("  ") && is_count && SEVERITIES.contains(severity) && is_rule(rule)
}

/// `a.md:3:9: tracking-parameter, wrapped-url`
fn is_fix(line: &str) -> bool {
    let parts = line.rsplit_once(": ");
    parts.is_some_and(|(place, rules)| is_place(place) && rules.split(", ").all(is_rule))
}

/// Whether a text ends with a line and a column: `a.md:3:9`.
fn is_place(text: &str) -> bool {
    let numbers: Vec<&str> = text.rsplitn(3, ':').collect();
    numbers.len() == 3 && numbers[..2].iter().all(|number| number.parse::<u32>().is_ok())
}

/// Whether a word could be the name of a rule.
fn is_rule(word: &str) -> bool {
    let is_slug = |byte: u8| byte.is_ascii_lowercase() || byte == b'-' || byte.is_ascii_digit();
    word.contains('-') && word.bytes().all(is_slug)
}

/// Whether text begins with one of these, and the word that follows is there.
fn begins(dense: &[u8], starts: &[(&str, &str)]) -> bool {
    starts.iter().any(|(start, word)| {
        dense.starts_with(start.as_bytes())
            && memmem::find(&dense[start.len()..], word.as_bytes()).is_some()
    })
}

/// The bytes without white space, so that indented JSON and JSON in one line look the same.
fn dense(head: &[u8]) -> Vec<u8> {
    head.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_and_others() {
        for ours in [
            "{\"schema\":1,\"input\":\"a.md\",\"part\":null",
            "\u{feff}{\"schema\":1,\"input\":\"a.md\",\"part\":null",
            "{\n  \"schema\": 1,\n  \"tool\": {\n    \"name\": \"citegraph\",",
            "{\"input\":\"a.png\",\"part\":null,\"reason\":\"unknown-format\",\"detail\":\"\"}\n",
            "<?xml version=\"1.0\"?>\n<gexf>\n <meta>\n<creator>citegraph 0.1.0</creator>",
            "<!-- generated by citegraph 0.1.0 -->",
        ] {
            assert!(is(ours.as_bytes()), "{ours}");
            assert_eq!(
                FileProducer::detect(ours.as_bytes(), b""),
                FileProducer::Citegraph,
                "{ours}"
            );
        }
        for other in [
            "{\"input\": 1}",
            "{\"schema\":\"x\"}",
            "Id,Label\n1,generated",
            "input,part\n",
            "I like citegraph.",
            "<gexf><creator>Gephi</creator>",
            "@article{x,\n  title = {Cited},\n}",
            "[{\"id\":\"a\",\"title\":\"b\"}]",
            "error: cannot",
            "warning [x]: y",
        ] {
            assert!(!is(other.as_bytes()), "{other}");
            assert_eq!(
                FileProducer::detect(other.as_bytes(), other.as_bytes()),
                FileProducer::Somebody,
                "{other}"
            );
        }
        assert!(may_be("x/a.JSON") && !may_be("a.png") && !may_be("json"));
    }

    #[test]
    fn what_cannot_be_made_again() {
        let look = br#"{"schema":1,"url":"https://a.example/","started":"2026-01-02T03:04:05Z""#;
        assert_eq!(FileProducer::detect(look, b""), FileProducer::Ledger);
        assert_eq!(
            FileProducer::detect(b"claim_id,para,sent,line,claim,x\n", b""),
            FileProducer::Sheet
        );
        assert_eq!(FileProducer::detect(b"PK\x03\x04", b""), FileProducer::Sheet);
        assert_eq!(FileProducer::detect(b" \n", b""), FileProducer::Nobody);
        assert_eq!(FileProducer::detect(b"[]\n", b""), FileProducer::Nobody);
    }
}
