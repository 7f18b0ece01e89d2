//! The forms of checked links, and writing them; and which of them fail the run.

use std::collections::BTreeSet;
use std::io;

use citegraph::audit::{CheckFailOn, CheckRow, CitedBy};
use citegraph::export::{junit_links, sarif};
use citegraph::findings::Finding;
use citegraph::report::findings::{github, json};
use citegraph::report::links::{ExcludedLinks, asked, markdown, ndjson, text};
use clap::ValueEnum;

use super::super::args::{FormattedOutputs, ResultForm};
use super::super::output::{OutputKind, Sink};

/// A form of checked links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    Text,
    Ndjson,
    Markdown,
    /// Findings, in the format of `citegraph lint`
    Json,
    Sarif,
    Github,
    Junit,
}

impl CheckFormat {
    /// Whether it consists of findings.
    pub(super) fn has_findings(self) -> bool {
        matches!(self, Self::Json | Self::Sarif | Self::Github)
    }
}

impl ResultForm for CheckFormat {
    const SUFFIXES: &'static [(&'static str, Self)] = &[
        ("txt", Self::Text),
        ("log", Self::Text),
        ("ndjson", Self::Ndjson),
        ("jsonl", Self::Ndjson),
        ("md", Self::Markdown),
        ("markdown", Self::Markdown),
        ("json", Self::Json),
        ("sarif", Self::Sarif),
        ("xml", Self::Junit),
    ];

    fn content(self) -> OutputKind {
        match self {
            Self::Text | Self::Markdown => OutputKind::Text,
            _ => OutputKind::Data,
        }
    }
}

/// Which rows fail the run: those that `fail-on` names and that no suppression leaves out.
pub(super) struct CheckGate {
    fail_on: CheckFailOn,
    open: BTreeSet<(String, u32, u32)>,
}

impl CheckGate {
    pub(super) fn new(fail_on: CheckFailOn, found: &[Finding]) -> Self {
        let place =
            |finding: &Finding| Some((finding.input.to_string(), finding.line?, finding.column?));
        Self { fail_on, open: found.iter().filter_map(place).collect() }
    }

    pub(super) fn fails(&self, row: &CheckRow) -> bool {
        let place = |at: &CitedBy| (at.input.clone(), at.line, at.column);
        row.accepted.is_none()
            && self.fail_on.fails(row)
            && row.cited_by.iter().any(|at| self.open.contains(&place(at)))
    }
}

/// What a run shows.
pub(super) struct CheckReport<'a> {
    pub(super) rows: &'a [CheckRow],
    pub(super) found: &'a [Finding],
    pub(super) gate: &'a CheckGate,
    pub(super) left_out: &'a ExcludedLinks,
}

impl CheckReport<'_> {
    /// Writes every result.
    pub(super) fn write_all(&self, outputs: FormattedOutputs<CheckFormat>) -> anyhow::Result<()> {
        for mut output in outputs.into_all() {
            self.write(output.form, &mut output.sink)?;
            output.sink.finish()?;
        }
        Ok(())
    }

    fn write(&self, format: CheckFormat, sink: &mut Sink) -> io::Result<()> {
        let Self { rows, found, gate, left_out } = self;
        let style = sink.style();
        let fails = |row: &CheckRow| gate.fails(row);
        let notes: Vec<String> = std::iter::once(asked(rows)).chain(left_out.line()).collect();
        match format {
            CheckFormat::Text => text::write(rows, left_out, &fails, style, sink),
            CheckFormat::Ndjson => ndjson::write(rows, sink),
            CheckFormat::Markdown => markdown::write(rows, left_out, &fails, sink),
            CheckFormat::Json => json::write(found, sink),
            CheckFormat::Sarif => sarif::write(found, &notes, sink),
            CheckFormat::Github => {
                // GitHub shows few of a step: the gravest first.
                let mut sorted = found.to_vec();
                sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
                github::write(&sorted, &notes, sink)
            }
            CheckFormat::Junit => junit_links::write(rows, &fails, &notes, sink),
        }
    }
}
