//! Which new file is an earlier one under another name, as git finds it: by what their lines have in
//! common. Pure, the same for every machine, and close to linear.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Part of the larger file that both have in common, at least: as in git.
const MIN_SIMILARITY_PERCENT: u64 = 50;

/// Longer lines count as several, so that one changed word does not change a whole paragraph.
const MAX_PIECE_BYTES: usize = 64;

/// Pieces that more earlier files share than this say nothing about which one it is: blank lines, the
/// heads of a template.
const MAX_SHARERS: usize = 32;

/// Earlier files that one new file is compared with as a whole.
const MAX_COMPARED_FILES: usize = 16;

/// A file, as the bytes that each of its pieces has in it.
#[derive(Debug, Clone, Default)]
pub(super) struct FilePieces {
    bytes: u64,
    each: BTreeMap<u64, u64>,
}

impl FilePieces {
    /// Cuts a file at its line breaks, which count as one whatever their form.
    pub(super) fn from_bytes(file: &[u8]) -> Self {
        let mut pieces = Self::default();
        for line in file.split(|byte| *byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            for piece in line.chunks(MAX_PIECE_BYTES) {
                let mut hasher = DefaultHasher::new();
                piece.hash(&mut hasher);
                *pieces.each.entry(hasher.finish()).or_default() += piece.len() as u64;
                pieces.bytes += piece.len() as u64;
            }
        }
        pieces
    }

    /// How many different ones there are.
    pub(super) fn count(&self) -> usize {
        self.each.len()
    }

    /// Percentage of the larger file that both have in common.
    fn similarity(&self, other: &Self) -> u64 {
        let (small, large) =
            if self.each.len() <= other.each.len() { (self, other) } else { (other, self) };
        let common = small
            .each
            .iter()
            .map(|(piece, bytes)| large.each.get(piece).map_or(0, |others| *bytes.min(others)));
        // Two empty files say nothing.
        common.sum::<u64>() * 100 / self.bytes.max(other.bytes).max(1)
    }
}

/// A file by its path and what it holds.
#[derive(Debug, Clone)]
pub(super) struct TreeFile {
    pub(super) path: Vec<u8>,
    pub(super) pieces: FilePieces,
}

/// For each new file the earlier one that it was, as indices; an earlier file is one new file at most.
/// The most similar pairs come first, then those of one name, then those whose paths sort first.
pub(super) fn pairs(new: &[TreeFile], earlier: &[TreeFile]) -> BTreeMap<usize, usize> {
    let index = FileIndex::of(earlier);
    let mut found = Vec::new();
    for (at, file) in new.iter().enumerate() {
        for candidate in index.candidates(file, earlier) {
            let similarity = file.pieces.similarity(&earlier[candidate].pieces);
            if similarity >= MIN_SIMILARITY_PERCENT {
                let is_renamed = name(&file.path) != name(&earlier[candidate].path);
                found.push((std::cmp::Reverse(similarity), is_renamed, at, candidate));
            }
        }
    }
    found.sort_by_key(|&(similarity, is_renamed, at, candidate)| {
        (similarity, is_renamed, &new[at].path, &earlier[candidate].path)
    });
    let (mut taken, mut pairs) = (BTreeSet::new(), BTreeMap::new());
    for (_, _, at, candidate) in found {
        if !pairs.contains_key(&at) && taken.insert(candidate) {
            pairs.insert(at, candidate);
        }
    }
    pairs
}

/// Which earlier files have a piece, and which have a name.
struct FileIndex<'a> {
    by_piece: BTreeMap<u64, Vec<usize>>,
    by_name: BTreeMap<&'a [u8], Vec<usize>>,
}

impl<'a> FileIndex<'a> {
    fn of(earlier: &'a [TreeFile]) -> Self {
        let mut index = Self { by_piece: BTreeMap::new(), by_name: BTreeMap::new() };
        for (at, file) in earlier.iter().enumerate() {
            for piece in file.pieces.each.keys() {
                let sharers = index.by_piece.entry(*piece).or_default();
                // One more shows that it is shared by too many.
                if sharers.len() <= MAX_SHARERS {
                    sharers.push(at);
                }
            }
            index.by_name.entry(name(&file.path)).or_default().push(at);
        }
        index
    }

