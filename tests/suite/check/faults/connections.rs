//! How a connection comes about, or does not: names, certificates, versions of HTTP, proxies; and that
//! two runs share none.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use citegraph::check::observation::{ChainEnd, DnsFault, ReadFault, TlsFault};
use citegraph::check::outcome::{Outcome, classify_observation};
use citegraph::fetch::{FetchError, FetchOptions, HostOverrides, Lookup, Proxies, check_urls};
use url::Url;

use super::name_server::{Known, NameServer};
use super::secure::{Authority, Certificate, Http2, Secure};
use super::server::{Act, Server, closed_port};
use super::{NOW, always, ask, moved, options, page, run};

/// Options that trust an authority and know where a name leads.
fn trusting(authority: &Authority, names: &[(&str, u16)]) -> FetchOptions {
    let resolve = names.iter().map(|(name, port)| format!("{name}:{port}:127.0.0.1")).collect();
    FetchOptions { authorities: authority.pem(), resolve, ..options() }
}

fn end(url: &str, options: &FetchOptions) -> ChainEnd {
    run(&[url.to_owned()], options).0.remove(url).expect("one observation").end
}

#[test]
fn certificates_good_and_bad() {
    let authority = Authority::new("Test authority");
    let mut faults = Vec::new();
    for (certificate, expected) in [
        (Certificate::Good, ChainEnd::Answered),
        (Certificate::WithIntermediate, ChainEnd::Answered),
        (Certificate::Expired, ChainEnd::Tls(TlsFault::Expired)),
        (Certificate::NotYetValid, ChainEnd::Tls(TlsFault::Expired)),
        (Certificate::WrongName, ChainEnd::Tls(TlsFault::WrongHost)),
        (Certificate::SelfSigned, ChainEnd::Tls(TlsFault::Unknown)),
        (Certificate::UnknownAuthority, ChainEnd::Tls(TlsFault::Unknown)),
        // Not told from the one before: both end at an issuer that nobody has.
        (Certificate::NoIntermediate, ChainEnd::Tls(TlsFault::Unknown)),
    ] {
        let server = Secure::start(&authority, "a.example", certificate);
        let options = trusting(&authority, &[("a.example", server.address.port())]);
        let url = format!("https://a.example:{}/x", server.address.port());
        let found = end(&url, &options);
        if found != expected {
            faults.push(format!("{certificate:?}: {found:?}, not {expected:?}"));
        }
        // Nobody is trusted for a file's sake: without the authority nothing is good.
        let distrusting = FetchOptions { authorities: Vec::new(), ..options };
        assert!(matches!(end(&url, &distrusting), ChainEnd::Tls(_)), "{certificate:?}");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn handshakes_that_break_off() {
    // A version that is no longer spoken, and no common cipher, as the server says it.
    for alert in [[0x15, 3, 1, 0, 2, 2, 70], [0x15, 3, 3, 0, 2, 2, 40]] {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("https://{}/x", listener.local_addr().expect("an address"));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 2048]).and_then(|_| stream.write_all(&alert));
            }
        });
        assert_eq!(end(&url, &options()), ChainEnd::Tls(TlsFault::Protocol));
    }
}

#[test]
fn authorities_that_cannot_be_read_are_an_error() {
    let broken = b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n".to_vec();
    let options = FetchOptions { authorities: broken, ..options() };
    let error =
        check_urls(&[], &options, &|| NOW.to_owned(), &mut |_| {}).expect_err("no certificate");
    assert!(matches!(error, FetchError::Authorities(_)), "{error}");
}

#[test]
fn broken_http2_is_asked_again_over_http1() {
    let authority = Authority::new("Test authority");
    for fault in
        [Http2::GoAway, Http2::RstStream, Http2::StrayData, Http2::HalfAPage, Http2::Closes]
    {
        let server = Secure::broken(&authority, "a.example", fault);
        let options = trusting(&authority, &[("a.example", server.address.port())]);
        let url = format!("https://a.example:{}/x", server.address.port());
        let (mut seen, summary) = run(std::slice::from_ref(&url), &options);
        let shown = seen.remove(&url).expect("one observation");
        assert_eq!((shown.end, shown.hops.len()), (ChainEnd::Answered, 1), "{fault:?}: {shown:?}");
        assert_eq!(classify_observation(&shown), Outcome::Ok, "{fault:?}");
        assert_eq!((server.old_requests(), summary.requests), (1, 2), "{fault:?}");
        // It is not tried again with each page of the host.
        let urls: Vec<String> = (0..4).map(|n| format!("{url}?{n}")).collect();
        let (_, summary) = run(&urls, &FetchOptions { host_concurrency: 1, ..options });
        assert!(summary.requests <= 8 - 3 * u64::from(fault != Http2::Closes), "{fault:?}");
    }
}

