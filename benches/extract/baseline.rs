//! The floor under every extractor: reads every file below the given folder and checks that it is UTF-8.
//! One file with no dependencies, compiled by `rustc` alone (see `run`).

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

#[derive(Default)]
struct Seen {
    files: u64,
    bytes: u64,
    not_utf8: u64,
}

fn walk(dir: &Path, buffer: &mut Vec<u8>, seen: &mut Seen) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), buffer, seen)?;
        } else {
            buffer.clear();
            File::open(entry.path())?.read_to_end(buffer)?;
            seen.files += 1;
            seen.bytes += buffer.len() as u64;
            seen.not_utf8 += u64::from(std::str::from_utf8(buffer).is_err());
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let mut seen = Seen::default();
    for dir in std::env::args_os().skip(1) {
        walk(Path::new(&dir), &mut Vec::new(), &mut seen)?;
    }
    println!("{} files, {} bytes, {} not UTF-8", seen.files, seen.bytes, seen.not_utf8);
    Ok(())
}
