//! Standard output, files and folders; errors and the end of a pipe.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use citegraph::article::{SkipReason, Skipped};
use citegraph::export::Network;
use citegraph::report::sanitizer::{SanitizingWriter, sanitize, sanitize_painted};
use citegraph::report::style::TextStyle;
pub(crate) use citegraph::report::text::escape as visible;
use citegraph::report::words;
use citegraph::report::{own_site_warning, plural};

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
mod remedy;
mod request;
pub(crate) mod terminal;

/// The folder of a report in which pages of the web are kept.
pub(crate) const PAGES_FOLDER: &str = "inputs";

/// Prints what clap has to say: help and versions to standard output, errors to standard error.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    if error.use_stderr() {
        let shown = error.render();
        match terminal::stderr_has_color() {
            true => eprint_painted(shown.ansi().to_string().trim_end()),
            false => eprint_line(shown.to_string().trim_end()),
        }
        return Exit::Usage;
    }
    let help = match terminal::stdout_style().has_color() {
        true => error.render().ansi().to_string(),
        false => error.render().to_string(),
    };
    match io::stdout().lock().write_all(help.as_bytes()) {
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
    let help = remedy::of(error).map_or_else(String::new, |help| format!("\nhelp: {help}"));
    eprint_line(&format!("error: {error:#}{help}"));
    Exit::Usage
}

/// One message on standard error, of a line or several. Arguments and names of files stand in messages, and
/// what steers a terminal or starts a command in a log is shown instead of obeyed.
pub(crate) fn eprint_line(message: &str) {
    let message = &without_codes(message);
    if terminal::stderr_has_color() {
        return eprint_painted(&terminal::painted(&sanitize(message)));
    }
    // Nobody is left to be told where printing fails.
    let _ = writeln!(io::stderr().lock(), "{}", sanitize(message));
}

/// A message without the numbers that the system has for its errors: ` (os error 2)`.
fn without_codes(message: &str) -> Cow<'_, str> {
    let mut shown = Cow::Borrowed(message);
    while let Some(begin) = shown.find(" (os error ") {
        let Some(length) = shown[begin..].find(')') else { break };
        shown = Cow::Owned(format!("{}{}", &shown[..begin], &shown[begin + length + 1..]));
    }
    shown
}

/// The same with colours in it.
fn eprint_painted(message: &str) {
    // Nobody is left to be told where printing fails.
    let _ = writeln!(io::stderr().lock(), "{}", sanitize_painted(message));
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
    Text(SanitizingWriter<Destination>, TextStyle),
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
            OutputKind::Text => {
                let style = match target {
                    Destination::Stdout(_) => terminal::stdout_style(),
                    Destination::File(_) => terminal::file_style(),
                };
                let writer = SanitizingWriter::new(target);
                Self::Text(if style.has_color() { writer.painted() } else { writer }, style)
            }
            OutputKind::Data => Self::Data(target),
        }
    }

    /// How text is laid out that goes there.
    pub(crate) fn style(&self) -> TextStyle {
        match self {
            Self::Text(_, style) => *style,
            Self::Data(_) => terminal::file_style(),
        }
    }

    /// Writes out what is buffered and gives a file its name.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        let target = match self {
            Self::Text(text, _) => text.into_inner(),
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
            Self::Text(text, _) => text.write(bytes),
            Self::Data(target) => target.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Text(text, _) => text.flush(),
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
/// can do something about it. Files of git and of ignore rules hold no articles; nothing is said if only they were
/// skipped.
pub(crate) fn print_skipped(skipped: &[&Skipped]) {
    let count = skipped.len();
    if skipped.iter().all(|row| is_of_git(row)) {
        return;
    }
    let mut reasons: BTreeMap<SkipReason, Vec<&Skipped>> = BTreeMap::new();
    for row in skipped {
        reasons.entry(row.reason).or_default().push(row);
    }
    let parts: Vec<String> = reasons.iter().map(|(reason, rows)| part(*reason, rows)).collect();
    let files = if count == 1 { "file" } else { "files" };
    let larger = remedy::of_skip(SkipReason::TooLarge);
    let larger = larger.filter(|_| reasons.contains_key(&SkipReason::TooLarge));
    let larger = larger.map_or_else(String::new, |help| format!("; {help}"));
    eprint_line(&format!(
        "skipped {count} {files}: {}; --skipped FILE lists them{larger}",
        parts.join(", ")
    ));
}

/// `2 unreadable (a.md: permission denied)`
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
    let words = words::skipped(reason);
    format!("{} {words}{}", rows.len(), example.unwrap_or_default())
}

fn is_of_git(row: &Skipped) -> bool {
    let name = row.input.rsplit('/').next().unwrap_or_default();
    name.starts_with(".git") || name == ".ignore"
}

/// Says that a named input was not read, and what can be done.
pub(crate) fn print_unread(row: &Skipped) {
    let mut message = format!("error: cannot read {}: {}", row.input, row.detail);
    if let Some(help) = remedy::of_skip(row.reason) {
        message.push_str(&format!("\nhelp: {help}"));
    }
    eprint_line(&message);
}

/// How an article gets its address.
const ORIGIN_HELP: &str = "help: give the address of the article with --origin, or the address of a folder of pages \
                           with --base-url";

/// Says how an article gets its address.
pub(crate) fn print_origin_help() {
    eprint_line(ORIGIN_HELP);
}

/// Warns that links to the articles' own site count, because it is unknown.
pub(crate) fn print_own_sites(sites: &BTreeMap<String, u64>) {
    if let Some(warning) = own_site_warning(sites) {
        eprint_line(&format!(
            "warning: {warning} If the address of an article (its origin) is not known, links to \
             its own site are counted as citations.\n{ORIGIN_HELP}"
        ));
    }
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
            plural(network.infinities, "text of the graph contains", "texts of the graph contain");
        eprint_line(&format!("warning: {texts} INF, which Gephi shows as Infinity"));
    }
}
