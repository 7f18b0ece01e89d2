//! Files without an end, packed or not: no reader holds them, whoever names them.
#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use crate::support::program::{self, Ran, ended, limited};

const POST: &str = "---\nfrom: https://a.example/1\n---\nSee [b](http://b.example/).\n";

/// Address space of one run, in kilobytes: far more than it needs, and less than what is behind each name here.
const MEMORY_KB: u64 = 3 << 20;

/// Bytes of a file that takes no place on the disk, and of what a packed one unpacks to.
const LARGE_BYTES: u64 = 8 << 30;

/// Runs a verb that has to give up what it reads, not the memory: where that ends, some readers only say so.
fn run(root: &Path, args: &[&str]) -> Ran {
    let ran = ended(limited(root, args, MEMORY_KB));
    assert!(!ran.stderr.contains("out of memory"), "{args:?}: {}", ran.stderr);
    ran
}

/// A file that unpacks to a line without an end: members of gzip may stand one behind the other.
fn packed(path: &Path) {
    const MEMBER_BYTES: usize = 16 << 20;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&vec![b'a'; MEMBER_BYTES]).expect("memory");
    let member = packer.finish().expect("memory");
    let mut file = File::create(path).expect("a file");
    for _ in 0..LARGE_BYTES / MEMBER_BYTES as u64 {
        file.write_all(&member).expect("a file");
    }
}

#[test]
fn large_inputs_are_given_up_or_passed_over() {
    let root = program::folder(&[("a.md", POST), ("walked/a.md", POST)]);
    let at = |name: &str| root.path().join(name);
    for name in ["a.jsonl", "b.md", "a.csv", "a.gexf", "s.csv", "walked/b.md"] {
        File::create(at(name)).and_then(|file| file.set_len(LARGE_BYTES)).expect("a file");
    }
    packed(&at("a.csv.gz"));
    packed(&at("a.gexf.gz"));
    for args in [
        &["extract", "a.jsonl"][..],
        &["stats", "b.md"],
        &["graph", "--edges", "a.csv"],
        &["graph", "--edges", "a.csv.gz"],
        &["doctor", "a.gexf"],
        &["doctor", "a.gexf.gz"],
        &["sheet", "status", "s.csv"],
        &["sheet", "merge", "s.csv", "a.md"],
    ] {
        let ran = run(root.path(), args);
        let name = args.iter().find(|arg| arg.contains('.')).expect("a file");
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(name), "{args:?}: {}", ran.stderr);
    }
    let walked = run(root.path(), &["extract", "walked"]);
    assert_eq!((walked.code, walked.stdout.lines().count()), (0, 1), "{}", walked.stderr);
    assert!(walked.stderr.contains("walked/b.md"), "{}", walked.stderr);
    // An output may stand where such a file is, which is somebody's.
    let over = run(root.path(), &["extract", "a.md", "-o", "a.jsonl"]);
    assert!(over.code == 2 && over.stderr.contains("a.jsonl"), "{}", over.stderr);
    assert_eq!(fs::metadata(at("a.jsonl")).expect("a file").len(), LARGE_BYTES);
}

#[test]
fn what_an_option_names_is_read_within_a_bound() {
    const ENDLESS: &str = "/dev/zero";
    let root = program::folder(&[("a.md", POST), ("edges.csv", "Source,Target\na,b\n")]);
    for args in [
        &["lint", "a.md", "--sources", ENDLESS][..],
        &["lint", "a.md", "--retractions", ENDLESS],
        &["lint", "a.md", "--baseline", ENDLESS],
        &["lint", "--files-from", ENDLESS],
        &["--config", ENDLESS, "lint", "a.md"],
        &["lint", "a.md", "--ledger", ENDLESS],
        &["graph", "a.md", "--alias", ENDLESS],
        &["graph", "--edges", "edges.csv", "--alias", ENDLESS],
        &["stats", "a.md", "--alias", ENDLESS],
        &["graph", "a.md", "--nodes", ENDLESS],
        &["graph", "--edges", ENDLESS],
        &["doctor", ENDLESS],
        #[cfg(feature = "network")]
        &["check", "a.md", "--ca-file", ENDLESS],
    ] {
        let ran = run(root.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(ENDLESS), "{args:?}: {}", ran.stderr);
    }
}
