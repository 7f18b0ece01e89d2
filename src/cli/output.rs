//! Standard output, files and folders; errors and the end of a pipe.

use std::fs;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use citegraph::report::inert::{Inert, inert};
pub(crate) use citegraph::report::text::escape as visible;

use super::Exit;
use super::file::Output;

/// Prints what clap has to say: help and versions to standard output, errors to standard error.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    if error.use_stderr() {
        say(error.render().to_string().trim_end());
        return Exit::Usage;
    }
    // Nobody is left to be told where printing fails.
    let _ = error.print();
    Exit::Fine
}

/// Prints an error with its causes. A closed pipe is no error.
pub(crate) fn failure(error: &anyhow::Error) -> Exit {
    let broken = error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    });
    if broken {
        return Exit::Fine;
    }
    say(&format!("error: {error:#}"));
    Exit::Usage
}

/// One message on standard error, of a line or several. Arguments and names of files stand in messages, and
/// what steers a terminal or starts a command in a log is shown instead of obeyed.
pub(crate) fn say(message: &str) {
    // Nobody is left to be told where printing fails.
    let _ = writeln!(io::stderr().lock(), "{}", inert(message));
}

/// Where a verb with one result writes it.
#[derive(Debug, clap::Args)]
pub(crate) struct To {
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

impl To {
    /// Opens it before the work begins.
    pub(crate) fn open(&self, content: Content) -> anyhow::Result<Sink> {
        Sink::open(self.path(), content)
    }

    /// The file, if there is one: it is no input of the same run.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.output.as_deref()
    }
}

/// What is written, and so who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Text for people, which ends in terminals and in the logs of builds: nothing in it is obeyed there.
    Text,
    /// A form that a program reads: every byte stays.
    Data,
}

/// Where a single result goes: standard output, or a file that appears when it is complete.
pub(crate) enum Sink {
    Text(Inert<Destination>),
    Data(Destination),
}

/// Where the bytes go.
pub(crate) enum Destination {
    Stdout(BufWriter<io::StdoutLock<'static>>),
    File(Output),
}

impl Sink {
    /// Opens a sink before the work begins; `None` and `-` mean standard output.
    pub(crate) fn open(path: Option<&Path>, content: Content) -> anyhow::Result<Self> {
        let target = match path.filter(|path| *path != Path::new("-")) {
            None => Destination::Stdout(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
            Some(path) => Destination::File(Output::open(path)?),
        };
        Ok(match content {
            Content::Text => Self::Text(Inert::new(target)),
            Content::Data => Self::Data(target),
        })
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

/// A folder of results.
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Makes the folder before the work begins.
    pub(crate) fn create(path: &Path) -> anyhow::Result<Self> {
        fs::create_dir_all(path).with_context(|| {
            format!("cannot make the folder {}; choose another with -o", path.display())
        })?;
        Ok(Self { path: path.to_owned() })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one file of the folder; it appears when it is complete.
    pub(crate) fn file<E: Into<anyhow::Error>>(
        &self,
        name: &str,
        write: impl FnOnce(&mut Output) -> Result<(), E>,
    ) -> anyhow::Result<()> {
        let path = self.path.join(name);
        let mut file = Output::open(&path)?;
        let written = write(&mut file).map_err(Into::into);
        written.with_context(|| format!("cannot write {}", path.display()))?;
        file.finish()
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

/// Says how many documents were skipped for which reason, and names the first of each.
pub(crate) fn say_skipped(skipped: &[citegraph::article::Skipped]) {
    let mut reasons: std::collections::BTreeMap<&str, Vec<&citegraph::article::Skipped>> =
        std::collections::BTreeMap::new();
    for row in skipped {
        reasons.entry(&row.reason).or_default().push(row);
    }
    for (reason, rows) in reasons {
        let more = match rows.len() {
            1 => String::new(),
            count => format!(" and {} more; --skipped FILE lists them", count - 1),
        };
        let name = visible(&rows[0].input);
        say(&format!("skipped ({reason}): {name}: {}{more}", rows[0].detail));
    }
}
