//! The commands of README.md, docs/*.md, `check --help` and action.yml, line by line, against a server on loopback.
//! The links between pages and the snippets of workflows.
#![cfg(all(feature = "network", unix))]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::check::faults::manifest;
use crate::check::faults::server::{Script, Server};
use crate::reading::archives::writer;
use crate::support::program::{self, output};

fn answer(status: &str, body: &str) -> Script {
    vec![manifest::answer(status, "Content-Type: text/html\r\n", body)]
}

/// A repository with posts, whose links lead to a server on loopback, and a `citegraph` on the path
/// that knows where it is.
struct Site {
    root: tempfile::TempDir,
    server: Server,
}

impl Site {
    fn new() -> Self {
        let page = "<title>A page</title><p>Some words about bread, rivers and the price of both.";
        let server = Server::start(&[("/page", answer("200 OK", page))], &[]);
        let port = server.address.port();
        let post = format!("See [the page](http://example.org:{port}/page).\n");
        let root = program::folder(&[
            ("posts/one.md", &post),
            ("_site/index.html", "<p id=top>x"),
            (".gitignore", "bin/\n"),
        ]);
        let site = Self { root, server };
        let real = env!("CARGO_BIN_EXE_citegraph");
        let resolve = ["example.org", "reuters.com", "nytimes.com"]
            .map(|host| format!("--resolve {host}:{port}:127.0.0.1"))
            .join(" ");
        let shim = format!(
            "#!/bin/sh\nverb=$1\nshift\n\
             if [ \"$verb\" = check ]; then set -- {resolve} \"$@\"; fi\n\
             exec {real} \"$verb\" \"$@\"\n"
        );
        let bin = site.path().join("bin");
        fs::create_dir(&bin).expect("a folder");
        fs::write(bin.join("citegraph"), shim).expect("a file");
        fs::set_permissions(bin.join("citegraph"), fs::Permissions::from_mode(0o755))
            .expect("a mode");
        site.bash("git init -q -b main && git add . && git -c user.name=t -c user.email=t@t.example commit -qm one && git update-ref refs/remotes/origin/main HEAD", &[]);
        // What a pull request would add.
        let added = format!("{post}\nAnd [gone](http://example.org:{port}/gone).\n");
        fs::write(site.path().join("posts/one.md"), added).expect("a file");
        site
    }

    /// The same with what the pages of the guide take for granted: more posts, a draft, a list of edges,
    /// a web archive, and the sample.
    fn for_guide() -> Self {
        let site = Self::new();
        let port = site.server.address.port();
        for (name, hosts) in
            [("two", ["reuters.com", "nytimes.com"]), ("three", ["nytimes.com", "reuters.com"])]
        {
            let links = hosts.map(|host| {
                format!("Bread [rose](http://{host}:{port}/page?utm_source={name}) in price.\n")
            });
            let post = format!("---\ndate: 2020-01-02\n---\n\n{}", links.join("\n"));
            fs::write(site.path().join(format!("posts/{name}.md")), post).expect("a file");
        }
        let sample = repository().join("data/sample");
        let draft = sample.join("2022-04-11-Why Two Tide Gauges Disagree.md");
        fs::copy(draft, site.path().join("draft.md")).expect("a draft");
        for (name, text) in [
            ("links.tsv", "a\tb\nb\tc\nc\ta\t2\n"),
            ("mine.csv", "domain,reach\nnytimes.com,9\n"),
            (
                "crawl.cdxj",
                "test,one)/ 2024 {\"filename\": \"crawl.warc.gz\", \"offset\": \"0\"}\n",
            ),
            ("names.tsv", "nytimes.com\tpapers\nreuters.com\tpapers\n"),
        ] {
            fs::write(site.path().join(name), text).expect("a file");
        }
        let archive = writer::members(&["one", "two"].map(writer::good));
        fs::write(site.path().join("crawl.warc.gz"), archive).expect("an archive");
        symlink(repository().join("data"), site.path().join("data")).expect("a link");
        site
    }

