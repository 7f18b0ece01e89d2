//! The catalogue of faults from end to end: a server that does it, the real client, outcome and verdict,
//! at first sight, a day later and six days later. Sights are times that the test names.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv6Addr, SocketAddr, TcpListener};

use citegraph::check::address::host_of_url;
use citegraph::check::history::host_histories;
use citegraph::check::host::{HostState, host_states};
use citegraph::check::observation::{Method, Observation};
use citegraph::check::policy::Policy;
use citegraph::check::run_validity::{RunValidity, validity};
use citegraph::check::verdict::{LinkState, Verdict, judge_link};
use citegraph::fetch::{FetchOptions, HostOverrides, Lookup, check_urls};
use jiff::civil::Date;
use url::Url;

use super::manifest::{Place, Row, Truth, always, rows, story};
use super::name_server::{Known, NameServer};
use super::secure::{Authority, Certificate, Http2, Secure};
use super::server::{Script, Server, black_hole, black_hole_beside, closed_port};

/// Rows of the catalogue that this table has not, and why.
const LEFT_OUT: [(&str, &str); 8] = [
    (
        "F57",
        "a bomb of gzip is unpacked in `each_fault_shows_what_it_is`, with a bound on what is kept",
    ),
    ("F62", "told as an unknown authority, see the row of that name and data/outcomes.tsv"),
    ("F64", "https is asked as cited; http is not tried in its place"),
    (
        "F67",
        "a run whose resolver fails altogether is judged by `check::run_validity`, tested in verdicts.rs",
    ),
    ("F72", "robots.txt is not read: a cited page is asked once, as a reader does"),
    ("F73", "`politeness_as_the_server_saw_it` and `one_address_is_asked_once`"),
    ("F74", "fragments are not looked for"),
    ("F75", "rows F37 (wait in the past) and F59 (not yet valid)"),
];

const SIGHTS: [&str; 3] = ["2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z", "2026-03-07T10:00:00Z"];

/// A row with its addresses.
struct Case {
    name: String,
    truth: Truth,
    url: String,
    beside: Vec<String>,
    codes: [&'static str; 3],
    states: [LinkState; 3],
}

/// Everything that runs while the table is gone through.
struct Stage {
    cases: Vec<Case>,
    options: FetchOptions,
    kept: Vec<Box<dyn std::any::Any>>,
}

impl Stage {
    fn new() -> Self {
        let authority = Authority::new("Test authority");
        let options = FetchOptions {
            timeout: 30,
            connect_timeout: 2,
            retries: 1,
            first_wait_ms: 20,
            longest_wait: 2,
            concurrency: 400,
            host_concurrency: 4,
            host_spacing_ms: 0,
            allow_private: true,
            authorities: authority.pem(),
            ..FetchOptions::default()
        };
        let mut stage = Self { cases: Vec::new(), options, kept: Vec::new() };
        let other = Server::start(&[("/2019/story", always(story("other")))], &[]);
        let url = stage.name("other.example", other.address.port(), "/2019/story");
        stage.kept.push(Box::new(other));
        for row in rows(&url) {
            stage.add(row);
        }
        stage.add_secure(&authority);
        stage.add_handshake();
        stage.add_names();
        stage
    }

    /// The address of a path at a name that leads to loopback.
    fn name(&mut self, name: &str, port: u16, path: &str) -> String {
        let pair = format!("{name}:{port}:127.0.0.1");
        if !self.options.resolve.contains(&pair) {
            self.options.resolve.push(pair);
        }
        format!("http://{name}:{port}{path}")
    }

