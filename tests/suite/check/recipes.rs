//! The recipes of README.md, `check --help` and action.yml, line by line, against a server on loopback.
#![cfg(all(feature = "network", unix))]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::check::faults::manifest;
use crate::check::faults::server::{Script, Server};
use crate::support::program::{self, output};

fn answer(status: &str, body: &str) -> Script {
    vec![manifest::answer(status, "Content-Type: text/html\r\n", body)]
}

/// A repository with posts, whose links lead to a server on loopback, and a `citegraph` on the path
/// that knows where it is.
struct Site {
    root: tempfile::TempDir,
    _server: Server,
}

impl Site {
    fn new() -> Self {
        let page = "<title>A page</title><p>Some words about bread, rivers and the price of both.";
        let server = Server::start(&[("/page", answer("200 OK", page))], &[]);
        let port = server.address.port();
        let post = format!("See [the page](http://example.test:{port}/page).\n");
        let root = program::folder(&[("posts/one.md", &post), (".gitignore", "bin/\n")]);
        let site = Self { root, _server: server };
        let real = env!("CARGO_BIN_EXE_citegraph");
        let shim = format!(
            "#!/bin/sh\nverb=$1\nshift\n\
             if [ \"$verb\" = check ]; then set -- --resolve example.test:{port}:127.0.0.1 \"$@\"; fi\n\
             exec {real} \"$verb\" \"$@\"\n"
        );
        let bin = site.path().join("bin");
        fs::create_dir(&bin).expect("a folder");
        fs::write(bin.join("citegraph"), shim).expect("a file");
        fs::set_permissions(bin.join("citegraph"), fs::Permissions::from_mode(0o755))
            .expect("a mode");
        site.bash("git init -q -b main && git add . && git -c user.name=t -c user.email=t@t.example commit -qm one && git update-ref refs/remotes/origin/main HEAD", &[]);
        // What a pull request would add.
        let added = format!("{post}\nAnd [gone](http://example.test:{port}/gone).\n");
        fs::write(site.path().join("posts/one.md"), added).expect("a file");
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
        for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
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

fn text(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).expect(name)
}

/// The commands of a section: what follows `$ ` in its blocks.
fn commands(section: &str) -> Vec<String> {
    let readme = text("README.md");
    let (_, rest) = readme.split_once(&format!("## {section}\n")).expect("the section");
    let section = rest.split("\n## ").next().expect("a section");
    section.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_owned).collect()
}

#[test]
fn the_readme_says_what_works() {
    let site = Site::new();
    let commands = commands("A link-rot audit");
    assert_eq!(commands.len(), 8, "{commands:#?}");
    for command in &commands {
        let (code, printed) = site.bash(command, &[]);
        // A pull request that adds a link to nothing fails, and so does nothing else.
        let expected = i32::from(command.contains("--since"));
        assert_eq!(code, expected, "{command}\n{printed}");
        assert_ne!(printed, "", "{command} says something");
    }
    assert!(site.file("GITHUB_STEP_SUMMARY").contains("| FAILING | 1 |"));
}

#[test]
fn the_help_says_what_works() {
    let site = Site::new();
    let help = output(site.path(), &["check", "--help"]);
    let lines = help.lines().map(str::trim).filter(|line| line.starts_with("citegraph "));
    let commands: Vec<&str> = lines.map(|line| line.split("   ").next().unwrap_or(line)).collect();
    assert_eq!(commands.len(), 6, "{commands:#?}");
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