    fn path(&self) -> &Path {
        self.root.path()
    }

    /// Runs a script as GitHub Actions would; its exit code and what it printed.
    fn bash(&self, script: &str, env: &[(&str, &str)]) -> (i32, String) {
        let found = format!("PATH=\"{}:$PATH\"\n{script}", self.path().join("bin").display());
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &found]);
        command.current_dir(self.path()).envs(env.iter().copied());
        for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH"] {
            command.env(name, self.path().join("bin").join(name));
        }
        let run = command.output().expect("bash starts");
        let printed = [run.stdout, run.stderr].concat();
        (run.status.code().expect("an exit code"), String::from_utf8_lossy(&printed).into_owned())
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.path().join("bin").join(name)).unwrap_or_default()
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(name: &str) -> String {
    fs::read_to_string(repository().join(name)).expect(name)
}

/// README.md and the pages of the guide, `docs/*.md`.
fn pages() -> Vec<String> {
    let mut pages = vec!["README.md".to_owned()];
    for entry in fs::read_dir(repository().join("docs")).expect("a folder of pages") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") {
            pages.push(format!("docs/{name}"));
        }
    }
    pages.sort();
    pages
}

/// The blocks of a page that are fenced as `language`.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let text = text(page);
    let fence = format!("```{language}\n");
    let after = text.split(fence.as_str()).skip(1);
    after.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// The commands of a page: what follows `$ ` in its blocks. Those that install the program are left out,
/// and those that build it are those of the program.
fn commands(page: &str) -> Vec<String> {
    let blocks = blocks(page, "console").concat();
    let commands = blocks.lines().filter_map(|line| line.strip_prefix("$ "));
    let commands = commands.filter(|line| !line.starts_with("cargo install"));
    commands.map(|line| line.replace("cargo run --release -- ", "citegraph ")).collect()
}

/// The page whose commands need a build with the feature `parquet`.
const PARQUET_PAGE: &str = "docs/parquet.md";

/// Runs the commands of a page and returns their number.
fn run_commands(site: &Site, page: &str) -> usize {
    let commands = commands(page);
    for command in &commands {
        let (code, printed) = site.bash(command, &[]);
        assert_eq!(code, i32::from(command.contains("exit 1")), "{page}: {command}\n{printed}");
    }
    commands.len()
}

/// Every command ends with 0, and with 1 where its line says `exit 1`.
#[test]
fn the_guide_says_what_works() {
    let mut count = 0;
    for page in pages().iter().filter(|page| *page != PARQUET_PAGE) {
        let site = Site::for_guide();
        count += run_commands(&site, page);
        if page == "docs/link-audit.md" {
            assert!(site.file("GITHUB_STEP_SUMMARY").contains("| FAILING | 1 |"));
        }
    }
    assert!(count > 40, "{count} commands");
}

#[cfg(feature = "parquet")]
#[test]
fn the_page_about_parquet_says_what_works() {
    let count = run_commands(&Site::for_guide(), PARQUET_PAGE);
    assert!(count > 3, "{count} commands");
}

/// The heading of a page as the end of an address, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[test]
fn the_links_of_the_guide_lead_somewhere() {
    let mut faults = Vec::new();
    for page in pages() {
        let folder = repository().join(&page).parent().expect("a folder").to_owned();
        for link in text(&page).split("](").skip(1) {
            let target = link.split(')').next().unwrap_or_default();
            if target.starts_with("https://") {
                continue;
            }
            let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
            // Without a path it leads to a heading of the same page.
            let path = if path.is_empty() { repository().join(&page) } else { folder.join(path) };
            let found = path.exists()
                && (fragment.is_empty()
                    || fs::read_to_string(&path).is_ok_and(|text| {
                        let mut headings = text.lines().filter(|line| line.starts_with('#'));
                        headings.any(|line| anchor(line.trim_start_matches(['#', ' '])) == fragment)
                    }));
            if !found {
                faults.push(format!("{page}: {target}"));
            }
        }
    }
    assert_eq!(faults, Vec::<String>::new());
}