    fn add(&mut self, row: Row) {
        let port = match row.place {
            Place::Server => {
                let scripts: Vec<(&str, Script)> = row
                    .scripts
                    .iter()
                    .map(|(path, script)| (path.as_str(), script.clone()))
                    .collect();
                let choices = row.choice.map(|choice| (row.chosen_at(), choice));
                let server = Server::start(&scripts, choices.as_slice());
                let port = server.address.port();
                self.kept.push(Box::new(server));
                port
            }
            Place::Closed => {
                let (address, kept) = closed_port();
                self.kept.push(Box::new(kept));
                address.port()
            }
            Place::Hole => self.hole(black_hole([127, 0, 0, 1].into())),
        };
        let name = format!("r{}.example", self.cases.len());
        if row.head || row.seconds.is_some() {
            let method = row.head.then_some(Method::Head);
            let manners =
                HostOverrides { method, timeout: row.seconds, ..HostOverrides::default() };
            self.options.hosts.insert(name.clone(), manners);
        }
        let url = self.name(&name, port, row.path);
        let beside = row.beside.iter().map(|path| self.name(&name, port, path)).collect();
        let Row { truth, codes, states, .. } = row;
        self.cases.push(Case { name: row.name.into(), truth, url, beside, codes, states });
    }

    fn hole<T: 'static>(&mut self, (at, kept): (SocketAddr, T)) -> u16 {
        self.kept.push(Box::new(kept));
        at.port()
    }

    fn add_secure(&mut self, authority: &Authority) {
        use LinkState::{Alive, Failing, Suspect};
        use Truth::{Alive as There, Unclear};
        let certificates = [
            ("good certificate", Certificate::Good, There, "ok.2xx", [Alive; 3]),
            ("whole chain", Certificate::WithIntermediate, There, "ok.2xx", [Alive; 3]),
            ("F59 expired", Certificate::Expired, Unclear, "tls.expired", [Failing; 3]),
            ("F59 not yet valid", Certificate::NotYetValid, Unclear, "tls.expired", [Failing; 3]),
            ("F60 wrong name", Certificate::WrongName, Unclear, "tls.name", [Suspect; 3]),
            ("F61 self-signed", Certificate::SelfSigned, Unclear, "tls.untrusted", [Failing; 3]),
            (
                "F61 unknown authority",
                Certificate::UnknownAuthority,
                Unclear,
                "tls.untrusted",
                [Failing; 3],
            ),
            (
                "F62 incomplete chain",
                Certificate::NoIntermediate,
                Unclear,
                "tls.untrusted",
                [Failing; 3],
            ),
        ];
        for (name, certificate, truth, code, states) in certificates {
            let own = format!("r{}.example", self.cases.len());
            let server = Secure::start(authority, &own, certificate);
            self.secure(server, (name, truth), code, states);
        }
        for fault in [Http2::GoAway, Http2::RstStream, Http2::HalfAPage] {
            let own = format!("r{}.example", self.cases.len());
            let server = Secure::broken(authority, &own, fault);
            self.secure(server, ("F58 broken HTTP/2", There), "ok.2xx", [Alive; 3]);
        }
    }

