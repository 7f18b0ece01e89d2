//! What is committed and made by the tool: `reports/sample` about `data/sample`, and the JSON Schema.
//!
//! `SNAPSHOTS=overwrite cargo test --test suite sample` writes it again; look at the difference then.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The files of a folder by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| {
            let entry = entry.expect("a folder can be listed");
            let bytes = fs::read(entry.path()).expect("a report can be read");
            (entry.file_name().to_string_lossy().into_owned(), bytes)
        })
        .collect()
}

#[test]
fn the_committed_report_is_what_the_tool_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite");
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let committed = root.join("reports/sample");
    let folder = if overwrite { committed.clone() } else { scratch.path().join("sample") };
    let run = Command::new(env!("CARGO_BIN_EXE_citegraph"))
        .current_dir(root)
        .args(["--no-config", "report", "data/sample", "-o"])
        .arg(&folder)
        .output()
        .expect("the binary runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let (want, got) = (files(&committed), files(&folder));
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&got), names(&want));
    for (name, bytes) in &got {
        assert!(*bytes == want[name], "{name} differs; see how to write it again above");
    }
}

#[test]
fn the_committed_schemas_are_the_current_ones() {
    for (verb, name) in [("extract", "article"), ("report", "report")] {
        assert_schema(verb, name);
    }
}

fn assert_schema(verb: &str, name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/schema");
    let path = folder.join(format!("{name}.schema.json"));
    let run = Command::new(env!("CARGO_BIN_EXE_citegraph"))
        .args(["--no-config", verb, "--schema"])
        .output()
        .expect("the binary runs");
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(&path, &run.stdout).expect("the schema can be written");
    }
    let want = fs::read(&path).expect("the schema is committed");
    assert!(run.stdout == want, "the schema of {verb} differs; a change may only add");
}
