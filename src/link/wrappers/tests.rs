use super::super::{CitedUrl, cite};
use super::*;

fn cited(url: &str) -> CitedUrl {
    cite(&Url::parse(url).unwrap())
}

/// Asserts what is opened, the key, and the kinds with their times.
fn check(url: &str, opened: &str, key: &str, via: &str) {
    let cited = cited(url);
    let kinds: Vec<String> = cited
        .via
        .iter()
        .map(|via| match &via.timestamp {
            Some(time) => format!("{}@{time}", via.kind),
            None => via.kind.clone(),
        })
        .collect();
    assert_eq!((cited.opened.as_str(), cited.key.as_str()), (opened, key), "{url}");
    assert_eq!(kinds.join(" "), via, "{url}");
    for via in &cited.via {
        assert!(cited.changes.contains(&format!("unwrap:{}", via.kind).into()), "{url}");
    }
}

/// Redirectors: address, what it leads to, kind.
const REDIRECTORS: [(&str, &str, &str); 18] = [
    (
        "https://www.google.com/imgres?imgurl=https://p.com/a.png&imgrefurl=https%3A%2F%2Fex.com%2Fa",
        "https://ex.com/a",
        "google-imgres",
    ),
    (
        "https://www.google.com/url?q=https://ex.com/a%3Fb%3D1&sa=U",
        "https://ex.com/a?b=1",
        "google-url",
    ),
    (
        "https://google.co.uk/url?sa=t&q=words&url=https://ex.com/a",
        "https://ex.com/a",
        "google-url",
    ),
    ("https://www.google.com.hk/url?q=https://ex.com/a+b", "https://ex.com/a+b", "google-url"),
    (
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fex.com%2Fa&h=A",
        "https://ex.com/a",
        "facebook-l",
    ),
    (
        "https://lm.facebook.com/l.php?u=https%3A%2F%2Fex.com%2Fa&h=A",
        "https://ex.com/a",
        "facebook-l",
    ),
    ("https://l.instagram.com/?u=https%3A%2F%2Fex.com%2Fa&e=A", "https://ex.com/a", "instagram-l"),
    (
        "https://www.youtube.com/redirect?event=d&q=https%3A%2F%2Fex.com%2Fa",
        "https://ex.com/a",
        "youtube-redirect",
    ),
    (
        "https://duckduckgo.com/l/?kh=-1&uddg=https%3A%2F%2Fex.com%2Fa",
        "https://ex.com/a",
        "duckduckgo-l",
    ),
    (
        "https://nam11.safelinks.protection.outlook.com/?url=https%3A%2F%2Fex.com%2Fa&data=04",
        "https://ex.com/a",
        "safelinks",
    ),
    (
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__ex.com_a-5Fb&d=D",
        "https://ex.com/a_b",
        "urldefense-v2",
    ),
    (
        "https://urldefense.com/v3/__https://ex.com/a?b=c__;!!x!y$",
        "https://ex.com/a?b=c",
        "urldefense-v3",
    ),
    ("https://vk.com/away.php?to=https%3A%2F%2Fex.com%2Fa&cc_key=", "https://ex.com/a", "vk-away"),
    ("https://away.vk.com/away.php?to=https%3A%2F%2Fex.com%2Fa", "https://ex.com/a", "vk-away"),
    (
        "https://out.reddit.com/t3_abc?url=https%3A%2F%2Fex.com%2Fa&token=A",
        "https://ex.com/a",
        "reddit-out",
    ),
    (
        "https://t.umblr.com/redirect?z=https%3A%2F%2Fex.com%2Fa&t=A",
        "https://ex.com/a",
        "tumblr-redirect",
    ),
    ("https://href.li/?https://ex.com/a?b=1&c=2", "https://ex.com/a?b=1&c=2", "href.li"),
    (
        "https://slack-redir.net/link?url=https%3A%2F%2Fex.com%2Fa&v=3",
        "https://ex.com/a",
        "slack-redir",
    ),
];

#[test]
fn redirectors_lead_to_the_address_in_their_query() {
    for (url, inner, kind) in REDIRECTORS {
        check(url, inner, inner.trim_start_matches("https://"), kind);
    }
}

