//! The core of extraction alone: counts the links of the HTML files below a folder and the bytes of their
//! hrefs and texts. `benches/extract/run` compares it with hyperlink.

use std::path::Path;
use std::{env, fs, io};

use citegraph::extract::LinkReader;

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).unwrap_or_else(|| ".".into());
    let mut reader = LinkReader::default();
    let mut counts = [0; 3];
    visit(Path::new(&folder), &mut |bytes| {
        let Ok(html) = std::str::from_utf8(bytes) else { return };
        for (href, text) in reader.read(html) {
            counts = [counts[0] + 1, counts[1] + href.len(), counts[2] + text.len()];
        }
    })?;
    let [links, hrefs, texts] = counts;
    io::Write::write_all(&mut io::stdout(), format!("{links} {hrefs} {texts}\n").as_bytes())
}

/// Calls `each` with the bytes of every file below a folder.
fn visit(folder: &Path, each: &mut impl FnMut(&[u8])) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            visit(&entry.path(), each)?;
        } else {
            each(&fs::read(entry.path())?);
        }
    }
    Ok(())
}
