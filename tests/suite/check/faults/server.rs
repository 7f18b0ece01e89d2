//! A server that misbehaves as its manifest says, and writes down what it was asked.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// One thing that the server does with a connection after it has read a request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// Sends bytes.
    Send(Vec<u8>),
    /// Waits for so long.
    Wait(Duration),
    /// Waits until the test opens the gate.
    Until(Gate),
    /// Says nothing until the client has gone.
    Silence,
    /// Sends this over and over, until the client has had enough.
    Forever(Vec<u8>),
    /// Sends these bytes one at a time, this far apart.
    Drip(Vec<u8>, Duration),
    /// Cuts the connection by a reset, after what stands before it.
    Reset,
    /// Closes the connection in order.
    Close,
}

/// What a test holds an answer back with: no length of time has to be right for it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    /// Lets every answer through from now on.
    pub(crate) fn open(&self) {
        *self.0.0.lock().expect("the gate") = true;
        self.0.1.notify_all();
    }

    fn pass(&self) {
        let closed = self.0.0.lock().expect("the gate");
        let wait = self.0.1.wait_timeout_while(closed, HANGS, |open| !*open);
        drop(wait.expect("the gate"));
    }
}

/// After this long a test that waits for something has failed, however slow the machine is.
pub(crate) const HANGS: Duration = Duration::from_secs(60);

/// What a path does: one list of acts a request, the last for all that follow.
pub(crate) type Script = Vec<Vec<Act>>;

/// Picks a script by what the request says, in place of a plain path.
pub(crate) type Choice = fn(&Request) -> Vec<Act>;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// With its query.
    pub(crate) path: String,
    /// Head lines, in lower case up to the colon.
    pub(crate) heads: Vec<(String, String)>,
    pub(crate) at: Instant,
}

impl Request {
    pub(crate) fn head(&self, name: &str) -> Option<&str> {
        self.heads.iter().find(|head| head.0 == name).map(|head| head.1.as_str())
    }
}

#[derive(Debug, Default)]
struct Log {
    requests: Vec<Request>,
    connections: usize,
}

/// A server on a port of its own.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Log>>,
    at_once: Arc<AtMost>,
}

#[derive(Debug, Default)]
struct AtMost {
    now: AtomicUsize,
    most: AtomicUsize,
}

impl AtMost {
    fn enter(&self) {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
    }
}

impl Server {
    /// Serves until the test ends.
    pub(crate) fn start(scripts: &[(&str, Script)], choices: &[(&'static str, Choice)]) -> Self {
        Self::start_at(([127, 0, 0, 1], 0).into(), scripts, choices)
    }

    /// The same at a certain address; port 0 stands for any.
    pub(crate) fn start_at(
        address: SocketAddr,
        scripts: &[(&str, Script)],
        choices: &[(&'static str, Choice)],
    ) -> Self {
        Self::start_on(TcpListener::bind(address).expect("a port"), scripts, choices)
    }

    /// The same where the port had to be known before the scripts.
    pub(crate) fn start_on(
        listener: TcpListener,
        scripts: &[(&str, Script)],
        choices: &[(&'static str, Choice)],
    ) -> Self {
        let address = listener.local_addr().expect("an address");
        let (log, at_once) = (Arc::<Mutex<Log>>::default(), Arc::<AtMost>::default());
        let scripts: BTreeMap<String, Script> =
            scripts.iter().map(|(path, script)| ((*path).to_owned(), script.clone())).collect();
        let served = Arc::new((scripts, choices.to_vec()));
        let (shared, count) = (Arc::clone(&log), Arc::clone(&at_once));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                shared.lock().expect("the log").connections += 1;
                let (log, served, count) =
                    (Arc::clone(&shared), Arc::clone(&served), Arc::clone(&count));
                std::thread::spawn(move || serve(&stream, &log, &served, &count));
            }
        });
        Self { address, log, at_once }
    }

    /// Requests, in the order in which they arrived.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.log.lock().expect("the log").requests.clone()
    }

    /// How often a path was asked for.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.requests().iter().filter(|request| request.path == path).count()
    }

    pub(crate) fn connections(&self) -> usize {
        self.log.lock().expect("the log").connections
    }

    /// The most requests that were under way at one time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.at_once.most.load(Ordering::SeqCst)
    }