#[test]
fn proxies_give_the_page_its_own_host_back() {
    for (url, inner, kind) in [
        ("https://www.google.com/amp/s/ex.com/a", "https://ex.com/a", "google-amp"),
        ("https://ex-com.cdn.ampproject.org/c/s/ex.com/a", "https://ex.com/a", "amp-cache"),
        ("https://cdn.ampproject.org/v/s/ex.com/a?b=1", "https://ex.com/a?b=1", "amp-cache"),
        (
            "https://ex-com.cdn.ampproject.org/v/s/ex.com/a?b=1&amp_js_v=a6&amp_gsa=1&usqp=mq331AQ%3D",
            "https://ex.com/a?b=1",
            "amp-cache",
        ),
        (
            "https://www.google.com/amp/s/ex.com/a?usqp=mq&amp_js_v=0.1",
            "https://ex.com/a",
            "google-amp",
        ),
        ("https://doi-org.proxy.univ.edu/10.1000/a", "https://doi.org/10.1000/a", "ezproxy-host"),
        ("https://a-ex-com.libproxy.uni.de/a", "https://a.ex.com/a", "ezproxy-host"),
        (
            "https://login.proxy.univ.edu/login?url=https://ex.com/a",
            "https://ex.com/a",
            "ezproxy-login",
        ),
        (
            "https://some--ex-com.translate.goog/a?_x_tr_sl=zh&b=1",
            "https://some-ex.com/a?b=1",
            "translate.goog",
        ),
        ("https://ex-com.translate.goog/a?_x_tr_sl=zh", "https://ex.com/a", "translate.goog"),
        ("https://some-ex.com.ezproxy.lib.edu/a", "https://some-ex.com/a", "ezproxy-host"),
        ("https://some--ex-com.ezproxy.lib.edu:2048/a", "https://some-ex.com/a", "ezproxy-host"),
        ("https://a-ex-com.uni.idm.oclc.org/a", "https://a.ex.com/a", "ezproxy-host"),
        (
            "https://login.ezproxy.lib.edu/login?url=https://ex.com/a?b=1&c=2",
            "https://ex.com/a?b=1&c=2",
            "ezproxy-login",
        ),
        (
            "https://ezproxy.lib.edu/login?url=https%3A%2F%2Fex.com%2Fa",
            "https://ex.com/a",
            "ezproxy-login",
        ),
        (
            "https://login.uni.idm.oclc.org/login?qurl=https%3A%2F%2Fex.com%2Fa",
            "https://ex.com/a",
            "ezproxy-login",
        ),
    ] {
        check(url, inner, inner.trim_start_matches("https://"), kind);
    }
}

#[test]
fn archives_stay_in_what_is_opened_and_keep_their_time() {
    for (url, key, via) in [
        (
            "https://web.archive.org/web/20200101000000/https://ex.com/a",
            "ex.com/a",
            "wayback@20200101000000",
        ),
        (
            "https://web.archive.org/web/2020id_/http:/ex.com/a?b=1#c",
            "ex.com/a?b=1",
            "wayback@2020",
        ),
        (
            "https://web.archive.org/web/20200101000000/http://ex.com:80/?utm_id=x",
            "ex.com",
            "wayback@20200101000000",
        ),
        ("https://web.archive.org/web/20200101/www.ex.com/a", "ex.com/a", "wayback@20200101"),
        ("https://web.archive.org/web/https://ex.com/a", "ex.com/a", "wayback"),
        ("https://wayback.archive.org/web/2012/http://ex.com/", "ex.com", "wayback@2012"),
        (
            "https://archive.ph/2020.01.01-000000/https://ex.com/a",
            "ex.com/a",
            "archive.today@2020.01.01-000000",
        ),
        (
            "http://archive.is/20200101000000/http://ex.com/a",
            "ex.com/a",
            "archive.today@20200101000000",
        ),
        (
            "https://webcache.googleusercontent.com/search?q=cache:AbCdEfGhIjKl:https://ex.com/a+words&hl=en",
            "ex.com/a",
            "google-cache",
        ),
        (
            "http://webcache.googleusercontent.com/search?q=cache:ex.com/a%20b",
            "ex.com/a",
            "google-cache",
        ),
    ] {
        check(url, url, key, via);
    }
}

