//! Kinds of faults in graph files, one file each, told by the doctor; and sound files, of which it tells nothing.
//!
//! The files are made here. What networkx and igraph do with them is run by `tests/readers/doctor_claims.py`.

use std::collections::BTreeSet;

use citegraph::export::doctor::{examine, examine_pair};

use crate::support::program::{folder, run};

fn gexf_of(columns: &str, nodes: &str, edges: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<graph defaultedgetype="directed">{columns}<nodes>{nodes}<node id="b" label="B"/></nodes><edges>{edges}</edges></graph>
</gexf>
"#
    )
}

const A: &str = r#"<node id="a" label="A"/>"#;
const AB: &str = r#"<edge id="0" source="a" target="b"/>"#;

fn valued(kind: &str, value: &str) -> String {
    let columns = format!(
        r#"<attributes class="node"><attribute id="c" title="c" type="{kind}"/></attributes>"#
    );
    let node = format!(
        r#"<node id="a" label="A"><attvalues><attvalue for="c" value="{value}"/></attvalues></node>"#
    );
    gexf_of(&columns, &node, AB)
}

fn looks(look: &str) -> String {
    gexf_of("", &format!(r#"<node id="a" label="A">{look}</node>"#), AB)
}

fn timed(graph: &str, times: &str) -> String {
    gexf_of("", &format!(r#"<node id="a" label="A" {times}/>"#), AB).replace(
        r#"defaultedgetype="directed""#,
        &format!(r#"defaultedgetype="directed" mode="dynamic" {graph}"#),
    )
}

fn graphml_of(keys: &str, nodes: &str, edges: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{keys}
<graph edgedefault="directed">{nodes}<node id="b"/>{edges}</graph>
</graphml>
"#
    )
}

const GA: &str = r#"<node id="a"/>"#;
const GAB: &str = r#"<edge source="a" target="b"/>"#;

fn keyed(key: &str, value: &str) -> String {
    graphml_of(key, &format!(r#"<node id="a"><data key="d">{value}</data></node>"#), GAB)
}

fn typed(kind: &str, value: &str) -> String {
    keyed(&format!(r#"<key id="d" for="node" attr.name="n" attr.type="{kind}"/>"#), value)
}

fn late(value: &str) -> String {
    format!(
        "Id,Label,n\n{}z,Z,{value}\n",
        (0..25).map(|n| format!("n{n},L,{n}\n")).collect::<String>()
    )
}

fn two_edges(first: &str, second: &str) -> String {
    gexf_of("", A, &format!("{first}\n{second}"))
}

/// Broken GEXF files by the trap that they are.
fn broken_gexf() -> Vec<(&'static str, String)> {
    let plain = gexf_of("", A, AB);
    vec![
        ("whole-with-decimals", valued("integer", "3.0")),
        ("value-type", valued("integer", "many")),
        ("value-type", valued("double", "3,5")),
        ("value-type", valued("long", "99999999999999999999")),
        ("value-type", valued("float", "1 000")),
        ("no-value", valued("integer", "")),
        ("boolean", valued("boolean", "yes")),
        ("raw-less-than", gexf_of("", r#"<node id="a" label="a < b"/>"#, AB)),
        ("bare-ampersand", gexf_of("", r#"<node id="a" label="R&D"/>"#, AB)),
        ("html-entity", gexf_of("", r#"<node id="a" label="caf&eacute;"/>"#, AB)),
        ("comment-dashes", plain.replace("<graph", "<!-- a -- b --><graph")),
        ("late-declaration", format!("\n\n{plain}")),
        ("wrong-encoding", plain.replace("UTF-8", "UTF-16")),
        ("not-xml", plain.replace("</nodes>", "")),
        (
            "undeclared-prefix",
            looks(r#"<viz:size value="4"/>"#).replace(" xmlns:viz=\"http://gexf.net/1.3/viz\"", ""),
        ),
        ("document-type", plain.replace("<gexf", "<!DOCTYPE gexf [<!ENTITY x \"y\">]>\n<gexf")),
        (
            "missing-id",
            gexf_of("", r#"<node label="A"/>"#, r#"<edge id="0" source="b" target="b"/>"#),
        ),
        ("missing-end", gexf_of("", A, r#"<edge id="0" source="a"/>"#)),
        ("missing-end", gexf_of("", A, r#"<edge id="0" source="a" target=""/>"#)),
        ("empty-viz", looks("<viz:size/>")),
        ("viz-value", looks(r#"<viz:color r="0.5" g="1.0" b="0"/>"#)),
        ("viz-value", looks(r#"<viz:color r="300" g="1" b="0"/>"#)),
        ("viz-value", looks(r#"<viz:size value="-4"/>"#)),
        ("viz-value", looks(r#"<viz:position x="1,5" y="2" z="0"/>"#)),
        ("viz-value", looks(r#"<viz:shape value="star"/>"#)),
        (
            "time-zone",
            timed(r#"timeformat="date" timezone="Mars/Olympus""#, r#"start="2020-01-01""#)
                .replace("Mars/Olympus", "MARS"),
        ),
        ("time-value", timed(r#"timeformat="date" timezone="UTC""#, r#"start="01/02/2020""#)),
        ("no-timeformat", timed("", r#"start="2001.0""#)),
        (
            "end-before-start",
            timed(r#"timeformat="date" timezone="UTC""#, r#"start="2021-01-01" end="2020-01-01""#),
        ),
        (
            "date-time",
            timed(r#"timeformat="dateTime" timezone="UTC""#, r#"start="2020-01-01T00:00:00""#),
        ),
        ("unknown-class", gexf_of(r#"<attributes class="graph"></attributes>"#, A, AB)),
        ("mutual-default", plain.replace("\"directed\"", "\"mutual\"")),
        ("edge-type", gexf_of("", A, r#"<edge id="0" source="a" target="b" type="sideways"/>"#)),
        ("twin-edges", two_edges(AB, &AB.replace("\"0\"", "\"1\""))),
        (
            "twin-edges",
            two_edges(AB, r#"<edge id="1" source="b" target="a"/>"#)
                .replace("\"directed\"", "\"undirected\""),
        ),
        ("twin-edge-id", gexf_of("", A, &format!(r#"{AB}<edge id="0" source="b" target="a"/>"#))),
        ("two-graphs", plain.replace("</graph>", "</graph><graph><nodes/></graph>")),
        ("no-nodes", plain.replace(&format!("<nodes>{A}<node id=\"b\" label=\"B\"/></nodes>"), "")),
        ("version", plain.replace("version=\"1.3\"", "version=\"2.0\"")),
        ("namespace", plain.replace("http://gexf.net/1.3\"", "http://www.gexf.net/1.3\"")),
        (
            "twin-value",
            valued("string", "x")
                .replace("<attvalues>", r#"<attvalues><attvalue for="c" value="y"/>"#),
        ),
        ("column-without-id", valued("string", "x").replace("id=\"c\" ", "")),
        ("column-without-name", valued("string", "x").replace("title=\"c\" ", "")),
        (
            "clashing-columns",
            valued("string", "x").replace(
                "<attribute ",
                r#"<attribute id="d" title="c" type="string"/><attribute "#,
            ),
        ),
        ("weight", gexf_of("", A, r#"<edge id="0" source="a" target="b" weight="NaN"/>"#)),
        ("weight", gexf_of("", A, r#"<edge id="0" source="a" target="b" weight="-2"/>"#)),
    ]
}

/// Broken GraphML files by the trap that they are.
fn broken_graphml() -> Vec<(&'static str, String)> {
    let plain = graphml_of("", GA, GAB);
    vec![
        ("whole-with-decimals", typed("int", "3.0")),
        ("value-type", typed("int", "x")),
        ("value-type", typed("double", "3,5")),
        ("no-value", typed("int", "")),
        ("boolean", typed("boolean", "yes")),
        ("missing-end", graphml_of("", GA, r#"<edge source="a" target=""/>"#)),
        ("missing-end", graphml_of("", GA, r#"<edge source="a"/>"#)),
        ("missing-id", graphml_of("", "<node/>", r#"<edge source="b" target="b"/>"#)),
        ("twin-edges", graphml_of("", GA, &format!("{GAB}\n{GAB}"))),
        (
            "mixed-directions",
            graphml_of("", GA, r#"<edge source="a" target="b" directed="false"/>"#),
        ),
        (
            "twin-key",
            keyed(
                r#"<key id="d" for="node" attr.name="n" attr.type="int"/><key id="e" for="node" attr.name="n" attr.type="string"/>"#,
                "3",
            ),
        ),
        (
            "twin-key-id",
            keyed(
                r#"<key id="d" for="node" attr.name="n" attr.type="int"/><key id="d" for="edge" attr.name="m" attr.type="string"/>"#,
                "3",
            ),
        ),
        ("column-without-name", keyed(r#"<key id="d" for="node" attr.type="string"/>"#, "x")),
        ("key-without-for", keyed(r#"<key id="d" attr.name="k" attr.type="string"/>"#, "x")),
        (
            "key-of-other-class",
            keyed(r#"<key id="d" for="edge" attr.name="k" attr.type="string"/>"#, "x"),
        ),
        (
            "weight-name",
            graphml_of(
                r#"<key id="w" for="edge" attr.name="Weight" attr.type="double"/>"#,
                GA,
                r#"<edge source="a" target="b"><data key="w">3</data></edge>"#,
            ),
        ),
        (
            "weight-type",
            graphml_of(
                r#"<key id="w" for="edge" attr.name="weight" attr.type="string"/>"#,
                GA,
                r#"<edge source="a" target="b"><data key="w">3</data></edge>"#,
            ),
        ),
        (
            "nested-graph",
            graphml_of(
                "",
                r#"<node id="a"><graph edgedefault="directed"><node id="c"/></graph></node>"#,
                GAB,
            ),
        ),
        (
            "hyperedge",
            graphml_of(
                "",
                GA,
                r#"<hyperedge><endpoint node="a"/><endpoint node="b"/></hyperedge>"#,
            ),
        ),
        ("port", graphml_of("", r#"<node id="a"><port name="p"/></node>"#, GAB)),
        (
            "two-graphs",
            plain.replace(
                "</graph>",
                r#"</graph><graph edgedefault="directed"><node id="z"/></graph>"#,
            ),
        ),
        ("namespace", plain.replace("graphdrawing.org/xmlns", "graphdrawing.org/xmlns/1.0rc")),
        ("no-edgedefault", plain.replace(" edgedefault=\"directed\"", "")),
    ]
}

/// Broken tables by the trap that they are.
fn broken_tables() -> Vec<(&'static str, String)> {
    let own = |text: &str| text.to_owned();
    vec![
        ("backslash", own("Id,Label,path\na,A,\"C:\\new\\table\"\n")),
        ("backslash", own("Id,Label\na,\"say \\\"\"hi\\\"\"\"\n")),
        ("open-quote", own("Id,Label,q\na,\"A,1\nb,B,2\n")),
        ("text-behind-quote", own("Id,Label,q\nb,\"B\"x,2\n")),
        ("twin-edge-id", own("Source,Target,Id\na,b,e1\nb,c,e1\n")),
        ("twin-node", own("Id,Label\na,A\na,B\n")),
        ("twin-edges", own("Source,Target\na,b\na,b\n")),
        ("twin-edges", own("Source,Target,Type\na,b,Undirected\nb,a,Undirected\n")),
        ("missing-id", own("Id,Label\n,C\n")),
        ("blank-in-id", own("Id,Label\n\" a \",A\n")),
        ("missing-end", own("Source,Target\na,\n")),
        ("empty-header", own("Id,Label,,n\na,A,x,1\n")),
        ("empty-header", own(",Id,Label\n0,a,A\n")),
        ("comment-line", own("# made by x\nId,Label\na,A\n")),
        ("comment-line", own("sep=;\nId;Label\na;A\n")),
        ("mixed-directions", own("Source,Target,Type\na,b,Directed\nb,c,Undirected\n")),
        ("edge-type", own("Source,Target,Type\na,b,sideways\n")),
        ("decimal-comma", own("Source;Target;Weight\na;b;1,5\nb;c;2,5\n")),
        ("late-value", late("many")),
        ("late-value", late("5000000000")),
        ("leading-zeros", own("Id,Label,zip\na,A,00123\nb,B,04567\n")),
        ("weight", own("Source,Target,Weight\na,b,0\n")),
        ("weight", own("Source,Target,Weight\na,b,inf\n")),
        ("header-as-nodes", own("from,to,weight\na,b,2\n")),
        ("delimiter", own("Id|Label\na|A\n")),
        ("mixed-delimiters", own("Id,Label\na;A\nb;B\n")),
        ("matrix", own(",a,b\na,0,x\nb,1,0\n")),
        ("ragged-row", own(",a,b\na,0\nb,1,0\n")),
        ("time-header", own("Id,Label,publishing interval\na,A,weekly\n")),
        ("time-value", own("Id,Label,Timeset\na,A,sometimes\n")),
        ("end-before-start", own("Id,Label,Timeset\na,A,\"<[2021-01-01, 2020-01-01]>\"\n")),
        ("forbidden-character", own("Id,Label\na,A\0x\n")),
        ("date-column", own("Id,Label,day\na,A,2020-01-01\n")),
    ]
}

/// All broken files.
pub(crate) fn broken() -> Vec<(&'static str, Vec<u8>)> {
    let texts = broken_gexf().into_iter().chain(broken_graphml()).chain(broken_tables());
    let mut files: Vec<_> = texts.map(|(trap, text)| (trap, text.into_bytes())).collect();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
    files.push((
        "other-encoding",
        latin(&gexf_of("", r#"<node id="a" label="Müller"/>"#, AB).replace("UTF-8", "ISO-8859-1")),
    ));
    files.push((
        "other-encoding",
        wide(&format!("\u{feff}{}", gexf_of("", A, AB).replace("UTF-8", "UTF-16"))),
    ));
    files.push(("not-utf-8", latin("Id,Label\na,Müller für Größe\nb,Ñandú\n")));
    files.push(("not-utf-8", wide("Id,Label\na,Müller\n")));
    files
}

/// Sound files, each as some program writes it or people do.
#[expect(clippy::too_many_lines, reason = "a table of files")]
fn sound() -> Vec<(&'static str, String)> {
    let own = |text: &str| text.to_owned();
    let networkx = r#"<?xml version='1.0' encoding='utf-8'?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" version="1.2">
  <meta lastmodifieddate="2026-11-29"><creator>NetworkX 3.6.1</creator></meta>
  <graph defaultedgetype="directed" mode="static" name="">
    <attributes mode="static" class="edge"><attribute id="4" title="since" type="string"/></attributes>
    <attributes mode="static" class="node"><attribute id="0" title="kind" type="string"/><attribute id="1" title="weight" type="long"/></attributes>
    <nodes><node id="a" label="A"><attvalues><attvalue for="0" value="blog"/><attvalue for="1" value="3"/></attvalues></node><node id="b" label="B"/></nodes>
    <edges><edge source="a" target="b" id="0" weight="2"><attvalues><attvalue for="4" value=""/></attvalues></edge></edges>
  </graph>
</gexf>
"#;
    let igraph = r#"<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
<!-- Created by igraph -->
  <key id="g_name" for="graph" attr.name="name" attr.type="string"/>
  <key id="v_x" for="node" attr.name="x" attr.type="double"/>
  <key id="e_weight" for="edge" attr.name="weight" attr.type="double"/>
  <graph id="G" edgedefault="undirected"><data key="g_name">Ring</data>
    <node id="n0"><data key="v_x">NaN</data></node><node id="n1"><data key="v_x">2.5</data></node>
    <edge source="n0" target="n1"><data key="e_weight">1</data></edge>
  </graph>
</graphml>
"#;
    let gephi = r#"<?xml version='1.0' encoding='UTF-8'?>
<gexf xmlns="http://gexf.net/1.3" version="1.3" xmlns:viz="http://gexf.net/1.3/viz" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd">
  <meta lastmodifieddate="2024-05-01"><creator>Gephi 0.10.1</creator><title></title><description></description></meta>
  <graph defaultedgetype="directed" mode="static">
    <attributes class="node" mode="static"><attribute id="modularity_class" title="Modularity Class" type="integer"><default>0</default></attribute></attributes>
    <nodes><node id="0" label="Myriel"><attvalues><attvalue for="modularity_class" value="1"/></attvalues><viz:size value="28.685715"/><viz:position x="-266.8" y="299.6" z="0.0"/><viz:color r="235" g="81" b="72" a="0.6"/></node><node id="1" label="Napoleon"><viz:size value="4.0"/></node></nodes>
    <edges><edge id="0" source="1" target="0" weight="2.5"/></edges>
  </graph>
</gexf>
"#;
    vec![
        ("networkx.gexf", own(networkx)),
        (
            "networkx-1.1.gexf",
            networkx.replace("1.2draft", "1.1draft").replace("version=\"1.2\"", "version=\"1.1\""),
        ),
        ("gephi.gexf", own(gephi)),
        ("igraph.graphml", own(igraph)),
        ("plain.gexf", gexf_of("", A, AB)),
        ("no-edge.gexf", gexf_of("", A, "")),
        ("loop.gexf", gexf_of("", A, r#"<edge id="0" source="a" target="a"/>"#)),
        ("both-ways.gexf", two_edges(AB, r#"<edge id="1" source="b" target="a"/>"#)),
        ("undirected.gexf", gexf_of("", A, AB).replace("\"directed\"", "\"undirected\"")),
        (
            "case.gexf",
            gexf_of(
                r#"<attributes class="node"><attribute id="0" title="tone" type="string"/><attribute id="1" title="Tone" type="string"/></attributes>"#,
                A,
                AB,
            ),
        ),
        ("size-xmlns.gexf", looks(r#"<size xmlns="http://gexf.net/1.3/viz" value="4"/>"#)),
        ("numbers.gexf", valued("double", "1e-3")),
        ("list.gexf", valued("liststring", "x|y")),
        ("empty-text.gexf", valued("string", "")),
        (
            "intervals.gexf",
            timed(
                r#"timeformat="date" timezone="Europe/Paris""#,
                r#"start="2020-01-01" end="2021-01-01""#,
            ),
        ),
        ("years.gexf", timed(r#"timeformat="double""#, r#"start="2001.0" end="2002.5""#)),
        ("references.gexf", gexf_of("", r#"<node id="a" label="R&amp;D &#233; &lt;"/>"#, AB)),
        ("ascii-declared.gexf", gexf_of("", A, AB).replace("UTF-8", "ISO-8859-1")),
        ("plain.graphml", graphml_of("", GA, GAB)),
        (
            "no-namespace.graphml",
            graphml_of("", GA, GAB).replace(" xmlns=\"http://graphml.graphdrawing.org/xmlns\"", ""),
        ),
        (
            "document-type.graphml",
            graphml_of("", GA, GAB).replace("<graphml", "<!DOCTYPE graphml>\n<graphml"),
        ),
        (
            "edge-ids.graphml",
            graphml_of("", GA, r#"<edge id="e0" source="a" target="b" directed="true"/>"#),
        ),
        (
            "same-name.graphml",
            graphml_of(
                r#"<key id="n" for="node" attr.name="w" attr.type="int"/><key id="e" for="edge" attr.name="w" attr.type="int"/>"#,
                GA,
                GAB,
            ),
        ),
        ("edges.csv", own("Source,Target,Weight\na,b,2\nb,c,\n")),
        ("lower.csv", own("source,target,weight\na,b,2\n")),
        ("blanks.csv", own(" Source , Target ,Weight\na,b,2\n")),
        ("nodes.csv", own("Id,Label,n\na,A,1\nb,B,-2\n")),
        ("case.csv", own("ID,label\na,A\n")),
        ("tabs.csv", own("Id\tLabel\tn\na\tA, x\t1\n")),
        ("semicolons.csv", own("Source;Target;Weight\na;b;1.5\n")),
        (
            "timeset.csv",
            own(
                "Id,Label,Timeset\na,A,\"<[2020-01-01, 2021-01-01]>\"\nb,B,\"<[2020-02-01, 2021-01-01]>\"\n",
            ),
        ),
        ("interval.csv", own("Id,Label,Interval\na,A,\"<[2020.0, 2021.0]>\"\n")),
        ("years.csv", own("Id,Label,when\na,A,2020\nb,B,2021\n")),
        ("booleans.csv", own("Id,Label,ok\na,A,True\nb,B,FALSE\n")),
        ("words.csv", own("Id,Label,ok\na,A,True\nb,B,yes\n")),
        ("lists.csv", own("Id,Label,tags\na,A,\"[x, y]\"\n")),
        ("newline.csv", own("Id,Label,q\na,\"A\nA\",1\n")),
        ("quotes.csv", own("Id,Label\na,\"say \"\"hi\"\"\"\nb,A \"the\" one\n")),
        ("pattern.csv", own("Id,Label\na,\\d+\\w\n")),
        ("adjacency.csv", own("a,b,c\nb,c\n")),
        ("matrix.csv", own(",a,b\na,0,1\nb,2.5,0\n")),
        ("kinds.csv", own("Source,Target,Kind\na,b,likes\na,b,cites\n")),
        ("codes.csv", own("Id,Label,code\na,A,007\nb,B,x1\n")),
    ]
}

fn told(bytes: &[u8]) -> (BTreeSet<&'static str>, BTreeSet<&'static str>) {
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(600)]);
    let diagnosis = examine(bytes).unwrap_or_else(|refusal| panic!("{refusal}: {shown}"));
    let names = |findings: &[citegraph::export::doctor::DoctorFinding]| {
        findings.iter().map(|finding| finding.trap).collect()
    };
    (names(&diagnosis.findings), names(&diagnosis.notes))
}

#[test]
fn kinds_of_faults_are_told() {
    let files = broken();
    assert!(files.len() >= 45);
    let mut missed = Vec::new();
    for (trap, bytes) in &files {
        let (findings, notes) = told(bytes);
        if !findings.contains(trap) && !notes.contains(trap) {
            missed.push(format!("{trap}: {findings:?}\n{}", String::from_utf8_lossy(bytes)));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_broken_file_has_one_kind_of_fault() {
    // What comes with another fault: the nodes of edges without a list, a title that is both titles.
    let both = [
        "open-quote",
        "twin-edge-id",
        "mutual-default",
        "not-xml",
        "no-nodes",
        "twin-value",
        "column-without-id",
    ];
    let mut more = Vec::new();
    for (trap, bytes) in broken().iter().filter(|(trap, _)| !both.contains(trap)) {
        let (findings, _) = told(bytes);
        if findings.iter().any(|found| found != trap) {
            more.push(format!("{trap}: {findings:?}\n{}", String::from_utf8_lossy(bytes)));
        }
    }
    assert!(more.is_empty(), "{}", more.join("\n"));
}

#[test]
fn sound_files_raise_no_alarm() {
    let files = sound();
    assert!(files.len() >= 30);
    let mut alarms = Vec::new();
    for (name, text) in &files {
        let (findings, _) = told(text.as_bytes());
        if !findings.is_empty() {
            alarms.push(format!("{name}: {findings:?}"));
        }
    }
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
    if let Some(root) = std::env::var_os("CITEGRAPH_DOCTOR") {
        let root = std::path::Path::new(&root);
        for (folder, files) in [
            (
                "sound",
                sound()
                    .into_iter()
                    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
                    .collect::<Vec<_>>(),
            ),
            ("broken", numbered()),
        ] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
            for (name, bytes) in files {
                std::fs::write(root.join(folder).join(name), bytes).unwrap();
            }
        }
    }
}

/// The broken files with names that say the trap.
fn numbered() -> Vec<(String, Vec<u8>)> {
    let suffix = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        if text.contains("<gexf") || text.contains("g\0e\0x\0f") {
            "gexf"
        } else if text.contains("<graphml") {
            "graphml"
        } else {
            "csv"
        }
    };
    let files = broken().into_iter().enumerate();
    files.map(|(at, (trap, bytes))| (format!("{trap}.{at}.{}", suffix(&bytes)), bytes)).collect()
}

#[test]
fn a_copy_holds_what_the_file_held() {
    for (trap, bytes) in broken() {
        let Some(copy) = examine(&bytes).expect("a graph").mended else {
            assert!(matches!(trap, "not-xml" | "open-quote"), "{trap}");
            continue;
        };
        let again = examine(&copy).unwrap_or_else(|refusal| panic!("{trap}: {refusal}"));
        assert_eq!(again.mended.as_deref(), Some(&copy[..]), "{trap}: mending is done once");
    }
    let latin = broken().into_iter().find(|(trap, _)| *trap == "other-encoding").expect("a file").1;
    let copy = examine(&latin).expect("a graph").mended.expect("a copy");
    assert!(String::from_utf8(copy).expect("UTF-8").contains("label=\"Müller\""));
}

#[test]
fn tables_of_nodes_and_edges_are_examined_together() {
    let (nodes, edges) = (b"Id,Label\na,A\nb,B\n", b"Source,Target\na,b\nb,c\n");
    let [first, second] = examine_pair([nodes, edges], 1000).expect("a pair");
    assert!(first.findings.is_empty());
    let found: Vec<_> =
        second.findings.iter().map(|one| (one.trap, one.line, &*one.what)).collect();
    assert_eq!(found, [("end-without-node", 3, "c")]);
    let [first, _] = examine_pair([edges, nodes], 1000).expect("a pair");
    assert_eq!(first.findings.len(), 1);
    assert!(examine_pair([nodes, nodes], 1000).is_err());
    let root = folder(&[("n.csv", "Id,Label\na,A\n"), ("e.csv", "Source,Target\na,x\n")]);
    let ran = run(root.path(), &["doctor", "n.csv", "e.csv", "--check"]);
    assert!(ran.code == 1 && ran.stdout.contains("n.csv: no problems"), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("e.csv: 1 kind of problem") && ran.stdout.contains("line 2: x"),
        "{}",
        ran.stdout
    );
    assert_eq!(run(root.path(), &["doctor", "n.csv", "n.csv"]).code, 2);
    assert_eq!(run(root.path(), &["doctor", "n.csv", "e.csv", "--fix", "-o", "x.csv"]).code, 2);
}

#[test]
fn a_file_without_a_graph_is_an_error() {
    let root = folder(&[
        ("a.gexf", "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\"><meta/></gexf>"),
        ("a.graphml", "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"/>"),
        ("a.dot", "digraph x { a -> b; }\n"),
    ]);
    for name in ["a.gexf", "a.graphml", "a.dot"] {
        let ran = run(root.path(), &["doctor", name]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{name}");
        assert!(ran.stderr.contains("graph"), "{}", ran.stderr);
    }
}
