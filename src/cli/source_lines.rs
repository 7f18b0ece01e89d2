//! Lines of the documents that findings stand in, for showing them.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use citegraph::findings::Finding;
use citegraph::input::{self, InputSource, Loaded};

/// The lines of one document; `None` where it cannot be shown.
type SourceLines = Option<Vec<Rc<str>>>;

/// Reads documents again, one at a time: findings come sorted by input.
#[derive(Default)]
pub(crate) struct SourceReader {
    last: RefCell<Option<(Arc<str>, SourceLines)>>,
}

impl SourceReader {
    /// The line of a finding; `None` where the document is no file of its own.
    pub(crate) fn line_of(&self, finding: &Finding) -> Option<Rc<str>> {
        let line = finding.line? as usize;
        if finding.part.is_some() {
            return None;
        }
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(input, _)| *input != finding.input) {
            *last = Some((Arc::clone(&finding.input), read(&finding.input)));
        }
        last.as_ref()?.1.as_ref()?.get(line.checked_sub(1)?).cloned()
    }
}

/// The lines of a document, which end as in CommonMark.
fn read(input: &str) -> SourceLines {
    let path = PathBuf::from(input);
    if !path.is_file() {
        return None;
    }
    let loaded = InputSource::File { path, named: true }.load(&input::InputOptions::default());
    let [Loaded::Document(document)] = loaded.as_slice() else { return None };
    let text = document.decoded.file_text()?.replace("\r\n", "\n").replace('\r', "\n");
    Some(text.split('\n').map(Rc::from).collect())
}
