//! `citegraph doctor`: one broken file a trap, what it is mended to, and files that have none.

use std::collections::BTreeSet;

use citegraph::corpus::Corpus;
use citegraph::export::doctor::{Diagnosis, DiagnosisError, Trap, examine, examine_within};
use citegraph::graph::View;
use proptest::prelude::*;

use crate::graph::exports::files;
use crate::support::articles::{awkward, sample};
use crate::support::program::{folder, output, run};

/// A GEXF without any trap, in which a part is replaced.
fn gexf(part: &str, by: &str) -> String {
    let whole = r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
  <graph defaultedgetype="directed" mode="dynamic" timeformat="date" timezone="UTC">
    <attributes class="node"><attribute id="a" title="a" type="string"/><attribute id="n" title="n" type="integer"/>
      <attribute id="b" title="b" type="boolean"/></attributes>
    <attributes class="edge"><attribute id="e" title="e" type="double"/></attributes>
    <nodes>
      <node id="n0" label="zero" start="2020-01-01"><attvalues><attvalue for="a" value="x"/></attvalues></node>
      <node id="n1" label="one" start="2021-01-01"/>
    </nodes>
    <edges><edge id="e0" source="n0" target="n1" weight="2.0"/></edges>
  </graph>
</gexf>
"#;
    assert!(whole.contains(part), "{part}");
    whole.replacen(part, by, 1)
}

fn graphml(part: &str, by: &str) -> String {
    let whole = r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="a" for="node" attr.name="a" attr.type="string"/>
  <graph edgedefault="directed">
    <node id="n0"><data key="a">x</data></node><node id="n1"/>
    <edge source="n0" target="n1"/>
  </graph>
</graphml>
"#;
    assert!(whole.contains(part), "{part}");
    whole.replacen(part, by, 1)
}

/// The columns of edges.
const BLOCK: &str =
    r#"<attributes class="edge"><attribute id="e" title="e" type="double"/></attributes>"#;

