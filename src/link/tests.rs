use proptest::prelude::*;

use super::*;

fn cited(url: &str) -> CitedUrl {
    cite(&Url::parse(url).unwrap())
}

#[test]
fn a_plain_url_changes_nothing() {
    let cited = cited("https://ex.com/a");
    assert_eq!((cited.opened.as_str(), cited.key.as_str()), ("https://ex.com/a", "ex.com/a"));
    assert_eq!((cited.host.as_str(), cited.domain.as_str()), ("ex.com", "ex.com"));
    assert_eq!(cited.site, "ex.com");
    assert_eq!((cited.work, cited.locator), (None, None));
    assert!(cited.via.is_empty() && cited.changes.is_empty());
}

#[test]
fn hosts_leave_out_ports_and_users() {
    let cited = cited("https://user:pw@a.ex.com:8443/b");
    assert_eq!((cited.host.as_str(), cited.domain.as_str()), ("a.ex.com", "ex.com"));
    assert_eq!(cited.opened, "https://user:pw@a.ex.com:8443/b");
    let cited = cite(&Url::parse("http://[::1]:80/").unwrap());
    assert_eq!((cited.host.as_str(), cited.domain.as_str()), ("[::1]", "[::1]"));
}

#[test]
fn the_page_that_embeds_a_post_is_no_part_of_its_key() {
    let post = "https://x.com/someone/status/1?ref_src=a&ref_url=https%3A%2F%2Fex.com%2Fb";
    assert_eq!(cited(post).key, cited("https://x.com/someone/status/1").key);
    // Elsewhere it may be the page that is asked for.
    assert!(cited("https://ex.com/a?ref_url=b").key.contains("ref_url=b"));
}

#[test]
fn what_is_no_web_address_is_its_own_key() {
    for url in ["mailto:a@ex.com", "file:///a", "ftp://ex.com/a", "data:,x"] {
        let cited = cited(url);
        assert_eq!(
            (cited.opened.as_str(), cited.key.as_str(), cited.host.as_str()),
            (url, url, "")
        );
    }
}

#[test]
fn the_place_of_a_film_stays_in_what_is_opened() {
    let cited = cited("https://www.youtube.com/watch?v=HjTW2nZNa6s&t=93&si=x");
    assert_eq!(cited.opened, "https://www.youtube.com/watch?v=HjTW2nZNa6s&t=93");
    assert_eq!(cited.changes, ["site:si", "www", "site:t"]);
    assert_eq!(cited.locator.as_deref(), Some("t=93"));
}

#[test]
fn an_archived_address_is_opened_with_its_parameters() {
    let url = "https://web.archive.org/web/2020/https://ex.com/a?utm_source=x";
    let cited = cited(url);
    assert_eq!((cited.opened.as_str(), cited.key.as_str()), (url, "ex.com/a"));
    assert_eq!(cited.changes, ["unwrap:wayback", "tracking:utm_source"]);
}

#[test]
fn a_blank_fragment_goes_from_an_archived_address_too() {
    let cited = cited("https://web.archive.org/web/2020/https://ex.com/a#%20");
    assert_eq!(cited.opened, "https://web.archive.org/web/2020/https://ex.com/a");
    assert_eq!(cited.changes, ["unwrap:wayback", "blank-fragment"]);
}

#[test]
fn a_hostile_url_costs_linear_time_and_no_stack() {
    let many = |piece: &str| piece.repeat(100_000);
    let parameters: String = (0..100_000).map(|n| format!("utm_{n}=x&a{n}=y&")).collect();
    for rest in [
        format!("doi/10.1000/a{}", many(".pdf")),
        format!("doi/10.1000/a{}", many("/pdf")),
        format!("a{}", many(";jsessionid=x")),
        format!("a{}", many("%41%zz")),
        many("doi/10.1000"),
        format!("?{parameters}"),
        format!("?{}", many("https://href.li/?")),
        format!("isbn/{}", many("97802311442/")),
    ] {
        for host in ["ex.com", "href.li", "www.jstor.org", "doi.org", "www.youtube.com"] {
            let cited = cited(&format!("https://{host}/{rest}"));
            assert!(!cited.key.is_empty());
        }
    }
}

