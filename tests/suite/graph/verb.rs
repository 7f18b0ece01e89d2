//! `citegraph graph` on the command line: views, filters, forms, lists of edges.

use std::io::Read as _;
use std::path::Path;

use crate::support::program::{folder, output, run, run_with};

/// Two posts of one blog, of two years, that share a source and link to one another.
fn posts() -> tempfile::TempDir {
    let post = |date: &str, origin: &str, body: &str| {
        format!(
            "---\ntitle: T\ndate: {date}\nfrom: https://blog.example/{origin}\ntags: [war]\n---\n{body}\n"
        )
    };
    let first = "[a](https://one.example/a) [b](https://one.example/b) [c](https://two.example/)";
    let second = "[a](https://one.example/a) [own](https://blog.example/1)";
    folder(&[("1.md", &post("2020-05-06", "1", first)), ("2.md", &post("2021-01-02", "2", second))])
}

fn graph(root: &Path, args: &[&str]) -> String {
    output(root, &[&["graph", "1.md", "2.md"], args].concat())
}

/// Source, target and weight of every edge of a GEXF.
fn edges(gexf: &str) -> Vec<(String, String, f64)> {
    let value = |line: &str, name: &str| {
        let after = line.split_once(&format!(" {name}=\"")).expect("an attribute").1;
        after.split_once('"').expect("its end").0.to_owned()
    };
    let edges = gexf.lines().filter(|line| line.trim_start().starts_with("<edge "));
    let edge = |line| {
        let weight = value(line, "weight").parse().expect("a number");
        (value(line, "source"), value(line, "target"), weight)
    };
    edges.map(edge).collect()
}

fn edge(source: &str, target: &str, weight: f64) -> (String, String, f64) {
    (source.to_owned(), target.to_owned(), weight)
}

#[test]
fn views_and_levels_are_flags() {
    let root = posts();
    let of = |args: &[&str]| edges(&graph(root.path(), args));
    assert_eq!(of(&[]), [edge("n0", "n2", 1.0), edge("n0", "n3", 1.0), edge("n1", "n2", 1.0)]);
    assert_eq!(of(&["--view", "internal"]), [edge("n1", "n0", 1.0)]);
    assert_eq!(of(&["--view", "coupling"]), [edge("n0", "n1", 1.0)]);
    assert_eq!(of(&["--view", "cocitation", "--weight", "citations"]), [edge("n0", "n1", 2.0)]);
    assert_eq!(
        of(&["--view", "tag", "--weight", "fractional"])[0],
        edge("n0", "n1", 2.0 / 3.0 + 1.0)
    );
    assert_eq!(of(&["--level", "url"]).len(), 4);
    let gexf = graph(root.path(), &["--view", "cocitation"]);
    assert!(gexf.contains("defaultedgetype=\"undirected\""), "{gexf}");
    assert!(gexf.contains("domains that articles cite together; weight = articles"), "{gexf}");
}

