//! `citegraph doctor`: what readers trip over in a graph file, and a copy without it.

use std::borrow::Cow;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::export::doctor::listing::{self, DiagnosisLabels};
use citegraph::export::doctor::{
    Diagnosis, DiagnosisError, GraphFileFormat, MAX_PARTS, examine_pair, examine_within,
};
use clap::ValueEnum;
use flate2::Compression;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::Exit;
use super::args::{ByteSize, CliContext};
use super::output::{OutputKind, Sink};
use super::suffix::{choose_format, file_suffix, without_gz};

/// The largest file that is read unless another limit is set, unpacked. What is held of a file takes some
/// seven times its bytes.
const MAX_FILE_BYTES: u64 = 256 << 20;

/// Bytes of a file for each of [`MAX_PARTS`] that are held of it.
const BYTES_PER_PART: u64 = 10;

/// Find problems that a GEXF, GraphML or CSV file causes in Gephi, Gephi Lite, networkx, igraph or Cytoscape
///
/// A table of nodes and a table of edges are checked together: `citegraph doctor nodes.csv edges.csv`.
///
/// With --fix it writes a copy, in which it repairs all problems that can be repaired without a guess. If the repair of
/// a problem would change the meaning of the file, it only reports the problem.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph doctor old.gexf
  citegraph doctor old.gexf --fix -o new.gexf
  citegraph doctor nodes.csv edges.csv
  citegraph doctor --traps")]
