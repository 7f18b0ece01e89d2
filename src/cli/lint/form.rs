//! The forms of findings, and writing them.

use std::io;

use citegraph::corpus::Corpus;
use citegraph::export::{junit, sarif};
use citegraph::findings::Finding;
use citegraph::report::findings::{github, json, markdown, oneline, statistics, text};
use clap::ValueEnum;

use super::super::args::{FormattedOutputs, ResultForm};
use super::super::output::{OutputKind, Sink};
use super::super::source_lines::SourceReader;

/// A form of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LintFormat {
    Text,
    /// One line per finding, for editors: `file:line:column: severity rule: message`
    Oneline,
    Json,
    Sarif,
    Github,
    Junit,
    Markdown,
}

impl ResultForm for LintFormat {
    const SUFFIXES: &'static [(&'static str, Self)] = &[
        ("txt", Self::Text),
        ("log", Self::Text),
        ("json", Self::Json),
        ("sarif", Self::Sarif),
        ("xml", Self::Junit),
        ("md", Self::Markdown),
        ("markdown", Self::Markdown),
    ];

    fn content(self) -> OutputKind {
        match self {
            Self::Text | Self::Oneline | Self::Markdown => OutputKind::Text,
            Self::Json | Self::Sarif | Self::Github | Self::Junit => OutputKind::Data,
        }
    }
}

/// What a run shows.
pub(super) struct ShownFindings<'a> {
    pub(super) findings: &'a [Finding],
    pub(super) corpus: &'a Corpus,
    /// Whether text counts findings by rule.
    pub(super) statistics: bool,
}

impl ShownFindings<'_> {
    /// Writes every result. Text is left out where nothing is known and so nothing can be said.
    pub(super) fn write_all(
        &self,
        outputs: FormattedOutputs<LintFormat>,
        is_silent: bool,
    ) -> anyhow::Result<()> {
        for mut output in outputs.into_all() {
            if !(is_silent && output.form == LintFormat::Text) {
                self.write(output.form, &mut output.sink)?;
            }
            output.sink.finish()?;
        }
        Ok(())
    }

    fn write(&self, form: LintFormat, sink: &mut Sink) -> io::Result<()> {
        let Self { findings, corpus, .. } = self;
        let style = sink.style();
        match form {
            LintFormat::Text if self.statistics => statistics::write(findings, style, sink),
            LintFormat::Text => {
                let lines = SourceReader::default();
                text::write(findings, &|finding| lines.line_of(finding), style, sink)
            }
            LintFormat::Oneline => oneline::write(findings, sink),
            LintFormat::Json => json::write(findings, sink),
            LintFormat::Sarif => sarif::write(findings, &[], sink),
            LintFormat::Github => github::write(findings, &[], sink),
            LintFormat::Junit => {
                let inputs = corpus.articles.iter().map(|article| article.input.as_str());
                junit::write(findings, inputs, &[], sink)
            }
            LintFormat::Markdown => markdown::write(findings, sink),
        }
    }
}
