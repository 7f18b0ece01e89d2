//! The second attempt at a page whose answer the HTTP client refuses although browsers show it: a plain reader of
//! HTTP/1.1, for one GET over a fresh connection. Bounded in time by its caller, in bytes by the largest head and
//! by what is read of a body.
//!
//! It knows nothing of names or of what may be asked: it connects to the addresses that were judged before, and
//! goes by the proxy that it is given.

mod body;
mod connection;
mod head;

use core::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::{Instant, timeout_at};
use url::Url;

use self::body::ChunkReader;
pub(super) use self::body::unpack;
use self::connection::Connection;
pub(super) use self::connection::tls_config;
use self::head::{BodyLength, HeadProgress, MAX_HEAD_BYTES, ResponseHead, read_head};
use crate::check::observation::{ChainEnd, ReadFault};

/// Bytes of one read.
const READ_BYTES: usize = 16 << 10;

/// The port of each scheme, where an answer without a head counts as a page.
const USUAL_PORTS: [(&str, u16); 2] = [("http", 80), ("https", 443)];

/// What is asked for, and how.
pub(super) struct LenientRequest<'a> {
    pub(super) url: &'a Url,
    pub(super) headers: HeaderMap,
    /// Where the connection goes: the host's addresses, or those of the proxy.
    pub(super) addresses: &'a [core::net::SocketAddr],
    pub(super) proxy: Option<&'a Url>,
    pub(super) tls: Option<Arc<rustls::ClientConfig>>,
    /// The longest that one connection may take to come about.
    pub(super) connect_timeout: Duration,
    /// When the answer has to be there.
    pub(super) until: Instant,
}

/// An answer whose body has not been read.
pub(super) struct LenientResponse {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) address: Option<IpAddr>,
    head: ResponseHead,
    connection: Connection,
    /// What was read behind the head.
    rest: Vec<u8>,
    ended: bool,
}

/// A body, as far as it came.
pub(super) struct LenientBody {
    /// Unpacked; `None` where it is packed in a way that is not known here.
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) fault: Option<ReadFault>,
}

/// Asks for a page.
///
/// # Errors
/// How the chain ends where there is no answer.
pub(super) async fn send(request: LenientRequest<'_>) -> Result<LenientResponse, ChainEnd> {
    let until = request.until;
    let late = || ChainEnd::Read(ReadFault::Timeout);
    let mut connection = connection::open(&request).await?;
    let written = request_text(&request);
    let sent = timeout_at(until, connection.stream.write_all(written.as_bytes())).await;
    sent.map_err(|_| late())?.map_err(|_| ChainEnd::Read(ReadFault::Reset))?;
    let is_usual_port = request
        .url
        .port_or_known_default()
        .is_some_and(|port| USUAL_PORTS.contains(&(request.url.scheme(), port)));
    let (mut bytes, mut ended) = (Vec::new(), false);
    loop {
        match read_head(&bytes, ended) {
            // What comes before the answer itself says nothing of it.
            HeadProgress::Whole(head, end)
                if (100..200).contains(&head.status) && head.status != 101 =>
            {
                bytes.drain(..end);
                if ended {
                    return Err(ChainEnd::Read(ReadFault::Reset));
                }
                continue;
            }
            // Half a head over TLS may be the work of somebody on the way.
            HeadProgress::Whole(..)
                if ended && request.url.scheme() == "https" && is_cut(&bytes) =>
            {
                return Err(ChainEnd::Read(ReadFault::Reset));
            }
            HeadProgress::Whole(head, end) => {
                let rest = bytes.split_off(end);
                return Ok(response(head, connection, rest, ended));
            }
            HeadProgress::Missing if bytes.is_empty() => {
                return Err(ChainEnd::Read(ReadFault::Reset));
            }
            HeadProgress::Missing if is_usual_port => {
                let head = ResponseHead { status: 200, is_old: true, fields: Vec::new() };
                return Ok(response(head, connection, bytes, ended));
            }
            HeadProgress::Missing | HeadProgress::Refused => {
                return Err(ChainEnd::Read(ReadFault::Decode));
            }
            HeadProgress::Partial if bytes.len() > 2 * MAX_HEAD_BYTES => {
                return Err(ChainEnd::Read(ReadFault::Decode));
            }
            HeadProgress::Partial => {}
        }
        let count = timeout_at(until, connection.read(&mut bytes)).await.map_err(|_| late())?;
        match count {
            Ok(count) => ended = count == 0,
            // What came before the cut may be all that there is.
            Err(_) if bytes.is_empty() => return Err(ChainEnd::Read(ReadFault::Reset)),
            Err(_) => ended = true,
        }
    }
}

