//! One small document for each oddity that real posts hold, and what must come out of it.

use citegraph::article::{Article, Format, Link, OriginRule, Place, Syntax};

use crate::support::program::{extract, links};

/// What every post here begins with.
const FRONT: &str = "---\nlayout: post\ntitle: T\nfrom: https://www.origin.example/a/post\n---\n\n";

fn post(body: &str) -> Article {
    extract(Format::Markdown, &format!("{FRONT}{body}"))
}

/// A link in words: what it cites, or why it is no citation and how it was written.
fn told(link: &Link) -> String {
    match (link.reason, &link.resolved) {
        (None, Some(url)) => format!("cites {url}"),
        (Some(reason), _) => format!("{} {}", reason.name(), link.written),
        (None, None) => panic!("a citation has a URL: {link:?}"),
    }
}

/// Body of the post, and its links in document order.
const CASES: &[(&str, &str, &[&str])] = &[
    (
        "a headline, a stamp and one line of HTML",
        "<!--1649419560000-->\n[T](https://www.origin.example/a/post)\n------\n\n<div>\n<div class=\"v\"><a href=\"https://www.origin.example/files/1.jpg\" class=\"colorbox\"><img src=\"/2.jpg\"></a></div><p>See <a href=\"https://b.example/\" rel=\"nofollow\">b</a>.</p>\n</div>\n",
        &[
            "self https://www.origin.example/a/post",
            "asset https://www.origin.example/files/1.jpg",
            "cites https://b.example/",
        ],
    ),
    (
        "quotes inside the quotes of another attribute",
        "<p><a href=\"/1\" data-cbox-img-attrs=\"{\"title\": \"\", \"alt\": \"\"}\" class=\"c\">x</a> <a href=\"http://b.example/\">y</a></p>",
        &["internal /1", "cites http://b.example/"],
    ),
    (
        "names of entities that begin parameters",
        "<p><a href=\"http://b.example/?lang=en&center=1&timestamp=2&reg=3&copy=4&sect=5&rep=r&times=6\">x</a></p>",
        &["cites http://b.example/?lang=en&center=1&timestamp=2&reg=3&copy=4&sect=5&rep=r&times=6"],
    ),
    (
        "an encoded semicolon behind an entity",
        "<p><a href=\"http://b.example/?embed=1&amp%3Bresponsive=1&amp%3Btitle=1\">x</a></p>",
        &["cites http://b.example/?embed=1&%3Bresponsive=1&%3Btitle=1"],
    ),
    (
        "a link as the text of a frame",
        "<p>x<iframe><a href=\"https://b.example/media/href\">b</a></iframe> <a href=\"http://c.example/\">c</a></p>",
        &["cites http://c.example/"],
    ),
    (
        "an address and code as the text of a link",
        "<p><a href=\"http://b.example/\">http://b.example/ and <code>code</code></a> http://c.example/</p>",
        &["cites http://b.example/", "cites http://c.example/"],
    ),
    (
        "links in pre and code",
        "<pre><a href=\"http://b.example/\">b</a> http://no.example/</pre><p><code><a href=\"http://c.example/\">c</a></code></p>",
        &["cites http://b.example/", "cites http://c.example/"],
    ),
    (
        "blank lines in pre",
        "<div>\n<pre>\n<a href=\"http://b.example/\">b</a>\n\n\n    <a href=\"http://c.example/\">c</a>\n\n</pre>\n<a href=\"http://d.example/\">d</a>\n</div>",
        &["cites http://b.example/", "cites http://c.example/", "cites http://d.example/"],
    ),
    (
        "text in pre that looks like Markdown and Liquid",
        "<div>\n<pre>\nnode[\"x\"=\"y\"]({{bbox}});\n\nway[\"x\"]({{bbox}});\n</pre>\n<a href=\"http://b.example/\">b</a></div>",
        &["cites http://b.example/"],
    ),
    (
        "links in links",
        "<p><a href=\"http://b.example/%E3%80%82\">。<a href=\"http://b.example/\">b</a></p>",
        &["cites http://b.example/%E3%80%82", "cites http://b.example/"],
    ),
    (
        "a link in noscript",
        "<p>x</p><noscript><a href=\"https://b.example/watch?v=1\">b</a></noscript>",
        &["cites https://b.example/watch?v=1"],
    ),
    (
        "line ends and blanks in an href",
        "<p><a href=\" http://b.example/one\n  /two\t \">b</a></p>",
        &["cites http://b.example/one%20%20/two"],
    ),
    (
        "spam whose quotes are lost",
        "<p><a href=\"http://b.example></a>\">b</a> <a href=\"http://b.example]pills\">c</a></p>",
        &["invalid http://b.example></a>", "invalid http://b.example]pills"],
    ),
    (
        "spam that is a URL all the same",
        "<p><a href=\"http://b.example/&quot;&gt;foo&lt;/a&gt;\">b</a></p>",
        &["cites http://b.example/%22%3Efoo%3C/a%3E"],
    ),
    (
        "a wide colon, and words for a host",
        "<p><a href=\"http://https：//b.example/\">b</a> <a href=\"http://黑客网络\">c</a></p>",
        &["invalid http://https：//b.example/", "cites http://xn--ubts33f9ja888h/"],
    ),
    (
        "a scheme within a host, and for a host",
        "<p><a href=\"https://www.b.comhttps//shop.example\">b</a> <a href=\"http://https//www.b.example\">c</a></p>",
        &["cites https://www.b.comhttps//shop.example", "cites http://https//www.b.example"],
    ),
    (
        "other schemes",
        "<p><a href=\"file:///C:/x\">a</a><a href=\"about:blank\">b</a><a href=\"channel:%20https://b.example\">c</a><a href=\"javascript:void(0)\">d</a><a href=\"tel:1\">e</a><a href=\"mailto:a@b.example\">f</a><a href=\"ttps://b.example\">g</a><a href=\"http:\">h</a></p>",
        &[
            "scheme file:///C:/x",
            "scheme about:blank",
            "scheme channel:%20https://b.example",
            "scheme javascript:void(0)",
            "scheme tel:1",
            "scheme mailto:a@b.example",
            "scheme ttps://b.example",
            "invalid http:",
        ],
    ),
    (
        "nothing, fragments and relative addresses",
        "<p><a href=\"\">a</a><a href=\"#x\">b</a><a href=\"//b.example/c\">c</a><a href=\"/d\">d</a><a href=\"e\">e</a><a href=\"post#f\">f</a></p>",
        &[
            "empty ",
            "fragment #x",
            "cites https://b.example/c",
            "internal /d",
            "internal e",
            "self post#f",
        ],
    ),
    (
        "a headline in brackets with an address encoded twice",
        "[[一] 二](https://www.origin.example/@x/%25E5%2593%2588)\n------\n\n<p><a href=\"https://b.example/%25E5\">b</a></p>",
        &[
            "internal https://www.origin.example/@x/%25E5%2593%2588",
            "cites https://b.example/%25E5",
        ],
    ),
    (
        "a backslash in the path and in the query",
        "<p><a href=\"http://b.example\\c\\d?e\\f\">b</a></p>",
        &["cites http://b.example/c/d?e\\f"],
    ),
    (
        "attributes that only look like links",
        "<p data-href=\"http://no.example/\"><a data-href=\"http://no.example/\" href=\"http://b.example/\">b</a><img src=\"http://no.example/\" srcset=\"http://no.example/ 2x\" data-lazy-src=\"http://no.example/\"></p><link href=\"http://no.example/\"><script src=\"http://no.example/\"></script><!-- <a href=\"http://no.example/\">x</a> -->",
        &["cites http://b.example/"],
    ),
    (
        "bare URLs against text without blanks",
        "https://b.example/2YsRD8D哈嘍各位，見 https://c.example/日本 。`http://no.example/`",
        &["cites https://b.example/2YsRD8D", "cites https://c.example/%E6%97%A5%E6%9C%AC"],
    ),
    (
        "a quotation that names its source, and frames",
        "<blockquote cite=\"https://b.example/x\"><p>x</p></blockquote><iframe src=\"https://c.example/e\"></iframe><video src=\"/v.mp4\"></video>",
        &["cites https://b.example/x", "cites https://c.example/e", "internal /v.mp4"],
    ),
    (
        "templates as destinations",
        "[a]({{ site.url }}/x) [b]({{< ref \"c.md\" >}}) [d](https://d.example/){:target=\"_blank\"}",
        &["template {{ site.url }}/x", "template {{< ref \"c.md\" >}}", "cites https://d.example/"],
    ),
    (
        "references, autolinks and footnotes",
        "[a][r] [r] <https://b.example/> [^1]\n\n[^1]: See [c](http://c.example/).\n\n[r]: <http://d.example/> 'x'\n",
        &[
            "cites http://d.example/",
            "cites http://d.example/",
            "cites https://b.example/",
            "cites http://c.example/",
        ],
    ),
    (
        "signs of emphasis in bare URLs",
        "See https://c.example/a*b*c and *https://c.example/d* (https://c.example/~ann~/x), \
         https://c.example/_x_/y:\n\n- **https://c.example/*/z***\n\n[^1] `https://no.example/*`\n\n\
         [^1]: https://c.example/*f*g\n",
        &[
            "cites https://c.example/a*b*c",
            "cites https://c.example/d",
            "cites https://c.example/~ann~/x",
            "cites https://c.example/_x_/y",
            "cites https://c.example/*/z",
            "cites https://c.example/*f*g",
        ],
    ),
    (
        "tags over lines in a fence of an item, of a quotation and of an item in an item",
        "1. Write:\n\n   ```jsx\n   <p style={{\n     color: 1\n   }}>x</p>\n   ```\n\n2. [a](https://b.example/a)\n\n\
         > ~~~\n> {% if\n>   x %}\n> ~~~\n>\n> [b](https://b.example/b)\n\n- c\n  - d\n\n    ```\n    {{\n    e\n    }}\n    \
         ```\n\n    [f](https://b.example/f)\n",
        &["cites https://b.example/a", "cites https://b.example/b", "cites https://b.example/f"],
    ),
    (
        "links of SVG",
        "<p>a</p><svg><a xlink:href=\"https://b.example/\"><text>b</text></a><a href=\"https://c.example/\" xlink:href=\"https://no.example/\"/>x<g><A XLINK:HREF='/d'><text>d</text></A></g><foreignObject><a xlink:href=\"https://no.example/\">e</a></foreignObject></svg><p><a xlink:href=\"https://no.example/\">f</a></p>",
        &["cites https://b.example/", "cites https://c.example/", "internal /d"],
    ),
    (
        "templates that declare a shadow root",
        "<div><template shadowrootmode=open><p><a href=\"https://b.example/\">b</a></p><template><a href=\"https://c.example/\">c</a></template></template></div><div><template SHADOWROOTMODE=Closed><a href=\"https://d.example/\">d</a></template></div><div><template shadowrootmode=x><a href=\"https://e.example/\">e</a></template></div><template><template shadowrootmode=open><a href=\"https://f.example/\">f</a></template></template>",
        &[
            "cites https://b.example/",
            "template https://c.example/",
            "cites https://d.example/",
            "template https://e.example/",
            "template https://f.example/",
        ],
    ),
    (
        "a base that can hold no page",
        "<base href=\"data:text/html,x\"><base href=\"https://no.example/\"><p><a href=\"/d\">d</a><a href=\"//b.example/\">b</a><a href=\"///b.example/e\">e</a></p>",
        &["internal /d", "cites https://b.example/", "cites https://b.example/e"],
    ),
    (
        "a path that begins with an encoded blank",
        "<p><a href=\"http://b.example/articles/%20d41586-018-00542-3\">b</a></p>",
        &["cites http://b.example/articles/%20d41586-018-00542-3"],
    ),
];

