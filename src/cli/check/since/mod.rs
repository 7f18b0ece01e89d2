//! What a change added: the links of each file now against those of the same file before, as git holds
//! it. Git hands out what was committed; the work tree is read and compared here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use citegraph::article::Article;
use citegraph::audit::AddedLinks;
use citegraph::corpus::Corpus;
use citegraph::extract::Extractor;
use citegraph::input::{InputSource, Loaded};
use citegraph::report::plural;

use self::git::{BlobContent, BlobReader, TreeEntry, TreeEntryKind};
use self::pointer::LfsPointer;
use self::renames::FilePieces;
use super::super::configuration::Config;
use super::super::output::{eprint_line, visible};

mod git;
mod pointer;
mod renames;

/// Earlier files that new ones are compared with, whether they are renamed ones.
const MAX_EARLIER_FILES: usize = 4000;

/// Bytes of them that are read.
const MAX_EARLIER_BYTES: u64 = 64 << 20;

/// Pieces that are held of them.
const MAX_EARLIER_PIECES: usize = 1 << 20;

/// Compares every input with its state at the point where the work tree left `reference`.
pub(super) fn added(
    reference: &str,
    corpus: &Corpus,
    options: &Config,
) -> anyhow::Result<AddedLinks> {
    let mut added = AddedLinks::default();
    let mut roots: BTreeMap<PathBuf, BTreeMap<Vec<u8>, WorkTreeFile<'_>>> = BTreeMap::new();
    let inputs: BTreeSet<&str> = corpus.articles.iter().map(|article| &*article.input).collect();
    for input in inputs {
        // What is no file, or lies in no work tree, was added as a whole.
        let Ok(path) = Path::new(input).canonicalize() else { continue };
        let Some(root) = root(&path) else { continue };
        let Some(below) = below(&root, &path) else { continue };
        let now = roots.entry(root).or_default().entry(below);
        now.or_insert_with(|| WorkTreeFile { path, inputs: Vec::new() }).inputs.push(input);
    }
    anyhow::ensure!(
        !roots.is_empty() || corpus.articles.is_empty(),
        "--since {} needs a git work tree, but no input is in one",
        visible(reference)
    );
    for (root, files) in roots {
        Repository::open(&root, reference, options)?.compare(&files, &mut added)?;
    }
    Ok(added)
}

/// A file of the work tree, and the inputs that it is.
struct WorkTreeFile<'a> {
    path: PathBuf,
    inputs: Vec<&'a str>,
}

impl WorkTreeFile<'_> {
    /// What it holds; `None` for what is not a file, cannot be read or is too large for an article.
    fn read(&self, most: u64) -> Option<Vec<u8>> {
        // A pipe would be waited for without end.
        let file = if self.path.is_file() { File::open(&self.path).ok()? } else { return None };
        let mut bytes = Vec::new();
        file.take(most.saturating_add(1)).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= most).then_some(bytes)
    }
}

/// A work tree, and the commit with which it is compared.
struct Repository<'a> {
    root: PathBuf,
    reference: &'a str,
    /// The files of that commit.
    tree: BTreeMap<Vec<u8>, TreeEntry>,
    contents: BlobReader,
    options: &'a Config,
}

impl<'a> Repository<'a> {
    fn open(root: &Path, reference: &'a str, options: &'a Config) -> anyhow::Result<Self> {
        let base = git::commit(root, reference).and_then(|tip| git::merge_base(root, &tip));
        let base = base.map_err(|error| git::explain(error, unknown(root, reference)))?;
        let tree = git::tree(root, &base);
        let tree = tree.map_err(|error| git::explain(error, partial(reference, "a folder")))?;
        let contents = BlobReader::open(root)?;
        Ok(Self { root: root.to_owned(), reference, tree, contents, options })
    }

    /// Notes of each file what it held before.
    fn compare(
        &mut self,
        files: &BTreeMap<Vec<u8>, WorkTreeFile<'_>>,
        added: &mut AddedLinks,
    ) -> anyhow::Result<()> {
        let (mut new, most) = (Vec::new(), self.options.input.max_size);
        for (path, now) in files {
            match self.tree.get(path).filter(|entry| entry.kind == TreeEntryKind::File) {
                Some(entry) => match self.contents.read(&entry.oid, most)? {
                    BlobContent::Bytes(old) => self.note(now, old, added),
                    // An article of that size is not read, so it had no links.
                    BlobContent::TooLarge => added_as_a_whole(now, added),
                    BlobContent::Missing => anyhow::bail!(partial(self.reference, &shown(path))),
                },
                None => new.push((path, now)),
            }
        }
        self.compare_new(new, added)
    }

    /// The same for files that have no earlier state at their path: they may have another path now.
    fn compare_new(
        &mut self,
        new: Vec<(&Vec<u8>, &WorkTreeFile<'_>)>,
        added: &mut AddedLinks,
    ) -> anyhow::Result<()> {
        let earlier = if new.is_empty() { Vec::new() } else { self.earlier(&new)? };
        let most = self.options.input.max_size;
        let pieces = |now: &WorkTreeFile<'_>| match earlier.is_empty() {
            true => FilePieces::default(),
            false => now
                .read(most)
                .map_or_else(FilePieces::default, |bytes| FilePieces::from_bytes(&bytes)),
        };
        let files: Vec<renames::TreeFile> = new
            .iter()
            .map(|(path, now)| renames::TreeFile { path: path.to_vec(), pieces: pieces(now) })
            .collect();
        let pairs = renames::pairs(&files, &earlier);
        for (at, (_, now)) in new.into_iter().enumerate() {
            let was = pairs.get(&at).and_then(|was| self.tree.get(&earlier[*was].path)).cloned();
            match was.map(|was| self.contents.read(&was.oid, most)).transpose()? {
                Some(BlobContent::Bytes(old)) => self.note(now, old, added),
                _ => added_as_a_whole(now, added),
            }
        }
        Ok(())
    }