    /// Earlier files that may be this one: those with most in common, and those of its name.
    fn candidates(&self, file: &TreeFile, earlier: &[TreeFile]) -> BTreeSet<usize> {
        let mut common: BTreeMap<usize, u64> = BTreeMap::new();
        for (piece, bytes) in &file.pieces.each {
            let sharers = self.by_piece.get(piece).filter(|all| all.len() <= MAX_SHARERS);
            for at in sharers.into_iter().flatten() {
                *common.entry(*at).or_default() += bytes;
            }
        }
        let mut most: Vec<(usize, u64)> = common.into_iter().collect();
        most.sort_by(|one, two| {
            two.1.cmp(&one.1).then_with(|| earlier[one.0].path.cmp(&earlier[two.0].path))
        });
        let named = self.by_name.get(name(&file.path)).into_iter().flatten().copied();
        let named = named.take(MAX_COMPARED_FILES);
        most.into_iter().take(MAX_COMPARED_FILES).map(|(at, _)| at).chain(named).collect()
    }
}

/// The last part of a path.
pub(super) fn name(path: &[u8]) -> &[u8] {
    path.rsplit(|byte| *byte == b'/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TreeFile {
        TreeFile { path: path.into(), pieces: FilePieces::from_bytes(text.as_bytes()) }
    }

    fn text(word: &str, lines: usize) -> String {
        (0..lines).map(|n| format!("{word} says something in line {n}.\n")).collect()
    }

    #[test]
    fn similarity_is_a_part_of_the_larger_file() {
        let (one, two) = (text("one", 10), text("two", 10));
        let similar = |a: &str, b: &str| {
            FilePieces::from_bytes(a.as_bytes()).similarity(&FilePieces::from_bytes(b.as_bytes()))
        };
        assert_eq!(similar(&one, &one), 100);
        assert_eq!(similar(&one, &one.replace('\n', "\r\n")), 100);
        assert_eq!(similar(&one, &two), 0);
        assert_eq!(similar(&one, &format!("{one}{two}")), 50);
        assert_eq!(similar("", ""), 0);
        // A word in a long line changes the pieces behind it only.
        let long = "a word and ".repeat(60);
        assert!(similar(&long, &format!("{long}more")) > 90);
    }

    #[test]
    fn renamed_files_find_what_they_were() {
        let earlier = [file("a.md", &text("ant", 20)), file("b.md", &text("bee", 20))];
        let new = [
            file("x/b.md", &format!("{}more\n", text("bee", 20))),
            file("copy.md", &text("bee", 20)),
            file("y.md", &text("ant", 18)),
            file("z.md", &text("cat", 20)),
        ];
        let found: Vec<_> = pairs(&new, &earlier).into_iter().collect();
        assert_eq!(found, [(1, 1), (2, 0)], "an earlier file is one new file");
    }

    /// Counted, not timed: files of one template must not all be compared with each other.
    #[test]
    fn many_files_of_one_template_are_compared_with_few() {
        let page = |n: usize| format!("{}This is number {n}.\n", text("template", 5));
        let earlier: Vec<TreeFile> =
            (0..2000).map(|n| file(&format!("a/{n}.md"), &page(n))).collect();
        let new: Vec<TreeFile> = (0..2000).map(|n| file(&format!("b/{n}.md"), &page(n))).collect();
        let index = FileIndex::of(&earlier);
        let compared: usize = new.iter().map(|file| index.candidates(file, &earlier).len()).sum();
        assert!(compared <= 2000 * 2 * MAX_COMPARED_FILES, "{compared}");
        assert!(index.by_piece.values().all(|sharers| sharers.len() <= MAX_SHARERS + 1));
        assert!(pairs(&new, &earlier).iter().all(|(new, earlier)| new == earlier));
    }
}
