//! One link of an article.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cited_columns::{self, CitedColumns};
use super::{BlockId, CitationContext, Place, Reason, SentenceId, Syntax};
use crate::link::{CitedUrl, Via};

/// One link of an article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Position in document order, from 0, over citations and rejects together.
    pub ordinal: u32,
    /// How the link is written.
    pub syntax: Syntax,
    /// The href as it is written in the file, before entities are decoded.
    pub written: String,
    /// The absolute URL that a browser would request, with its fragment.
    pub resolved: Option<String>,
    /// What it cites, as nine columns in JSON; `None` only in rejects, where there is no absolute http(s) URL.
    #[serde(flatten, with = "cited_columns")]
    #[schemars(with = "CitedColumns<'static>")]
    pub cited: Option<CitedUrl>,
    /// The part of the page that contains the link.
    pub place: Place,
    /// The evidence for `place`; empty for an ordinary link in the body.
    pub place_evidence: Vec<String>,
    /// The link's text, with white space collapsed; for an image, its `alt` text.
    pub anchor: String,
    /// The sentence that contains the link; `None` if the link is outside the text.
    pub sentence: Option<CitationContext>,
    /// Id of that sentence, such as `P2.S4`.
    #[schemars(with = "Option<String>")]
    pub sentence_id: Option<SentenceId>,
    /// `[start, end)` of the link text in `sentence`, in Unicode scalars.
    pub anchor_at: Option<[u32; 2]>,
    /// Ids of the sentences that use the link as a source, such as `["P1.S0", "P4.S2"]`: the sentence of the link or,
    /// for a link in a note, every sentence with a mark of that note. Empty for a link in a note or a list of sources
    /// that no mark refers to. `None` in lines that an older version wrote; it then means the sentence of the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>")]
    pub supports: Option<Vec<SentenceId>>,
    /// Id of the block of text, such as `P2`.
    #[schemars(with = "Option<String>")]
    pub paragraph: Option<BlockId>,
    /// The `rel` attribute as written.
    pub rel: Option<String>,
    /// `[start, end)` bytes of the href in the file; `None`, with a warning, if the href is put together from several
    /// parts of the file.
    pub span: Option<[u64; 2]>,
    /// Line of the href, from 1. In a .docx, the number of the paragraph that shows the link; empty paragraphs and
    /// those of tables count. For a link in a note, the paragraph with the mark of the note.
    pub line: u32,
    /// Column of the href, from 1, in Unicode scalars. In a .docx, the number of the character in the paragraph.
    pub column: u32,
    /// Line and column of the use; differs from `line` and `column` for reference links.
    pub at: [u32; 2],
    /// Why this is not a citation; `None` for a citation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

impl Link {
    /// The URL to open: [`CitedUrl::opened`]. Like its neighbours, `None` where nothing is cited, or where a line of
    /// JSONL lacks it.
    pub fn opened(&self) -> Option<&str> {
        self.column(|cited| &cited.opened)
    }

    /// Identity for comparing: [`CitedUrl::key`].
    pub fn key(&self) -> Option<&str> {
        self.column(|cited| &cited.key)
    }

    /// Host of the cited URL: [`CitedUrl::host`].
    pub fn host(&self) -> Option<&str> {
        self.column(|cited| &cited.host)
    }

    /// Registrable domain of the host: [`CitedUrl::domain`].
    pub fn domain(&self) -> Option<&str> {
        self.column(|cited| &cited.domain)
    }

    /// The account or blog on a platform, else the domain: [`CitedUrl::site`].
    pub fn site(&self) -> Option<&str> {
        self.column(|cited| &cited.site)
    }

    /// `scheme:id` of the cited work: [`CitedUrl::work`].
    pub fn work(&self) -> Option<&str> {
        self.cited.as_ref()?.work.as_deref()
    }

    /// Place inside the work: [`CitedUrl::locator`].
    pub fn locator(&self) -> Option<&str> {
        self.cited.as_ref()?.locator.as_deref()
    }

    /// The redirectors, proxies and archives that were removed, the outermost first.
    pub fn via(&self) -> &[Via] {
        self.cited.as_ref().map_or(&[], |cited| &cited.via)
    }

    /// One reason for every difference between `resolved`, [`Self::opened`] and [`Self::key`].
    pub fn changes(&self) -> &[Cow<'static, str>] {
        self.cited.as_ref().map_or(&[], |cited| &cited.changes)
    }

    fn column(&self, column: fn(&CitedUrl) -> &str) -> Option<&str> {
        self.cited.as_ref().map(column).filter(|text| !text.is_empty())
    }

    /// The sentences that rest on the link.
    pub fn supported(&self) -> &[SentenceId] {
        self.supports.as_deref().unwrap_or(self.sentence_id.as_slice())
    }

    /// The first sentence that rests on the link; where none does, the one that it stands in.
    pub fn first_supported(&self) -> Option<SentenceId> {
        self.supported().first().copied().or(self.sentence_id)
    }

    /// Whether it stands in text that supports no sentence: a note or a list of sources that nothing refers to.
    pub fn is_unmarked(&self) -> bool {
        self.sentence_id.is_some() && self.supported().is_empty()
    }

    /// The text of `sentence`.
    pub fn sentence_text(&self) -> Option<Cow<'_, str>> {
        self.sentence.as_ref().map(CitationContext::text)
    }
}
