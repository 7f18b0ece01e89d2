//! `citegraph doctor`: what readers trip over in a graph file, and a copy without it.

use std::collections::BTreeMap;
use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::export::doctor::{Diagnosis, Finding, Trap, examine};
use citegraph::report::plural;
use clap::ValueEnum;
use flate2::bufread::MultiGzDecoder;

use super::Exit;
use super::args::Env;
use super::output::{Content, Sink, visible};

/// The largest file that is read, unpacked.
const MOST: u64 = 1 << 30;

/// Show what Gephi, Gephi Lite, networkx and igraph trip over in a GEXF, GraphML or CSV file
///
/// With --fix it writes a copy in which all is mended that needs no guess; what would change what the
/// file says is only told.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph doctor old.gexf
  citegraph doctor old.gexf --fix -o new.gexf
  citegraph doctor --traps")]
pub(crate) struct Args {
    /// A graph file of any program, also as .gz; - for standard input
    #[arg(value_name = "FILE", required_unless_present = "traps")]
    file: Option<PathBuf>,
    /// Write the mended copy with -o
    #[arg(long, requires = "output")]
    fix: bool,
    /// Fail (exit 1) if the file has a trap
    #[arg(long)]
    check: bool,
    /// List the traps, and what each reader does
    #[arg(long)]
    traps: bool,
    /// Print as text or JSON
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    format: Format,
    /// Write the copy to FILE; without --fix, what was found
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Runs the verb.
pub(crate) fn run(args: &Args, env: &Env) -> anyhow::Result<Exit> {
    let Some(path) = args.file.as_deref().filter(|_| !args.traps) else {
        return list(args.output.as_deref(), env);
    };
    let diagnosis = examine(&read(path)?);
    let told = args.output.as_deref().filter(|_| !args.fix);
    let content = match args.format {
        Format::Text => Content::Text,
        Format::Json => Content::Data,
    };
    let mut sink = Sink::open(told, content, &env.guard)?;
    match args.format {
        Format::Text => write(&diagnosis, path, &mut sink)?,
        Format::Json => {
            serde_json::to_writer(&mut sink, &diagnosis)?;
            sink.write_all(b"\n")?;
        }
    }
    sink.finish()?;
    if args.fix {
        let copy = diagnosis.mended.as_ref();
        let copy = copy.with_context(|| format!("{} cannot be mended", path.display()))?;
        write_copy(copy, args.output.as_deref(), env)?;
    }
    let failed = args.check && !diagnosis.findings.is_empty();
    Ok(if failed { Exit::Gate } else { Exit::Fine })
}

/// Writes the mended copy. A table shows nobody that it is one, but the same copy can be written again.
fn write_copy(copy: &[u8], output: Option<&Path>, env: &Env) -> anyhow::Result<()> {
    let is_there = |path: &Path| {
        let is_as_long = path.metadata().is_ok_and(|there| there.len() == copy.len() as u64);
        is_as_long && std::fs::read(path).is_ok_and(|there| there == copy)
    };
    if output.is_some_and(is_there) {
        return Ok(());
    }
    let mut sink = Sink::open(output, Content::Data, &env.guard)?;
    sink.write_all(copy)?;
    sink.finish()
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = match path == Path::new("-") {
        true => std::io::stdin().lock().take(MOST).read_to_end(&mut bytes),
        false => std::fs::File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut bytes)),
    };
    read.with_context(|| format!("cannot read {}; name a graph file", path.display()))?;
    if bytes.starts_with(b"\x1f\x8b") {
        let mut text = Vec::new();
        let unpacked = MultiGzDecoder::new(&bytes[..]).take(MOST).read_to_end(&mut text);
        unpacked.with_context(|| format!("{} is no gzip; unpack it first", path.display()))?;
        bytes = text;
    }
    anyhow::ensure!((bytes.len() as u64) < MOST, "{} has a gigabyte or more", path.display());
    Ok(bytes)
}

/// One paragraph a trap, in the order in which they were found.
fn write(diagnosis: &Diagnosis, path: &Path, out: &mut impl Write) -> std::io::Result<()> {
    let name = path.display().to_string();
    let name = visible(&name);
    let mut places: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in &diagnosis.findings {
        places.entry(finding.trap).or_default().push(finding);
    }
    let mended = places.keys().filter(|name| Trap::named(name).is_some_and(|trap| trap.is_mended));
    let kinds = plural(places.len() as u64, "kind of trap", "kinds of traps");
    let mended = match (places.len(), mended.count()) {
        (0, _) => String::new(),
        (1, 0) => ", which --fix does not mend".to_owned(),
        (1, _) => ", which --fix mends".to_owned(),
        (_, 0) => ", none of which --fix mends".to_owned(),
        (_, some) => format!(", {some} of which --fix mends"),
    };
    writeln!(out, "{name}: {kinds}{mended}")?;
    for trap in Trap::all() {
        let Some(found) = places.get(trap.name) else { continue };
        let first = found[0];
        let more = if found.len() > 1 { format!(", {} times", found.len()) } else { String::new() };
        let how = if trap.is_mended { "--fix mends it" } else { "not mended" };
        writeln!(out, "\n{}: {} ({how})", trap.name, trap.what)?;
        writeln!(out, "  line {}{more}: {}", first.line, visible(&first.what))?;
        for (reader, does) in
            Trap::READERS.iter().zip(trap.readers).filter(|(_, does)| *does != "-")
        {
            writeln!(out, "  {reader} {does}")?;
        }
    }
    Ok(())
}

fn list(output: Option<&Path>, env: &Env) -> anyhow::Result<Exit> {
    let mut sink = Sink::open(output, Content::Text, &env.guard)?;
    for trap in Trap::all() {
        let how = if trap.is_mended { "mended" } else { "told" };
        writeln!(sink, "{} ({how}): {}", trap.name, trap.what)?;
        for (reader, does) in
            Trap::READERS.iter().zip(trap.readers).filter(|(_, does)| *does != "-")
        {
            writeln!(sink, "  {reader} {does}")?;
        }
    }
    sink.finish()?;
    Ok(Exit::Fine)
}
