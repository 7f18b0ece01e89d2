//! Comments in a Word document: a copy of its archive in which three or four members are others.

use std::io::{Cursor, Read as _, Write as _};

use memchr::memmem;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::docx_text::{DocxText, apply};
use super::{AnnotateError, DraftComment, comments};
use crate::article::Article;
use crate::sheet::Sheet;

/// The list of the kinds of members.
const TYPES: &str = "[Content_Types].xml";

/// The most bytes that a member may unpack to.
const MAX_MEMBER_BYTES: u64 = 256 << 20;

/// The kind of a member that holds comments.
const COMMENTS_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// Beginnings of the names of relations, usual and strict, and the namespaces of Word that go with them.
const FAMILIES: [(&str, &str); 2] = [
    (
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
];

/// A copy of a Word document with a comment at each sentence that has something to check. Its own comments
/// stay. `bytes` are the file that the article was read from.
///
/// # Errors
/// Where the file is no Word document, or its main part is not XML in UTF-8.
pub fn annotate_docx(
    bytes: &[u8],
    article: &Article,
    sheet: &Sheet,
) -> Result<Vec<u8>, AnnotateError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| fault(&error))?;
    let part = article.part.clone().unwrap_or_else(|| "word/document.xml".to_owned());
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", &part));
    let (rels_name, folder) = (format!("{folder}/_rels/{file}.rels"), folder.to_owned());
    let document = member(&mut archive, &part)?
        .ok_or_else(|| AnnotateError::Package(format!("{part} is missing")))?;
    let rels = member(&mut archive, &rels_name)?.unwrap_or_default();
    let types = member(&mut archive, TYPES)?.unwrap_or_default();
    let own = comments_member(&rels);
    let name = format!("{folder}/{}", own.as_deref().unwrap_or("comments.xml"));
    let old = member(&mut archive, &name)?;

    let mut text = DocxText::read(&document)?;
    let next = next_id(&document).max(old.as_deref().map_or(0, next_id));
    let placed = place(&mut text, article, comments(article, sheet), next);
    let places: Vec<_> = placed.iter().map(|one| (one.id, one.letters)).collect();
    let family = FAMILIES.iter().find(|(_, word)| document.contains(word)).unwrap_or(&FAMILIES[1]);
    let mut changed = vec![(part.clone(), apply(&document, &text.edits(&places)))];
    changed.push((name.clone(), comments_xml(old.as_deref(), &placed, family.1)?));
    if own.is_none() {
        let relation = format!(
            "<Relationship Id=\"rIdCitegraphComments\" Type=\"{}/comments\" Target=\"comments.xml\"/>",
            family.0
        );
        changed.push((rels_name, with_last(&rels, "</Relationships>", &relation)?));
    }
    if !types.contains(COMMENTS_TYPE) {
        let kind = format!("<Override PartName=\"/{name}\" ContentType=\"{COMMENTS_TYPE}\"/>");
        changed.push((TYPES.to_owned(), with_last(&types, "</Types>", &kind)?));
    }
    rewritten(&mut archive, &changed).map_err(|error| fault(&error))
}

fn fault(error: &dyn std::fmt::Display) -> AnnotateError {
    AnnotateError::Package(error.to_string())
}

/// A comment and the letters that it is about.
struct PlacedComment {
    id: u32,
    letters: (usize, usize),
    lines: Vec<String>,
}

/// Finds the sentences of comments in the document, in its order. What is said of the whole draft, and of
/// a sentence that is not found, stands at the first sentence.
fn place(
    text: &mut DocxText<'_>,
    article: &Article,
    comments: Vec<DraftComment>,
    next: u32,
) -> Vec<PlacedComment> {
    let mut first = None;
    let mut whole: Vec<String> = Vec::new();
    let mut placed: Vec<((usize, usize), Vec<String>)> = Vec::new();
    let mut comments = comments.into_iter().peekable();
    if let Some(comment) = comments.next_if(|comment| comment.sentence.is_none()) {
        whole = comment.lines;
    }
    for sentence in article.sentences.iter().flatten() {
        let found = text.find(&sentence.text);
        first = first.or(found);
        let Some(comment) = comments.next_if(|comment| comment.sentence == Some(sentence.id))
        else {
            continue;
        };
        match found {
            Some(letters) => placed.push((letters, comment.lines)),
            None => whole.extend(std::iter::once(sentence.text.to_string()).chain(comment.lines)),
        }
    }
    if let Some(letters) = first.filter(|_| !whole.is_empty()) {
        match placed.first_mut().filter(|(place, _)| *place == letters) {
            Some((_, lines)) => lines.splice(0..0, whole).for_each(drop),
            None => placed.insert(0, (letters, whole)),
        }
    }
    let numbered = placed.into_iter().zip(next..);
    numbered.map(|((letters, lines), id)| PlacedComment { id, letters, lines }).collect()
}

