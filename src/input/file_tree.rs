//! All files below a folder, as a web server would find them: hidden and ignored ones too, since a link may
//! lead to any of them.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::{DecodedText, decode, name};

/// Files and folders that are listed; a larger folder is refused.
const MAX_TREE_ENTRIES: usize = 4_000_000;

/// Folders that no web server shows, at whatever depth.
const UNSERVED: [&str; 2] = [".git", "node_modules"];

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeEntry {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link to a file or folder of the same tree, by its path there.
    Alias(Box<[u8]>),
    /// A symbolic link that leads out of the tree, or nowhere.
    LinkOutside,
}

/// A folder and everything in it. Paths are bytes below the root, with `/` and without one at their ends.
#[derive(Debug)]
pub struct FileTree {
    root: PathBuf,
    entries: FxHashMap<Box<[u8]>, TreeEntry>,
}

impl FileTree {
    /// Lists a folder. A symbolic link is not followed; it is noted where it leads.
    ///
    /// # Errors
    /// Where the folder or one below it cannot be read, or holds too much.
    pub fn read(root: &Path) -> io::Result<Self> {
        let real = root.canonicalize()?;
        let mut entries = FxHashMap::default();
        let mut open = vec![(real.clone(), Vec::new())];
        while let Some((folder, below)) = open.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                let path = joined(&below, entry.file_name().as_encoded_bytes());
                let kind = entry.file_type()?;
                let found = if kind.is_symlink() {
                    alias(&entry.path(), &real)
                } else if kind.is_dir() {
                    if !UNSERVED.iter().any(|name| entry.file_name() == *name) {
                        open.push((entry.path(), path.clone()));
                    }
                    TreeEntry::Folder
                } else if kind.is_file() {
                    TreeEntry::File
                } else {
                    continue;
                };
                if entries.len() >= MAX_TREE_ENTRIES {
                    let message = format!("it contains more than {MAX_TREE_ENTRIES} files");
                    return Err(io::Error::other(message));
                }
                entries.insert(path.into_boxed_slice(), found);
            }
        }
        Ok(Self { root: root.to_owned(), entries })
    }

    /// What stands at a path.
    pub fn entry(&self, path: &[u8]) -> Option<&TreeEntry> {
        if path.is_empty() { Some(&TreeEntry::Folder) } else { self.entries.get(path) }
    }

    /// Every path with what stands there, in no certain order.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (&[u8], &TreeEntry)> {
        self.entries.iter().map(|(path, entry)| (&**path, entry))
    }

    /// The path of a file or folder below the root; `None` where it lies elsewhere.
    pub fn path_below(&self, path: &Path) -> Option<Vec<u8>> {
        let (real, root) = (path.canonicalize().ok()?, self.root.canonicalize().ok()?);
        let below = real.strip_prefix(root).ok()?;
        Some(with_slashes(below.as_os_str().as_encoded_bytes()))
    }

    /// The name of a file in every output.
    pub fn name(&self, path: &[u8]) -> String {
        name::from_path(&self.root.join(path_of(path)))
    }

    /// Reads a file as text.
    ///
    /// # Errors
    /// Where it cannot be read, is no regular file any more, or has more than so many bytes.
    pub fn text(&self, path: &[u8], max_bytes: u64) -> io::Result<DecodedText> {
        let path = self.root.join(path_of(path));
        let there = path.symlink_metadata()?;
        if !there.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut bytes = Vec::with_capacity(there.len().min(max_bytes) as usize + 1);
        File::open(path)?.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > max_bytes {
            return Err(io::Error::other(format!("it has more than {max_bytes} bytes")));
        }
        Ok(decode(bytes))
    }
}

/// Where a symbolic link leads.
fn alias(link: &Path, root: &Path) -> TreeEntry {
    let Ok(real) = link.canonicalize() else { return TreeEntry::LinkOutside };
    let is_served = fs::metadata(&real).is_ok_and(|there| there.is_file() || there.is_dir());
    match real.strip_prefix(root) {
        Ok(below) if is_served => {
            TreeEntry::Alias(with_slashes(below.as_os_str().as_encoded_bytes()).into())
        }
        _ => TreeEntry::LinkOutside,
    }
}

fn joined(folder: &[u8], name: &[u8]) -> Vec<u8> {
    let mut path = Vec::with_capacity(folder.len() + name.len() + 1);
    if !folder.is_empty() {
        path.extend_from_slice(folder);
        path.push(b'/');
    }
    path.extend_from_slice(name);
    path
}

fn with_slashes(path: &[u8]) -> Vec<u8> {
    let separator = std::path::MAIN_SEPARATOR as u8;
    path.iter().map(|byte| if *byte == separator { b'/' } else { *byte }).collect()
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

    #[test]
    fn everything_is_listed_and_links_stay_inside() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir_all(at("a/.well-known")).unwrap();
        fs::create_dir_all(at(".git")).unwrap();
        for file in ["a/.well-known/x", "a/b c.html", ".git/config"] {
            fs::write(at(file), "x").unwrap();
        }
        #[cfg(unix)]
        for (target, link) in [("a", "same"), ("/etc/hostname", "out"), ("nowhere", "broken")] {
            std::os::unix::fs::symlink(target, at(link)).unwrap();
        }
        let tree = FileTree::read(root.path()).unwrap();
        assert_eq!(tree.entry(b"a/.well-known/x"), Some(&TreeEntry::File));
        assert_eq!(tree.entry(b"a"), Some(&TreeEntry::Folder));
        assert_eq!(tree.entry(b".git/config"), None);
        #[cfg(unix)]
        {
            assert_eq!(tree.entry(b"same"), Some(&TreeEntry::Alias(Box::from(*b"a"))));
            assert_eq!(tree.entry(b"out"), Some(&TreeEntry::LinkOutside));
            assert_eq!(tree.entry(b"broken"), Some(&TreeEntry::LinkOutside));
            assert!(tree.text(b"out", 100).is_err());
        }
        assert_eq!(tree.path_below(&at("a/b c.html")), Some(b"a/b c.html".to_vec()));
        assert_eq!(tree.text(b"a/b c.html", 1).unwrap().text, "x");
        assert!(tree.text(b"a/b c.html", 0).is_err());
    }
}