#[test]
fn what_servers_say_of_names() {
    let names = NameServer::start(&[
        ("there.example", Known::Addresses(vec![[127, 0, 0, 1].into()])),
        ("empty.example", Known::Addresses(Vec::new())),
        ("broken.example", Known::Code(2)),
        ("refused.example", Known::Code(5)),
        ("silent.example", Known::Silence),
    ]);
    let server = Server::start(&[("/a", always(page()))], &[]);
    let hasty = HostOverrides { timeout: Some(1), ..HostOverrides::default() };
    let options = FetchOptions {
        lookup: Lookup::Servers(vec![names.address]),
        retries: 1,
        hosts: [("silent.example".to_owned(), hasty)].into(),
        ..options()
    };
    for (name, expected, asked) in [
        ("there.example", ChainEnd::Answered, 2),
        ("gone.example", ChainEnd::Dns(DnsFault::NxDomain), 2),
        ("empty.example", ChainEnd::Dns(DnsFault::NoAddress), 2),
        ("broken.example", ChainEnd::Dns(DnsFault::Servfail), 4),
        ("refused.example", ChainEnd::Dns(DnsFault::Servfail), 4),
        ("silent.example", ChainEnd::Dns(DnsFault::Timeout), 4),
    ] {
        let url = format!("http://{name}:{}/a", server.address.port());
        // A name is asked once a run, both kinds of address; again only if that may help.
        let urls = [url.clone(), format!("{url}?1")];
        let count = if asked == 4 { 1 } else { 2 };
        let (seen, _) =
            run(&urls[..count], &FetchOptions { host_concurrency: 1, ..options.clone() });
        assert_eq!(seen[&url].end, expected, "{name}");
        assert_eq!(names.count(name), asked, "{name}");
    }
}

#[test]
fn the_next_server_is_asked_where_one_cannot_say() {
    let [silent, failing, knowing] = [
        NameServer::start(&[("a.example", Known::Silence)]),
        NameServer::start(&[("a.example", Known::Code(2))]),
        NameServer::start(&[("a.example", Known::Addresses(vec![[127, 0, 0, 1].into()]))]),
    ];
    let server = Server::start(&[("/a", always(page()))], &[]);
    let servers = vec![silent.address, failing.address, knowing.address];
    let options = FetchOptions { lookup: Lookup::Servers(servers), timeout: 3, ..options() };
    let url = format!("http://a.example:{}/a", server.address.port());
    assert_eq!(end(&url, &options), ChainEnd::Answered);
    // None at all can say nothing.
    let nobody = FetchOptions { lookup: Lookup::Servers(Vec::new()), ..options };
    assert_eq!(end(&url, &nobody), ChainEnd::Dns(DnsFault::Servfail));
}

#[test]
fn names_that_lead_to_private_addresses_are_refused() {
    let names = NameServer::start(&[("a.example", Known::Addresses(vec![[127, 0, 0, 1].into()]))]);
    let server = Server::start(&[("/a", always(page()))], &[]);
    let options = FetchOptions {
        lookup: Lookup::Servers(vec![names.address]),
        allow_private: false,
        ..options()
    };
    let url = format!("http://a.example:{}/a", server.address.port());
    assert_eq!(end(&url, &options), ChainEnd::Private);
    assert_eq!(server.connections(), 0);
}

#[test]
fn a_proxy_is_used_where_it_is_named() {
    let proxy = Server::start(&[("http://a.example/x", always(page()))], &[]);
    let direct = Server::start(&[("/x", always(page()))], &[]);
    let near = format!("near.example:{}", direct.address.port());
    let options = FetchOptions {
        proxies: Proxies {
            all: Some(format!("http://{}", proxy.address)),
            none: Some("near.example".into()),
            ..Proxies::default()
        },
        // The proxy looks names up: nobody else is asked.
        lookup: Lookup::Servers(Vec::new()),
        resolve: vec![format!("{near}:127.0.0.1")],
        allow_private: false,
        ..options()
    };
    let urls = [
        "http://a.example/x".into(),
        format!("http://{near}/x"),
        "http://10.0.0.1/".into(),
        "http://localhost/".into(),
    ];
    let (seen, summary) = run(&urls, &options);
    assert_eq!(seen[&urls[0]].end, ChainEnd::Answered);
    assert_eq!(seen[&urls[0]].hops[0].address, None, "the proxy's address is not the host's");
    assert_eq!(seen[&urls[1]].end, ChainEnd::Answered);
    assert_eq!((seen[&urls[2]].end, seen[&urls[3]].end), (ChainEnd::Private, ChainEnd::Private));
    assert_eq!((proxy.requests().len(), direct.requests().len()), (1, 1));
    assert!(summary.proxied >= 1);
}

