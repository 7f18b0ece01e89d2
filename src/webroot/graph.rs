//! All pages of a site together: parts of other pages, and pages that send their readers on.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use url::Url;

use super::address::SiteBase;
use super::anchor::Anchors;
use super::fault::{Fault, FaultKind, PageFaults};
use super::locate::SiteFiles;
use super::page::{ScannedPage, SiteContext, format_of, scan};
use super::published::published_addresses;
use super::reference::Wanted;
use super::unjudged::Unjudged;
use crate::article::{Format, SkipReason, Skipped};
use crate::input::{Document, FileTree};

/// Pages that a reader is sent on through before a chain counts as a circle.
const MAX_REDIRECTS: usize = 32;

/// Folders of generators and editors, whose pages are parts of pages.
const PARTS: [&[u8]; 6] =
    [b"_layouts", b"_includes", b"_sass", b"layouts", b"archetypes", b"_partials"];

/// What is checked, and how.
#[derive(Debug, Clone, Default)]
pub struct SiteOptions {
    /// The address of the site: whole addresses below it are internal.
    pub base_url: Option<Url>,
    /// Whether names behind `#` are verified.
    pub fragments: bool,
    /// Whether somebody named the root, so that Markdown sources may link from it.
    pub is_root_named: bool,
    /// Bytes of the largest page that is read.
    pub max_page_bytes: u64,
}

/// What came of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteCheck {
    /// Pages that were read.
    pub pages: u64,
    /// References that were judged.
    pub judged: u64,
    /// References that were not, by reason.
    pub unjudged: BTreeMap<Unjudged, u64>,
    /// Pages with a fault or with a comment that leaves findings out, by input.
    pub faults: Vec<PageFaults>,
    /// The names of all pages that were read.
    pub inputs: Vec<String>,
    /// Pages that could not be read.
    pub skipped: Vec<Skipped>,
}

/// The pages below some paths of a site, sorted. Hidden folders and those of generators hold none.
pub fn pages(tree: &FileTree, below: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let is_inside = |path: &[u8]| {
        below.iter().any(|root| {
            root.is_empty()
                || path
                    .strip_prefix(root.as_slice())
                    .is_some_and(|rest| rest.is_empty() || rest[0] == b'/')
        })
    };
    let is_page = |path: &[u8]| {
        let mut parts = path.split(|byte| *byte == b'/');
        format_of(path).is_some()
            && parts.all(|part| !part.starts_with(b".") && !PARTS.contains(&part))
    };
    let files = tree.entries().filter(|(_, entry)| **entry == crate::input::TreeEntry::File);
    let files = files.map(|(path, _)| path).filter(|path| is_page(path) && is_inside(path));
    let mut pages: Vec<Vec<u8>> = files.map(<[u8]>::to_owned).collect();
    pages.sort_unstable();
    pages
}

/// Checks the references of some pages of a site. The same files give the same faults in the same order.
pub fn check(tree: &FileTree, pages: &[Vec<u8>], options: &SiteOptions) -> SiteCheck {
    let has_sources = pages.iter().any(|page| format_of(page) == Some(Format::Markdown));
    let read = |path: &[u8]| read(tree, path, options.max_page_bytes);
    let published =
        if has_sources { published_addresses(pages, &read) } else { FxHashMap::default() };
    let files = SiteFiles::new(tree, has_sources, published);
    let context = SiteContext {
        files: &files,
        base: options.base_url.as_ref().map(SiteBase::new).unwrap_or_default(),
        wanted: if options.fragments { Wanted::Anchors } else { Wanted::References },
        is_root_named: options.is_root_named,
    };
    let one = |path: &Vec<u8>| read(path).map(|document| scan(path, &document, &context));
    let scanned: Vec<Result<ScannedPage, Skipped>> = pages.par_iter().map(one).collect();
    let mut site = ScannedSite::default();
    for (path, scanned) in pages.iter().zip(scanned) {
        match scanned {
            Ok(page) => drop(site.pages.insert(path.clone(), page)),
            Err(skipped) => site.skipped.push(skipped),
        }
    }
    site.judge_redirects();
    site.judge_anchors(&context, &read);
    site.finish(tree)
}

fn read(tree: &FileTree, path: &[u8], max_bytes: u64) -> Result<Document, Skipped> {
    let input = tree.name(path);
    let format = format_of(path).unwrap_or(Format::Html);
    match tree.text(path, max_bytes) {
        Ok(decoded) => Ok(Document { input, part: None, format, decoded, capture: None }),
        Err(error) => Err(Skipped {
            input,
            part: None,
            reason: SkipReason::Unreadable,
            detail: error.to_string(),
        }),
    }
}

