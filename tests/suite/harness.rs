//! The tests themselves: what makes them give one result for one commit, and what they run with.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours.
const FOREIGN: [&str; 4] = [".git", "node_modules", "target", "__pycache__"];

/// Every file of the package whose name has one of these endings, with its text.
fn files(endings: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut found, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder that can be read") {
            let path: PathBuf = entry.expect("an entry that can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !path.is_symlink() && !FOREIGN.contains(&name.as_str()) {
                folders.push(path);
            } else if path.is_file() && endings.contains(&ending.as_str()) {
                let below = path.strip_prefix(root).expect("a path inside");
                let text = fs::read_to_string(&path).expect("text");
                found.push((below.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    found.sort();
    found
}

fn assert_none(faults: &[String], remedy: &str) {
    assert!(faults.is_empty(), "{remedy}\n  {}", faults.join("\n  "));
}

/// What makes a block of properties; written apart, so that this file has none.
const BLOCK: &str = concat!("proptest", "! {");
const CONFIG: &str = concat!("#![proptest", "_config(crate::properties::cases(");

#[test]
fn properties_begin_from_one_seed() {
    let (mut faults, mut blocks) = (Vec::new(), 0);
    for (name, text) in files(&["rs"]) {
        for (at, _) in text.match_indices(BLOCK) {
            blocks += 1;
            if !text[at + BLOCK.len()..].trim_start().starts_with(CONFIG) {
                faults.push(format!("{name}:{}", text[..at].matches('\n').count() + 1));
            }
        }
        let other = ["Proptest", "Config"].concat();
        let runner = ["Test", "Runner"].concat();
        if text.contains(&other) || text.contains(&runner) {
            faults.push(format!("{name} makes a configuration or a runner of its own"));
        }
    }
    assert!(blocks > 10, "{blocks} blocks are found");
    assert_none(
        &faults,
        "a block of properties begins with #![proptest_config(crate::properties::cases(N))]:",
    );
}

#[test]
fn the_seed_is_fixed_unless_another_is_asked_for() {
    use proptest::test_runner::RngSeed;
    let config = crate::properties::cases(7);
    assert!(matches!(config.rng_seed, RngSeed::Fixed(_)), "{:?}", config.rng_seed);
    assert!(config.failure_persistence.is_some(), "cases that failed once run again");
    if std::env::var_os("PROPTEST_CASES").is_none() {
        assert_eq!(config.cases, 7);
    }
}

/// How long something took says how busy the machine is. What must come to an end has `HANGS`.
#[test]
fn no_test_sets_an_upper_bound_on_time() {
    let bound = |line: &str| {
        let elapsed = ["elapsed", "()"].concat();
        line.split(&elapsed).skip(1).any(|after| after.trim_start().starts_with('<'))
            && !line.contains("HANGS")
    };
    let mut faults = Vec::new();
    for (name, text) in files(&["rs"]).iter().filter(|file| !file.0.starts_with("benches/")) {
        let lines = text.lines().enumerate().filter(|(_, line)| bound(line));
        faults.extend(lines.map(|(at, _)| format!("{name}:{}", at + 1)));
    }
    assert_none(
        &faults,
        "count what is done, or hold it back with a Gate, in place of taking its time:",
    );
}

/// A tag can be moved to other code; a hash cannot.
#[test]
fn actions_are_pinned_by_hash() {
    let (mut faults, mut pinned) = (Vec::new(), 0);
    for (name, text) in files(&["yml", "yaml", "md"]) {
        for (at, line) in text.lines().enumerate() {
            let line = line.trim().trim_start_matches("- ");
            let Some(action) = line.strip_prefix("uses:").map(str::trim) else { continue };
            // Of this repository, of the reader's, or for the reader to fill in.
            if action.starts_with("./") || action.starts_with("OWNER/citegraph@COMMIT") {
                continue;
            }
            match is_pinned(action) {
                true => pinned += 1,
                false => faults.push(format!("{name}:{}: {action}", at + 1)),
            }
        }
    }
    assert!(pinned > 0, "action.yml uses others");
    assert_none(
        &faults,
        "write `uses: OWNER/NAME@HASH # vX.Y.Z` with the 40 digits of the commit:",
    );
}

/// Whether an action is named by the hash of a commit, with its version beside it.
fn is_pinned(action: &str) -> bool {
    let Some((hash, version)) =
        action.split_once('@').and_then(|(_, rest)| rest.split_once(" # v"))
    else {
        return false;
    };
    let parts: Vec<&str> = version.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    hash.len() == 40
        && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && parts.len() == 3
        && parts.iter().all(is_number)
}

#[test]
fn tags_and_short_hashes_do_not_pin() {
    let hash = "0123456789abcdef0123456789abcdef01234567";
    assert!(is_pinned(&format!("actions/cache/save@{hash} # v4.3.0")));
    for bad in [
        "actions/cache/save@v4".to_owned(),
        format!("actions/cache/save@{hash}"),
        format!("actions/cache/save@{} # v4.3.0", &hash[..12]),
        format!("actions/cache/save@{hash} # v4"),
        "actions/cache/save@main # v4.3.0".to_owned(),
    ] {
        assert!(!is_pinned(&bad), "{bad}");
    }
}