fn value(column: &str, value: &str) -> String {
    let by = format!(r#"<attvalue for="{column}" value="{value}"/>"#);
    gexf(r#"<attvalue for="a" value="x"/>"#, &by)
}

fn edge(by: &str) -> String {
    gexf(r#"<edge id="e0" source="n0" target="n1" weight="2.0"/>"#, by)
}

fn node(by: &str) -> String {
    gexf(r#"<node id="n1" label="one" start="2021-01-01"/>"#, by)
}

fn looks(by: &str) -> String {
    node(&format!(r#"<node id="n1" label="one" start="2021-01-01">{by}</node>"#))
}

fn column(by: &str) -> String {
    gexf(r#"<attribute id="a" title="a" type="string"/>"#, by)
}

fn late() -> String {
    gexf(BLOCK, "").replace("    </nodes>", &format!("    </nodes>{BLOCK}"))
}

fn rows(last: &str) -> String {
    format!("Id,Label,n\n{}a,b,{last}\n", "a,b,1\n".repeat(25))
}

/// Broken files whose frame, columns or values are at fault.
fn broken_columns() -> Vec<(&'static str, String)> {
    vec![
        ("not-xml", gexf("</graph>", "")),
        ("forbidden-character", gexf("zero", "ze\u{1}ro")),
        ("forbidden-character", gexf("zero", "ze&#55357;ro")),
        ("byte-order-mark", gexf("<?xml", "\u{feff}<?xml")),
        ("namespace", gexf("http://gexf.net/1.3\"", "http://www.gexf.net/1.2draft\"")),
        ("namespace", graphml("graphdrawing.org/xmlns", "graphdrawing.org/xmlns/1.0")),
        ("late-columns", late()),
        ("two-blocks", gexf(BLOCK, &BLOCK.replace("edge", "node").replace("\"e\"", "\"f\""))),
        ("unknown-type", column(r#"<attribute id="a" title="a" type="anyURI"/>"#)),
        ("unknown-type", graphml("attr.type=\"string\"", "attr.type=\"integer\"")),
        ("clashing-columns", column(r#"<attribute id="N" title="N" type="string"/>"#)),
        ("reserved-column", column(r#"<attribute id="a" title="label" type="string"/>"#)),
        ("reserved-column", graphml("attr.name=\"a\"", "attr.name=\"id\"")),
        ("undeclared-column", value("q", "x")),
        ("undeclared-column", graphml("key=\"a\">", "key=\"q\">")),
        ("title-is-not-id", column(r#"<attribute id="a" title="A title" type="string"/>"#)),
        ("large-integer", value("n", "2147483648")),
        ("boolean", value("b", "1")),
        ("no-value", value("a", "null")),
    ]
}

/// Broken files whose nodes, edges, looks, times or rows are at fault.
fn broken_elements() -> Vec<(&'static str, String)> {
    vec![
        ("infinity-text", value("a", "INFOWARS")),
        (
            "weight-column",
            edge(
                r#"<edge id="e0" source="n0" target="n1"><attvalues><attvalue for="weight" value="3"/></attvalues></edge>"#,
            ),
        ),
        ("weight", edge(r#"<edge id="e0" source="n0" target="n1" weight="0"/>"#)),
        ("weight", "Source,Target,Weight\na,b,-1\n".to_owned()),
        (
            "twin-edges",
            edge(
                r#"<edge id="e0" source="n0" target="n1"/><edge id="e1" source="n0" target="n1"/>"#,
            ),
        ),
        ("twin-node", node(r#"<node id="n1" label="a"/><node id="n1" label="b"/>"#)),
        (
            "twin-edge-id",
            edge(
                "<edge id=\"e0\" source=\"n0\" target=\"n1\"/>\n<edge id=\"e0\" source=\"n1\" target=\"n0\"/>",
            ),
        ),
        ("unknown-end", edge(r#"<edge id="e0" source="n0" target="q"/>"#)),
        ("unknown-end", graphml("target=\"n1\"", "target=\"q\"")),
        ("mixed-directions", edge(r#"<edge id="e0" source="n0" target="n1" type="undirected"/>"#)),
        ("mutual-edge", edge(r#"<edge id="e0" source="n0" target="n1" type="mutual"/>"#)),
        (
            "nested-nodes",
            node(r#"<node id="n1" label="a"><nodes><node id="n2" label="b"/></nodes></node>"#),
        ),
        ("nested-nodes", node(r#"<node id="n1" label="a" pid="n0"/>"#)),
        ("blank-in-id", node(r#"<node id="n1 " label="a"/><node id="n1" label="b"/>"#)),
        ("no-label", node(r#"<node id="n1"/>"#)),
        ("size-value", looks(r#"<viz:size x="1" value="4"/>"#)),
        ("hex-colour", looks(r##"<viz:color hex="#ff8000"/>"##)),
        ("rescaled", looks(r#"<viz:size value="7"/>"#)),
        ("coarse-date", node(r#"<node id="n1" label="a" start="2021-05"/>"#)),
        ("no-timezone", gexf(" timezone=\"UTC\"", "")),
        ("no-timeformat", gexf(" timeformat=\"date\"", "")),
        ("date-time", gexf("timeformat=\"date\"", "timeformat=\"dateTime\"")),
        ("mixed-times", node(r#"<node id="n1" label="a" timestamp="2021-05-01"/>"#)),
        ("half-spell", looks(r#"<spells><spell start="2021-01-01"/></spells>"#)),
        ("key-for-all", graphml("for=\"node\"", "for=\"all\"")),
        ("no-source-and-target", "Source,Weight\na,1\n".to_owned()),
        ("no-id", "Name,Label\na,b\n".to_owned()),
        ("twin-header", "Id,Label,id\na,b,c\n".to_owned()),
        ("time-header", "Id,Label,Interval\na,b,c\n".to_owned()),
        ("late-decimals", rows("1.5")),
        ("ragged-row", "Id,Label\na\n".to_owned()),
    ]
}

/// One broken file a trap at least, by the trap.
fn broken() -> Vec<(&'static str, Vec<u8>)> {
    let files = broken_columns().into_iter().chain(broken_elements());
    let mut files: Vec<_> = files.map(|(trap, text)| (trap, text.into_bytes())).collect();
    files.push(("not-utf-8", b"Id,Label\na,\xff\n".to_vec()));
    files
}

fn examined(bytes: &[u8]) -> Diagnosis {
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]);
    examine(bytes).unwrap_or_else(|refusal| panic!("{refusal}: {shown}"))
}

fn names(bytes: &[u8]) -> BTreeSet<&'static str> {
    examined(bytes).findings.iter().map(|finding| finding.trap).collect()
}

/// Traps and notes.
fn all_names(diagnosis: &Diagnosis) -> BTreeSet<&'static str> {
    diagnosis.findings.iter().chain(&diagnosis.notes).map(|finding| finding.trap).collect()
}

#[test]
fn every_trap_is_found_and_mended_where_the_table_says_so() {
    let files: Vec<_> = broken().into_iter().chain(super::doctor_kinds::broken()).collect();
    for (trap, bytes) in &files {
        let shown = String::from_utf8_lossy(bytes);
        let diagnosis = examined(bytes);
        let found = all_names(&diagnosis);
        assert!(found.contains(trap), "{trap}: {found:?}\n{shown}");
        let row = Trap::named(trap).unwrap_or_else(|| panic!("{trap} is in the table"));
        let Some(copy) = diagnosis.mended else {
            assert!(matches!(*trap, "not-xml" | "open-quote"), "{trap}");
            continue;
        };
        let copy_shown = String::from_utf8_lossy(&copy);
        let left = all_names(&examined(&copy));
        assert_eq!(left.contains(trap), !row.is_mended, "{trap}: {left:?}\n{copy_shown}");
        let mended = |name: &&str| Trap::named(name).is_some_and(|trap| trap.is_mended);
        assert!(!left.iter().any(mended), "{trap} leaves {left:?}\n{copy_shown}");
        assert_eq!(
            examined(&copy).mended.as_deref(),
            Some(&copy[..]),
            "{trap}: mending is done once"
        );
    }
    let mut told: BTreeSet<&str> = files.iter().map(|(trap, _)| *trap).collect();
    // It takes two files, and has a test of its own.
    told.insert("end-without-node");
    let all: BTreeSet<&str> = Trap::all().iter().map(|trap| trap.name).collect();
    assert_eq!(told, all, "the table has a broken file for each trap");
}

#[test]
fn a_healthy_file_has_no_trap() {
    assert_eq!(names(gexf("zero", "zero").as_bytes()), BTreeSet::new());
    assert_eq!(names(graphml("x<", "x<").as_bytes()), BTreeSet::new());
    for corpus in [sample(), awkward(), Corpus::default()] {
        for &view in View::ALL {
            for (name, text) in files(&corpus, view) {
                let is_graph =
                    ["graph.gexf", "graph.graphml", "nodes.csv", "edges.csv"].contains(&name);
                // The awkward corpus has texts with INF, which is said when it is written.
                let mut found = if is_graph { names(text.as_bytes()) } else { BTreeSet::new() };
                found.remove("infinity-text");
                assert_eq!(found, BTreeSet::new(), "{name} of {view:?}");
            }
        }
    }
}

#[test]
fn what_is_mended_says_the_same() {
    let value =
        |bytes: &[u8]| String::from_utf8(examined(bytes).mended.expect("a copy")).expect("UTF-8");
    let copy = value(gexf("zero", "R&amp;D \u{1f600} ]]&gt;").as_bytes());
    assert!(copy.contains("R&amp;D \u{1f600} ]]&gt;"), "{copy}");
    let mutual = gexf(r#"weight="2.0"/>"#, r#"weight="2.0" type="mutual"/>"#);
    let copy = value(mutual.as_bytes());
    assert!(copy.contains(r#"source="n1" target="n0" weight="2.0" type="directed""#), "{copy}");
    let coarse = gexf(r#"start="2021-01-01""#, r#"start="2021-02" end="2021-02""#);
    let copy = value(coarse.as_bytes());
    assert!(copy.contains(r#"start="2021-02-01" end="2021-02-28""#), "{copy}");
}

proptest! {
    #![proptest_config(crate::properties::cases(256))]

    #[test]
    fn any_bytes_are_examined(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        at in any::<prop::sample::Index>(),
    ) {
        let _ = examine(&bytes);
        for whole in [gexf("zero", "zero"), graphml("x<", "x<")] {
            let mut whole = whole.into_bytes();
            let at = at.index(whole.len());
            whole.splice(at..at, bytes.iter().copied());
            if let Some(copy) = examine(&whole).ok().and_then(|once| once.mended) {
                prop_assert!(examine(&copy).is_ok_and(|again| again.mended.is_some()));
            }
        }
    }
}

#[test]
fn the_doctor_is_called_on_the_command_line() {
    let text = gexf("label=\"zero\"", "").replace("weight=\"2.0\"", "weight=\"0\"");
    let root = folder(&[("a.gexf", &text)]);
    let told = output(root.path(), &["doctor", "a.gexf", "--fix", "-o", "b.gexf"]);
    assert!(
        told.starts_with("a.gexf: 1 kind of problem, which --fix does not repair\n\nweight: "),
        "{told}"
    );
    assert!(
        told.contains(
            "\nAll programs accept the following, but show it in different ways:\n\nno-label: a node without \
             a label \
             (--fix repairs it)\n  line 8: n0\n  Gephi shows nothing"
        ),
        "{told}"
    );
    assert!(
        told.ends_with(
            "The copy was read again and contains 2 nodes, 1 edge and 1 value, as expected.\n"
        ),
        "{told}"
    );
    let json = output(root.path(), &["doctor", "b.gexf", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["form"], "gexf");
    assert_eq!(json["findings"][0]["trap"], "weight", "{json}");
    assert_eq!(run(root.path(), &["doctor", "b.gexf", "--check"]).code, 1);
    assert_eq!(run(root.path(), &["doctor", "a.gexf", "--fix"]).code, 2);
    assert_eq!(run(root.path(), &["doctor", "a.gexf", "--fix", "-o", "a.gexf"]).code, 2);
    assert_eq!(run(root.path(), &["doctor", "none.gexf"]).code, 2);
    assert!(output(root.path(), &["doctor", "--traps"]).contains("twin-edges (reported)"));
}

#[test]
fn what_is_not_a_graph_file_is_refused() {
    let texts = [
        ("draft.md", "# Title\n\nSome text, with [a link](https://a.example), and more of it.\n"),
        ("page.html", "<!DOCTYPE html>\n<html><body><p>Some text, and more.</p></body></html>\n"),
        ("data.json", "{\n  \"source\": 1,\n  \"target\": [2, 3]\n}\n"),
        ("lines.jsonl", "{\"id\": \"a\", \"label\": \"b\"}\n"),
        ("code.py", "import csv, sys\n\nfor id, label in rows:\n    print(id, label)\n"),
        ("text.txt", "Nothing but a few words, in one line.\n"),
        ("feed.xml", "<?xml version=\"1.0\"?>\n<rss><channel/></rss>\n"),
        ("map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
        ("empty.gexf", ""),
    ];
    let root = folder(&texts);
    for (name, _) in texts {
        let ran = run(root.path(), &["doctor", name, "--check"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{name}: {}", ran.stderr);
        assert!(ran.stderr.contains(&format!("{name}: not a graph file")), "{}", ran.stderr);
        let ran = run(root.path(), &["doctor", name, "--fix", "-o", "copy.gexf"]);
        assert!(ran.code == 2 && !root.path().join("copy.gexf").exists(), "{name}");
    }
    assert_eq!(examine(b"\x89PNG\r\n\x1a\n"), Err(DiagnosisError::NotGraph));
}

#[test]
fn utf_16_is_read_as_what_it_says() {
    let wide = |text: &str| {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let found = examined(&wide(&gexf("zero", "M\u{fc}ller")));
    assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
    let copy = String::from_utf8(found.mended.expect("a copy")).expect("UTF-8");
    assert!(copy.contains("label=\"M\u{fc}ller\""), "{copy}");
    let table = examined(&wide("Id,Label\na,M\u{fc}ller\n")).mended.expect("a copy");
    assert_eq!(String::from_utf8(table).expect("UTF-8"), "Id,Label\na,M\u{fc}ller\n");
}

#[test]
fn a_file_of_many_short_parts_is_not_held() {
    for (name, part, least) in [("<a/>", "<a/>", 30), ("attributes", "<a b=\"\" c=\"\"/>", 70)] {
        let text = format!("<gexf><graph>{}</graph></gexf>", part.repeat(10));
        assert_eq!(
            examine_within(text.as_bytes(), least),
            Err(DiagnosisError::TooManyParts),
            "{name}"
        );
        assert!(examine_within(text.as_bytes(), least + 10).is_ok(), "{name}");
    }
    let text = format!("Id,Label\n{}\n", ",".repeat(100));
    assert_eq!(examine_within(text.as_bytes(), 106), Err(DiagnosisError::TooManyParts));
    assert!(examine_within(text.as_bytes(), 107).is_ok());
}

/// Each would take hours if a part of it were compared with all others, or searched from every one.
#[test]
fn files_of_a_hundred_thousand_parts_of_one_kind_are_examined() {
    const MANY: usize = 100_000;
    let many = |part: &dyn Fn(usize) -> String| (0..MANY).map(part).collect::<String>();
    let all = |trap: &str, text: &str| {
        let found = examined(text.as_bytes()).findings;
        assert_eq!(found.iter().filter(|one| one.trap == trap).count(), MANY, "{trap}");
    };
    all("twin-header", &format!("Id,n{}\n1,2\n", ",n".repeat(MANY)));
    let wide = format!("Id{}\n{}", many(&|n| format!(",c{n}")), "a\n".repeat(MANY));
    all("ragged-row", &wide);
    let columns = many(&|_| r#"<attribute id="n" title="n" type="integer"/>"#.to_owned());
    let column = r#"<attribute id="n" title="n" type="integer"/>"#;
    all("clashing-columns", &gexf(column, &format!("{column}{columns}")));
    let blocks = many(&|n| format!(r#"<attributes class="c{n}" mode="static"/>"#));
    all("unknown-class", &gexf(BLOCK, &format!("{BLOCK}{blocks}")));
    let key = r#"<key id="a" for="node" attr.name="a" attr.type="string"/>"#;
    let keys =
        many(&|n| format!(r#"<key id="k{n}" for="all" attr.name="k{n}" attr.type="string"/>"#));
    all("key-for-all", &graphml(key, &format!("{key}{keys}")));
    all(
        "forbidden-character",
        &gexf("zero", &format!("{}{}", "&#".repeat(MANY), "&#1;".repeat(MANY))),
    );
    let attributes = many(&|n| format!(" a{n}=\"\""));
    let found = examined(node(&format!("<node id=\"n1\"{attributes}/>")).as_bytes()).findings;
    assert!(found[0].what.contains("more than 256 attributes"), "{found:?}");
}

#[test]
fn nodes_in_nodes_are_looked_at_once() {
    let deep = 50;
    let open = (0..deep).map(|n| {
        format!(
            "<node id=\"d{n}\" label=\"d\"><spells><spell start=\"2021-01-01\"/></spells><nodes>"
        )
    });
    let nested = open.collect::<String>() + &"</nodes></node>".repeat(deep);
    let found = examined(node(&nested).as_bytes()).findings;
    assert_eq!(found.iter().filter(|one| one.trap == "half-spell").count(), deep);
}

#[test]
fn a_file_has_a_limit_packed_or_not() {
    let pack = |bytes: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packer, bytes).expect("memory");
        packer.finish().expect("memory")
    };
    let root = folder(&[("a.gexf", &gexf("zero", "zero"))]);
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(root.path().join(name), bytes).expect("a file");
    };
    write("b.gexf.gz", &pack(gexf("zero", "zero").as_bytes()));
    write("bomb.gz", &pack(&vec![b'a'; 300 << 20]));
    let packed = pack(gexf("zero", "zero").as_bytes());
    write("torn.gz", &packed[..packed.len() / 2]);
    let doctor = |args: &[&str]| run(root.path(), &[&["doctor"], args].concat());
    assert_eq!(doctor(&["b.gexf.gz", "--check"]).code, 0);
    let less = (gexf("zero", "zero").len() - 1).to_string();
    for (args, what) in [
        (
            &["bomb.gz"][..],
            "bomb.gz has more than 268435456 bytes when decompressed\nhelp: allow more with --max-size",
        ),
        (
            &["a.gexf", "--max-size", "100"],
            "a.gexf has more than 100 bytes\nhelp: allow more with --max-size",
        ),
        (&["b.gexf.gz", "--max-size", &less], "b.gexf.gz has more than"),
        (&["torn.gz"], "cannot decompress torn.gz; check that the file is complete"),
    ] {
        let ran = doctor(args);
        assert!(ran.code == 2 && ran.stderr.contains(what), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn a_copy_is_what_its_name_ends_in() {
    let root = folder(&[("a.gexf", &gexf("label=\"zero\"", "")), ("t.csv", "Id,n,n\na,1,2\n")]);
    let doctor = |args: &[&str]| run(root.path(), &[&["doctor"], args].concat());
    for name in ["b.pdf", "b.csv", "b.graphml", "b.pdf.gz"] {
        let ran = doctor(&["a.gexf", "--fix", "-o", name]);
        assert!(
            ran.code == 2 && ran.stderr.contains("is not one of .gexf, .xml"),
            "{}",
            ran.stderr
        );
        assert!(!root.path().join(name).exists(), "{name}");
    }
    assert_eq!(doctor(&["t.csv", "--fix", "-o", "t.gexf"]).code, 2);
    for name in ["b.gexf", "b.XML", "b", "b.gexf.gz"] {
        assert_eq!(doctor(&["a.gexf", "--fix", "-o", name]).code, 0, "{name}");
        assert_eq!(doctor(&[name, "--check"]).code, 0, "{name}");
    }
    let packed = std::fs::read(root.path().join("b.gexf.gz")).expect("a file");
    assert!(packed.starts_with(b"\x1f\x8b"));
    assert_eq!(doctor(&["a.gexf", "-o", "found.html"]).code, 2);
    assert_eq!(doctor(&["a.gexf", "-o", "found.json"]).code, 0);
    let found = std::fs::read_to_string(root.path().join("found.json")).expect("a file");
    assert!(found.starts_with("{\"form\":\"gexf\""), "{found}");
}