pub(crate) struct DoctorArgs {
    /// A graph file of any program (.gz works too), or - for standard input. If you give two files, they must be a
    /// table of nodes and a table of edges
    #[arg(value_name = "FILE", required_unless_present = "traps", num_args = 1..=2)]
    files: Vec<PathBuf>,
    /// Repair the file; -o sets the name of the repaired copy
    #[arg(long, requires = "output")]
    fix: bool,
    /// Fail (exit 1) if the file has a problem
    #[arg(long)]
    check: bool,
    /// List all known problems, and what each program does with them
    #[arg(long)]
    traps: bool,
    /// Refuse a file that is larger than SIZE after decompression. SIZE is a number of bytes, with or without a
    /// unit: 500000, 10MB or 64MiB [default: 256MiB]
    #[arg(long, value_name = "SIZE")]
    max_size: Option<ByteSize>,
    /// Print as text or JSON [default: by the suffix of -o; with --fix or without -o, text]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<DoctorFormat>,
    /// Write the copy to FILE; without --fix, write the result to FILE
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DoctorFormat {
    Text,
    Json,
}

/// Forms of what was found, by the suffixes of files.
const FORMS: [(&str, DoctorFormat); 3] =
    [("txt", DoctorFormat::Text), ("log", DoctorFormat::Text), ("json", DoctorFormat::Json)];

/// Runs the verb.
pub(crate) fn run(args: &DoctorArgs, env: &CliContext) -> anyhow::Result<Exit> {
    if args.traps {
        return list(args.output.as_deref(), env);
    }
    let told = args.output.as_deref().filter(|_| !args.fix);
    let format = choose_format(args.format, told, &FORMS)?;
    anyhow::ensure!(
        !args.fix || args.files.len() == 1,
        "--fix repairs one file at a time; run it for {}, then for the other file",
        args.files[0].display()
    );
    let diagnoses = diagnoses(args)?;
    if let Some(copy) = args.output.as_deref().filter(|_| args.fix) {
        check_suffix(copy, diagnoses[0].form)?;
    }
    let content = match format {
        DoctorFormat::Text => OutputKind::Text,
        DoctorFormat::Json => OutputKind::Data,
    };
    let mut sink = Sink::open(told, content, &env.guard)?;
    for (at, (path, diagnosis)) in args.files.iter().zip(&diagnoses).enumerate() {
        match format {
            DoctorFormat::Text => {
                if at > 0 {
                    writeln!(sink)?;
                }
                let name = path.display().to_string();
                let labels = DiagnosisLabels { name: &name, repaired_by: "--fix" };
                listing::text(diagnosis, labels, sink.style(), &mut sink)?;
                if args.fix {
                    listing::copy(diagnosis, sink.style(), &mut sink)?;
                }
            }
            DoctorFormat::Json => listing::json(diagnosis, &mut sink)?,
        }
    }
    sink.finish()?;
    if args.fix {
        let copy = diagnoses[0].mended.as_ref();
        let copy =
            copy.with_context(|| format!("{} cannot be repaired", args.files[0].display()))?;
        write_copy(copy, args.output.as_deref(), env)?;
    }
    let failed = args.check && diagnoses.iter().any(|diagnosis| !diagnosis.findings.is_empty());
    Ok(if failed { Exit::Gate } else { Exit::Fine })
}

/// Reads and examines the files.
fn diagnoses(args: &DoctorArgs) -> anyhow::Result<Vec<Diagnosis>> {
    let most = args.max_size.map_or(MAX_FILE_BYTES, |size| size.0);
    // The usual limit for a file of the usual size, and more where a larger one is allowed.
    let parts = usize::try_from(most / BYTES_PER_PART).unwrap_or(usize::MAX).max(MAX_PARTS);
    let refused = |path: &Path, refusal: DiagnosisError| {
        let is_large = refusal == DiagnosisError::TooManyParts;
        let remedy = if is_large { "\nhelp: allow more with --max-size SIZE" } else { "" };
        anyhow::anyhow!("{}: {refusal}{remedy}", path.display())
    };
    match &args.files[..] {
        [first, second] => {
            let files = [read(first, most)?, read(second, most)?];
            let pair = examine_pair([&files[0], &files[1]], parts);
            let pair = pair.map_err(|(at, refusal)| refused(&args.files[at], refusal))?;
            Ok(pair.into())
        }
        files => {
            let bytes = read(&files[0], most)?;
            let diagnosis = examine_within(&bytes, parts);
            Ok(vec![diagnosis.map_err(|refusal| refused(&files[0], refusal))?])
        }
    }
}

/// Reads a file up to `most` bytes, and unpacks it up to as many.
fn read(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let too_large = |what: &str| {
        let name = path.display();
        anyhow::anyhow!(
            "{name} has more than {most} bytes{what}\nhelp: allow more with --max-size SIZE"
        )
    };
    let bytes = match path == Path::new("-") {
        true => up_to(std::io::stdin().lock(), most),
        false => std::fs::File::open(path).and_then(|file| up_to(file, most)),
    };
    let bytes = bytes
        .with_context(|| format!("cannot read {}; give a graph file", path.display()))?
        .ok_or_else(|| too_large(""))?;
    if !bytes.starts_with(b"\x1f\x8b") {
        return Ok(bytes);
    }
    let unpacked = up_to(MultiGzDecoder::new(&bytes[..]), most);
    let unpacked = unpacked.with_context(|| {
        format!("cannot decompress {}; check that the file is complete", path.display())
    })?;
    unpacked.ok_or_else(|| too_large(" when decompressed"))
}

/// All bytes; `None` where there are more than `most`.
fn up_to(input: impl Read, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    input.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// Refuses a name for the copy that says another form than it has.
fn check_suffix(copy: &Path, form: GraphFileFormat) -> anyhow::Result<()> {
    let known: &[&str] = match form {
        GraphFileFormat::Gexf => &["gexf", "xml"],
        GraphFileFormat::Graphml => &["graphml", "xml"],
        GraphFileFormat::Csv => &["csv", "tsv", "txt"],
    };
    let Some(end) = file_suffix(&without_gz(copy).0) else { return Ok(()) };
    anyhow::ensure!(
        known.iter().any(|known| end.eq_ignore_ascii_case(known)),
        "the copy has the format of the input, but the suffix of {} is not one of .{}; choose another file \
         name",
        copy.display(),
        known.join(", .")
    );
    Ok(())
}

/// Writes the copy, compressed where its name says so. A table does not show that it is a copy, but the
/// same copy may be written again.
fn write_copy(copy: &[u8], path: Option<&Path>, env: &CliContext) -> anyhow::Result<()> {
    let bytes = if path.is_some_and(|path| without_gz(path).1) {
        let mut packer = GzEncoder::new(Vec::new(), Compression::default());
        packer.write_all(copy)?;
        Cow::Owned(packer.finish()?)
    } else {
        Cow::Borrowed(copy)
    };
    let is_there = |path: &Path| {
        let is_as_long = path.metadata().is_ok_and(|there| there.len() == bytes.len() as u64);
        is_as_long && std::fs::read(path).is_ok_and(|there| there == *bytes)
    };
    if path.is_some_and(is_there) {
        return Ok(());
    }
    let mut sink = Sink::open(path, OutputKind::Data, &env.guard)?;
    sink.write_all(&bytes)?;
    sink.finish()
}

fn list(output: Option<&Path>, env: &CliContext) -> anyhow::Result<Exit> {
    let mut sink = Sink::open(output, OutputKind::Text, &env.guard)?;
    listing::traps(sink.style(), &mut sink)?;
    sink.finish()?;
    Ok(Exit::Fine)
}
