//! A server on loopback for measuring link checkers: many hosts, a page of its own at every path.
//!
//!     pages HOSTS PAGES
//!
//! Binds HOSTS addresses 127.a.b.c and prints one URL a line, PAGES for each host, then an empty line.
//! Every page has a title of its own and more than 2 kB of text; connections stay open. A line on standard
//! input prints what was seen since the last one, as JSON, and forgets it; the end of the input ends it.
#![expect(clippy::print_stdout, reason = "URLs and counts go to standard output")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Instant;

/// What one host saw.
#[derive(Debug, Default)]
struct Host {
    connections: u64,
    requests: BTreeMap<String, u64>,
    flying: u64,
    most: u64,
    last: Option<Instant>,
    /// The least time between two requests, in milliseconds.
    gap: Option<f64>,
}

impl Host {
    fn begin(&mut self, path: &str) {
        let now = Instant::now();
        *self.requests.entry(path.to_owned()).or_default() += 1;
        self.flying += 1;
        self.most = self.most.max(self.flying);
        if let Some(last) = self.last.replace(now) {
            let gap = now.duration_since(last).as_secs_f64() * 1e3;
            self.gap = Some(self.gap.map_or(gap, |least| least.min(gap)));
        }
    }
}

type Seen = Arc<Mutex<BTreeMap<IpAddr, Host>>>;

fn main() {
    let mut args = std::env::args().skip(1).filter_map(|arg| arg.parse::<u32>().ok());
    let (hosts, pages) = (args.next().unwrap_or(10), args.next().unwrap_or(10));
    let seen: Seen = Seen::default();
    let mut port = 0;
    for host in 0..hosts {
        let address = Ipv4Addr::new(127, 1, (host / 250) as u8, (host % 250 + 1) as u8);
        let listener = TcpListener::bind(SocketAddr::new(address.into(), port));
        let listener = listener.expect("this system has all of 127.0.0.0/8");
        let at = listener.local_addr().expect("an address");
        port = at.port();
        for page in 0..pages {
            println!("http://{at}/{page}/story-{host}.html");
        }
        let seen = Arc::clone(&seen);
        std::thread::spawn(move || accept(&listener, &seen));
    }
    println!();
    for _ in std::io::stdin().lock().lines() {
        let mut seen = seen.lock().expect("the counts");
        let all = || seen.values();
        println!(
            r#"{{"requests":{},"urls":{},"most_requests_a_url":{},"connections":{},"most_at_once":{},"least_gap_ms":{:.1}}}"#,
            all().flat_map(|host| host.requests.values()).sum::<u64>(),
            all().map(|host| host.requests.len()).sum::<usize>(),
            all().flat_map(|host| host.requests.values()).max().unwrap_or(&0),
            all().map(|host| host.connections).sum::<u64>(),
            all().map(|host| host.most).max().unwrap_or(0),
            all().filter_map(|host| host.gap).reduce(f64::min).unwrap_or(0.0),
        );
        seen.clear();
    }
}

fn accept(listener: &TcpListener, seen: &Seen) {
    for stream in listener.incoming().flatten() {
        let seen = Arc::clone(seen);
        std::thread::spawn(move || serve(stream, &seen));
    }
}

fn serve(mut stream: TcpStream, seen: &Seen) {
    let Ok(SocketAddr::V4(at)) = stream.local_addr() else { return };
    let host = IpAddr::V4(*at.ip());
    // Small answers must not wait for each other.
    let _ = stream.set_nodelay(true);
    let with = |change: &dyn Fn(&mut Host)| {
        change(seen.lock().expect("the counts").entry(host).or_default());
    };
    with(&|host| host.connections += 1);
    let (mut buffer, mut bytes) = ([0; 4096], Vec::new());
    loop {
        while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
            match stream.read(&mut buffer) {
                Ok(0) | Err(_) => return,
                Ok(read) => bytes.extend_from_slice(&buffer[..read]),
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        bytes.clear();
        let path = text.split(' ').nth(1).unwrap_or("/").to_owned();
        with(&|host| host.begin(&path));
        let sent = stream.write_all(&page(&path));
        with(&|host| host.flying = host.flying.saturating_sub(1));
        if sent.is_err() {
            return;
        }
    }
}

fn page(path: &str) -> Vec<u8> {
    let mut seed = path.bytes().fold(17_u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
    let mut body = format!("<!DOCTYPE html><title>Story {path}</title><h1>{path}</h1>");
    while body.len() < 2400 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        body += &format!("<p>Paragraph {} tells of matter {}.</p>", seed >> 12, seed >> 20);
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body.as_bytes()].concat()
}
