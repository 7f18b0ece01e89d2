//! What hrefs lead to, and why some links are not citations.

use std::borrow::Cow;

use url::Url;

use super::href_memo::HrefMemo;
use super::origin::Origin;
use super::raw_link::RawLink;
use super::tree::HtmlElement;
use super::{ExtractOptions, Internal, InternalBy};
use crate::article::Reason;
use crate::html::name;
use crate::link::{CitedUrl, ResolvedHref, cite, misaddressed, resolve_href};

/// Suffixes of pictures.
const IMAGES: [&str; 11] =
    [".avif", ".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".webp"];

/// What an href leads to.
pub(crate) struct ClassifiedHref {
    pub(crate) resolved: Option<String>,
    pub(crate) cited: Option<CitedUrl>,
    /// Why the link is not a citation.
    pub(crate) reason: Option<Reason>,
}

/// An address on the web.
struct HrefAddress {
    url: Url,
    /// What it cites, if that is known already.
    cited: Option<CitedUrl>,
}

/// Finds out what the links of a page lead to.
pub(crate) struct HrefClassifier<'a> {
    origin: Option<&'a Origin>,
    base: Option<Url>,
    options: &'a ExtractOptions,
    /// The elements that stand in a `<template>`; empty where there is none.
    in_template: Vec<bool>,
    memo: &'a mut HrefMemo,
}

impl<'a> HrefClassifier<'a> {
    /// For a page of these elements, whose relative links are resolved against `base`.
    pub(crate) fn new(
        elements: &[HtmlElement],
        origin: Option<&'a Origin>,
        base: Option<Url>,
        options: &'a ExtractOptions,
        memo: &'a mut HrefMemo,
    ) -> Self {
        Self { origin, base, options, in_template: in_template(elements), memo }
    }

    /// What links lead to, given their hrefs.
    pub(crate) fn classify(
        &mut self,
        links: &[RawLink],
        hrefs: &[Cow<'_, str>],
    ) -> Vec<ClassifiedHref> {
        let addresses: Vec<_> =
            links.iter().zip(hrefs).map(|(found, href)| self.address(found, href)).collect();
        let cited: Vec<_> = addresses
            .into_iter()
            .zip(hrefs)
            .map(|(address, href)| Ok(self.cited(address?, href)))
            .collect();
        let both = links.iter().zip(hrefs).zip(cited);
        both.map(|((found, href), cited)| match cited {
            Ok((url, cited)) => self.classified(found, href, url, cited),
            Err(reason) => ClassifiedHref { resolved: None, cited: None, reason: Some(reason) },
        })
        .collect()
    }

    /// The address that an href leads to on the web, or why it leads to none.
    fn address(&self, found: &RawLink, href: &str) -> Result<HrefAddress, Reason> {
        if self.in_template.get(found.node as usize) == Some(&true) {
            return Err(Reason::Template);
        }
        if let Some((url, cited)) = self.memo.get(href) {
            return Ok(HrefAddress { url, cited: Some(cited) });
        }
        let broken = |reason| match misaddressed(href, None) {
            Some(_) => Reason::Broken,
            None => reason,
        };
        match resolve_href(href, self.base.as_ref()) {
            ResolvedHref::Web(url) => Ok(HrefAddress { url, cited: None }),
            ResolvedHref::Empty => Err(Reason::Empty),
            ResolvedHref::Fragment => Err(Reason::Fragment),
            ResolvedHref::Template => Err(Reason::Template),
            ResolvedHref::Scheme(_) => Err(broken(Reason::Scheme)),
            ResolvedHref::Invalid => Err(Reason::Invalid),
            ResolvedHref::Unresolved => Err(broken(Reason::Unresolved)),
        }
    }

    /// The same with what is cited there.
    fn cited(&mut self, address: HrefAddress, href: &str) -> (Url, CitedUrl) {
        let HrefAddress { url, cited } = address;
        if let Some(cited) = cited {
            return (url, cited);
        }
        // A page may have it twice.
        self.memo.get(href).unwrap_or_else(|| {
            let cited = cite(&url);
            self.memo.keep(href, &url, &cited);
            (url, cited)
        })
    }

    /// What a link cites, and the reason if it is not a citation.
    fn classified(&self, found: &RawLink, href: &str, url: Url, cited: CitedUrl) -> ClassifiedHref {
        let reason = match self.origin {
            Some(origin) => self.own_reason(origin, found, &url, &cited),
            None => self.relative_reason(href),
        };
        let is_own = reason.is_some() || self.origin.is_some_and(|own| own.domain == cited.domain);
        let is_broken = is_own && misaddressed(href, Some(&url)).is_some();
        let reason = if is_broken { Some(Reason::Broken) } else { reason };
        ClassifiedHref { resolved: Some(url.into()), cited: Some(cited), reason }
    }

    /// The reason to reject a relative link on a page without an origin. Only `<base>` can have resolved it, so it
    /// leads to the page's own site.
    fn relative_reason(&self, href: &str) -> Option<Reason> {
        let relative =
            self.base.is_some() && matches!(resolve_href(href, None), ResolvedHref::Unresolved);
        (relative && self.options.internal == Internal::Reject).then_some(Reason::Internal)
    }

    /// The reason to reject a link to the origin's own domain. A wrapper's domain does not count: a copy in a web
    /// archive stands for the page that was copied.
    fn own_reason(
        &self,
        origin: &Origin,
        found: &RawLink,
        url: &Url,
        cited: &CitedUrl,
    ) -> Option<Reason> {
        if cited.domain != origin.domain {
            return None;
        }
        let copied = !cited.via.is_empty() && origin.key() == cited.key;
        if copied || origin.is(url) {
            return Some(Reason::Itself);
        }
        if is_image(url) || (found.has_image && found.text_block.is_none()) {
            return Some(Reason::Asset);
        }
        let internal = self.options.internal == Internal::Reject
            && match self.options.internal_by {
                InternalBy::Domain => true,
                InternalBy::Site => cited.site == origin.site(),
            };
        internal.then_some(Reason::Internal)
    }
}

/// Which elements stand in a `<template>`, whose content no browser shows; empty where there is none. One that
/// declares a shadow root has another name.
fn in_template(nodes: &[HtmlElement]) -> Vec<bool> {
    if !nodes.iter().any(|node| node.name == name::TEMPLATE) {
        return Vec::new();
    }
    let mut inert = Vec::with_capacity(nodes.len());
    for node in nodes {
        // A parent stands before its children; the page is its own.
        let inside = inert.get(node.parent as usize).copied().unwrap_or(false);
        inert.push(inside || node.name == name::TEMPLATE);
    }
    inert
}

fn is_image(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    IMAGES.iter().any(|suffix| path.ends_with(suffix))
}