#[test]
fn what_a_proxy_does_not_reach_is_held_against_nobody() {
    let refuses = always(super::answer("403 Forbidden", "", ""));
    let proxy = Server::start(&[("a.example:443", refuses)], &[]);
    let (closed, _kept) = closed_port();
    for proxy in [format!("http://{}", proxy.address), format!("http://{closed}")] {
        let proxies = Proxies { https: Some(proxy), ..Proxies::default() };
        let options = FetchOptions { proxies, ..options() };
        assert_eq!(end("https://a.example/x", &options), ChainEnd::Proxy);
    }
}

#[test]
fn a_tunnel_is_asked_for_where_the_page_is_secret() {
    let authority = Authority::new("Test authority");
    let server = Secure::start(&authority, "a.example", Certificate::Good);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let (proxy, inner) = (listener.local_addr().expect("an address"), server.address);
    std::thread::spawn(move || {
        for mut outer in listener.incoming().flatten() {
            let _ = outer.read(&mut [0; 2048]);
            let _ = outer.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            let mut within = std::net::TcpStream::connect(inner).expect("the server");
            let (mut back, mut forth) =
                (within.try_clone().expect("a copy"), outer.try_clone().expect("a copy"));
            std::thread::spawn(move || std::io::copy(&mut back, &mut forth));
            std::thread::spawn(move || std::io::copy(&mut outer, &mut within));
        }
    });
    let proxies = Proxies { https: Some(proxy.to_string()), ..Proxies::default() };
    let options = FetchOptions { authorities: authority.pem(), proxies, ..options() };
    let (seen, summary) = run(&["https://a.example/x".to_owned()], &options);
    assert_eq!(seen["https://a.example/x"].end, ChainEnd::Answered);
    assert_eq!((summary.proxied, server.old_requests()), (1, 1));
}

/// A second look must not meet the same connection, which may end at the one server that is broken.
#[test]
fn two_runs_share_no_connection() {
    let authority = Authority::new("Test authority");
    let (plain, secure) = (
        Server::start(&[("/a", always(page()))], &[]),
        Secure::start(&authority, "a.example", Certificate::Good),
    );
    let options = trusting(&authority, &[("a.example", secure.address.port())]);
    let options = FetchOptions { host_concurrency: 1, ..options };
    let urls: Vec<String> = (0..3)
        .flat_map(|n| {
            [
                format!("http://{}/a?{n}", plain.address),
                format!("https://a.example:{}/x?{n}", secure.address.port()),
            ]
        })
        .collect();
    for runs in 1..=2 {
        run(&urls, &options);
        assert_eq!((plain.connections(), secure.connections()), (runs, runs));
    }
}

#[test]
fn a_page_that_is_closed_on_at_once_is_asked_again() {
    let closing = vec![vec![Act::Close], page()];
    let server = Server::start(&[("/a", closing), ("/b", moved("/a"))], &[]);
    assert_eq!(ask(&server, "/a", &options()).attempts, 2);
    let silent = always(vec![Act::Close]);
    let server = Server::start(&[("/a", silent)], &[]);
    assert_eq!(ask(&server, "/a", &options()).end, ChainEnd::Read(ReadFault::Reset));
    assert!(Url::parse(&format!("http://{}", server.address)).is_ok());
}

/// Only where the queue of a listener can be made full.
#[cfg(target_os = "linux")]
mod holes {
    use std::net::IpAddr;

    use citegraph::check::observation::ConnectFault;

    use super::super::server::black_hole_beside;
    use super::*;

    #[test]
    fn black_holes_end_in_time_and_hide_no_other_address() {
        if !crate::support::shared::has_ipv6() {
            return;
        }
        let (hole, _kept) = black_hole_beside();
        let server = Server::start_at(
            (IpAddr::from([127, 0, 0, 1]), hole.port()).into(),
            &[("/a", always(page()))],
            &[],
        );
        let both = vec![hole.ip(), server.address.ip()];
        let names = NameServer::start(&[
            ("both.example", Known::Addresses(both)),
            ("hole.example", Known::Addresses(vec![hole.ip()])),
        ]);
        let options = FetchOptions {
            lookup: Lookup::Servers(vec![names.address]),
            retries: 0,
            // Whoever waits for the hole first has no time left for the other address.
            timeout: 20,
            connect_timeout: 60,
            ..options()
        };
        assert_eq!(
            end(&format!("http://both.example:{}/a", hole.port()), &options),
            ChainEnd::Answered
        );
        let alone = format!("http://hole.example:{}/a", hole.port());
        let hasty = FetchOptions { timeout: 3, connect_timeout: 1, ..options };
        assert_eq!(end(&alone, &hasty), ChainEnd::Connect(ConnectFault::Timeout));
    }
}
