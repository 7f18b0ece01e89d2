//! Whatever changes is noticed: bytes, times, files, options, builds and entries, in any order.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use sha2::{Digest as _, Sha256};

use super::{SETTLED, assert_same, cached, entries};
use crate::support::program::{folder, run};

/// Documents of a walk.
const DOCUMENTS: usize = 6;

/// One step of a walk.
#[derive(Debug, Clone)]
enum Step {
    /// Another byte, with the old time of the last change of bytes.
    Byte(Index, u8),
    /// Another byte, and the time goes on.
    Write(Index, u8),
    /// Another time, and the same bytes.
    Touch(Index, u32),
    /// Two files of one size and time change their names.
    Swap(Index, Index),
    /// One file takes the place of another.
    Replace(Index, Index),
    Remove(Index),
    /// An entry is made by another build, with another article.
    Build(Index),
    /// An entry loses its end, or a bit of it is another.
    Cut(Index, Index),
    Flip(Index, Index, u8),
    /// The entry of another document stands in the place of one.
    Mix(Index, Index),
    /// An entry goes, or the whole cache.
    Forget(Index),
    Clear,
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    prop_oneof![
        3 => (index(), any::<u8>()).prop_map(|(file, to)| Step::Byte(file, to)),
        1 => (index(), any::<u8>()).prop_map(|(file, to)| Step::Write(file, to)),
        1 => (index(), any::<u32>()).prop_map(|(file, to)| Step::Touch(file, to)),
        1 => (index(), index()).prop_map(|(one, two)| Step::Swap(one, two)),
        1 => (index(), index()).prop_map(|(one, two)| Step::Replace(one, two)),
        1 => index().prop_map(Step::Remove),
        2 => index().prop_map(Step::Build),
        1 => (index(), index()).prop_map(|(entry, at)| Step::Cut(entry, at)),
        1 => (index(), index(), 0..8_u8).prop_map(|(entry, at, bit)| Step::Flip(entry, at, bit)),
        1 => (index(), index()).prop_map(|(one, two)| Step::Mix(one, two)),
        1 => index().prop_map(Step::Forget),
        1 => Just(Step::Clear),
    ]
}

/// Options of extraction that change what is extracted.
const OPTIONS: [&[&str]; 4] =
    [&[], &["--text"], &["--internal", "keep"], &["--base-url", "https://site.example/"]];

fn name(number: usize) -> String {
    format!("site/p{number}.md")
}

/// A document whose every version has the same size.
fn text(number: usize, version: u8) -> String {
    format!("It is {number} [so](https://d{number:03}.example/{version:03}) and [so](/x).\n")
}

/// Writes into a file as it stands, so that it stays the same file.
fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
}

fn modified(path: &Path) -> SystemTime {
    path.metadata().and_then(|there| there.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}

fn set_modified(path: &Path, time: SystemTime) {
    let file = File::options().write(true).open(path).expect("a file");
    file.set_modified(time).expect("a time");
}

/// An entry with another header and article; its hash is right. `None` for one that an earlier step damaged.
fn changed(entry: &[u8], change: impl FnOnce(&mut serde_json::Value)) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(entry).ok()?;
    let mut lines = text.lines();
    let mut header =
        serde_json::from_str(lines.next()?).ok().filter(serde_json::Value::is_object)?;
    change(&mut header);
    let article = lines.next()?.replace("so", "no");
    let content = format!("{header}\n{article}\n");
    let digest: String =
        Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
    Some(format!("{content}{digest}\n").into_bytes())
}

/// Writes what `change` makes of the bytes of an entry. One that an earlier step cut can be empty, and stays so.
fn damage(path: &Path, change: impl FnOnce(Vec<u8>) -> Option<Vec<u8>>) {
    let bytes = fs::read(path).expect("an entry");
    if let Some(bytes) = (!bytes.is_empty()).then_some(bytes).and_then(change) {
        fs::write(path, bytes).expect("an entry");
    }
}