/// All pages that were read.
#[derive(Default)]
struct ScannedSite {
    pages: BTreeMap<Vec<u8>, ScannedPage>,
    skipped: Vec<Skipped>,
}

impl ScannedSite {
    /// Where a page sends its reader in the end; `None` where that never ends.
    fn landing<'a>(&'a self, page: &'a [u8]) -> Option<&'a [u8]> {
        let mut at = page;
        for _ in 0..MAX_REDIRECTS {
            match self.pages.get(at).and_then(|page| page.redirect.as_ref()) {
                Some((target, _)) => at = target,
                None => return Some(at),
            }
        }
        None
    }

    /// One fault for each circle of redirects, at the first page of it.
    fn judge_redirects(&mut self) {
        let mut faults: Vec<(Vec<u8>, Fault)> = Vec::new();
        let mut seen: FxHashSet<&[u8]> = FxHashSet::default();
        for start in self.pages.keys() {
            let (mut at, mut way) = (start.as_slice(), Vec::new());
            while let Some((target, fault)) =
                self.pages.get(at).and_then(|page| page.redirect.as_ref())
            {
                if let Some(begin) = way.iter().position(|(page, _)| *page == at) {
                    let circle: &[(&[u8], &Fault)] = &way[begin..];
                    faults.extend(loop_fault(circle));
                    break;
                }
                if !seen.insert(at) {
                    break;
                }
                way.push((at, fault));
                at = target;
            }
        }
        for (page, fault) in faults {
            if let Some(page) = self.pages.get_mut(&page) {
                page.faults.push(fault);
            }
        }
    }

    /// Looks up parts of other pages; pages that were not among the inputs are read for that.
    fn judge_anchors(
        &mut self,
        context: &SiteContext<'_>,
        read: &(dyn Fn(&[u8]) -> Result<Document, Skipped> + Sync),
    ) {
        if context.wanted == Wanted::References {
            return;
        }
        let targets = self.pages.values().flat_map(|page| &page.anchored);
        let unread: FxHashSet<&[u8]> = targets
            .map(|one| one.target.as_slice())
            .filter(|target| !self.pages.contains_key(*target))
            .collect();
        let others: FxHashMap<Vec<u8>, Anchors> = unread
            .into_par_iter()
            .filter_map(|path| {
                let document = read(path).ok()?;
                Some((path.to_owned(), scan(path, &document, context).anchors))
            })
            .collect();
        let mut faults: Vec<(Vec<u8>, Vec<Fault>)> = Vec::new();
        for (path, page) in &self.pages {
            let broken = page.anchored.iter().filter(|one| {
                let Some(landing) = self.landing(&one.target) else { return false };
                let anchors = match self.pages.get(landing) {
                    Some(page) => Some(&page.anchors),
                    None => others.get(landing),
                };
                anchors.is_some_and(|anchors| !anchors.hold(&one.fragment))
            });
            faults.push((path.clone(), broken.map(|one| one.fault.clone()).collect()));
        }
        for (path, broken) in faults {
            if let Some(page) = self.pages.get_mut(&path) {
                page.faults.extend(broken);
            }
        }
    }

    fn finish(self, tree: &FileTree) -> SiteCheck {
        let mut done = SiteCheck { skipped: self.skipped, ..SiteCheck::default() };
        for (path, page) in self.pages {
            done.pages += 1;
            done.inputs.push(tree.name(&path));
            done.judged += page.judged;
            for (why, number) in page.unjudged {
                *done.unjudged.entry(why).or_default() += number;
            }
            if page.faults.is_empty() && page.ignores.is_empty() {
                continue;
            }
            let mut faults = page.faults;
            faults.sort_by_key(|fault| (fault.position, fault.kind));
            done.faults.push(PageFaults {
                input: tree.name(&path),
                format: format_of(&path).unwrap_or(Format::Html),
                faults,
                ignores: page.ignores,
            });
        }
        done.faults.sort_by(|left, right| left.input.as_bytes().cmp(right.input.as_bytes()));
        done
    }
}

/// The fault of a circle, at its first page by name.
fn loop_fault(circle: &[(&[u8], &Fault)]) -> Option<(Vec<u8>, Fault)> {
    let (first, (page, fault)) = circle.iter().enumerate().min_by_key(|(_, (page, _))| *page)?;
    let names = circle[first..].iter().chain(&circle[..=first]);
    let names: Vec<_> = names.map(|(page, _)| String::from_utf8_lossy(page)).collect();
    let message = format!("these pages redirect to each other in a loop: {}", names.join(" → "));
    let kind = FaultKind::RedirectLoop;
    Some((page.to_vec(), Fault { kind, message, ..(*fault).clone() }))
}