/// The member that holds comments, as a relation names it.
fn comments_member(rels: &str) -> Option<String> {
    let relation = rels.split("<Relationship ").find(|one| one.contains("/comments\""))?;
    let (_, target) = relation.split_once("Target=\"")?;
    let target = target.split('"').next()?;
    Some(target.rsplit('/').next()?.to_owned())
}

/// A number above all ids of comments in a member.
fn next_id(xml: &str) -> u32 {
    let marks = ["<w:comment ", "<w:commentReference ", "<w:commentRangeStart "];
    let ids = marks.iter().flat_map(|mark| xml.split(mark).skip(1)).filter_map(|rest| {
        let (_, id) = rest.split_once("w:id=\"")?;
        id.split('"').next()?.parse::<u32>().ok()
    });
    ids.max().map_or(0, |id| id.saturating_add(1))
}

/// The member with comments: the old ones, and ours behind them.
fn comments_xml(
    old: Option<&str>,
    placed: &[PlacedComment],
    word: &str,
) -> Result<String, AnnotateError> {
    let mut ours = String::new();
    for comment in placed {
        ours.push_str(&format!(
            "<w:comment w:id=\"{}\" w:author=\"citegraph\" w:initials=\"cg\">",
            comment.id
        ));
        for line in &comment.lines {
            let line = quick_xml::escape::escape(line.as_str());
            ours.push_str("<w:p><w:r><w:t xml:space=\"preserve\">");
            ours.extend(line.chars().filter(|c| !c.is_control()));
            ours.push_str("</w:t></w:r></w:p>");
        }
        ours.push_str("</w:comment>");
    }
    match old {
        Some(old) => with_last(old, "</w:comments>", &ours),
        None => Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <w:comments xmlns:w=\"{word}\">{ours}</w:comments>"
        )),
    }
}

/// A member with one thing more at its end.
fn with_last(xml: &str, end: &str, more: &str) -> Result<String, AnnotateError> {
    let at = memmem::rfind(xml.as_bytes(), end.as_bytes())
        .ok_or_else(|| AnnotateError::Package(format!("a part of the file lacks {end}")))?;
    Ok(format!("{}{more}{}", &xml[..at], &xml[at..]))
}

/// The text of a member; `None` where there is none of this name.
fn member(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    name: &str,
) -> Result<Option<String>, AnnotateError> {
    let Some(index) = archive.index_for_name(name) else { return Ok(None) };
    let member = archive.by_index(index).map_err(|error| fault(&error))?;
    let mut bytes = Vec::new();
    member.take(MAX_MEMBER_BYTES).read_to_end(&mut bytes).map_err(|error| fault(&error))?;
    let text = String::from_utf8(bytes).map_err(|_| AnnotateError::Encoding)?;
    Ok(Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)))
}

/// The archive with some members changed or added; all others byte for byte as they were.
fn rewritten(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    changed: &[(String, String)],
) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut left: Vec<&(String, String)> = changed.iter().collect();
    for at in 0..archive.len() {
        let name = archive.by_index_raw(at)?.name()?.into_owned();
        match left.iter().position(|(changed, _)| *changed == name) {
            Some(place) => {
                let (name, text) = left.remove(place);
                out.start_file(name.as_str(), options)?;
                out.write_all(text.as_bytes())?;
            }
            None => out.raw_copy_file(archive.by_index_raw(at)?)?,
        }
    }
    for (name, text) in left {
        out.start_file(name.as_str(), options)?;
        out.write_all(text.as_bytes())?;
    }
    Ok(out.finish()?.into_inner())
}
