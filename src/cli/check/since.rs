//! What a change added, by git: the links of each file now against those of the same file before.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use citegraph::article::Article;
use citegraph::audit::Added;
use citegraph::corpus::Corpus;
use citegraph::extract::Extractor;
use citegraph::input::{Loaded, Source};

use super::super::config::Options;
use super::super::output::visible;

/// What tells git of another repository than the one it is asked about.
const GIT_VARIABLES: [&str; 6] = [
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
];

/// Compares every input with its state at the point where the work tree left `reference`.
pub(super) fn added(reference: &str, corpus: &Corpus, options: &Options) -> anyhow::Result<Added> {
    let mut added = Added::default();
    let mut repositories: BTreeMap<PathBuf, Repository> = BTreeMap::new();
    for article in &corpus.articles {
        // What is no file, lies in no work tree, or is new to git, was added as a whole.
        let Ok(path) = Path::new(&article.input).canonicalize() else { continue };
        let Some(root) = root(&path) else { continue };
        if !repositories.contains_key(&root) {
            repositories.insert(root.clone(), Repository::open(&root, reference)?);
        }
        let Some(repository) = repositories.get(&root) else { continue };
        let Ok(below) = path.strip_prefix(&root) else { continue };
        match repository.before(&below.to_string_lossy().replace('\\', "/"))? {
            Before::Same => added.unchanged(&article.input),
            Before::New => added.changed(&article.input, &[]),
            Before::Bytes(bytes) => {
                let old = read(&article.input, bytes, options);
                added.changed(&article.input, &old);
            }
        }
    }
    anyhow::ensure!(
        !repositories.is_empty() || corpus.articles.is_empty(),
        "--since {} needs a git work tree, and no input lies in one",
        visible(reference)
    );
    Ok(added)
}

/// A work tree, and what changed in it since a commit.
struct Repository {
    root: PathBuf,
    base: String,
    /// By path now: the path before, or nothing for a new file.
    changed: BTreeMap<String, Option<String>>,
}

/// A file as it was.
enum Before {
    Same,
    New,
    Bytes(Vec<u8>),
}

impl Repository {
    fn open(root: &Path, reference: &str) -> anyhow::Result<Self> {
        let commit = format!("{reference}^{{commit}}");
        git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
            .with_context(|| unknown(root, reference))?;
        let base = git(root, &["merge-base", "--end-of-options", reference, "HEAD"])
            .with_context(|| unknown(root, reference))?;
        let base = String::from_utf8_lossy(&base).trim().to_owned();
        let listed = git(
            root,
            &["diff", "--no-ext-diff", "--no-textconv", "--name-status", "-M", "-z", &base, "--"],
        )?;
        let mut changed = changed(&listed);
        let new = git(root, &["ls-files", "--others", "-z"])?;
        changed.extend(names(&new).map(|name| (name, None)));
        Ok(Self { root: root.to_owned(), base, changed })
    }

    fn before(&self, path: &str) -> anyhow::Result<Before> {
        Ok(match self.changed.get(path) {
            None => Before::Same,
            Some(None) => Before::New,
            Some(Some(old)) => {
                let blob = format!("{}:{old}", self.base);
                Before::Bytes(git(&self.root, &["cat-file", "blob", &blob])?)
            }
        })
    }
}

/// Reads `git diff --name-status -z`: status, path, and for a renamed or copied file its new path.
fn changed(listed: &[u8]) -> BTreeMap<String, Option<String>> {
    let mut words = names(listed);
    let mut changed = BTreeMap::new();
    while let (Some(status), Some(path)) = (words.next(), words.next()) {
        match status.as_bytes().first() {
            Some(b'A') => drop(changed.insert(path, None)),
            Some(b'R' | b'C') => {
                if let Some(new) = words.next() {
                    changed.insert(new, Some(path));
                }
            }
            Some(b'D') => {}
            _ => drop(changed.insert(path.clone(), Some(path))),
        }
    }
    changed
}

fn names(bytes: &[u8]) -> impl Iterator<Item = String> {
    let parts = bytes.split(|byte| *byte == 0).filter(|part| !part.is_empty());
    parts.map(|part| String::from_utf8_lossy(part).into_owned())
}

/// The links that a file had.
fn read(input: &str, bytes: Vec<u8>, options: &Options) -> Vec<Article> {
    let source = Source::Blob { name: input.to_owned(), bytes: bytes.into() };
    let mut extractor = Extractor::default();
    let mut articles = Vec::new();
    for loaded in source.load(&options.input) {
        match loaded {
            Loaded::Document(document) => {
                articles.push(extractor.extract(&document, &options.extract));
            }
            Loaded::Articles(known) => articles.extend(known),
            // A file that could not be read had no links.
            Loaded::Skipped(_) => {}
        }
    }
    articles
}

/// The root of the work tree around a file: the nearest folder that holds a `.git`. Git itself would
/// also take a folder for a repository that merely looks like one, and obey the configuration in it,
/// which whoever proposes a change may have put there; a `.git` cannot be committed.
fn root(path: &Path) -> Option<PathBuf> {
    path.ancestors().skip(1).find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// What to do where a commit is not there.
fn unknown(root: &Path, reference: &str) -> String {
    let shallow = git(root, &["rev-parse", "--is-shallow-repository"]);
    let shallow = shallow.is_ok_and(|answer| answer.starts_with(b"true"));
    let reference = visible(reference);
    if shallow {
        format!(
            "--since {reference}: this clone is shallow and does not hold the point where it left \
             {reference}; run `git fetch --unshallow`, or check out with `fetch-depth: 0`"
        )
    } else {
        format!(
            "--since {reference}: git knows no such commit, or none that both have in common; run \
             `git fetch` and name a branch such as origin/main"
        )
    }
}

fn git(folder: &Path, args: &[&str]) -> anyhow::Result<Vec<u8>> {
    let mut command = Command::new("git");
    // A hook's git names its own repository; and nothing here may start another program.
    for name in GIT_VARIABLES {
        command.env_remove(name);
    }
    let safe = ["-c", "safe.bareRepository=explicit", "-c", "core.fsmonitor=false"];
    let run = command.arg("-C").arg(folder).args(safe).args(args).output();
    let run = run.context("--since asks git, which cannot be run; install it")?;
    let why = String::from_utf8_lossy(&run.stderr);
    anyhow::ensure!(run.status.success(), "git says: {}", visible(why.trim()));
    Ok(run.stdout)
}