#[test]
fn every_oddity_comes_out_as_it_must() {
    let mut faults = Vec::new();
    for (name, body, wanted) in CASES {
        let article = post(body);
        let found: Vec<String> = links(&article).into_iter().map(told).collect();
        if found != *wanted {
            faults.push(format!("{name}:\n  found  {found:?}\n  wanted {wanted:?}"));
        }
        let text = format!("{FRONT}{body}");
        for link in links(&article) {
            let [start, end] = link.span.unwrap_or_else(|| panic!("{name}: {link:?}"));
            assert_eq!(text[start as usize..end as usize], link.written, "{name}");
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The only citation of a post.
fn only(body: &str) -> Link {
    let mut article = post(body);
    assert_eq!(article.citations.len(), 1, "{body}: {:?}", links(&article));
    article.citations.remove(0)
}

/// Host and domain of a link.
#[test]
fn hosts_and_domains() {
    let cases = [
        ("https://name@mail.example/", "mail.example", "mail.example"),
        ("http://www.b.example:8080/x", "www.b.example", "b.example"),
        ("http://192.0.2.7:81/x", "192.0.2.7", "192.0.2.7"),
        ("http://[2001:db8::1]/", "[2001:db8::1]", "[2001:db8::1]"),
        ("http://abcdefghij234567.onion/", "abcdefghij234567.onion", "abcdefghij234567.onion"),
        ("http://www.bücher.example/", "www.xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("http://screaming/", "screaming", "screaming"),
        ("https://www.b.comhttps//c", "www.b.comhttps", "b.comhttps"),
        ("https://someone.github.io/x", "someone.github.io", "someone.github.io"),
        ("http://www.gov.cn/x", "www.gov.cn", "www.gov.cn"),
        ("https://blog.medium.com/x", "blog.medium.com", "medium.com"),
    ];
    for (url, host, domain) in cases {
        let link = only(&format!("<p><a href=\"{url}\">x</a></p>"));
        assert_eq!((link.host(), link.domain()), (Some(host), Some(domain)), "{url}");
    }
}

#[test]
fn archives_and_redirectors_are_unwrapped_and_kept() {
    let archive = only(
        "<p><a href=\"https://web.archive.org/web/20200102030405/http://b.example/c\">x</a></p>",
    );
    assert_eq!(archive.domain(), Some("b.example"));
    assert_eq!(
        archive.opened(),
        archive.resolved.as_deref(),
        "an archive is what readers should open"
    );
    assert_eq!(archive.via()[0].domain, "archive.org");
    for href in [
        "https://www.google.com/url?q=https%3A%2F%2Fb.example%2Fc&amp;sa=D",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fb.example%2Fc&amp;h=AT0",
    ] {
        let link = only(&format!("<p><a href=\"{href}\">x</a></p>"));
        assert_eq!(link.opened(), Some("https://b.example/c"), "{href}");
        assert_eq!(link.domain(), Some("b.example"), "{href}");
        assert_eq!(link.via().len(), 1, "{href}");
    }
}

#[test]
fn an_address_that_swallowed_a_paragraph_is_kept_whole() {
    let url = format!("https://b.example/x{}", "%20words".repeat(400));
    let link = only(&format!("<p>See <a href=\"{url}\">b</a>.</p>"));
    assert_eq!(link.resolved.as_deref(), Some(url.as_str()));
    assert_eq!(link.written.len(), url.len());
}

#[test]
fn rel_never_drops_a_link() {
    for rel in ["nofollow", "nofollow noopener", "noreferrer", "sponsored"] {
        let link = only(&format!("<p>See <a href=\"http://b.example/\" rel=\"{rel}\">b</a>.</p>"));
        assert_eq!((link.place, link.rel.as_deref()), (Place::Body, Some(rel)));
    }
}

#[test]
fn front_matter_is_metadata_and_no_text() {
    let article = extract(
        Format::Markdown,
        "---\ntitle: \"T: t\"\ndate: 2022-04-08T12:06:00.000Z\nauthor: A B &#38; C D\nfrom: https://a.example/1\ntags: [ x ]\ncategories: [ y ]\nlink: http://no.example/\n---\n<p><a href=\"http://b.example/\">b</a></p>\n",
    );
    assert_eq!(article.title.as_deref(), Some("T: t"));
    assert_eq!(article.published.as_deref(), Some("2022-04-08"));
    assert_eq!(article.authors, ["A B & C D"]);
    assert_eq!(article.tags, ["x", "y"]);
    assert_eq!(links(&article).len(), 1);
    assert!(article.sentences.unwrap().iter().all(|sentence| !sentence.text.contains("title")));
}

#[test]
fn broken_front_matter_is_read_line_by_line() {
    let article = extract(
        Format::Markdown,
        "---\ntitle: \"水平\\智力\"\nfrom: https://a.example/1\n---\n<p><a href=\"/2\">x</a> <a href=\"http://b.example/\">b</a></p>\n",
    );
    assert_eq!(article.origin.as_deref(), Some("https://a.example/1"));
    assert_eq!(article.warnings.len(), 1);
    assert_eq!(article.warnings[0].code, "front-matter-recovered");
    assert_eq!((article.citations.len(), article.rejects.len()), (1, 1));
}

#[test]
fn without_front_matter_the_headline_is_the_origin() {
    let body = "[T](https://a.example/1)\n------\n2020-07-02\n\n<p><a href=\"/2\">x</a> <a href=\"http://b.example/\">b</a></p>\n";
    let article = extract(Format::Markdown, body);
    assert_eq!(article.origin.as_deref(), Some("https://a.example/1"));
    assert_eq!(article.origin_rule, OriginRule::Heading);
    let found: Vec<String> = links(&article).into_iter().map(told).collect();
    assert_eq!(found, ["self https://a.example/1", "internal /2", "cites http://b.example/"]);
    // A list of links is no article of the first one's site.
    let list = extract(Format::Markdown, "[T](https://a.example/1)\n\n[U](http://b.example/)\n");
    assert_eq!((list.origin_rule, list.citations.len()), (OriginRule::None, 2));
}

#[test]
fn anchors_beside_dashes_keep_their_exact_place() {
    let article = post(
        "<p>It was <a href=\"http://b.example/1\">strained</a>—if not <a href=\"http://b.example/2\">cancelled</a>—by then. “<a href=\"http://b.example/3\">So</a>”, he said.</p>",
    );
    let cut = |link: &Link| -> (String, String) {
        let [start, end] = link.anchor_at.expect("it stands in a sentence");
        let sentence = link.sentence_text().expect("it stands in a sentence").into_owned();
        let at = sentence.chars().skip(start as usize).take((end - start) as usize).collect();
        (at, sentence)
    };
    let found: Vec<_> = article.citations.iter().map(cut).collect();
    let first = "It was strained—if not cancelled—by then.".to_owned();
    let wanted = [
        ("strained".to_owned(), first.clone()),
        ("cancelled".to_owned(), first),
        ("So".to_owned(), "“So”, he said.".to_owned()),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn control_characters_and_odd_blanks_are_text() {
    let article = post(
        "<p>a\u{8}b\u{200b}c\u{a0}d\u{fffd} <a href=\"http://b.example/\">x\u{8}\u{200b}y</a>.</p>\r<p>z</p>",
    );
    assert_eq!(article.citations[0].anchor, "x\u{8}\u{200b}y");
    assert_eq!(article.citations[0].syntax, Syntax::Html);
    assert_eq!(article.citations[0].line, 7);
    assert!(article.sentences.unwrap().iter().any(|sentence| &*sentence.text == "z"));
}

#[test]
fn buttons_for_sharing_do_not_count() {
    let article = post(
        "<p>The town council met on Monday and, after a long debate, closed both of the old bridges.</p><ul class=\"share\"><li><a href=\"https://twitter.com/share?url=x\">Twitter</a></li><li><a href=\"https://www.facebook.com/sharer/sharer.php?u=x\">Facebook</a></li></ul>",
    );
    let places: Vec<Place> = article.citations.iter().map(|link| link.place).collect();
    assert_eq!(places, [Place::Share, Place::Share]);
}

#[test]
fn hosts_without_a_scheme_need_no_origin() {
    let read = |body: &str| {
        let article = extract(Format::Html, body);
        links(&article).into_iter().map(told).collect::<Vec<_>>()
    };
    let base = "<base target=_blank><base href='//cdn.example/x/'>";
    assert_eq!(
        read(&format!("{base}<a href='b'>b</a><a href='//c.example/p'>c</a>")),
        ["internal b", "cites https://c.example/p"]
    );
    for base in [
        "javascript:void(0)",
        "mailto:a@b.example",
        "file:///a/",
        "about:blank",
        "ftp://b.example/",
    ] {
        let body = format!("<base href='{base}'><a href='c'>c</a><a href='//d.example/'>d</a>");
        assert_eq!(read(&body), ["unresolved c", "cites https://d.example/"], "{base}");
    }
}
