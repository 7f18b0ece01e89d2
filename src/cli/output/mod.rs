//! Standard output, files and folders; errors and the end of a pipe.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use citegraph::article::{SkipReason, Skipped};
use citegraph::export::Network;
use citegraph::report::plural;
use citegraph::report::sanitizer::{SanitizingWriter, sanitize};
pub(crate) use citegraph::report::text::escape as visible;

pub(crate) use self::file::OutputFile;
pub(crate) use self::folder::OutputFolder;
pub(crate) use self::guard::OverwriteGuard;
pub(crate) use self::partial::abandon;
pub(crate) use self::request::FormatRequest;
use super::Exit;

mod descriptor;
pub(crate) mod file;
mod folder;
mod guard;
mod manifest;
mod partial;
mod request;

/// The folder of a report in which pages of the web are kept.
pub(crate) const PAGES_FOLDER: &str = "inputs";

/// Prints what clap has to say: help and versions to standard output, errors to standard error.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    if error.use_stderr() {
        eprint_line(error.render().to_string().trim_end());
        return Exit::Usage;
    }
    match error.print() {
        Err(error) => failure(&error.into()),
        Ok(()) => Exit::Fine,
    }
}

/// Prints an error with its causes. A closed pipe is not an error.
pub(crate) fn failure(error: &anyhow::Error) -> Exit {
    let broken = error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    });
    if broken {
        return Exit::Fine;
    }
    eprint_line(&format!("error: {error:#}"));
    Exit::Usage
}

/// One message on standard error, of a line or several. Arguments and names of files stand in messages, and
/// what steers a terminal or starts a command in a log is shown instead of obeyed.
pub(crate) fn eprint_line(message: &str) {
    // Nobody is left to be told where printing fails.
    let _ = writeln!(io::stderr().lock(), "{}", sanitize(message));
}

/// Where a verb with one result writes it.
#[derive(Debug, clap::Args)]
pub(crate) struct OutputArgs {
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

impl OutputArgs {
    /// Opens it before the work begins.
    pub(crate) fn open(&self, content: OutputKind, guard: &OverwriteGuard) -> anyhow::Result<Sink> {
        Sink::open(self.path(), content, guard)
    }

    /// The file, if there is one. The same run does not read it as an input.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.output.as_deref()
    }
}

/// What is written, and so who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutputKind {
    /// Text for people, which ends in terminals and in the logs of builds: nothing in it is obeyed there.
    Text,
    /// A form that a program reads: every byte stays.
    Data,
}

/// Where a single result goes: standard output, or a file that appears when it is complete.
pub(crate) enum Sink {
    Text(SanitizingWriter<Destination>),
    Data(Destination),
}

/// Where the bytes go.
pub(crate) enum Destination {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    File(OutputFile),
}

impl Sink {
    /// Standard output.
    pub(crate) fn stdout(content: OutputKind) -> Self {
        let writer = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        Self::new(Destination::Stdout(writer), content)
    }

    /// Opens a sink before the work begins; `None` and `-` mean standard output.
    pub(crate) fn open(
        path: Option<&Path>,
        content: OutputKind,
        guard: &OverwriteGuard,
    ) -> anyhow::Result<Self> {
        Ok(match path.filter(|path| *path != Path::new("-")) {
            None => Self::stdout(content),
            Some(path) => Self::new(Destination::File(OutputFile::create(path, guard)?), content),
        })
    }

    fn new(target: Destination, content: OutputKind) -> Self {
        match content {
            OutputKind::Text => Self::Text(SanitizingWriter::new(target)),
            OutputKind::Data => Self::Data(target),
        }
    }

    /// Writes out what is buffered and gives a file its name.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let target = match self {
            Self::Text(text) => text.into_inner(),
            Self::Data(target) => target,
        };
        match target {
            Destination::Stdout(mut writer) => Ok(writer.flush()?),
            Destination::File(file) => file.finish(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Text(text) => text.write(bytes),
            Self::Data(target) => target.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Text(text) => text.flush(),
            Self::Data(target) => target.flush(),
        }
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(writer) => writer.write(bytes),
            Self::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(writer) => writer.flush(),
            Self::File(file) => file.flush(),
        }
    }
}

