//! Documents of Word, LibreOffice and Google Docs (Office Open XML): unpacked and written as a page.
//!
//! Nothing in such a file has bytes that could be shown, for it is compressed. So a place in it is the
//! number of a paragraph, empty ones and those of tables counted, and the character in it; a note
//! and a comment stand where they are referred to, headers and footers at the first character.

mod body;
mod field;
mod flow;
mod package;
mod properties;
mod scope;
mod styles;
mod xml;

use self::body::{BodyReader, NoteReferences};
use self::flow::PageBuilder;
use self::package::{DocxPackage, DocxRelationships};
use self::properties::CoreProperties;
use self::styles::Styles;
use super::source_map::SourceMap;
use super::{DecodedText, SkipCause};

/// What stands in the margins of every page: members of these kinds, and elements of HTML. A section can
/// have three of each.
const MARGINS: [&str; 2] = ["header", "footer"];

/// Reads a document out of which at most `limit` bytes may be unpacked: its page, and the name of the
/// member that holds its body.
pub(super) fn read(bytes: Vec<u8>, limit: u64) -> Result<(DecodedText, String), SkipCause> {
    let mut package = DocxPackage::open(bytes, limit)?;
    let root = package.relations("")?;
    let main = root.member("officeDocument").unwrap_or_else(|| "word/document.xml".into());
    let Some(text) = package.member(&main)? else {
        return Err((package::REASON, format!("it has no {main}, so it is not a .docx")));
    };
    let relations = package.relations(&main)?;
    let styles = part(&mut package, &relations, "styles")?;
    let styles = styles.map_or_else(|| Ok(Styles::default()), |(_, text)| Styles::read(&text))?;
    let properties = part(&mut package, &root, "core-properties")?;
    let properties = properties
        .map_or_else(|| Ok(CoreProperties::default()), |(_, text)| CoreProperties::read(&text))?;
    let mut flow = PageBuilder::new(usize::try_from(limit).unwrap_or(usize::MAX));
    let mut references = NoteReferences::new();
    BodyReader::new(&mut flow, &styles, &relations, &mut references).read(&text)?;
    for kind in ["footnotes", "endnotes", "comments"] {
        let Some((name, text)) = part(&mut package, &relations, kind)? else { continue };
        let relations = package.relations(&name)?;
        BodyReader::new(&mut flow, &styles, &relations, &mut references).read(&text)?;
    }
    for kind in MARGINS {
        for name in relations.members(kind) {
            let Some(text) = package.member(&name)? else { continue };
            let relations = package.relations(&name)?;
            flow.pin(Some([1, 1]));
            flow.enter(&format!("<{kind} class=\"{kind}\">"));
            BodyReader::new(&mut flow, &styles, &relations, &mut references).read(&text)?;
            flow.leave(&format!("</{kind}>\n"));
            flow.pin(None);
        }
    }
    let (html, marks) = flow.finish(&properties.head(styles.language.as_deref()));
    Ok((DecodedText::from_parts(html, SourceMap::Lines(marks)), main))
}

/// Name and text of the member of a kind.
fn part(
    package: &mut DocxPackage,
    relations: &DocxRelationships,
    kind: &str,
) -> Result<Option<(String, String)>, SkipCause> {
    let Some(name) = relations.member(kind) else { return Ok(None) };
    Ok(package.member(&name)?.map(|text| (name, text)))
}

/// Whether bytes are such a document: an archive that lists the member with the body.
pub(super) fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") && memchr::memmem::find(bytes, b"word/document").is_some()
}
