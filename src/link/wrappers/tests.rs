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

/// An address for each row that the tests below look at in other ways.
const OTHERS: [&str; 12] = [
    "https://www-nature-com.uni.idm.oclc.org/a",
    "https://some--ex-com.ezproxy.lib.edu/a",
    "https://login.uni.idm.oclc.org/login?qurl=https%3A%2F%2Fex.com%2Fa",
    "https://ezproxy.lib.edu/login?url=https%3A%2F%2Fex.com%2Fa",
    "https://webcache.googleusercontent.com/search?q=cache:ex.com/a",
    "https://ex-com.translate.goog/a?_x_tr_sl=zh",
    "https://out.reddit.com/?url=https%3A%2F%2Fex.com%2Fa",
    "https://nam.safelinks.protection.office365.us/?url=https%3A%2F%2Fex.com%2Fa&data=04",
    "https://urldefense.us/v3/__https://ex.com/a__;!!x!y$",
    "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fex.com%2Fa",
    "https://www.google.com/imgres?imgrefurl=https%3A%2F%2Fex.com%2Fa",
    "https://t.umblr.com/redirect?z=https%3A%2F%2Fex.com%2Fa",
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

/// A case and a near miss for every row that the cases above leave out.
const CASES: &str = include_str!("cases.tsv");

#[test]
fn kinds_have_their_cases_and_near_misses() {
    for [kind, address, key, near] in table_rows(CASES) {
        let found = cited(&format!("https://{address}"));
        let kinds: Vec<&str> = found.via.iter().map(|via| via.kind.as_str()).collect();
        assert_eq!((kinds.as_slice(), found.key.as_str()), (&[kind][..], key), "{address}");
        let missed = cited(&format!("https://{near}"));
        assert!(missed.via.is_empty(), "{near}: {:?}", missed.via);
        assert_ne!(missed.key, key, "{near}");
    }
}

#[test]
fn every_row_is_met_by_a_case() {
    let rows: Vec<[&str; 6]> = table_rows(TABLE).collect();
    let mut met = vec![false; rows.len()];
    let listed = table_rows::<4>(CASES).map(|[_, address, ..]| format!("https://{address}"));
    for address in
        listed.chain(REDIRECTORS.map(|(url, ..)| url.to_owned())).chain(OTHERS.map(str::to_owned))
    {
        let url = Url::parse(&address).unwrap();
        let host = url.host_str().unwrap();
        for (row, met) in rows.iter().zip(&mut met) {
            let wrapper = Wrapper::new(*row);
            *met |= wrapper.is_at(&url, host, registrable(host))
                && wrapper.target.inner(&url, host).is_some();
        }
    }
    let missing: Vec<_> =
        rows.iter().zip(met).filter(|(_, met)| !met).map(|(row, _)| row).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_list_of_copies_cites_the_page_and_is_a_page_of_its_own() {
    for (address, host, timestamp) in [
        ("web.archive.org/web/*/https://ex.com/a", "ex.com", None),
        ("web.archive.org/web/2020*/https://ex.com/a", "ex.com", Some("2020")),
        ("web.archive.org/web/*/https://www.ex.com/*", "www.ex.com", None),
        ("wayback.archive-it.org/1234/*/https://ex.com/a", "ex.com", None),
    ] {
        let found = cited(&format!("https://{address}"));
        assert_eq!((found.key.as_str(), found.host.as_str()), (address, host));
        assert_eq!((found.domain.as_str(), found.work), ("ex.com", None));
        assert_eq!(found.via.len(), 1);
        assert_eq!(found.via[0].timestamp.as_deref(), timestamp);
        assert_eq!(found.opened, format!("https://{address}"));
    }
    let other = cited("https://web.archive.org/web/*/https://ex.com/b");
    assert_ne!(other.key, cited("https://web.archive.org/web/*/https://ex.com/a").key);
}

#[test]
fn the_table_is_sorted_complete_and_understood() {
    let rows: Vec<[&str; 6]> = table_rows(TABLE).collect();
    assert!(
        rows.is_sorted_by(|a, b| (a[0], a[2], a[3], a[4]) < (b[0], b[2], b[3], b[4])),
        "sorted, unique"
    );
    for [kind, role, _host, path, target, why] in rows {
        assert!(matches!(role, "redirector" | "proxy" | "archive"), "{kind}: {role}");
        assert!(path == "*" || path.starts_with('/'), "{kind}: {path}");
        assert!(!why.is_empty(), "{kind}");
        let rule = InnerUrlRule::parse(target, path);
        assert_eq!(matches!(rule, InnerUrlRule::Query(_)), target.starts_with("query:"), "{kind}");
        assert_eq!(matches!(rule, InnerUrlRule::WholeQuery), target == "query", "{kind}: {target}");
    }
}
