//! One page of the site: its references, resolved, and its anchors.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::address::{PageBase, SiteAddress, SiteBase, resolve};
use super::anchor::{Anchors, name_of};
use super::fault::{Fault, FaultKind};
use super::locate::{Located, SiteFiles};
use super::reference::{self, Markup, Reference, ReferenceKind, Wanted};
use super::slug::heading_slugs;
use super::unjudged::Unjudged;
use crate::article::{Dialect, Format, Ignore};
use crate::extract::{Positions, ignore};
use crate::html::byte_range::ByteRange;
use crate::input::Document;
use crate::page::{self, Page};

/// The longest wait after which a page still counts as one that only sends its reader on.
const MAX_STUB_SECONDS: u32 = 10;

/// What the references of pages are resolved by.
pub(super) struct SiteContext<'a> {
    pub(super) files: &'a SiteFiles<'a>,
    pub(super) base: SiteBase,
    pub(super) wanted: Wanted,
    /// Whether somebody named the root, so that sources may link from it.
    pub(super) is_root_named: bool,
}

/// A reference to a part of another page.
#[derive(Debug)]
pub(super) struct AnchorReference {
    pub(super) target: Vec<u8>,
    pub(super) fragment: String,
    /// The fault that it is if the part is not there.
    pub(super) fault: Fault,
}

/// A page that was read.
#[derive(Debug, Default)]
pub(super) struct ScannedPage {
    pub(super) faults: Vec<Fault>,
    pub(super) anchored: Vec<AnchorReference>,
    pub(super) anchors: Anchors,
    /// The file that the page sends its reader to, and the reference.
    pub(super) redirect: Option<(Vec<u8>, Fault)>,
    pub(super) ignores: Vec<Ignore>,
    pub(super) judged: u64,
    pub(super) unjudged: BTreeMap<Unjudged, u64>,
}

/// What was found at a reference, before its place in the file is known.
enum Finding {
    Fault(FaultKind, String),
    Anchor(Vec<u8>, String),
    Redirect(Vec<u8>),
}

/// A finding with the reference that it is about.
struct ReferenceFinding<'a> {
    reference: Reference<'a>,
    finding: Finding,
}

/// Reads a page and resolves what it refers to.
pub(super) fn scan(path: &[u8], document: &Document, context: &SiteContext<'_>) -> ScannedPage {
    let is_source = document.format == Format::Markdown;
    let page = page::render_document(document, Dialect::Auto).1;
    let mut markup = reference::read(&page.html, context.wanted);
    let references = std::mem::take(&mut markup.references);
    let own = PageBase::of_file(path, is_source, &context.base);
    let base = match &markup.base {
        Some(href) => own.under(href, &context.base),
        None => Some(own),
    };
    let mut scanned = ScannedPage::default();
    let seconds = markup.refresh_seconds;
    let mut found = Vec::new();
    for reference in references {
        if reference.written.is_empty() {
            continue;
        }
        let is_rooted = reference.written.starts_with('/') && !reference.written.starts_with("//");
        let resolved = match resolve(&reference.written, base.as_ref(), &context.base) {
            Ok(_) if is_rooted && is_source && !context.is_root_named => Err(Unjudged::UnknownRoot),
            resolved => resolved,
        };
        match resolved {
            Ok(address) => {
                scanned.judged += 1;
                let finding = judge(path, &reference, &address, seconds, context);
                found.extend(
                    finding
                        .map(|finding| ReferenceFinding { reference: reference.clone(), finding }),
                );
            }
            Err(why) => *scanned.unjudged.entry(why).or_default() += 1,
        }
    }
    if context.wanted == Wanted::Anchors {
        scanned.anchors = anchors(&markup, document, is_source);
    }
    place(found, &markup, document, &page, path, &mut scanned);
    scanned
}

/// What is to be said of a reference that leads into the site; `None` where all is well.
fn judge(
    page: &[u8],
    reference: &Reference<'_>,
    address: &SiteAddress<'_>,
    refresh_seconds: Option<u32>,
    context: &SiteContext<'_>,
) -> Option<Finding> {
    let is_stub = refresh_seconds.is_some_and(|seconds| seconds <= MAX_STUB_SECONDS);
    let shown = String::from_utf8_lossy(&address.path).into_owned();
    let missing = match reference.kind {
        ReferenceKind::Redirect if is_stub => FaultKind::BrokenRedirect,
        _ => FaultKind::Missing,
    };
    let fault = |message: String| Some(Finding::Fault(missing, message));
    match context.files.locate(address) {
        Located::File(file) if reference.kind == ReferenceKind::Redirect => {
            // A page that loads itself anew after some seconds shows the latest state.
            let moves_on = file != page || refresh_seconds == Some(0);
            (is_stub && moves_on).then_some(Finding::Redirect(file))
        }
        Located::File(file) => {
            let fragment = address.fragment.as_deref().filter(|part| name_of(part).is_some())?;
            let is_judged = context.wanted == Wanted::Anchors
                && reference.kind == ReferenceKind::Link
                && format_of(&file).is_some();
            is_judged.then(|| Finding::Anchor(file, fragment.to_owned()))
        }
        Located::NoIndex => {
            let message = format!("the folder {shown}/ has no index page");
            Some(Finding::Fault(FaultKind::NoIndex, message))
        }
        Located::OtherCase(real) => {
            let message = format!(
                "the site has {real}, and servers distinguish capital and small letters; write this name in the link"
            );
            Some(Finding::Fault(FaultKind::OtherCase, message))
        }
        Located::LinkOutside => fault(format!(
            "{shown} is a symbolic link that leads out of the site, or to a file that does not exist"
        )),
        Located::Missing => fault(missing_message(&shown, address, context)),
    }
}