    /// A server that says that it speaks no version of TLS that we do.
    fn add_handshake(&mut self) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("https://{}/x", listener.local_addr().expect("an address"));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let alert = [0x15, 3, 1, 0, 2, 2, 70];
                let _ = stream.read(&mut [0; 2048]).and_then(|_| stream.write_all(&alert));
            }
        });
        self.cases.push(Case {
            name: "F63 handshake".into(),
            truth: Truth::Unclear,
            url,
            beside: Vec::new(),
            codes: ["tls.handshake"; 3],
            states: [LinkState::Unknown, LinkState::Failing, LinkState::Failing],
        });
    }

    fn secure(
        &mut self,
        server: Secure,
        named: (&str, Truth),
        code: &'static str,
        states: [LinkState; 3],
    ) {
        let own = format!("r{}.example", self.cases.len());
        let url = self.name(&own, server.address.port(), "/x").replace("http:", "https:");
        self.kept.push(Box::new(server));
        let (name, truth) = (named.0.to_owned(), named.1);
        self.cases.push(Case { name, truth, url, beside: Vec::new(), codes: [code; 3], states });
    }

    fn add_names(&mut self) {
        use LinkState::{Alive, Dead, Failing, Unknown};
        let local: IpAddr = [127, 0, 0, 1].into();
        let six: IpAddr = Ipv6Addr::LOCALHOST.into();
        // Of one name the IPv6 address is a black hole and the other one works.
        let has_hole = cfg!(target_os = "linux") && crate::support::shared::has_ipv6();
        let port = if has_hole { self.hole(black_hole_beside()) } else { 0 };
        let server = Server::start_at((local, port).into(), &[("/x", always(story("story")))], &[]);
        let known = [
            ("there.example", Known::Addresses(vec![local]), Truth::Alive, "ok.2xx", [Alive; 3]),
            ("f68.example", Known::Addresses(vec![six, local]), Truth::Alive, "ok.2xx", [Alive; 3]),
            ("f65.example", Known::Code(3), Truth::Dead, "gone.nxdomain", [Failing, Dead, Dead]),
            ("f66a.example", Known::Code(2), Truth::Unclear, "net.dns-temp", [Unknown; 3]),
            ("f66b.example", Known::Silence, Truth::Unclear, "net.dns-temp", [Unknown; 3]),
            (
                "empty.example",
                Known::Addresses(Vec::new()),
                Truth::Dead,
                "net.no-address",
                [Failing, Failing, Dead],
            ),
        ];
        let names = NameServer::start(&known.clone().map(|row| (row.0, row.1)));
        self.options.lookup = Lookup::Servers(vec![names.address]);
        // Its silence is waited for twice.
        let hasty = HostOverrides { timeout: Some(1), ..HostOverrides::default() };
        self.options.hosts.insert("f66b.example".into(), hasty);
        let port = server.address.port();
        for (name, _, truth, code, states) in known {
            let url = format!("http://{name}:{port}/x");
            let (name, codes) = (name.to_owned(), [code; 3]);
            self.cases.push(Case { name, truth, url, beside: Vec::new(), codes, states });
        }
        self.kept.push(Box::new((server, names)));
    }

    /// One run, at a certain time.
    fn look(&self, sight: usize) -> Vec<Observation> {
        let all = self.cases.iter().flat_map(|case| std::iter::once(&case.url).chain(&case.beside));
        let urls: Vec<Url> = all.map(|url| Url::parse(url).expect(url)).collect();
        let options = FetchOptions { run: format!("run {sight}"), ..self.options.clone() };
        let mut seen = Vec::new();
        let summary =
            check_urls(&urls, &options, &|| SIGHTS[sight].to_owned(), &mut |o| seen.push(o));
        let summary = summary.expect("a run");
        assert_eq!(summary.addresses, urls.len() as u64);
        // One address that nobody made for a host that is suspected, and one front page.
        assert!((8..260).contains(&summary.probes), "{} probes", summary.probes);
        assert_eq!(seen.len() as u64, summary.addresses + summary.probes);
        seen
    }
}

/// The verdicts on the rows, from the ledger alone.
fn judge(stage: &Stage, ledger: &[Observation], sight: usize) -> Vec<Verdict> {
    let policy = Policy::default();
    let today: Date = SIGHTS[sight][..10].parse().expect("a date");
    let hosts = host_histories(ledger, &BTreeSet::new(), &policy);
    let of_case = |case: &Case| {
        let history: Vec<&Observation> = ledger.iter().filter(|o| o.url == case.url).collect();
        judge_link(&history, &hosts[host_of_url(&case.url)], &policy, today)
    };
    stage.cases.iter().map(of_case).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "the confusion matrices are for people to read")]
