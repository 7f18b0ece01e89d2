//! `--format FORM` for the result that is printed, and `--format FORM=FILE` for more of the same run.

use std::ffi::OsStr;

use clap::builder::{EnumValueParser, PossibleValue, StringValueParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command, ValueEnum};

use super::super::output::{FormatRequest, OutputArgs, OutputKind, OverwriteGuard, Sink};
use super::super::suffix::choose_format;

/// The forms in which a verb can write its result.
pub(crate) trait ResultForm: ValueEnum + Copy + Send + Sync + 'static {
    /// Forms by the suffixes of files; the first is the usual one.
    const SUFFIXES: &'static [(&'static str, Self)];

    /// Who reads it.
    fn content(self) -> OutputKind;
}

/// The form that a value of `--format` names.
fn form_of<F: ResultForm>(request: &FormatRequest) -> anyhow::Result<F> {
    F::from_str(request.word(), false).map_err(anyhow::Error::msg)
}

/// Takes `FORM` and `FORM=FILE`.
pub(crate) fn format_request<F: ResultForm>() -> impl TypedValueParser<Value = FormatRequest> {
    FormatParser(EnumValueParser::<F>::new())
}

#[derive(Clone)]
struct FormatParser<F: ResultForm>(EnumValueParser<F>);

impl<F: ResultForm> TypedValueParser for FormatParser<F> {
    type Value = FormatRequest;

    fn parse_ref(
        &self,
        command: &Command,
        flag: Option<&Arg>,
        value: &OsStr,
    ) -> Result<FormatRequest, clap::Error> {
        let text = StringValueParser::new().parse_ref(command, flag, value)?;
        let (word, file) = match text.split_once('=') {
            Some((word, file)) => (word, Some(file)),
            None => (text.as_str(), None),
        };
        // Refuses other words, and names the one that was meant.
        self.0.parse_ref(command, flag, OsStr::new(word))?;
        if file == Some("") {
            let message = format!("--format {text} has no file; write --format {word}=FILE\n");
            return Err(command.clone().error(ErrorKind::InvalidValue, message));
        }
        Ok(FormatRequest::new(word, file.filter(|file| *file != "-")))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.0.possible_values()
    }
}

/// One result of a run, in its form.
pub(crate) struct FormattedOutput<F> {
    pub(crate) form: F,
    pub(crate) sink: Sink,
}

/// The results of a run. All are opened before the work begins.
pub(crate) struct FormattedOutputs<F> {
    /// What is printed or goes to the file of `-o`. Only named files are written where nothing else is asked for.
    pub(crate) main: Option<FormattedOutput<F>>,
    /// The results that have files of their own.
    pub(crate) files: Vec<FormattedOutput<F>>,
}

impl<F: ResultForm> FormattedOutputs<F> {
    /// Opens the results that `--format` and `-o` ask for.
    pub(crate) fn open(
        requests: &[FormatRequest],
        to: &OutputArgs,
        guard: &OverwriteGuard,
    ) -> anyhow::Result<Self> {
        let (plain, named): (Vec<&FormatRequest>, Vec<&FormatRequest>) =
            requests.iter().partition(|request| request.file().is_none());
        if let [first, second, ..] = plain.as_slice() {
            anyhow::bail!(
                "--format {} and --format {} would both be printed; write one of them to a file with \
                 --format {1}=FILE",
                first.word(),
                second.word()
            );
        }
        let is_main = !plain.is_empty() || named.is_empty() || to.path().is_some();
        let asked = plain.first().map(|request| form_of::<F>(request)).transpose()?;
        let main = match is_main {
            true => {
                let form = choose_format(asked, to.path(), F::SUFFIXES)?;
                Some(FormattedOutput { form, sink: to.open(form.content(), guard)? })
            }
            false => None,
        };
        let files = named.into_iter().map(|request| {
            let form = form_of::<F>(request)?;
            let sink = Sink::open(request.file(), form.content(), guard)?;
            Ok(FormattedOutput { form, sink })
        });
        Ok(Self { main, files: files.collect::<anyhow::Result<Vec<_>>>()? })
    }

    /// The form of every result.
    pub(crate) fn forms(&self) -> impl Iterator<Item = F> {
        self.main.iter().chain(&self.files).map(|output| output.form)
    }

    /// Every result: first the files, which are complete also where nobody reads what is printed to its end.
    pub(crate) fn into_all(self) -> impl Iterator<Item = FormattedOutput<F>> {
        self.files.into_iter().chain(self.main)
    }
}
