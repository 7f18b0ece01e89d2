//! Servers that speak TLS, with certificates of an authority that the test makes; some of them break.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A page, as HTTP/1.1 sends it.
const PAGE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 24\r\n\r\n<title>A</title><p>Text.";

/// What stands at all other paths than `/x`.
const MISSING: &[u8] = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

/// The kinds of frames that break HTTP/2.
const SETTINGS: [u8; 9] = [0, 0, 0, 4, 0, 0, 0, 0, 0];
const GOAWAY: [u8; 17] = [0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
const RST_STREAM: [u8; 13] = [0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 1];
/// Data on a stream that nobody opened.
const STRAY_DATA: [u8; 12] = [0, 0, 3, 0, 0, 0, 0, 0, 9, b'a', b'b', b'c'];
/// `:status: 200`, then the stream is reset: the page was announced and never came.
const HALF_A_PAGE: [u8; 23] =
    [0, 0, 1, 1, 4, 0, 0, 0, 1, 0x88, 0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 2];

/// What is wrong with a server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certificate {
    Good,
    Expired,
    NotYetValid,
    WrongName,
    SelfSigned,
    UnknownAuthority,
    NoIntermediate,
    WithIntermediate,
}

/// How a server breaks HTTP/2. All of them speak HTTP/1.1 well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Http2 {
    GoAway,
    RstStream,
    StrayData,
    HalfAPage,
    /// Closes after the handshake.
    Closes,
}

/// An authority, the certificate of which the checker is told to trust.
pub(crate) struct Authority {
    root: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        Self { root: CertifiedIssuer::self_signed(authority(name), key()).expect("a root") }
    }

    pub(crate) fn pem(&self) -> Vec<u8> {
        self.root.pem().into_bytes()
    }

    /// The chain and key of a server of this name.
    fn chain(
        &self,
        name: &str,
        certificate: Certificate,
    ) -> (Vec<CertificateDer<'static>>, KeyPair) {
        let name = if certificate == Certificate::WrongName { "other.example" } else { name };
        let (mut params, key) =
            (CertificateParams::new(vec![name.to_owned()]).expect("a name"), key());
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2090, 1, 1);
        match certificate {
            Certificate::Expired => params.not_after = date_time_ymd(2021, 1, 1),
            Certificate::NotYetValid => params.not_before = date_time_ymd(2089, 1, 1),
            Certificate::SelfSigned => {
                let own = params.self_signed(&key).expect("a certificate");
                return (vec![own.der().clone()], key);
            }
            Certificate::UnknownAuthority => {
                return Self::new("An authority that nobody knows").chain(name, Certificate::Good);
            }
            Certificate::NoIntermediate | Certificate::WithIntermediate => {
                let between =
                    CertifiedIssuer::signed_by(authority("Between"), self::key(), &self.root);
                let between = between.expect("a certificate");
                let own = params.signed_by(&key, &between).expect("a certificate");
                let mut chain = vec![own.der().clone(), between.der().clone()];
                chain.truncate(if certificate == Certificate::NoIntermediate { 1 } else { 2 });
                return (chain, key);
            }
            Certificate::Good | Certificate::WrongName => {}
        }
        let own = params.signed_by(&key, &self.root).expect("a certificate");
        (vec![own.der().clone()], key)
    }
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key")
}

fn authority(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2090, 1, 1);
    params
}

/// A server on a port of its own, and how often it was asked by HTTP/1.1.
pub(crate) struct Secure {
    pub(crate) address: SocketAddr,
    old: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
}

impl Secure {
    /// Sends a page to everybody, over HTTP/1.1 alone.
    pub(crate) fn start(authority: &Authority, name: &str, certificate: Certificate) -> Self {
        Self::serve(config(authority, name, certificate), None)
    }

    /// Offers HTTP/2 and breaks it.
    pub(crate) fn broken(authority: &Authority, name: &str, fault: Http2) -> Self {
        let mut config = config(authority, name, Certificate::Good);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Self::serve(config, Some(fault))
    }

    pub(crate) fn old_requests(&self) -> usize {
        self.old.load(Ordering::SeqCst)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    fn serve(config: ServerConfig, fault: Option<Http2>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (old, connections) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (config, asked, count) = (Arc::new(config), Arc::clone(&old), Arc::clone(&connections));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
                let (config, asked) = (Arc::clone(&config), Arc::clone(&asked));
                std::thread::spawn(move || talk(stream, config, fault, &asked));
            }
        });
        Self { address, old, connections }
    }
}

fn config(authority: &Authority, name: &str, certificate: Certificate) -> ServerConfig {
    let (chain, key) = authority.chain(name, certificate);
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a key of the certificate")
}

/// Serves one connection until something breaks. Errors are the client's affair.
fn talk(stream: TcpStream, config: Arc<ServerConfig>, fault: Option<Http2>, old: &AtomicUsize) {
    let Ok(connection) = ServerConnection::new(config) else { return };
    let mut stream = StreamOwned::new(connection, stream);
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return,
            Ok(length) => bytes.extend_from_slice(&part[..length]),
        }
        let new = stream.conn.alpn_protocol() == Some(b"h2");
        if let Some(fault) = fault.filter(|_| new) {
            break_off(&mut stream, fault);
            return;
        }
        if bytes.ends_with(b"\r\n\r\n") {
            let known = [&b"GET /x "[..], b"GET /x?"].iter().any(|head| bytes.starts_with(head));
            let answer = if known { PAGE } else { MISSING };
            bytes.clear();
            old.fetch_add(1, Ordering::SeqCst);
            if stream.write_all(answer).and_then(|()| stream.flush()).is_err() {
                return;
            }
        }
    }
}

fn break_off(stream: &mut StreamOwned<ServerConnection, TcpStream>, fault: Http2) {
    let frames: &[u8] = match fault {
        Http2::GoAway => &GOAWAY,
        Http2::RstStream => &RST_STREAM,
        Http2::StrayData => &STRAY_DATA,
        Http2::HalfAPage => &HALF_A_PAGE,
        Http2::Closes => return,
    };
    let _ = stream.write_all(&[&SETTINGS, frames].concat()).and_then(|()| stream.flush());
    // The client has to read it before the connection goes.
    let _ = stream.read_to_end(&mut Vec::new());
}
