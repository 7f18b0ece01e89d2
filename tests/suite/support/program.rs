//! The real binary, and folders for it to work in.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use citegraph::article::{Article, Format, Link, Place};
use citegraph::extract::{ExtractOptions, Extractor};
use citegraph::input::Document;

/// A run that takes longer hangs.
pub(crate) const HANGS: Duration = Duration::from_secs(120);

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// What the machine may say to every program, and what would change what a test sees: proxies, secrets, colours,
/// the width of a terminal, the repository that git is working in.
const OF_THE_MACHINE: [&str; 21] = [
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
    "CITEGRAPH_CONFIG",
    "CITEGRAPH_HEADERS",
    "CITEGRAPH_GITHUB_TOKEN",
    "CITEGRAPH_GITHUB_API",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "NO_COLOR",
    "COLUMNS",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
    "GIT_PREFIX",
    "RAYON_NUM_THREADS",
];

/// A command that reads no configuration but the one it is given, and nothing of the machine.
pub(crate) fn command<S: AsRef<OsStr>>(folder: &Path, args: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_citegraph"));
    command.current_dir(folder).args(args).stdin(Stdio::null());
    for name in OF_THE_MACHINE {
        command.env_remove(name);
    }
    command
}

/// Runs citegraph in a folder.
pub(crate) fn run<S: AsRef<OsStr>>(folder: &Path, args: &[S]) -> Ran {
    finish(command(folder, args).output().expect("citegraph starts"))
}

/// Runs citegraph with something on its standard input.
pub(crate) fn run_with(folder: &Path, args: &[&str], input: &[u8]) -> Ran {
    let mut command = command(folder, args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("citegraph starts");
    let mut stdin = child.stdin.take().expect("a pipe was asked for");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // A program that ends early closes the pipe.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("citegraph ends");
    writer.join().expect("the writer ends");
    finish(output)
}

/// The same command with so many kilobytes of address space: a reader without a bound ends there, and not where the
/// machine has no more memory. Only Linux keeps to such a limit.
pub(crate) fn limited<S: AsRef<OsStr>>(folder: &Path, args: &[S], kilobytes: u64) -> Command {
    if !cfg!(target_os = "linux") {
        return command(folder, args);
    }
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &format!("ulimit -v {kilobytes}; exec \"$0\" \"$@\"")]);
    shell.arg(env!("CARGO_BIN_EXE_citegraph")).args(args);
    shell.current_dir(folder).stdin(Stdio::null());
    for name in OF_THE_MACHINE {
        shell.env_remove(name);
    }
    shell
}

/// Runs a command that could wait for what never comes. One that hangs fails its test, and holds up no other.
#[track_caller]
pub(crate) fn ended(mut command: Command) -> Ran {
    let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("citegraph starts");
    let stdout = whole(child.stdout.take().expect("a pipe was asked for"));
    let stderr = whole(child.stderr.take().expect("a pipe was asked for"));
    // Both end when the process does.
    let told = stdout.recv_timeout(HANGS).ok().zip(stderr.recv_timeout(HANGS).ok());
    let Some((stdout, stderr)) = told else {
        child.kill().expect("a child to end");
        child.wait().expect("a child that ended");
        panic!("{command:?} hangs");
    };
    let status = child.wait().expect("citegraph ends");
    finish(Output { status, stdout, stderr })
}

/// All that a pipe gives until it is closed.
fn whole(mut pipe: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // Nobody receives what a process says that was ended.
        let _ = pipe.read_to_end(&mut bytes).map(|_| sender.send(bytes));
    });
    receiver
}

/// What a finished process left behind.
pub(crate) fn finish(output: Output) -> Ran {
    Ran {
        code: output.status.code().expect("citegraph is not killed"),
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

/// Runs citegraph, expects exit 0, and gives its standard output.
pub(crate) fn output<S: AsRef<OsStr> + std::fmt::Debug>(folder: &Path, args: &[S]) -> String {
    let ran = run(folder, args);
    assert_eq!(ran.code, 0, "{args:?}: {}", ran.stderr);
    ran.stdout
}

/// The articles of JSON lines.
pub(crate) fn articles(lines: &str) -> Vec<Article> {
    lines.lines().map(|line| serde_json::from_str(line).expect("an article")).collect()
}

/// A folder with files in it.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder for the test");
    for (name, text) in files {
        let path = root.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a name inside")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    root
}

/// Every file below a folder, by its path with `/`.
pub(crate) fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, folder: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).expect("a folder that can be read") {
            let path = entry.expect("an entry that can be read").path();
            if path.is_dir() {
                walk(root, &path, found);
            } else {
                let name = path.strip_prefix(root).expect("a path inside").to_string_lossy();
                let bytes = std::fs::read(&path).expect("a file that can be read");
                found.insert(name.replace('\\', "/"), bytes);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(root, root, &mut found);
    found
}

/// Extracts from a text, with all sentences kept.
pub(crate) fn extract(format: Format, text: &str) -> Article {
    let options = ExtractOptions { text: true, ..ExtractOptions::default() };
    Extractor::default().extract(&Document::new("x", format, text), &options)
}

/// All links of an article in document order, citations and rejects.
pub(crate) fn links(article: &Article) -> Vec<&Link> {
    let mut links: Vec<&Link> = article.citations.iter().chain(&article.rejects).collect();
    links.sort_by_key(|link| link.ordinal);
    links
}

/// Whether it is the address of an iframe, video, audio or object, which is not in the truth. The links of
/// embedded posts are.
pub(crate) fn is_frame(link: &Link) -> bool {
    link.place == Place::Embed && link.place_evidence == ["element:embed"]
}