/// URLs out of the pieces that the rules look at, so that chance meets them.
fn url() -> impl Strategy<Value = String> {
    let host = prop_oneof![
        "[a-z]{1,3}\\.(com|co\\.uk|github\\.io|gov\\.cn|localhost)",
        "(www|www2|m|en\\.m|login|a-com)\\.(ex\\.com|wikipedia\\.org|ezproxy\\.lib\\.edu|gov\\.cn)",
        "(www\\.google\\.com|l\\.facebook\\.com|web\\.archive\\.org|archive\\.ph|urldefense\\.com)",
        "(doi\\.org|arxiv\\.org|www\\.nature\\.com|www\\.bmj\\.com|medium\\.com|youtu\\.be|127\\.1)",
    ];
    let path = prop::collection::vec(
        prop_oneof![
            "[a-zA-Z0-9%._~;=@*()-]{0,8}",
            "(url|l\\.php|web|2020|v3|index\\.html|articles|doi|10\\.1000|abs|content|login|amp|s)",
            "(__https:|http:|ex\\.com|%7e%2F%e4|;jsessionid=a|bmj\\.|PIIS1|isbn|9780231144209)",
        ],
        0..6,
    );
    let query = prop::collection::vec(
        prop_oneof![
            "[a-z%=+]{0,6}",
            "(utm_source|q|url|u|t|uri|pii|casa_token)=(1|https://ex\\.com/a%3Fb|%41%zz|)",
        ],
        0..4,
    );
    let fragment =
        prop_oneof![Just(""), Just("#"), Just("#%20"), Just("#a"), Just("#/r"), Just("#!r")];
    (prop_oneof!["http://", "https://", "https://u:p@"], host, path, query, fragment).prop_map(
        |(scheme, host, path, query, fragment)| {
            let query = query.join("&");
            let mark = if query.is_empty() { "" } else { "?" };
            format!("{scheme}{host}/{}{mark}{query}{fragment}", path.join("/"))
        },
    )
}

/// Keys that are no fixed points, because they are read as if they had been a URL once more: a
/// second `www.`, `index.html` or slash behind the one left out, and an address that becomes a
/// wrapper or a mobile host only by what the key leaves out.
fn is_read_again(key: &str) -> bool {
    let url = Url::parse(&format!("https://{key}")).unwrap();
    let again = cite(&url);
    let path = url.path();
    key.starts_with("www.")
        || key.starts_with("www2.")
        || key.split(['?', '#']).next().is_some_and(|page| page.ends_with('/'))
        || path.ends_with("/index.html")
        || path.ends_with("/index.htm")
        || !again.via.is_empty()
}

proptest! {
    #![proptest_config(crate::properties::cases(2000))]

    #[test]
    fn any_url_is_cited_without_panic(text in "\\PC{0,60}") {
        for text in [format!("https://{text}"), text] {
            if let Ok(url) = Url::parse(&text) {
                let cited = cite(&url);
                prop_assert!(Url::parse(&cited.opened).is_ok());
            }
        }
    }

    #[test]
    fn keys_are_fixed_points(text in url()) {
        let Ok(url) = Url::parse(&text) else { return Ok(()) };
        let cited = cite(&url);
        if !is_read_again(&cited.key) {
            let again = cite(&Url::parse(&format!("https://{}", cited.key)).unwrap());
            prop_assert_eq!(&again.key, &cited.key);
            // The usual form of an address may stand on another domain.
            if !cited.changes.iter().any(|change| change == "page-form") {
                prop_assert_eq!(again.domain, cited.domain);
            }
        }
    }

    #[test]
    fn what_is_opened_is_opened_as_it_is(text in url()) {
        let Ok(url) = Url::parse(&text) else { return Ok(()) };
        let cited = cite(&url);
        let opened = Url::parse(&cited.opened).unwrap();
        prop_assert_eq!(opened.as_str(), &cited.opened);
        let again = cite(&opened);
        prop_assert_eq!(&again.key, &cited.key);
        prop_assert_eq!(again.work, cited.work);
        if cited.via.len() < 5 {
            prop_assert_eq!(again.opened, cited.opened);
        }
    }

    #[test]
    fn every_change_has_a_published_reason(text in url()) {
        let Ok(url) = Url::parse(&text) else { return Ok(()) };
        let cited = cite(&url);
        for change in &cited.changes {
            prop_assert!(explain(change).is_some(), "{}", change);
        }
        if cited.changes.is_empty() {
            prop_assert_eq!(&cited.opened, url.as_str());
        }
    }
}