    /// Files of the commit that the work tree has no more, those first that are most likely to have been
    /// renamed to one of the new ones.
    fn earlier(
        &mut self,
        new: &[(&Vec<u8>, &WorkTreeFile<'_>)],
    ) -> anyhow::Result<Vec<renames::TreeFile>> {
        let names: BTreeSet<&[u8]> = new.iter().map(|(path, _)| renames::name(path)).collect();
        let kinds: BTreeSet<&[u8]> = names.iter().map(|name| extension(name)).collect();
        let mut gone: Vec<(&Vec<u8>, &TreeEntry)> = self.tree.iter().collect();
        gone.retain(|(path, entry)| entry.kind == TreeEntryKind::File && !exists(&self.root, path));
        gone.sort_by_key(|(path, _)| {
            let name = renames::name(path);
            (!names.contains(name), !kinds.contains(extension(name)), *path)
        });
        let (mut files, mut bytes, mut pieces, mut missing) = (Vec::new(), 0, 0, 0_usize);
        for (path, entry) in gone.into_iter().take(MAX_EARLIER_FILES) {
            if bytes > MAX_EARLIER_BYTES || pieces > MAX_EARLIER_PIECES {
                break;
            }
            match self.contents.read(&entry.oid, self.options.input.max_size)? {
                BlobContent::Bytes(old) => {
                    let file = renames::TreeFile {
                        path: path.clone(),
                        pieces: FilePieces::from_bytes(&old),
                    };
                    (bytes, pieces) = (bytes + old.len() as u64, pieces + file.pieces.count());
                    files.push(file);
                }
                BlobContent::TooLarge => {}
                BlobContent::Missing => missing += 1,
            }
        }
        if missing > 0 {
            eprint_line(&format!(
                "warning: --since {}: this clone is partial and does not have the old text of {} \
                 removed on this branch. If a removed file was only renamed, its links may count as \
                 added; run `git fetch --refetch --no-filter`",
                visible(self.reference),
                plural(missing as u64, "file that was", "files that were")
            ));
        }
        Ok(files)
    }

    /// Notes what a file held before.
    fn note(&self, now: &WorkTreeFile<'_>, old: Vec<u8>, added: &mut AddedLinks) {
        let bytes = now.read(self.options.input.max_size);
        let is_same = match (LfsPointer::read(&old), &bytes) {
            (Some(pointer), Some(bytes)) => pointer.is_to(bytes),
            (None, Some(bytes)) => *bytes == old,
            (_, None) => false,
        };
        for input in &now.inputs {
            if is_same {
                added.unchanged(input);
            } else {
                // Line ends, an encoding or a keyword of git's attributes change no link.
                added.changed(input, &read(input, old.clone(), self.options));
            }
        }
    }
}

fn added_as_a_whole(now: &WorkTreeFile<'_>, added: &mut AddedLinks) {
    now.inputs.iter().for_each(|input| added.changed(input, &[]));
}

/// The links that a file had.
fn read(input: &str, bytes: Vec<u8>, options: &Config) -> Vec<Article> {
    let source = InputSource::Blob { name: input.to_owned(), bytes: bytes.into() };
    let mut extractor = Extractor::default();
    let mut articles = Vec::new();
    for loaded in source.pieces(&options.input) {
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

/// A path below a root as git writes it.
fn below(root: &Path, path: &Path) -> Option<Vec<u8>> {
    let below = path.strip_prefix(root).ok()?.as_os_str().as_encoded_bytes().to_vec();
    let slash = |byte: u8| if cfg!(windows) && byte == b'\\' { b'/' } else { byte };
    Some(below.into_iter().map(slash).collect())
}

/// Whether the work tree has a file of the commit, as whatever.
fn exists(root: &Path, path: &[u8]) -> bool {
    #[cfg(unix)]
    let below = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(path);
    #[cfg(not(unix))]
    let below = String::from_utf8_lossy(path).into_owned();
    std::fs::symlink_metadata(root.join(below)).is_ok()
}

fn extension(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| *byte == b'.').next().unwrap_or_default()
}

fn shown(path: &[u8]) -> String {
    visible(&String::from_utf8_lossy(path))
}

/// What to do where a commit is not there.
fn unknown(root: &Path, reference: &str) -> String {
    let shallow = git::is_shallow(root);
    let reference = visible(reference);
    if shallow {
        format!(
            "--since {reference}: this clone is shallow and does not contain the commit where the branch \
             split from {reference}; run `git fetch --unshallow`, or check out with `fetch-depth: 0`"
        )
    } else {
        format!(
            "--since {reference}: git cannot find this commit, or it has no common ancestor with this branch; run `git \
             fetch` and give a branch such as origin/main"
        )
    }
}

/// What to do where a clone was made without some of its objects: they are not fetched here.
fn partial(reference: &str, what: &str) -> String {
    format!(
        "--since {}: this clone is partial and does not contain the old version of {what}; run `git fetch \
         --refetch \
         --no-filter`, or check out without a filter",
        visible(reference)
    )
}