/// A line on standard error that says how far a run is; only on a terminal.
pub(crate) struct Progress {
    total: usize,
    done: usize,
    shown: bool,
}

impl Progress {
    /// A line for `total` documents.
    pub(crate) fn new(total: usize, quiet: bool) -> Self {
        Self { total, done: 0, shown: !quiet && total > 500 && io::stderr().is_terminal() }
    }

    /// Notes that one more document is done.
    pub(crate) fn step(&mut self) {
        self.done += 1;
        if self.shown && self.done.is_multiple_of(256) {
            let _ = write!(io::stderr().lock(), "\r{} of {} documents", self.done, self.total);
        }
    }

    /// Wipes the line.
    pub(crate) fn finish(self) {
        if self.shown {
            let _ = write!(io::stderr().lock(), "\r{:40}\r", "");
        }
    }
}

/// Says in one line how many files of folders were skipped for which reason, with an example where somebody
/// can do something about it. Files of git and of ignore rules hold no articles, and nobody misses them.
pub(crate) fn print_skipped(skipped: &[&Skipped]) {
    let mut reasons: BTreeMap<SkipReason, Vec<&Skipped>> = BTreeMap::new();
    for row in skipped.iter().filter(|row| !is_of_git(row)) {
        reasons.entry(row.reason).or_default().push(row);
    }
    let count: usize = reasons.values().map(Vec::len).sum();
    if count == 0 {
        return;
    }
    let parts: Vec<String> = reasons.iter().map(|(reason, rows)| part(*reason, rows)).collect();
    let files = if count == 1 { "file" } else { "files" };
    eprint_line(&format!(
        "skipped {count} {files}: {}; --skipped FILE lists them",
        parts.join(", ")
    ));
}

/// `2 unreadable (a.md: Permission denied)`
fn part(reason: SkipReason, rows: &[&Skipped]) -> String {
    // What merely is no article needs no example; what could be read after a change has a remedy.
    let is_plain = |row: &&&Skipped| match reason {
        SkipReason::Hidden
        | SkipReason::Ignored
        | SkipReason::ExcludedFolder
        | SkipReason::OwnOutput => true,
        SkipReason::UnknownFormat => !row.detail.contains("not supported"),
        _ => false,
    };
    let example = rows.iter().find(|row| !is_plain(row));
    let example = example.map(|row| format!(" ({}: {})", row.input, row.detail));
    format!("{} {reason}{}", rows.len(), example.unwrap_or_default())
}

fn is_of_git(row: &Skipped) -> bool {
    let name = row.input.rsplit('/').next().unwrap_or_default();
    name.starts_with(".git") || name == ".ignore"
}

/// Says that a named input was not read, and what can be done.
pub(crate) fn print_unread(row: &Skipped) {
    let mut message = format!("error: cannot read {}: {}", row.input, row.detail);
    if row.reason == SkipReason::UnknownFormat {
        message.push_str(
            "\nhelp: citegraph reads Markdown, HTML, .docx, notebooks (.ipynb) and plain text; convert the \
             file, for example with `pandoc -t html`, or name its format with --format-in",
        );
    }
    eprint_line(&message);
}

/// Says what a reader of the file would otherwise wonder about.
pub(crate) fn print_losses(network: &Network) {
    if network.removed > 0 {
        let characters = plural(
            network.removed,
            "character that XML forbids was",
            "characters that XML forbids were",
        );
        eprint_line(&format!("warning: {characters} left out of the graph"));
    }
    if network.infinities > 0 {
        let texts =
            plural(network.infinities, "text of the graph holds", "texts of the graph hold");
        eprint_line(&format!("warning: {texts} INF, which Gephi shows as Infinity"));
    }
}
