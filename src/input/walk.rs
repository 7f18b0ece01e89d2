//! Arguments to files: folders are walked as git sees them, globs expanded, lists read.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;
use rustc_hash::FxHashSet;

use super::sniff::{self, FileKind};
use super::{
    ARTICLES_FILE, InputError, InputSource, PARTIAL, RecordIndex, name, own_output, rules,
    table_files,
};
use crate::article::{SkipReason, Skipped};

/// Folders that hold no articles of their own. Sorted.
const EXCLUDED: [&str; 5] = [".git", "_site", "node_modules", "public", "target"];

/// Why something that is neither a file nor a folder is not read: to open it could wait without end.
const NOT_REGULAR: &str = "a pipe, socket or device";

/// What the arguments named, in their order; folders by name.
#[derive(Debug, Default)]
pub struct InputSet {
    /// The files to read.
    pub sources: Vec<InputSource>,
    /// What a walk left out, with the reason.
    pub skipped: Vec<Skipped>,
    /// The folders that were named, by their names in `skipped`.
    pub folders: Vec<String>,
    /// The sources that a pattern matched: like those of a folder, they are not named themselves.
    pub matched: FxHashSet<String>,
    seen: FxHashSet<OsString>,
    outputs: Vec<PathBuf>,
}

impl InputSet {
    /// Names a file or folder that this run writes. A walk that comes upon it passes it over, so that a
    /// second run finds what the first one found.
    pub fn pass_over(&mut self, output: &Path) {
        self.outputs.extend(output.canonicalize());
    }

    /// Adds what one argument names.
    ///
    /// # Errors
    /// [`InputError::Missing`] where nothing has this name and it is no glob that matches something;
    /// [`InputError::Overwritten`] where this run would write over the file.
    pub fn add(&mut self, argument: &Path) -> Result<(), InputError> {
        if argument == Path::new("-") {
            self.sources.push(InputSource::Stdin);
            return Ok(());
        }
        match fs::metadata(argument) {
            Ok(metadata) if metadata.is_dir() => {
                if let Some(articles) = table_files::articles_in(argument) {
                    return self.add_tables(argument, articles);
                }
                self.folders.push(name::from_path(argument));
                self.walk(argument);
                Ok(())
            }
            Ok(_) if self.outputs_hold(argument) => {
                Err(InputError::Overwritten { input: name::from_path(argument) })
            }
            Ok(_) => {
                let articles = table_files::articles_beside(argument);
                let file = articles.unwrap_or_else(|| argument.to_owned());
                if file.file_name().is_some_and(|name| name == ARTICLES_FILE) {
                    return self.add_tables(argument, file);
                }
                self.push(file, true);
                Ok(())
            }
            Err(_) if is_glob(argument) => self.add_glob(argument),
            Err(error) => Err(InputError::Missing { input: name::from_path(argument), error }),
        }
    }

    /// Adds tables of articles, of which the argument names a folder or a file. They are several files, and none of them is
    /// an output.
    fn add_tables(&mut self, argument: &Path, articles: PathBuf) -> Result<(), InputError> {
        if self.outputs_hold(argument) {
            return Err(InputError::Overwritten { input: name::from_path(argument) });
        }
        for file in table_files::files_of(&articles) {
            if self.outputs_hold(&file) {
                return Err(InputError::Overwritten { input: name::from_path(&file) });
            }
        }
        self.push(articles, true);
        Ok(())
    }

    /// Adds a page that was fetched, as [`render_saved_page`](super::render_saved_page) has it.
    pub fn add_page(&mut self, name: String, page: String) {
        self.sources.push(InputSource::Page { name, bytes: page.into_bytes().into() });
    }

    /// Reads only those records of web archives that an index names.
    pub fn select_records(&mut self, index: RecordIndex) {
        let index = Arc::new(index);
        for source in &mut self.sources {
            if let InputSource::File { path, named } = source
                && let FileKind::Archive(_) = sniff::by_name(&name::from_path(path), *named)
            {
                let (path, named) = (std::mem::take(path), *named);
                *source = InputSource::Records { path, named, index: Arc::clone(&index) };
            }
        }
    }

    fn outputs_hold(&self, path: &Path) -> bool {
        path.canonicalize().is_ok_and(|real| self.outputs.contains(&real))
    }

    fn push(&mut self, path: PathBuf, named: bool) {
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        self.push_once(path, real, named);
    }

    /// One file under two names, relative and absolute or through a link, is read once.
    fn push_once(&mut self, path: PathBuf, real: PathBuf, named: bool) {
        if self.seen.insert(real.into_os_string()) {
            self.sources.push(InputSource::File { path, named });
        }
    }

