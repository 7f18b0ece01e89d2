//! What git knows, asked in a way in which nothing of a repository can start a program.
//!
//! A checkout comes with a configuration, hooks, attributes, filters and remotes of its own, and whoever
//! proposes a change may have put them there. So only plumbing is run that reads objects (`rev-parse`,
//! `merge-base`, `ls-tree`, `cat-file`): it never looks at the index or the work tree, where filters,
//! hooks and monitors are run, and what it lacks it may not fetch.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::Context as _;

use super::super::super::output::visible;

/// What tells git of another repository than the one it is asked about.
const GIT_VARIABLES: [&str; 8] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
];

/// Configuration that stands above that of the repository.
const CONFIG: [&str; 4] = [
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "protocol.allow=never",
];

/// What is said to git by its environment: no protocol, no fetching of what is missing, no locks, no
/// questions, no pager, and every object as its name says it.
const ENVIRONMENT: [(&str, &str); 7] = [
    ("GIT_ALLOW_PROTOCOL", ""),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_PAGER", "cat"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("LC_ALL", "C"),
];

/// The kind of a file of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TreeEntryKind {
    /// A file with a content of its own.
    File,
    /// A symbolic link, a submodule: no text.
    Other,
}

/// A file of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TreeEntry {
    pub(super) kind: TreeEntryKind,
    /// The name of its content.
    pub(super) oid: String,
}

/// A commit, by the name of its content.
pub(super) fn commit(root: &Path, reference: &str) -> anyhow::Result<String> {
    let commit = format!("{reference}^{{commit}}");
    let found = run(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    Ok(line(&found))
}

/// The last commit that `commit` and the checked-out one have in common.
pub(super) fn merge_base(root: &Path, commit: &str) -> anyhow::Result<String> {
    Ok(line(&run(root, &["merge-base", "--end-of-options", commit, "HEAD"])?))
}

/// Whether the clone holds the newest commits alone.
pub(super) fn is_shallow(root: &Path) -> bool {
    let shallow = run(root, &["rev-parse", "--is-shallow-repository"]);
    shallow.is_ok_and(|answer| answer.starts_with(b"true"))
}

/// Every file of a commit, by its path below the root.
pub(super) fn tree(root: &Path, commit: &str) -> anyhow::Result<BTreeMap<Vec<u8>, TreeEntry>> {
    let listed = run(root, &["ls-tree", "-r", "-z", "--full-tree", commit])?;
    Ok(listed.split(|byte| *byte == 0).filter_map(entry).collect())
}

/// Reads `100644 blob 5f3c…\tposts/a.md`.
fn entry(line: &[u8]) -> Option<(Vec<u8>, TreeEntry)> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let head = std::str::from_utf8(&line[..tab]).ok()?;
    let mut words = head.split(' ');
    let (mode, _, oid) = (words.next()?, words.next()?, words.next()?);
    let kind = if mode.starts_with("100") { TreeEntryKind::File } else { TreeEntryKind::Other };
    Some((line[tab + 1..].to_vec(), TreeEntry { kind, oid: oid.to_owned() }))
}

/// One git that hands out contents, as many as are wanted.
#[derive(Debug)]
pub(super) struct BlobReader {
    child: Child,
    wanted: ChildStdin,
    found: BufReader<ChildStdout>,
}

/// A content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BlobContent {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// It has more bytes than are read.
    TooLarge,
    /// The clone does not hold it.
    Missing,
}

impl BlobReader {
    pub(super) fn open(root: &Path) -> anyhow::Result<Self> {
        let mut child = git_command(root, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context(NO_GIT)?;
        let (wanted, found) = (child.stdin.take(), child.stdout.take());
        let (wanted, found) = wanted.zip(found).context(
            "cannot talk to git, because its standard input or output is not available; run again",
        )?;
        Ok(Self { child, wanted, found: BufReader::new(found) })
    }

    /// The content of this name, where it has at most `most` bytes.
    pub(super) fn read(&mut self, oid: &str, most: u64) -> anyhow::Result<BlobContent> {
        self.ask(oid, most)
            .context("git ended before it returned a file; run `git fsck` to check the repository")
    }

    fn ask(&mut self, oid: &str, most: u64) -> anyhow::Result<BlobContent> {
        writeln!(self.wanted, "{oid}")?;
        self.wanted.flush()?;
        let mut head = String::new();
        // `<oid> blob <size>`, or `<oid> missing`.
        (&mut self.found).take(MAX_HEAD_BYTES).read_line(&mut head)?;
        let mut words = head.trim_end().split(' ').skip(1);
        let size = match (words.next(), words.next()) {
            (Some("missing"), _) => return Ok(BlobContent::Missing),
            (Some("blob"), Some(size)) => size.parse::<u64>()?,
            _ => anyhow::bail!("git says: {}", visible(head.trim_end())),
        };
        let mut bytes = Vec::new();
        if size <= most {
            (&mut self.found).take(size).read_to_end(&mut bytes)?;
            anyhow::ensure!(bytes.len() as u64 == size, "git returned an incomplete file");
        } else {
            std::io::copy(&mut (&mut self.found).take(size), &mut std::io::sink())?;
        }
        // The line break after it.
        self.found.read_exact(&mut [0])?;
        Ok(if size <= most { BlobContent::Bytes(bytes) } else { BlobContent::TooLarge })
    }
}

/// The longest line in front of a content, in bytes.
const MAX_HEAD_BYTES: u64 = 1024;

impl Drop for BlobReader {
    fn drop(&mut self) {
        // It waits for more; nobody is left to hear how it ends.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const NO_GIT: &str = "--since needs git, which cannot be run; install it";

fn git_command(root: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    // A hook's git names its own repository.
    for name in GIT_VARIABLES {
        command.env_remove(name);
    }
    command.envs(ENVIRONMENT).arg("-C").arg(root).arg("--no-pager");
    if let Some(above) = root.parent() {
        // What is not a repository must not become a part of one above it.
        command.env("GIT_CEILING_DIRECTORIES", above);
    }
    for setting in CONFIG {
        command.args(["-c", setting]);
    }
    command.args(args).stdin(Stdio::null());
    command
}

fn run(root: &Path, args: &[&str]) -> anyhow::Result<Vec<u8>> {
    let run = git_command(root, args).output().context(NO_GIT)?;
    let said = String::from_utf8_lossy(&run.stderr);
    let said = visible(said.trim());
    match run.status.success() {
        true => Ok(run.stdout),
        false if said.is_empty() => Err(SilentFailure.into()),
        false => anyhow::bail!("git says: {said}"),
    }
}

/// Git failed and said nothing.
#[derive(Debug, thiserror::Error)]
#[error("git failed")]
struct SilentFailure;

/// Puts what is known about a failure before what git said, if it said anything.
pub(super) fn explain(error: anyhow::Error, what: String) -> anyhow::Error {
    if error.is::<SilentFailure>() { anyhow::Error::msg(what) } else { error.context(what) }
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_tree() {
        let (path, found) = entry(b"100755 blob 5f3c\ta\tb \xff.md").unwrap();
        assert_eq!((path.as_slice(), found.oid.as_str()), (&b"a\tb \xff.md"[..], "5f3c"));
        assert_eq!(found.kind, TreeEntryKind::File);
        assert_eq!(entry(b"120000 blob 5f3c\tlink").unwrap().1.kind, TreeEntryKind::Other);
        assert_eq!(entry(b"160000 commit 5f3c\tmodule").unwrap().1.kind, TreeEntryKind::Other);
        assert_eq!(entry(b""), None);
    }
}
