//! `citegraph sheet --to`: a copy of the draft with what is to check as comments.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::article::{Article, Format};
use citegraph::sheet::{Sheet, annotate_docx, annotate_markdown};

use super::super::output::{OutputKind, OverwriteGuard, Sink, visible};

/// A copy of a draft, to be written once the sheet is made.
pub(super) struct DraftCopy {
    draft: PathBuf,
    sink: Sink,
}

impl DraftCopy {
    /// Opens the copy before the work begins. The draft itself is never written, whatever is forced.
    pub(super) fn open(
        to: &Path,
        draft: Option<&Path>,
        guard: &OverwriteGuard,
    ) -> anyhow::Result<Self> {
        let draft = draft.filter(|path| path.is_file()).context(
            "comments are written into a copy of a file; give one draft, a .docx or a Markdown file",
        )?;
        let same = |path: &Path| path.canonicalize().ok();
        anyhow::ensure!(
            same(to).is_none() || same(to) != same(draft),
            "{} is the draft itself; choose another name for the copy",
            visible(&to.to_string_lossy())
        );
        let sink = Sink::open(Some(to), OutputKind::Data, guard)?;
        Ok(Self { draft: draft.to_owned(), sink })
    }

    /// Writes the copy.
    pub(super) fn write(mut self, article: &Article, sheet: &Sheet) -> anyhow::Result<()> {
        let name = visible(&self.draft.to_string_lossy()).to_string();
        let bytes =
            std::fs::read(&self.draft).with_context(|| format!("{name} cannot be read again"))?;
        let copy = match article.format {
            Format::Docx => annotate_docx(&bytes, article, sheet),
            Format::Markdown => annotate_markdown(&bytes, article, sheet),
            _ => anyhow::bail!(
                "{name} is neither a .docx nor a Markdown file, and only such files can have comments; write \
                 the sheet as a web page instead: sheet -o sheet.html"
            ),
        };
        let copy = copy.with_context(|| format!("no copy of {name} was written"))?;
        std::io::Write::write_all(&mut self.sink, &copy)?;
        self.sink.finish()
    }
}