/// Every key that `citegraph config` prints is explained, and the example is a configuration.
#[test]
fn the_page_of_the_configuration_is_complete() {
    let page = text("docs/configuration.md");
    let printed = output(repository(), &["--no-config", "config"]);
    for line in printed.lines().filter(|line| !line.starts_with('[')) {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        let explained = [format!("`{key}`"), format!(".{key}`")];
        assert!(explained.iter().any(|key| page.contains(key)), "{key}");
    }
    for example in blocks("docs/configuration.md", "toml") {
        let root = program::folder(&[("citegraph.toml", &example)]);
        output(root.path(), &["config"]);
    }
}

/// The snippets for workflows and pre-commit use inputs of action.yml and hooks that there are.
#[test]
fn the_snippets_use_what_there_is() {
    let action = action();
    let hooks = text(".pre-commit-hooks.yaml");
    let (mut inputs, mut ids) = (0, 0);
    for page in pages() {
        for block in blocks(&page, "yaml") {
            let snippet: serde_json::Value =
                serde_saphyr::from_str(&block).unwrap_or_else(|error| panic!("{page}: {error}"));
            each_map(&snippet, &mut |map| {
                let uses = map.get("uses").and_then(serde_json::Value::as_str).unwrap_or_default();
                if uses.contains("/citegraph@") {
                    let with = map.get("with").and_then(serde_json::Value::as_object);
                    for name in with.into_iter().flatten().map(|(name, _)| name) {
                        inputs += 1;
                        assert!(action.inputs.contains_key(name), "{page}: {name} is not an input");
                    }
                } else if let Some(id) = map.get("id").and_then(serde_json::Value::as_str) {
                    ids += 1;
                    assert!(hooks.contains(&format!("- id: {id}\n")), "{page}: {id} is not a hook");
                }
            });
        }
    }
    assert!(inputs >= 5 && ids >= 5, "{inputs} inputs, {ids} hooks");
    let page = text("docs/ci.md");
    for (name, input) in &action.inputs {
        let default =
            if input.default.is_empty() { String::new() } else { format!(" `{}`", input.default) };
        assert!(page.contains(&format!("| `{name}` |{default} |")), "{name} in docs/ci.md");
    }
}

/// Calls `each` with every map of a document.
fn each_map(
    value: &serde_json::Value,
    each: &mut impl FnMut(&serde_json::Map<String, serde_json::Value>),
) {
    match value {
        serde_json::Value::Array(list) => list.iter().for_each(|value| each_map(value, each)),
        serde_json::Value::Object(map) => {
            each(map);
            map.values().for_each(|value| each_map(value, each));
        }
        _ => {}
    }
}

#[test]
fn the_help_says_what_works() {
    let site = Site::new();
    let help = output(site.path(), &["check", "--help"]);
    let lines = help.lines().map(str::trim).filter(|line| line.starts_with("citegraph "));
    let commands: Vec<&str> = lines.map(|line| line.split("   ").next().unwrap_or(line)).collect();
    assert_eq!(commands.len(), 7, "{commands:#?}");
    for command in commands {
        let (code, printed) = site.bash(command, &[]);
        assert_eq!(code, i32::from(command.contains("--since")), "{command}\n{printed}");
    }
}

#[derive(Debug, Deserialize)]
struct Action {
    inputs: BTreeMap<String, Input>,
    outputs: BTreeMap<String, Output>,
    runs: Runs,
}

#[derive(Debug, Deserialize)]
struct Input {
    description: String,
    default: String,
}

#[derive(Debug, Deserialize)]
struct Output {
    value: String,
}

#[derive(Debug, Deserialize)]
struct Runs {
    using: String,
    steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
struct Step {
    name: String,
    #[serde(default)]
    id: String,
    shell: Option<String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default, rename = "if")]
    when: String,
    run: Option<String>,
    uses: Option<String>,
}

