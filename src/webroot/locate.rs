//! Which file a server shows at a path.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::address::SiteAddress;
use crate::input::{FileTree, TreeEntry};

/// Names of pages that a server shows for their folder.
const INDEXES: [&str; 3] = ["index.html", "index.htm", "index.xhtml"];

/// Ends that a server adds to an address without one.
const PAGE_ENDS: [&str; 3] = [".html", ".htm", ".xhtml"];

/// The same of sources, which a generator turns into pages.
const SOURCE_INDEXES: [&str; 5] = ["index.md", "_index.md", "README.md", "readme.md", "index.mdx"];
const SOURCE_ENDS: [&str; 3] = [".md", ".markdown", ".mdx"];

/// Symbolic links that one path may lead through.
const MAX_ALIASES: u32 = 8;

/// What stands at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Located {
    /// This file.
    File(Vec<u8>),
    /// A folder without an index page.
    NoIndex,
    /// Nothing; but this file is there, whose name differs in capitals alone.
    OtherCase(String),
    /// A symbolic link that leads out of the site.
    LinkOutside,
    /// Nothing.
    Missing,
}

/// The files of a site.
pub(super) struct SiteFiles<'a> {
    pub(super) tree: &'a FileTree,
    /// Whether addresses may mean Markdown sources.
    has_sources: bool,
    /// Sources by the addresses that their front matter gives them.
    published: FxHashMap<Vec<u8>, Vec<u8>>,
    /// Paths by their names in small letters; made when something is missing.
    folded: OnceLock<FxHashMap<String, Box<[u8]>>>,
}

impl<'a> SiteFiles<'a> {
    pub(super) fn new(
        tree: &'a FileTree,
        has_sources: bool,
        published: FxHashMap<Vec<u8>, Vec<u8>>,
    ) -> Self {
        Self { tree, has_sources, published, folded: OnceLock::new() }
    }

    /// What stands at an address.
    pub(super) fn locate(&self, address: &SiteAddress<'_>) -> Located {
        let mut path = std::borrow::Cow::Borrowed(address.path.as_slice());
        for _ in 0..MAX_ALIASES {
            if let Some(file) = self.file(&path, address.is_folder) {
                return Located::File(file);
            }
            match self.through_alias(&path) {
                Some(Ok(real)) => path = std::borrow::Cow::Owned(real),
                Some(Err(())) => return Located::LinkOutside,
                None => break,
            }
        }
        if let Some(source) = self.published.get(&*path) {
            return Located::File(source.clone());
        }
        if let Some(name) = self.other_case(&path, address.is_folder) {
            return Located::OtherCase(name);
        }
        match self.tree.entry(&path) {
            Some(TreeEntry::Folder) => Located::NoIndex,
            _ => Located::Missing,
        }
    }

    /// The file that a server sends for a path.
    fn file(&self, path: &[u8], is_folder: bool) -> Option<Vec<u8>> {
        let is_file = |path: &[u8]| self.tree.entry(path) == Some(&TreeEntry::File);
        if !is_folder && is_file(path) {
            return Some(path.to_owned());
        }
        self.other_names(path, is_folder).find(|name| is_file(name))
    }

    /// Names under which a server would find a path that is no file: an index page, or one without its end.
    fn other_names<'b>(
        &'b self,
        path: &'b [u8],
        is_folder: bool,
    ) -> impl Iterator<Item = Vec<u8>> + use<'b, 'a> {
        let (indexes, ends): (&[&[&str]], &[&[&str]]) = match self.has_sources {
            true => (&[&INDEXES, &SOURCE_INDEXES], &[&PAGE_ENDS, &SOURCE_ENDS]),
            false => (&[&INDEXES], &[&PAGE_ENDS]),
        };
        let is_listed = matches!(self.tree.entry(path), Some(TreeEntry::Folder));
        let indexes = indexes.iter().copied().flatten().filter(move |_| is_listed);
        let folder = path;
        let indexes = indexes.map(move |name| match folder {
            [] => name.as_bytes().to_vec(),
            _ => [folder, b"/", name.as_bytes()].concat(),
        });
        let can_end = !is_folder && !path.is_empty();
        let ends = ends.iter().copied().flatten().filter(move |_| can_end);
        let ends = ends.map(move |end| [path, end.as_bytes()].concat());
        // A source is linked as the page that it becomes.
        let stem = path.strip_suffix(b".html").filter(|_| self.has_sources && can_end);
        let sources = stem
            .into_iter()
            .flat_map(|stem| SOURCE_ENDS.iter().map(move |end| [stem, end.as_bytes()].concat()));
        indexes.chain(ends).chain(sources)
    }

    /// The path behind the first symbolic link on the way; an error where that leads out.
    fn through_alias(&self, path: &[u8]) -> Option<Result<Vec<u8>, ()>> {
        let ends = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at);
        for end in ends.chain([path.len()]) {
            match self.tree.entry(&path[..end]) {
                Some(TreeEntry::Alias(real)) => {
                    return Some(Ok([real, &path[end..]].concat()));
                }
                Some(TreeEntry::LinkOutside) => return Some(Err(())),
                _ => {}
            }
        }
        None
    }

    /// The name of a file that a disk without capitals would find.
    fn other_case(&self, path: &[u8], is_folder: bool) -> Option<String> {
        let folded = self.folded.get_or_init(|| {
            let files = self.tree.entries();
            files.map(|(path, _)| (fold(path), Box::from(path))).collect()
        });
        let real = folded.get(&fold(path));
        let real = real.filter(|real| &***real != path);
        let names = self.other_names(path, is_folder);
        let by_name = |name: &[u8]| folded.get(&fold(name));
        let found = match real.and_then(|real| self.file(real, is_folder)) {
            Some(file) => Some(file),
            None => names
                .filter_map(|name| by_name(&name).map(|real| real.to_vec()))
                .find(|real| self.tree.entry(real) == Some(&TreeEntry::File)),
        };
        found.map(|file| String::from_utf8_lossy(&file).into_owned())
    }
}

fn fold(path: &[u8]) -> String {
    String::from_utf8_lossy(path).to_lowercase()
}