    /// Waits until so many requests for a path have arrived.
    pub(crate) fn wait_for(&self, path: &str, count: usize) {
        let start = Instant::now();
        while self.count(path) < count {
            assert!(start.elapsed() < HANGS, "{path} is not asked for");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The least time between the arrivals of two requests. Where a client waits after an answer, it waits at
    /// least that long on any machine; between requests that overlap this says nothing.
    pub(crate) fn least_gap(&self) -> Duration {
        let times: Vec<Instant> = self.requests().iter().map(|request| request.at).collect();
        times.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap_or(Duration::MAX)
    }
}

/// An address that refuses connections. Nobody else gets its port as long as what is given back with it stays.
pub(crate) fn closed_port() -> (SocketAddr, impl Sized) {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind(([127, 0, 0, 1], 0).into()).expect("a port");
    (socket.local_addr().expect("an address"), socket)
}

/// The IPv6 loopback as a black hole, at a port that is free at 127.0.0.1.
pub(crate) fn black_hole_beside() -> (SocketAddr, impl Sized) {
    let six = std::net::Ipv6Addr::LOCALHOST.into();
    let is_free = |hole: &SocketAddr| TcpListener::bind(("127.0.0.1", hole.port())).is_ok();
    let mut holes = std::iter::repeat_with(|| black_hole(six)).take(100);
    holes.find(|(hole, _)| is_free(hole)).expect("a port that is free at both")
}

/// Only where the queue of a listener can be made full.
#[cfg(not(target_os = "linux"))]
pub(crate) fn black_hole(_: std::net::IpAddr) -> (SocketAddr, ()) {
    unreachable!("no test asks for a black hole here")
}

/// An address that takes no connection: its queue is as short as may be, and full. It stays so as long
/// as what is given back with it.
#[cfg(target_os = "linux")]
pub(crate) fn black_hole(address: std::net::IpAddr) -> (SocketAddr, impl Sized) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    let runtime = runtime.expect("a runtime");
    let listener = runtime.block_on(async {
        let socket = match address.is_ipv4() {
            true => tokio::net::TcpSocket::new_v4(),
            false => tokio::net::TcpSocket::new_v6(),
        };
        let socket = socket.expect("a socket");
        socket.bind((address, 0).into()).expect("a port");
        socket.listen(1).expect("a listener").into_std().expect("a listener")
    });
    let at = listener.local_addr().expect("an address");
    let connect = |_| TcpStream::connect_timeout(&at, Duration::from_millis(150));
    let waiting: Vec<TcpStream> = (0..6).map_while(|n: u8| connect(n).ok()).collect();
    (at, (listener, waiting, runtime))
}

type Served = (BTreeMap<String, Script>, Vec<(&'static str, Choice)>);

fn serve(stream: &TcpStream, log: &Mutex<Log>, served: &Served, count: &AtMost) {
    while let Some(request) = read(stream) {
        count.enter();
        let acts = {
            let mut log = log.lock().expect("the log");
            let before = log.requests.iter().filter(|seen| seen.path == request.path).count();
            log.requests.push(request.clone());
            acts(&request, before, served)
        };
        let resets = acts.iter().any(|act| matches!(act, Act::Reset));
        // The request is over once its answer begins: a client that has read it may send the next one before
        // this thread runs again.
        let held_back = |act: &&Act| matches!(act, Act::Wait(_) | Act::Until(_));
        let (before, answer) = acts.split_at(acts.iter().take_while(held_back).count());
        let is_whole = resets || last_byte(stream);
        let is_there = is_whole && before.iter().all(|act| perform(stream, act));
        count.now.fetch_sub(1, Ordering::SeqCst);
        if !is_there || !answer.iter().all(|act| perform(stream, act)) {
            return;
        }
    }
}

/// Reads a request but for its last byte: a connection that is closed while a byte waits is reset.
fn read(mut stream: &TcpStream) -> Option<Request> {
    let (mut bytes, mut byte) = (Vec::new(), [0; 1]);
    while !bytes.ends_with(b"\r\n\r") {
        stream.read_exact(&mut byte).ok()?;
        bytes.extend_from_slice(&byte);
    }
    let at = Instant::now();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut lines = text.lines();
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
    let head = |line: &str| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    Some(Request { method, path, heads: lines.filter_map(head).collect(), at })
}

fn last_byte(mut stream: &TcpStream) -> bool {
    stream.read_exact(&mut [0; 1]).is_ok()
}

fn acts(request: &Request, before: usize, (scripts, choices): &Served) -> Vec<Act> {
    let path = request.path.split('?').next().unwrap_or_default();
    if let Some((_, choice)) = choices.iter().find(|choice| [path, "*"].contains(&choice.0)) {
        return choice(request);
    }
    // `*` stands for every path without a script.
    match scripts.get(path).or_else(|| scripts.get("*")) {
        Some(script) => script[before.min(script.len() - 1)].clone(),
        None => {
            vec![Act::Send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone".to_vec())]
        }
    }
}

/// Whether the connection can serve another request.
fn perform(mut stream: &TcpStream, act: &Act) -> bool {
    match act {
        Act::Send(bytes) => stream.write_all(bytes).is_ok(),
        Act::Wait(time) => {
            std::thread::sleep(*time);
            true
        }
        Act::Until(gate) => {
            gate.pass();
            true
        }
        Act::Silence => {
            while stream.read(&mut [0; 64]).is_ok_and(|read| read > 0) {}
            false
        }
        Act::Forever(bytes) => {
            while stream.write_all(bytes).is_ok() {}
            false
        }
        Act::Drip(bytes, gap) => bytes.iter().all(|byte| {
            std::thread::sleep(*gap);
            stream.write_all(&[*byte]).is_ok()
        }),
        Act::Reset => false,
        Act::Close => {
            let _ = stream.shutdown(std::net::Shutdown::Both);
            false
        }
    }
}