    fn walk(&mut self, root: &Path) {
        let outputs = self.outputs_below(root);
        let passed = outputs.clone();
        // Below the root nothing but links leads elsewhere: one look at the disk for all other files.
        let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        if !rules::are_safe(root, &real_root) {
            self.skip(root, SkipReason::BadIgnoreFile, rules::BAD);
            return;
        }
        let inside = real_root.clone();
        let walker = WalkBuilder::new(root)
            .require_git(false)
            .follow_links(false)
            .parents(rules::are_safe_above(&real_root))
            // What the user or this clone ignores elsewhere may not change a report.
            .git_global(false)
            .git_exclude(false)
            .sort_by_file_name(|left, right| left.as_encoded_bytes().cmp(right.as_encoded_bytes()))
            .filter_entry(move |entry| {
                let stays = || !is_excluded(entry.file_name()) && !is_one_of(entry.path(), &passed);
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                let is_entered =
                    |path| rules::are_safe(path, &inside) && !own_output::is_cache(path);
                entry.depth() == 0 || (stays() && (!is_folder || is_entered(entry.path())))
            })
            .build();
        let (mut visited, mut folders) = (FxHashSet::default(), Vec::new());
        for entry in walker {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = path_in(&error).unwrap_or(root);
                    let why =
                        error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    self.skip(path, SkipReason::Unreadable, &why);
                    continue;
                }
            };
            // The root itself may be a link to a folder.
            let kind = entry.file_type().filter(|_| entry.depth() > 0);
            let path = entry.into_path();
            visited.insert(path.as_os_str().to_owned());
            let Some(kind) = kind.filter(|kind| !kind.is_dir()) else {
                folders.push(path);
                continue;
            };
            match path.strip_prefix(root) {
                _ if kind.is_symlink() => self.push_link(path, &real_root),
                _ if !kind.is_file() => self.skip(&path, SkipReason::SpecialFile, NOT_REGULAR),
                Ok(below) => {
                    let real = real_root.join(below);
                    self.push_once(path, real, false);
                }
                Err(_) => self.push(path, false),
            }
        }
        self.list_skipped(&folders, &real_root, |path| {
            visited.contains(path.as_os_str()) || is_partial(path) || is_one_of(path, &outputs)
        });
    }

    /// Adds what a symbolic link in a walked folder leads to: a file of the same folder, once. A link can
    /// be part of a change that somebody proposes, so it leads nowhere else.
    fn push_link(&mut self, path: PathBuf, root: &Path) {
        let Ok(real) = path.canonicalize() else {
            return self.skip(
                &path,
                SkipReason::BrokenLink,
                "a symbolic link to a file that does not exist",
            );
        };
        match fs::metadata(&real) {
            _ if !real.starts_with(root) => {
                self.skip(
                    &path,
                    SkipReason::LinkOutside,
                    "a symbolic link that leads out of the folder",
                );
            }
            Ok(there) if there.is_dir() => {
                self.skip(
                    &path,
                    SkipReason::LinkToFolder,
                    "a symbolic link to a folder that is already read under its own path",
                );
            }
            Ok(there) if there.is_file() => self.push_once(path, real, false),
            _ => self.skip(&path, SkipReason::SpecialFile, NOT_REGULAR),
        }
    }

    /// The outputs that a walk can come upon. To read inside of one is what the user asked for.
    fn outputs_below(&self, root: &Path) -> Vec<PathBuf> {
        let Ok(root) = root.canonicalize() else { return Vec::new() };
        self.outputs.iter().filter(|output| !root.starts_with(output)).cloned().collect()
    }

    /// Records what stands in the walked folders and is neither visited nor passed over.
    fn list_skipped(&mut self, folders: &[PathBuf], root: &Path, is_known: impl Fn(&Path) -> bool) {
        for folder in folders {
            let Ok(entries) = fs::read_dir(folder) else { continue };
            let mut left: Vec<PathBuf> = entries
                .filter_map(|entry| entry.ok().map(|entry| entry.path()))
                .filter(|path| !is_known(path))
                .collect();
            left.sort();
            for path in left {
                let file_name = path.file_name().unwrap_or_default();
                let reason = match () {
                    () if is_excluded(file_name) => SkipReason::ExcludedFolder,
                    () if file_name.as_encoded_bytes().starts_with(b".") => SkipReason::Hidden,
                    () if path.is_dir() && !rules::are_safe(&path, root) => {
                        SkipReason::BadIgnoreFile
                    }
                    () if own_output::is_cache(&path) => SkipReason::OwnOutput,
                    () => SkipReason::Ignored,
                };
                let detail = match reason {
                    SkipReason::BadIgnoreFile => rules::BAD,
                    SkipReason::OwnOutput => "a cache of citegraph",
                    _ => "pass it by name to include it",
                };
                self.skip(&path, reason, detail);
            }
        }
    }

    fn skip(&mut self, path: &Path, reason: SkipReason, detail: &str) {
        self.skipped.push(Skipped {
            input: name::from_path(path),
            part: None,
            reason,
            detail: detail.into(),
        });
    }

    fn add_glob(&mut self, pattern: &Path) -> Result<(), InputError> {
        let text = pattern.to_string_lossy();
        let glob = globset::GlobBuilder::new(&text)
            .literal_separator(true)
            .build()
            .map_err(|error| InputError::Glob { pattern: text.to_string(), error })?
            .compile_matcher();
        let base: PathBuf =
            pattern.components().take_while(|part| !is_glob(Path::new(part))).collect();
        let base = if base.as_os_str().is_empty() { PathBuf::from(".") } else { base };
        let before = self.sources.len() + self.skipped.len();
        let mut matched: Vec<PathBuf> = WalkBuilder::new(&base)
            .standard_filters(false)
            .build()
            .filter_map(|entry| entry.ok().map(ignore::DirEntry::into_path))
            .filter(|path| glob.is_match(path.strip_prefix("./").unwrap_or(path)))
            // What a link leads to was not matched by its name.
            .filter(|path| path.symlink_metadata().is_ok_and(|there| there.is_file()))
            .collect();
        matched.sort();
        for path in matched {
            self.matched.insert(name::from_path(&path));
            self.push(path, true);
        }
        if self.sources.len() + self.skipped.len() > before {
            return Ok(());
        }
        Err(InputError::NoMatch { pattern: text.into_owned() })
    }
}