/// `the site has no about/team.html`, with what was probably meant.
fn missing_message(shown: &str, address: &SiteAddress<'_>, context: &SiteContext<'_>) -> String {
    let slash = if address.is_folder { "/" } else { "" };
    let message = format!("the site has no {shown}{slash}");
    let leads = |path: Vec<u8>, is_folder| {
        let address = SiteAddress { path, is_folder, fragment: None };
        matches!(context.files.locate(&address), Located::File(_))
    };
    let twice: Vec<u8> = percent_encoding::percent_decode(&address.path).collect();
    if twice != address.path && leads(twice.clone(), address.is_folder) {
        let twice = String::from_utf8_lossy(&twice);
        return format!("{message}, but it has {twice}: the address is percent-encoded twice");
    }
    if address.is_folder && leads(address.path.clone(), false) {
        return format!("{message}, but it has a file of this name; remove the slash at the end");
    }
    message
}

/// What a file of this name is read as; `None` where it is no page.
pub(super) fn format_of(path: &[u8]) -> Option<Format> {
    let name = path.rsplit(|byte| *byte == b'/').next()?;
    let dot = name.iter().rposition(|byte| *byte == b'.').filter(|dot| *dot > 0)?;
    match name[dot + 1..].to_ascii_lowercase().as_slice() {
        b"html" | b"htm" | b"xhtml" => Some(Format::Html),
        b"md" | b"markdown" | b"mdown" | b"mkd" | b"mdx" => Some(Format::Markdown),
        _ => None,
    }
}

/// The names of a page's parts.
fn anchors(markup: &Markup<'_>, document: &Document, is_source: bool) -> Anchors {
    let mut names: FxHashSet<String> = markup.ids.iter().map(|id| id.to_string()).collect();
    if is_source {
        let headings = markup.headings.iter().map(String::as_str);
        names.extend(heading_slugs(headings.filter(|text| !text.contains("{#"))));
        names.extend(attribute_ids(&document.decoded.text).map(str::to_owned));
    }
    Anchors { names, is_source }
}

/// Ids of attribute lists: `{#id}` of headings, `{: #id .class}` of kramdown.
fn attribute_ids(text: &str) -> impl Iterator<Item = &str> {
    let lists = text.split('{').skip(1).filter_map(|rest| {
        let list = rest.split(['}', '\n']).next()?;
        list.starts_with(['#', ':']).then_some(list)
    });
    lists.flat_map(|list| list.split([' ', ':', '.']).filter_map(|word| word.strip_prefix('#')))
}

/// Gives every finding its place in the file, and judges references to parts of the page itself.
fn place(
    found: Vec<ReferenceFinding<'_>>,
    markup: &Markup<'_>,
    document: &Document,
    page: &Page<'_>,
    path: &[u8],
    scanned: &mut ScannedPage,
) {
    let kept = found.into_iter().filter(|one| match &one.finding {
        Finding::Anchor(file, fragment) if file == path => !scanned.anchors.hold(fragment),
        _ => true,
    });
    let kept: Vec<ReferenceFinding<'_>> = kept.collect();
    if kept.is_empty() && markup.comments.is_empty() {
        return;
    }
    let ranges: Vec<(u32, u32)> =
        kept.iter().map(|one| document_range(&one.reference, page)).collect();
    let comments = markup.comments.iter().filter_map(|range| {
        page.map.enclosing_range(range.start, range.end).map(|place| (place, *range))
    });
    let comments: Vec<((u32, u32), ByteRange)> = comments.collect();
    let offsets = ranges.iter().chain(comments.iter().map(|(place, _)| place));
    let offsets = offsets.flat_map(|(start, end)| [*start, *end]).collect();
    let positions = Positions::new(&document.decoded, offsets);
    for (place, range) in comments {
        let [line, column] = positions.line(place.0);
        scanned.ignores.extend(ignore::read(range.text(&page.html), line, column));
    }
    for (one, (start, end)) in kept.into_iter().zip(ranges) {
        let written = one.reference.written.into_owned();
        let is_whole = start < end;
        let fault = |kind, message| Fault {
            kind,
            reference: one.reference.kind,
            width: if is_whole { written.chars().count() as u32 } else { 0 },
            written: written.clone(),
            message,
            position: positions.line(start),
            span: positions.span(start, end).filter(|_| is_whole),
        };
        match one.finding {
            Finding::Fault(kind, message) => scanned.faults.push(fault(kind, message)),
            Finding::Redirect(target) => {
                let loops = fault(FaultKind::RedirectLoop, String::new());
                scanned.redirect.get_or_insert((target, loops));
            }
            Finding::Anchor(target, fragment) => {
                let shown = String::from_utf8_lossy(&target);
                let fault =
                    fault(FaultKind::NoAnchor, format!("{shown} has no part named {fragment}"));
                if target == path {
                    scanned.faults.push(fault);
                } else {
                    scanned.anchored.push(AnchorReference { target, fragment, fault });
                }
            }
        }
    }
}

/// Where a reference stands in the document; an empty range where only its beginning is known.
fn document_range(reference: &Reference<'_>, page: &Page<'_>) -> (u32, u32) {
    let ByteRange { start, end } = reference.range;
    let links = &page.links;
    let link =
        links.binary_search_by_key(&reference.tag, |link| link.page).ok().map(|at| links[at]);
    if let Some(link) = link {
        return link.span.unwrap_or((link.use_offset, link.use_offset));
    }
    if let Some(range) = page.map.range(start, end) {
        return range;
    }
    let images = &page.images;
    let image = images.binary_search_by_key(&reference.tag, |image| image.page).ok();
    let near = image.map(|at| images[at].offset);
    let near = near.or_else(|| Some(page.map.enclosing_range(0, end)?.1));
    let near = near.unwrap_or_default();
    (near, near)
}
