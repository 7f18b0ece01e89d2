//! Places in real posts: comment lists, conversations, prose. The DOM says what stands where.

use citegraph::article::{Article, Link, Place, Syntax};
use scraper::{ElementRef, Html, Selector};

use crate::reading::dom;
use crate::reading::posts::ARTICLES;
use crate::support::corpora;

/// A citation of a post, and its element in the DOM of the post.
struct Cited<'a> {
    article: &'a Article,
    link: &'a Link,
    element: ElementRef<'a>,
}

/// Calls `judge` for every citation in `a` of the posts that `wanted` picks by their file.
fn each(wanted: impl Fn(&Article, &str) -> bool, mut judge: impl FnMut(&Cited<'_>)) {
    let Some(root) = corpora::folder() else { return };
    let links = Selector::parse("a[href]").expect("a selector");
    for article in &*ARTICLES {
        let text = std::fs::read_to_string(root.join("posts").join(&article.input));
        let text = text.expect("a post is UTF-8");
        if !wanted(article, &text) {
            continue;
        }
        let page: Html = dom::parse(&text);
        let mut elements = page.select(&links);
        for link in crate::support::program::links(article) {
            if link.syntax != Syntax::Html || link.place == Place::Embed {
                continue;
            }
            // Links that only one of the two has are skipped on either side; their order is the same.
            let href = dom::decode(&link.written);
            let Some(element) = elements.find(|element| element.attr("href") == Some(&href)) else {
                panic!("{}: {href} is not in the DOM, or not in this order", article.input);
            };
            if link.reason.is_none() {
                judge(&Cited { article, link, element });
            }
        }
    }
}

fn from(article: &Article, host: &str) -> bool {
    let url = article.origin.as_deref().and_then(|origin| url::Url::parse(origin).ok());
    url.is_some_and(|url| url.host_str().is_some_and(|found| found.ends_with(host)))
}

/// The share of `part` in `whole`, which is no small number.
fn share(part: usize, whole: usize, least: usize) -> f64 {
    assert!(whole >= least, "{whole} citations are fewer than there were");
    part as f64 / whole as f64
}

#[test]
fn links_in_comment_lists_are_comments() {
    if corpora::folder().is_none() {
        return;
    }
    let (mut all, mut comments) = (0, 0);
    each(
        |article, _| from(article, "pao-pao.net"),
        |cited| {
            let mut around = cited.element.ancestors().filter_map(ElementRef::wrap);
            let in_list = around.any(|element| {
                let element = element.value();
                element.classes().any(|class| class == "comment")
                    || element.id() == Some("comments")
            });
            if in_list {
                all += 1;
                comments += usize::from(cited.link.place == Place::Comment);
            }
        },
    );
    let share = share(comments, all, 200);
    assert!(share >= 0.95, "{comments} of {all}");
}

#[test]
fn conversations_are_no_comments() {
    if corpora::folder().is_none() {
        return;
    }
    let (mut all, mut body) = (0, 0);
    each(
        |_, text| text.contains("comment-by-node-author"),
        |cited| {
            all += 1;
            body += usize::from(cited.link.place == Place::Body);
        },
    );
    let share = share(body, all, 300);
    assert!(share >= 0.95, "{body} of {all}");
}

#[test]
fn links_in_prose_are_no_navigation() {
    if corpora::folder().is_none() {
        return;
    }
    let (mut all, mut lost) = (0, Vec::new());
    each(
        |article, _| from(article, "iyouport.org"),
        |cited| {
            if in_prose(cited.element) {
                all += 1;
                if cited.link.place == Place::Navigation {
                    lost.push(format!("{}:{}", cited.article.input, cited.link.line));
                }
            }
        },
    );
    let share = share(lost.len(), all, 1_000);
    assert!(share <= 0.04, "{} of {all}: {lost:#?}", lost.len());
}

/// Whether the paragraph around a link says at least a sentence besides its links.
fn in_prose(link: ElementRef<'_>) -> bool {
    let paragraph = link.ancestors().filter_map(ElementRef::wrap).find(|e| e.value().name() == "p");
    let Some(paragraph) = paragraph else { return false };
    let selector = Selector::parse("a").expect("a selector");
    let letters = |element: ElementRef<'_>| -> usize {
        element.text().flat_map(str::chars).filter(|c| c.is_alphanumeric()).count()
    };
    let linked: usize = paragraph.select(&selector).map(letters).sum();
    letters(paragraph).saturating_sub(linked) >= 30
}