/// The file or folder that an error of the walk is about.
fn path_in(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_in(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

/// What a list names, one a line, or NUL-separated.
pub fn listed(list: &[u8]) -> Vec<PathBuf> {
    // Some editors put a byte order mark in front of what they save.
    let list = list.strip_prefix(b"\xef\xbb\xbf").unwrap_or(list);
    let separator = if list.contains(&0) { 0 } else { b'\n' };
    let lines = list
        .split(|byte| *byte == separator)
        .map(|line| line.strip_suffix(b"\r").filter(|_| separator != 0).unwrap_or(line));
    lines.filter(|line| !line.is_empty()).map(path_of).collect()
}

fn is_excluded(file_name: &std::ffi::OsStr) -> bool {
    file_name.to_str().is_some_and(|name| EXCLUDED.binary_search(&name).is_ok())
}

fn is_one_of(path: &Path, outputs: &[PathBuf]) -> bool {
    let named = |output: &&PathBuf| output.file_name() == path.file_name();
    let mut outputs = outputs.iter().filter(named).peekable();
    // Most names are no output's, and need no look at the disk.
    outputs.peek().is_some()
        && path.canonicalize().is_ok_and(|real| outputs.any(|output| *output == real))
}

/// Whether somebody, mostly this very run, is still writing the file.
fn is_partial(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(PARTIAL.as_bytes())
}

fn is_glob(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().iter().any(|byte| matches!(byte, b'*' | b'?' | b'[' | b'{'))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    std::ffi::OsStr::from_bytes(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(found: &InputSet) -> Vec<String> {
        found.sources.iter().map(InputSource::name).collect()
    }

    #[test]
    fn walks_folders_in_order_and_lists_what_it_leaves_out() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for folder in ["b", "_site", ".git"] {
            fs::create_dir(at(folder)).unwrap();
        }
        for file in ["b/2.md", "b/10.md", "a.md", "draft.md", "_site/x.html", ".hidden.md"] {
            fs::write(at(file), "x").unwrap();
        }
        fs::write(at(".gitignore"), "draft.md\n").unwrap();
        let mut found = InputSet::default();
        found.add(root.path()).unwrap();
        let short = |name: &str| name[root.path().to_str().unwrap().len() + 1..].to_owned();
        let sources: Vec<_> = names(&found).iter().map(|name| short(name)).collect();
        assert_eq!(sources, ["a.md", "b/10.md", "b/2.md"]);
        let skipped: Vec<_> =
            found.skipped.iter().map(|s| (short(&s.input), s.reason.to_string())).collect();
        let want = [
            (".git", "excluded-folder"),
            (".gitignore", "hidden"),
            (".hidden.md", "hidden"),
            ("_site", "excluded-folder"),
            ("draft.md", "ignored"),
        ];
        assert_eq!(skipped, want.map(|(name, reason)| (name.into(), reason.into())));
    }

    #[cfg(unix)]
    #[test]
    fn one_file_under_many_names_is_read_once_under_the_first() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir(at("posts")).unwrap();
        fs::write(at("posts/a.md"), "x").unwrap();
        std::os::unix::fs::symlink("posts", at("link")).unwrap();
        let mut found = InputSet::default();
        for name in ["posts/../posts/a.md", "posts/a.md", "link/a.md", "link", "posts"] {
            found.add(&at(name)).unwrap();
        }
        assert_eq!(names(&found), [name::from_path(&at("posts/../posts/a.md"))]);
    }

    #[test]
    fn globs_lists_and_missing_names() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("a.md"), "x").unwrap();
        fs::write(root.path().join("b.txt"), "x").unwrap();
        let mut found = InputSet::default();
        found.add(&root.path().join("*.md")).unwrap();
        found.add(&root.path().join("a.md")).unwrap();
        assert_eq!(found.sources.len(), 1, "one file named twice is read once");
        let list = format!("{}\r\n\n", root.path().join("b.txt").display());
        listed(list.as_bytes()).iter().for_each(|path| found.add(path).unwrap());
        assert_eq!(found.sources.len(), 2);
        assert!(matches!(found.add(&root.path().join("c.md")), Err(InputError::Missing { .. })));
        assert!(matches!(found.add(&root.path().join("*.rst")), Err(InputError::NoMatch { .. })));
    }
}