/// Whether a head has no end of its own.
fn is_cut(bytes: &[u8]) -> bool {
    matches!(read_head(bytes, false), HeadProgress::Partial)
}

fn response(
    head: ResponseHead,
    connection: Connection,
    rest: Vec<u8>,
    ended: bool,
) -> LenientResponse {
    let headers = header_map(&head);
    let (status, address) = (head.status, connection.address);
    LenientResponse { status, headers, address, head, connection, rest, ended }
}

impl LenientResponse {
    /// Reads a body, at most `most` bytes of it.
    pub(super) async fn read(mut self, most: u64, until: Instant) -> LenientBody {
        // Two lengths that contradict each other are refused as an attack.
        let Some(length) = self.head.body_length() else {
            return LenientBody { bytes: None, fault: Some(ReadFault::Decode) };
        };
        let (mut body, mut chunks) = (Vec::new(), ChunkReader::default());
        let mut piece = std::mem::take(&mut self.rest);
        let fault = loop {
            match length {
                BodyLength::Chunked => chunks.push(&piece, &mut body),
                _ => body.append(&mut piece),
            }
            if let BodyLength::Bytes(bytes) = length {
                body.truncate(usize::try_from(bytes).unwrap_or(usize::MAX));
                if body.len() as u64 == bytes {
                    break None;
                }
            }
            if chunks.is_broken() {
                break Some(ReadFault::Decode);
            }
            if chunks.is_done() || body.len() as u64 >= most {
                break None;
            }
            if self.ended {
                break (length != BodyLength::UntilClose).then_some(ReadFault::Truncated);
            }
            piece.clear();
            match timeout_at(until, self.connection.read(&mut piece)).await {
                Ok(Ok(count)) => self.ended = count == 0,
                Ok(Err(_)) => break Some(ReadFault::Reset),
                Err(_) => break Some(ReadFault::Timeout),
            }
        };
        body.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        LenientBody { bytes: unpack(body, &self.head.words("content-encoding"), most), fault }
    }
}

/// The fields as the rest of the program reads them: what no header may hold becomes a blank.
fn header_map(head: &ResponseHead) -> HeaderMap {
    let fields = head.fields.iter().filter_map(|(name, value)| {
        let clean: Vec<u8> =
            value.iter().map(|byte| if byte.is_ascii_control() { b' ' } else { *byte }).collect();
        Some((HeaderName::from_bytes(name).ok()?, HeaderValue::from_bytes(&clean).ok()?))
    });
    let mut headers = HeaderMap::new();
    fields.for_each(|(name, value)| {
        headers.append(name, value);
    });
    headers
}

/// The request, as it is sent.
fn request_text(request: &LenientRequest<'_>) -> String {
    let url = request.url;
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let target = match request.proxy {
        // A proxy has to be told of whom; through a tunnel the host itself is asked.
        Some(_) if url.scheme() == "http" => format!("http://{}{path}", authority(url)),
        _ => path.to_owned(),
    };
    let mut text = format!("GET {target} HTTP/1.1\r\nHost: {}\r\n", authority(url));
    if let (Some(proxy), "http") = (request.proxy, url.scheme())
        && let Some(credentials) = connection::basic(proxy)
    {
        text.push_str(&format!("Proxy-Authorization: {credentials}\r\n"));
    }
    for (name, value) in &request.headers {
        if let Ok(value) = value.to_str() {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    if let Some(credentials) =
        connection::basic(url).filter(|_| !request.headers.contains_key("authorization"))
    {
        text.push_str(&format!("Authorization: {credentials}\r\n"));
    }
    text.push_str("Accept-Encoding: gzip\r\nConnection: close\r\n\r\n");
    text
}

/// Host and port, the port where it is not the usual one.
fn authority(url: &Url) -> &str {
    &url[url::Position::BeforeHost..url::Position::AfterPort]
}

impl Connection {
    /// Reads what there is, and adds it to `bytes`; 0 at the end.
    async fn read(&mut self, bytes: &mut Vec<u8>) -> std::io::Result<usize> {
        bytes.reserve(READ_BYTES);
        match self.stream.read_buf(bytes).await {
            // Many servers close without saying goodbye in TLS.
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(0),
            read => read,
        }
    }
}
