//! Tells the program of which commit it was built, and writes its large tables in a form that is read faster.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    write_tables(&root);
    // Only builds that are handed out look: while people work on the code, a commit would build everything again.
    let is_release = env::var_os("PROFILE").is_some_and(|profile| profile == "release");
    let commit = is_release.then(|| from_git(&root).or_else(|| from_package(&root))).flatten();
    println!("cargo::rustc-env=CITEGRAPH_COMMIT={}", commit.unwrap_or_default());
}

/// Writes the table of sources and those of words as JSON: each run reads some of them, and TOML takes five times as long.
fn write_tables(root: &Path) {
    let (data, out) = (root.join("data"), env::var_os("OUT_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed={}", data.join("sources.toml").display());
    println!("cargo::rerun-if-changed={}", data.join("signals").display());
    let words = fs::read_dir(data.join("signals")).expect("data/signals is a folder");
    let words = words.map(|entry| entry.expect("data/signals can be read").path());
    for path in words.chain([data.join("sources.toml")]) {
        let text = fs::read_to_string(&path).expect("a table is text");
        let table: toml::Table = toml::from_str(&text).expect("a table is TOML");
        let json = serde_json::to_vec(&table).expect("a table has no other values than JSON");
        let name = Path::new(path.file_name().unwrap_or_default()).with_extension("json");
        fs::write(Path::new(&out).join(name), json)
            .expect("the folder of a build can be written to");
    }
}

/// The commit that is checked out, and its day; `None` where the package lies in somebody else's repository.
fn from_git(root: &Path) -> Option<String> {
    let git = |args: &[&str]| {
        let run = Command::new("git").arg("-C").arg(root).args(args).output().ok()?;
        let text = String::from_utf8(run.stdout).ok().filter(|_| run.status.success())?;
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let top = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?);
    if top.canonicalize().ok()? != root.canonicalize().ok()? {
        return None;
    }
    // Each commit adds a line to this file.
    if let Some(log) = git(&["rev-parse", "--path-format=absolute", "--git-path", "logs/HEAD"])
        && Path::new(&log).is_file()
    {
        println!("cargo::rerun-if-changed={log}");
    }
    git(&["log", "-1", "--format=%h %cd", "--abbrev=9", "--date=format:%Y-%m-%d"])
}

/// The commit that cargo notes in a package.
fn from_package(root: &Path) -> Option<String> {
    let note = fs::read_to_string(root.join(".cargo_vcs_info.json")).ok()?;
    let sha = note.split("\"sha1\"").nth(1)?.split('"').nth(1)?;
    let is_hash = sha.len() >= 9 && sha.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| sha[..9].to_owned())
}
