//! The place of every link of HTML pages, with other thresholds of the content region: a line a link, with page,
//! href and place. `benches/place/plateau.py` runs it for each value of each threshold.
//!
//!     places [NAME=VALUE]... FOLDER ORIGINS
//!
//! ORIGINS is a file of lines `PAGE TAB ORIGIN`, the pages of FOLDER; without an origin the page says it itself.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

use citegraph::article::Format;
use citegraph::extract::{ExtractOptions, Extractor, RegionMeasures};
use citegraph::input::Document;

fn main() -> io::Result<()> {
    let mut measures = RegionMeasures::default();
    let mut paths = Vec::new();
    for argument in env::args().skip(1) {
        match argument.split_once('=') {
            Some((name, value)) => set(&mut measures, name, value)?,
            None => paths.push(argument),
        }
    }
    let [folder, origins] = paths.as_slice() else { return Err(wrong("FOLDER ORIGINS")) };
    let mut extractor = Extractor::with_measures(measures);
    let mut lines = String::new();
    for row in fs::read_to_string(origins)?.lines() {
        let (page, origin) = row.split_once('\t').unwrap_or((row, ""));
        let text = String::from_utf8_lossy(&fs::read(Path::new(folder).join(page))?).into_owned();
        let origin = Some(origin.to_owned()).filter(|origin| !origin.is_empty());
        let options = ExtractOptions { origin, ..ExtractOptions::default() };
        let article = extractor.extract(&Document::new(page, Format::Html, &text), &options);
        let mut links: Vec<_> = article.citations.iter().chain(&article.rejects).collect();
        links.sort_by_key(|link| link.ordinal);
        for link in links {
            let href = link.written.replace(['\t', '\n', '\r'], "");
            let _ = writeln!(lines, "{page}\t{href}\t{}", link.place.name());
        }
    }
    io::Write::write_all(&mut io::stdout(), lines.as_bytes())
}

fn set(measures: &mut RegionMeasures, name: &str, value: &str) -> io::Result<()> {
    let field = match name {
        "prose" => &mut measures.prose,
        "linked_percent" => &mut measures.linked_percent,
        "link_cost" => &mut measures.link_cost,
        "step_cost" => &mut measures.step_cost,
        "least" => &mut measures.least,
        "home_percent" => &mut measures.home_percent,
        "crumb" => &mut measures.crumb,
        "depth" => &mut measures.depth,
        "digest_percent" => &mut measures.digest_percent,
        _ => return Err(wrong(name)),
    };
    *field = value.parse().map_err(|_| wrong(value))?;
    Ok(())
}

fn wrong(what: &str) -> io::Error {
    io::Error::other(format!("{what}: see the head of benches/place/places.rs"))
}