fn action() -> Action {
    serde_saphyr::from_str(&text("action.yml")).expect("YAML")
}

/// No value of a caller is pasted into a script, every step has a name and a shell, and what is used
/// from inputs and steps is there.
#[test]
fn the_action_is_in_order() {
    let action = action();
    assert_eq!(action.runs.using, "composite");
    let whole = text("action.yml");
    for (name, input) in &action.inputs {
        assert!(input.description.len() > 20, "{name}");
        assert!(whole.contains(&format!("inputs.{name}")), "{name} is used");
    }
    for used in whole.split("inputs.").skip(1) {
        let name: String =
            used.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
        assert!(action.inputs.contains_key(&name), "{name} is no input");
    }
    for step in &action.runs.steps {
        assert!(step.run.is_some() != step.uses.is_some(), "{}", step.name);
        if let Some(run) = &step.run {
            assert_eq!(step.shell.as_deref(), Some("bash"), "{}", step.name);
            assert!(!run.contains("${{"), "{}: values come by env", step.name);
        }
    }
    for (name, output) in &action.outputs {
        let (_, path) = output.value.split_once("steps.").expect("an output of a step");
        let (id, key) = path.trim_end_matches([' ', '}']).split_once(".outputs.").expect(name);
        let step = action.runs.steps.iter().find(|step| step.id == id).expect(id);
        assert!(step.run.as_ref().is_some_and(|run| run.contains(&format!("{key}="))), "{name}");
    }
}

/// Runs the shell lines of the action with these inputs; the exit code of the last one, and all that
/// was printed.
fn act(site: &Site, given: &[(&str, &str)]) -> (i32, String) {
    let action = action();
    let input = |name: &str| {
        let given =
            given.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        given.unwrap_or_else(|| action.inputs[name].default.clone())
    };
    let (mut last, mut printed) = (0, String::new());
    for step in &action.runs.steps {
        let Some(run) = &step.run else { continue };
        let outputs = site.file("GITHUB_OUTPUT");
        let mut codes = outputs.lines().filter_map(|line| line.strip_prefix("exit-code="));
        let checked = codes.next_back().unwrap_or_default();
        if step.when.contains("exit-code != '2'") && checked == "2" {
            continue;
        }
        let value = |text: &str| match text.trim_matches(['$', '{', '}', ' ']) {
            "steps.check.outputs.exit-code" => checked.to_owned(),
            "github.action_path" => env!("CARGO_MANIFEST_DIR").to_owned(),
            name if name.starts_with("inputs.") => input(&name["inputs.".len()..]),
            _ => text.replace("${{ runner.temp }}", &site.path().join("bin").display().to_string()),
        };
        let env: Vec<(String, String)> =
            step.env.iter().map(|(name, text)| (name.clone(), value(text))).collect();
        let env: Vec<(&str, &str)> = env.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let (code, said) = site.bash(run, &env);
        printed += &said;
        if step.name != "Decide" {
            assert_eq!(code, 0, "{}: {said}", step.name);
        }
        last = code;
    }
    (last, printed)
}

#[test]
fn the_action_runs() {
    let site = Site::new();
    let (code, printed) = act(&site, &[("paths", "posts/\n")]);
    assert_eq!(code, 0, "{printed}");
    let (code, printed) = act(&site, &[("paths", "posts"), ("since", "origin/main")]);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("::error file=posts/one.md,line=3"), "{printed}");
    let outputs = site.file("GITHUB_OUTPUT");
    for line in ["exit-code=1", "new-dead=1", "dead=0", "trusted=true"] {
        assert!(outputs.lines().any(|one| one == line), "{line}: {outputs}");
    }
    let sarif = site.file("citegraph.sarif");
    assert!(sarif.contains("link-dead"), "{sarif}");
    // What is no repository, or empty, is told and not passed over.
    let (code, printed) = act(&site, &[("paths", "posts"), ("since", "nowhere")]);
    assert_eq!(code, 2, "{printed}");
}