fn the_catalogue_from_end_to_end() {
    let stage = Stage::new();
    let (mut ledger, mut faults) = (Vec::<Observation>::new(), Vec::new());
    let mut matrices: Vec<BTreeMap<(Truth, LinkState), usize>> = Vec::new();
    for sight in 0..SIGHTS.len() {
        let alive: BTreeSet<String> = alive_hosts(&ledger);
        let seen = stage.look(sight);
        assert_eq!(validity(&seen, &alive, &Policy::default()), RunValidity::Valid);
        ledger.extend(seen);
        let mut matrix = BTreeMap::new();
        for (case, judged) in stage.cases.iter().zip(judge(&stage, &ledger, sight)) {
            *matrix.entry((case.truth, judged.state)).or_insert(0) += 1;
            let code = judged.evidence.last().map_or("none", |last| last.outcome.code());
            let (found, expected) = ((code, judged.state), (case.codes[sight], case.states[sight]));
            if found != expected {
                faults.push(format!(
                    "{}, sight {}: {found:?}, not {expected:?}",
                    case.name,
                    sight + 1
                ));
            }
            if judged.state == LinkState::Dead && case.truth != Truth::Dead {
                faults.push(format!("{} is falsely called dead at sight {}", case.name, sight + 1));
            }
        }
        matrices.push(matrix);
    }
    println!("at first sight\n{}at third sight\n{}", shown(&matrices[0]), shown(&matrices[2]));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let dead_at = |sight: usize, truth| {
        matrices[sight].get(&(truth, LinkState::Dead)).copied().unwrap_or_default()
    };
    let all_dead = stage.cases.iter().filter(|case| case.truth == Truth::Dead).count();
    assert_eq!([dead_at(0, Truth::Dead), dead_at(2, Truth::Dead)], [0, all_dead]);
    assert!(all_dead >= 12 && stage.cases.len() >= 220, "{} rows", stage.cases.len());
    // A ledger that was written and read gives the same verdicts.
    let mut stored = citegraph::check::ledger::Ledger::default();
    ledger.iter().for_each(|observation| stored.add(observation.clone()));
    let mut text = Vec::new();
    stored.write(&mut text).expect("memory takes everything");
    let read = citegraph::check::ledger::Ledger::read(&String::from_utf8(text).expect("UTF-8")).0;
    let read: Vec<Observation> = read.observations().cloned().collect();
    assert_eq!(judge(&stage, &read, 2), judge(&stage, &ledger, 2));
}

fn alive_hosts(ledger: &[Observation]) -> BTreeSet<String> {
    let last = ledger.last().map(|o| o.run.clone()).unwrap_or_default();
    let run: Vec<&Observation> = ledger.iter().filter(|o| o.run == last).collect();
    let states = host_states(&run, &Policy::default());
    states
        .into_iter()
        .filter(|(_, state)| *state == HostState::Alive)
        .map(|(host, _)| host.to_owned())
        .collect()
}

/// A confusion matrix: truth by verdict.
fn shown(matrix: &BTreeMap<(Truth, LinkState), usize>) -> String {
    let states: BTreeSet<LinkState> = matrix.keys().map(|key| key.1).collect();
    let mut text = format!("{:10}", "");
    states.iter().for_each(|state| text.push_str(&format!("{:>10}", format!("{state:?}"))));
    for truth in [Truth::Alive, Truth::Dead, Truth::Soft, Truth::Unclear] {
        text.push_str(&format!("\n{:10}", format!("{truth:?}")));
        for state in &states {
            text.push_str(&format!("{:>10}", matrix.get(&(truth, *state)).unwrap_or(&0)));
        }
    }
    text + "\n"
}

/// Every row of the catalogue is in the table or left out for a reason.
#[test]
fn no_fault_is_forgotten() {
    let told: BTreeSet<&str> =
        rows("http://other.example/").iter().map(|row| &row.name[..3]).collect();
    // The rows that are made here: certificates, HTTP/2 and names.
    let here = ["F58", "F59", "F60", "F61", "F63", "F65", "F66", "F68"];
    let out: BTreeSet<&str> = LEFT_OUT.iter().map(|row| row.0).collect();
    assert!(LEFT_OUT.iter().all(|row| row.1.len() > 20));
    let all = (1..=75).map(|n| format!("F{n:02}"));
    let missing: Vec<String> = all
        .filter(|f| {
            !told.contains(f.as_str()) && !here.contains(&f.as_str()) && !out.contains(f.as_str())
        })
        .filter(|f| f != "F50" || cfg!(target_os = "linux"))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