#[test]
fn wrappers_around_wrappers_come_off_from_outside() {
    let archived = "https://web.archive.org/web/2020/https://ex.com/a";
    check(
        &format!("https://www.google.com/url?q={archived}"),
        archived,
        "ex.com/a",
        "google-url wayback@2020",
    );
    let archive_of_redirector =
        "https://web.archive.org/web/2020/https://l.facebook.com/l.php?u=http%3A%2F%2Fex.com%2Fa";
    check(archive_of_redirector, archive_of_redirector, "ex.com/a", "wayback@2020 facebook-l");
    let mut deep = "https://ex.com/a".to_owned();
    for _ in 0..7 {
        deep = format!("https://href.li/?{deep}");
    }
    let cited = cited(&deep);
    assert_eq!(cited.via.len(), MAX_DEPTH);
    assert_eq!(cited.opened, "https://href.li/?https://href.li/?https://ex.com/a");
}

#[test]
fn a_wrapper_is_not_what_is_cited() {
    let cited = cited("https://www.google.com/url?q=https://www.ex.com/a%23b&utm_source=x#c");
    assert_eq!((cited.host.as_str(), cited.domain.as_str()), ("www.ex.com", "ex.com"));
    assert_eq!(cited.opened, "https://www.ex.com/a#b");
    let via = &cited.via[0];
    assert_eq!((via.host.as_str(), via.domain.as_str()), ("www.google.com", "google.com"));
    assert_eq!(cited.changes, ["unwrap:google-url", "www", "fragment"]);
}

#[test]
fn a_fragment_is_carried_over_as_a_browser_does() {
    let url = "https://l.facebook.com/l.php?u=https%3A%2F%2Fex.com%2Fa#b";
    check(url, "https://ex.com/a#b", "ex.com/a", "facebook-l");
}

#[test]
fn everything_else_stays_wrapped() {
    for url in [
        "https://ex.com/go?link=https://y.com/z",
        "https://ex.com/a?next=/login",
        "https://t.co/abc",
        "https://bit.ly/abc",
        "https://archive.ph/AbCdE",
        "https://archive.ph/1234",
        "https://www.google.com/search?q=https://ex.com/a",
        "https://www.google.com/url?q=words",
        "https://www.google.com/url?q=/relative",
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://google.evil.com/url?q=https://ex.com/a",
        "https://google.example/url?q=https://ex.com/a",
        "https://l.facebook.com/l.php?u=mailto:a@ex.com",
        "https://web.archive.org/web/2020*/https://ex.com/a",
        "https://web.archive.org/web/20200101000000/not-a-host",
        "https://web.archive.org/details/x",
        "https://ezproxy.com/a-com",
        "https://www.ezproxy.lib.edu/a",
        "https://my-login.ezproxy.lib.edu/a",
        "https://www.youtube.com/watch?v=abc&q=https://ex.com/a",
        "https://urldefense.com/v3/__https://ex.com/*__;!!x!y$",
    ] {
        let cited = cited(url);
        assert!(cited.via.is_empty(), "{url}: {:?}", cited.via);
        assert_eq!(cited.opened, url);
    }
}

#[test]
fn the_table_is_sorted_complete_and_understood() {
    let rows: Vec<[&str; 6]> = table_rows(TABLE).collect();
    assert!(rows.is_sorted_by(|a, b| (a[0], a[2], a[3]) < (b[0], b[2], b[3])), "sorted, unique");
    for [kind, role, _host, path, target, why] in rows {
        assert!(matches!(role, "redirector" | "proxy" | "archive"), "{kind}: {role}");
        assert!(path == "*" || path.starts_with('/'), "{kind}: {path}");
        assert!(!why.is_empty(), "{kind}");
        let is_query = matches!(InnerUrlRule::parse(target, path), InnerUrlRule::Query(_));
        assert_eq!(is_query, target.starts_with("query:"), "{kind}: {target}");
    }
}