#[test]
fn what_a_view_cannot_show_is_said() {
    let root = posts();
    let said =
        |args: &[&str]| run(root.path(), &[&["graph", "1.md", "2.md"], args].concat()).stderr;
    assert!(
        said(&["--view", "source"])
            .contains("note: all articles have the same origin, blog.example")
    );
    assert!(said(&["--view", "author"]).contains("note: no article has an author"));
    let late = said(&["--from", "2021"]);
    assert!(
        late.contains("note: 1 article outside the chosen period and 0 without a date"),
        "{late}"
    );
    let light = said(&["--weight", "citations", "--min-weight", "2"]);
    assert!(
        light.contains("kept 1 of 3 edges with 50.0% of the weight, and 2 of 4 nodes"),
        "{light}"
    );
    assert!(said(&["--backbone", "0.05"]).contains("note: --backbone 0.05 kept 0 of 3 edges"));
    assert_eq!(said(&["--quiet", "--view", "source", "--backbone", "0.05"]), "");
    for (args, word) in [
        (
            &["--view", "internal", "--level", "host"][..],
            "--level host cannot be used; remove --level",
        ),
        (&["--from", "May"], "--from May is not a date"),
        (&["--to", "2021-13"], "--to 2021-13 is not a date"),
        (&["--backbone", "2"], "is not a probability"),
        (&["--min-weight", "nan"], "is not a weight"),
        (&["--names", "plain"], "--names plain is for --format json, node-link and csv"),
        (&["--format", "dot", "--profile", "gephi"], "--profile gephi is for --format gexf"),
        (&["--view", "cocitation", "--max-pairs", "0"], "--max-pairs N allows more pairs"),
    ] {
        let ran = run(root.path(), &[&["graph", "1.md", "2.md"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.stderr.contains(word), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn all_forms_carry_the_same() {
    let root = posts();
    let json = graph(root.path(), &["--format", "json", "--metrics", "leiden"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["options"]["type"], "directed");
    assert_eq!(json["edges"][0]["attributes"]["n_body"], 2);
    assert_eq!(json["nodes"][0]["attributes"]["label_raw"], "T");
    assert!(json["nodes"][0]["attributes"]["modularity_class"].is_u64(), "{json}");
    let args = ["--format", "json", "--names", "plain", "--metrics", "leiden"];
    let plain: serde_json::Value = serde_json::from_str(&graph(root.path(), &args)).expect("JSON");
    assert!(plain["nodes"][0]["attributes"]["leiden"].is_u64(), "{plain}");
    assert_eq!(
        plain["nodes"][0]["attributes"]["pagerank"],
        json["nodes"][0]["attributes"]["pageranks"]
    );
    let dot = graph(root.path(), &["--format", "dot", "--view", "coupling"]);
    assert!(dot.contains("graph citations {") && dot.contains("n0 -- n1 [weight=1.0,"), "{dot}");
    graph(root.path(), &["--format", "csv", "--names", "plain", "-o", "out"]);
    let nodes = std::fs::read_to_string(root.path().join("out/nodes.csv")).expect("a table");
    assert!(nodes.starts_with("id,label,node_class,citations,"), "{nodes}");
    assert!(nodes.lines().next().is_some_and(|head| head.contains(",type,country,")), "{nodes}");
}

#[test]
fn a_file_holds_what_its_name_ends_in() {
    let root = posts();
    for (name, form) in
        [("a.graphml", "graphml"), ("b.JSON", "json"), ("c.dot", "dot"), ("d", "gexf")]
    {
        graph(root.path(), &["-o", name]);
        let written = std::fs::read_to_string(root.path().join(name)).expect("a file");
        assert_eq!(written, graph(root.path(), &["--format", form]), "{name}");
    }
    graph(root.path(), &["-o", "e.graphml.gz"]);
    let packed = std::fs::read(root.path().join("e.graphml.gz")).expect("a file");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).expect("gzip");
    assert_eq!(text, graph(root.path(), &["--format", "graphml"]));
    graph(root.path(), &["-o", "f.json", "--format", "gexf"]);
    let written = std::fs::read_to_string(root.path().join("f.json")).expect("a file");
    assert_eq!(written, graph(root.path(), &[]), "--format wins");
    let refused = run(root.path(), &["graph", "1.md", "-o", "links.csv"]);
    assert_eq!(refused.code, 2);
    assert!(!root.path().join("links.csv").exists());
}

#[test]
fn what_is_packed_is_the_same() {
    let root = posts();
    let plain = graph(root.path(), &[]);
    for name in ["a.gexf.gz", "b.gexf.gz"] {
        graph(root.path(), &["--gzip", "-o", name]);
    }
    let packed = ["a.gexf.gz", "b.gexf.gz"]
        .map(|name| std::fs::read(root.path().join(name)).expect("a file"));
    assert_eq!(packed[0], packed[1]);
    let mut text = String::new();
    flate2::read::GzDecoder::new(&packed[0][..]).read_to_string(&mut text).expect("gzip");
    assert_eq!(text, plain);
    graph(root.path(), &["--gzip", "--format", "csv", "-o", "out"]);
    assert!(root.path().join("out/edges.csv.gz").is_file());
}

#[test]
fn weights_change_from_year_to_year_for_gephi() {
    let root = posts();
    let gexf =
        graph(root.path(), &["--view", "source", "--profile", "gephi", "--weight", "citations"]);
    assert_eq!(gexf.matches(r#"<attributes class="edge" mode="dynamic">"#).count(), 1);
    let of_year = r#"<attvalue for="weight" value="2.0" start="2020-01-01" end="2020-12-31"/>"#;
    assert!(gexf.contains(of_year), "{gexf}");
    assert!(gexf.contains(r#"value="1.0" start="2021-01-01""#), "{gexf}");
    assert_eq!(edges(&gexf)[0].2, 3.0);
    let plain = graph(root.path(), &["--view", "source"]);
    assert_eq!(plain.matches("<attributes ").count(), 2, "one block a class");
}

#[test]
fn columns_are_listed() {
    let root = posts();
    let list = output(root.path(), &["graph", "--columns"]);
    assert!(list.contains("node\tsource_type\ttype\ttext\t"), "{list}");
    assert!(list.contains("node\tbetweenesscentrality\tbetweenness\tdouble\t"), "{list}");
    assert!(list.contains("edge\tn_note\tn_note\twhole\t"), "{list}");
}

#[test]
fn any_list_of_edges_is_a_graph() {
    let root = folder(&[("list.tsv", "# x\na\tb\nb\tc\t3\na\tb\n"), ("bad.tsv", "a b\nc\n")]);
    let list = |args: &[&str]| output(root.path(), &[&["graph", "--edges"], args].concat());
    let gexf = list(&["list.tsv", "--metrics", "coreness,leiden"]);
    assert_eq!(edges(&gexf), [edge("n0", "n1", 2.0), edge("n1", "n2", 3.0)]);
    assert!(gexf.contains(r#"<node id="n2" label="c">"#), "{gexf}");
    assert!(gexf.contains(r#"<attvalue for="coreness" value="1"/>"#), "{gexf}");
    let gexf = list(&["list.tsv", "--min-weight", "3"]);
    assert_eq!(edges(&gexf), [edge("n0", "n1", 3.0)]);
    assert!(gexf.contains(r#"<node id="n0" label="b">"#), "{gexf}");
    assert!(list(&["list.tsv", "--undirected"]).contains(r#"defaultedgetype="undirected""#));
    let csv = list(&["list.tsv", "--format", "csv", "-o", "out"]);
    assert!(csv.is_empty());
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, b"1 2\n2 1 0.5\n").expect("memory");
    std::fs::write(root.path().join("list.gz"), packer.finish().expect("memory")).expect("a file");
    assert_eq!(edges(&list(&["list.gz"])), [edge("n0", "n1", 1.0), edge("n1", "n0", 0.5)]);
    let piped = run_with(root.path(), &["graph", "--edges", "-"], b"1,2\n");
    assert_eq!(edges(&piped.stdout), [edge("n0", "n1", 1.0)]);
    let bad = run(root.path(), &["graph", "--edges", "bad.tsv"]);
    assert_eq!(bad.code, 2);
    assert!(
        bad.stderr
            .contains("bad.tsv cannot be used as a list of edges: line 2: an edge needs two nodes"),
        "{}",
        bad.stderr
    );
    for flag in [["--view", "source"], ["--level", "host"], ["--weight", "keys"]] {
        let ran = run(root.path(), &[&["graph", "--edges", "list.tsv"], &flag[..]].concat());
        assert_eq!(ran.code, 2, "{flag:?} says nothing about a list");
    }
    std::fs::copy(root.path().join("list.tsv"), root.path().join("list.json")).expect("a copy");
    let ran = run(root.path(), &["graph", "--edges", "list.json", "-o", "list.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("would be replaced"), "{}", ran.stderr);
}

#[test]
fn an_edge_is_explained_by_its_two_ends() {
    let root = posts();
    let explained = |args: &[&str]| output(root.path(), &[&["explain"], args].concat());
    let pair = explained(&["blog.example", "one.example", "1.md", "2.md"]);
    assert_eq!(pair, explained(&["blog.example..one.example", "1.md", "2.md"]));
    assert!(pair.contains("3 places cite blog.example..one.example"), "{pair}");
    let edge = "edge: citations 3, articles 2, URLs 2, first 2020-05-06, last 2021-01-02";
    assert!(pair.ends_with(&format!("{edge}\n")), "{pair}");
    let url = explained(&["blog.example", "https://one.example/b", "1.md", "2.md"]);
    assert!(url.contains("1 place cites blog.example..https://one.example/b"), "{url}");
    std::fs::write(root.path().join("one.example"), "Read https://two.example/").expect("a file");
    let read_as = ["one.example", "1.md", "--format-in", "markdown"];
    let file = explained(&[&["blog.example"], &read_as[..]].concat());
    assert!(file.contains("0 places cite blog.example\n"), "a file is an input: {file}");
    for name in ["none/x", "none.md", "*.none"] {
        let missing = run(root.path(), &["explain", "blog.example", name, "1.md"]);
        assert_eq!(missing.code, 2, "{name}: {missing:?}");
    }
}

/// What no file may hold as a number: they are what readers stop at, and what means nothing.
fn odd_numbers(text: &str) -> Vec<&str> {
    let numbers = text.split(|c: char| !(c.is_alphanumeric() || "+-._".contains(c)));
    let is_odd = |word: &&str| {
        let zero = word.strip_prefix('-').is_some_and(|rest| {
            rest.contains('0') && rest.bytes().all(|digit| matches!(digit, b'0' | b'.'))
        });
        let lower = word.trim_start_matches(['-', '+']).to_lowercase();
        zero || matches!(lower.as_str(), "inf" | "inf.0" | "nan" | "nan.0" | "infinity" | "null")
    };
    numbers.filter(is_odd).collect()
}

#[test]
fn numbers_of_graph_files_are_finite_and_zero_has_no_sign() {
    assert_eq!(
        odd_numbers("a=\"-0.0\" inf.0,NaN,-1.0,-0 0.0 [null]"),
        ["-0.0", "inf.0", "NaN", "-0", "null"]
    );
    let lists = [
        ("plain", "a b\nb c\nd a\n"),
        ("one", "a a\n"),
        ("none", "# nothing\n"),
        ("large", "a b 1e100\na c 1e100\nb c 1e100\na b 1e100\nd d 1e-100\n"),
        ("small", "a b 1e-100\na c 1e-100\nb c 2e-100\n"),
        ("mixed", "a b 1e100\nc d 1e-100\nd c 1e-100\ne e 1\n"),
    ];
    let files: Vec<(&str, &str)> = lists.to_vec();
    let root = folder(&files);
    for (list, _) in lists {
        for form in ["gexf", "graphml", "json", "dot", "svg"] {
            for more in [&[][..], &["--undirected"], &["--layout"], &["--backbone", "0.5"]] {
                if !more.is_empty() && matches!(form, "dot" | "graphml") {
                    continue;
                }
                let args = ["graph", "-q", "--edges", list, "--metrics", "all", "--format", form];
                let text = output(root.path(), &[&args[..], more].concat());
                assert_eq!(odd_numbers(&text), [""; 0], "{list} as {form} {more:?}\n{text}");
            }
        }
        let folder = format!("{list}-csv");
        let args = ["graph", "--edges", list, "--metrics", "all", "--format", "csv", "-o", &folder];
        let said = run(root.path(), &[&args[..], &["--min-weight", "1e200"]].concat());
        assert!(!said.stderr.contains("-0"), "{}", said.stderr);
        output(root.path(), &args);
        for name in ["nodes.csv", "edges.csv"] {
            let path = root.path().join(&folder).join(name);
            let text = std::fs::read_to_string(path).expect("a file");
            assert_eq!(odd_numbers(&text), [""; 0], "{list}: {text}");
        }
    }
}

#[test]
fn numbers_of_reports_are_finite_and_zero_has_no_sign() {
    let root = folder(&[
        ("none/a.md", "No link.\n"),
        ("one/a.md", "---\ndate: 2020\n---\n[a](https://a.example/)\n"),
        ("two/a.md", "---\ndate: 2020\n---\n[a](https://a.example/)\n"),
        ("two/b.md", "[a](https://a.example/) [b](https://b.example/)\n"),
    ]);
    let undefined = |text: &str| {
        let odd: Vec<String> = odd_numbers(text).into_iter().map(str::to_owned).collect();
        odd.into_iter().filter(|word| word != "null").collect::<Vec<_>>()
    };
    for input in ["none", "one", "two"] {
        let out = format!("{input}-out");
        output(root.path(), &["report", "-q", input, "-o", &out]);
        for name in
            ["report.json", "report.md", "nodes.csv", "edges.csv", "graph.gexf", "graph.graphml"]
        {
            let path = root.path().join(&out).join(name);
            let text = std::fs::read_to_string(path).expect("a file");
            assert_eq!(undefined(&text), [""; 0], "{input}: {name}");
        }
        for form in ["text", "json", "csv", "markdown"] {
            for by in [&[][..], &["--by", "article"], &["--by", "year"]] {
                let args = ["stats", "-q", input, "--format", form];
                let text = output(root.path(), &[&args[..], by].concat());
                assert_eq!(undefined(&text), [""; 0], "{input} {form} {by:?}: {text}");
            }
        }
        for form in ["text", "json", "gexf"] {
            let args = ["diff", "-q", "none", input, "--weight", "fractional", "--format", form];
            let text = output(root.path(), &args);
            assert_eq!(undefined(&text), [""; 0], "{input} {form}: {text}");
        }
    }
}

#[test]
fn weights_whose_sums_are_not_numbers_are_refused() {
    let lists = [
        (
            "large.tsv",
            "1\t2\t1\n1\t2\t1e308\n1\t3\t1e308\n",
            "line 2: the edge from “1” to “2” has the weight “1e308”",
        ),
        ("small.csv", "a,b,1e-315\n", "line 1: the edge from “a” to “b” has the weight “1e-315”"),
        (
            "nan.txt",
            "# x\na b NaN\n",
            "line 2: the edge from “a” to “b” has the weight “NaN”: weights must be finite",
        ),
    ];
    let files: Vec<(&str, &str)> = lists.iter().map(|(name, text, _)| (*name, *text)).collect();
    let root = folder(&files);
    for (name, _, what) in lists {
        let ran = run(root.path(), &["graph", "--edges", name, "-o", "out.gexf"]);
        assert!(ran.code == 2 && ran.stderr.contains(what), "{}", ran.stderr);
        assert!(ran.stderr.contains(name) && !root.path().join("out.gexf").exists());
    }
}

#[test]
fn lists_have_a_limit_that_names_its_flag() {
    let root = folder(&[("list.tsv", "1 2\n2 3\n3 4\n")]);
    let ran = run(root.path(), &["graph", "--edges", "list.tsv", "--max-edges", "2"]);
    assert_eq!(ran.code, 2);
    let what = "line 3: the list has more than 2 edges; allow more with --max-edges N";
    assert!(ran.stderr.contains(what), "{}", ran.stderr);
    let list = |args: &[&str]| output(root.path(), &[&["graph", "--edges"], args].concat());
    assert_eq!(edges(&list(&["list.tsv", "--max-edges", "3"])).len(), 3);
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packer, &vec![b'a'; 40 << 20]).expect("memory");
    std::fs::write(root.path().join("bomb.gz"), packer.finish().expect("memory")).expect("a file");
    let ran = run(root.path(), &["graph", "--edges", "bomb.gz"]);
    assert!(
        ran.code == 2 && ran.stderr.contains("line 1: the line has more than"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_suffix_that_stands_for_no_form_is_refused() {
    let root = posts();
    let verbs: [(&[&str], &str); 7] = [
        (&["graph", "1.md"], "x.gefx"),
        (&["graph", "1.md"], "x.gefx.gz"),
        (&["bibliography", "1.md"], "x.bibtext"),
        (&["impact", "one.example", "1.md"], "x.pdf"),
        (&["diff", "1.md", "2.md"], "x.svg"),
        (&["stats", "1.md"], "x.pdf"),
        (&["explain", "one.example", "1.md"], "x.html"),
    ];
    for (verb, name) in verbs {
        let ran = run(root.path(), &[verb, &["-o", name]].concat());
        assert_eq!(ran.code, 2, "{verb:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("or a format with --format"), "{}", ran.stderr);
        assert!(!root.path().join(name).exists(), "{verb:?}");
    }
    for (verb, name, begins) in [
        (&["bibliography", "1.md"][..], "x.bib", "@"),
        (&["bibliography", "1.md"], "x.json", "["),
        (&["bibliography", "1.md"], "x", "["),
        (&["impact", "one.example", "1.md"], "x.JSON", "{"),
        (&["diff", "1.md", "2.md"], "x.gexf", "<?xml"),
        (&["diff", "1.md", "2.md"], "x.json", "{"),
        (&["stats", "1.md"], "x.csv", "group,"),
        (&["graph", "1.md", "--format", "dot"], "x.gefx", "//"),
    ] {
        assert_eq!(run(root.path(), &[verb, &["-o", name]].concat()).code, 0, "{verb:?}");
        let written = std::fs::read_to_string(root.path().join(name)).expect("a file");
        assert!(written.starts_with(begins), "{verb:?} {name}: {written}");
    }
}