/// Does one step in a folder.
fn apply(root: &Path, step: &Step) {
    let document = |index: &Index| index.index(DOCUMENTS);
    let path = |index: &Index| root.join(name(document(index)));
    let there = entries(root);
    let entry = |index: &Index| (!there.is_empty()).then(|| index.get(&there));
    match step {
        Step::Byte(file, to) => {
            let (path, time) = (path(file), modified(&path(file)));
            write(&path, &text(document(file), *to));
            set_modified(&path, time);
        }
        Step::Write(file, to) => write(&path(file), &text(document(file), *to)),
        Step::Touch(file, to) => {
            if path(file).exists() {
                let time = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::from(*to));
                set_modified(&path(file), time);
            }
        }
        Step::Swap(one, two) => {
            let aside = root.join("aside");
            let _ = fs::rename(path(one), &aside);
            let _ = fs::rename(path(two), path(one));
            let _ = fs::rename(&aside, path(two));
        }
        Step::Replace(one, two) => {
            let _ = fs::rename(path(one), path(two));
        }
        Step::Remove(file) => {
            let _ = fs::remove_file(path(file));
        }
        Step::Build(index) => {
            let Some(path) = entry(index) else { return };
            let other = |header: &mut serde_json::Value| {
                header["build"] = "0".repeat(64).into();
            };
            damage(path, |bytes| changed(&bytes, other));
        }
        Step::Cut(index, end) => {
            let Some(path) = entry(index) else { return };
            damage(path, |bytes| Some(bytes[..end.index(bytes.len())].to_owned()));
        }
        Step::Flip(index, at, bit) => {
            let Some(path) = entry(index) else { return };
            damage(path, |mut bytes| {
                let at = at.index(bytes.len());
                bytes[at] ^= 1 << bit;
                Some(bytes)
            });
        }
        Step::Mix(one, two) => {
            if let (Some(one), Some(two)) = (entry(one), entry(two)) {
                let bytes = fs::read(one).expect("an entry");
                fs::write(two, bytes).expect("an entry");
            }
        }
        Step::Forget(index) => {
            entry(index).into_iter().for_each(|path| fs::remove_file(path).expect("an entry"));
        }
        Step::Clear => {
            let _ = fs::remove_dir_all(root.join("kept"));
        }
    }
}

proptest! {
    #![proptest_config(crate::properties::cases(3))]

    #[test]
    fn whatever_changes_is_noticed(steps in vec((step(), 0..OPTIONS.len(), any::<bool>()), 20..30)) {
        let root = folder(&[("site/readme.md", "Text without links.\n")]);
        let root = root.path();
        (0..DOCUMENTS).for_each(|number| write(&root.join(name(number)), &text(number, 0)));
        std::thread::sleep(SETTLED);
        OPTIONS.iter().for_each(|more| {
            cached(root, &[&["extract", "site"], *more].concat());
        });
        for (step, options, verifies) in &steps {
            apply(root, step);
            let args = [&["extract", "site"], OPTIONS[*options]].concat();
            let plain = run(root, &args);
            let verify: &[&str] = if *verifies { &["--cache-verify"] } else { &[] };
            for _ in 0..2 {
                let ran = cached(root, &[&args[..], verify].concat());
                assert_same(&plain, &ran, &format!("after {step:?} with {args:?}"));
            }
        }
    }
}

/// The walks would also pass if nothing ever came from the cache, or if steps did nothing.
#[test]
fn each_change_alone_is_noticed() {
    use super::unchanged;
    let root = folder(&[]);
    let root = root.path();
    fs::create_dir(root.join("site")).expect("a folder");
    (0..DOCUMENTS).for_each(|number| write(&root.join(name(number)), &text(number, 0)));
    let all = DOCUMENTS as u64;
    let extract = ["extract", "site"];
    let settle = || {
        std::thread::sleep(SETTLED);
        cached(root, &extract);
        assert_eq!(unchanged(root, &extract), (all, all));
    };
    settle();
    let old = modified(&root.join(name(0)));
    write(&root.join(name(0)), &text(0, 1));
    set_modified(&root.join(name(0)), old);
    assert_eq!(unchanged(root, &extract), (all - 1, all), "a byte under the old time");
    settle();
    set_modified(&root.join(name(1)), SystemTime::UNIX_EPOCH);
    assert_eq!(unchanged(root, &extract), (all - 1, all), "a time");
    settle();
    // One of the two is read again after the other has its entry, so both are.
    fs::rename(root.join(name(2)), root.join("aside")).expect("a name");
    fs::rename(root.join(name(3)), root.join(name(2))).expect("a name");
    fs::rename(root.join("aside"), root.join(name(3))).expect("a name");
    assert_eq!(unchanged(root, &extract), (all - 2, all), "two names");
    settle();
    let path = &entries(root)[0];
    let bytes = fs::read(path).expect("an entry");
    let made = changed(&bytes, |_| {}).expect("an entry");
    fs::write(path, made).expect("an entry");
    assert_eq!(unchanged(root, &extract), (all, all), "the hash of a made entry is right");
    let other = changed(&bytes, |header| header["build"] = "0".repeat(64).into());
    fs::write(path, other.expect("an entry")).expect("an entry");
    assert_eq!(unchanged(root, &extract), (all - 1, all), "another build");
    for option in ["--text", "--internal=keep", "--max-size=1000"] {
        assert_eq!(unchanged(root, &["extract", "site", option]), (0, all), "{option}");
    }
}
