//! A fresh connection to an address that was judged before: by TCP, through a proxy where one is set, with TLS.

use core::net::IpAddr;
use std::io;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use super::super::fault;
use super::LenientRequest;
use super::head::{HeadProgress, read_head};
use crate::check::observation::{ChainEnd, ConnectFault, ReadFault, TlsFault};

/// Bytes in both directions.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// A connection that stands.
pub(super) struct Connection {
    pub(super) stream: Box<dyn Stream>,
    /// The address behind it; `None` by a proxy.
    pub(super) address: Option<IpAddr>,
}

/// Opens a connection for a request.
pub(super) async fn open(request: &LenientRequest<'_>) -> Result<Connection, ChainEnd> {
    let tcp = connect(request).await.map_err(|fault| match request.proxy {
        Some(_) => ChainEnd::Proxy,
        None => ChainEnd::Connect(fault),
    })?;
    let peer = tcp.peer_addr().ok().map(|peer| peer.ip());
    let address = peer.filter(|_| request.proxy.is_none());
    let mut stream: Box<dyn Stream> = Box::new(tcp);
    if let Some(proxy) = request.proxy {
        if proxy.scheme() == "https" {
            stream = secure(stream, proxy, request).await.map_err(|_| ChainEnd::Proxy)?;
        }
        if request.url.scheme() == "https" {
            stream = tunnel(stream, proxy, request).await?;
        }
    }
    if request.url.scheme() == "https" {
        stream = secure(stream, request.url, request).await?;
    }
    Ok(Connection { stream, address })
}

/// The addresses in turn, until one takes the connection.
async fn connect(request: &LenientRequest<'_>) -> Result<TcpStream, ConnectFault> {
    let mut last = ConnectFault::Unreachable;
    for address in request.addresses {
        let until = request.until.min(Instant::now() + request.connect_timeout);
        last = match timeout_at(until, TcpStream::connect(*address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => connect_fault(&error),
            Err(_) => ConnectFault::Timeout,
        };
    }
    Err(last)
}

fn connect_fault(error: &io::Error) -> ConnectFault {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => ConnectFault::Refused,
        io::ErrorKind::TimedOut => ConnectFault::Timeout,
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => ConnectFault::Reset,
        _ => ConnectFault::Unreachable,
    }
}

/// Asks a proxy for a way to the host.
async fn tunnel(
    mut stream: Box<dyn Stream>,
    proxy: &Url,
    request: &LenientRequest<'_>,
) -> Result<Box<dyn Stream>, ChainEnd> {
    let host = request.url.host_str().unwrap_or_default();
    let port = request.url.port_or_known_default().unwrap_or_default();
    let mut text = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
    if let Some(credentials) = basic(proxy) {
        text.push_str(&format!("Proxy-Authorization: {credentials}\r\n"));
    }
    text.push_str("\r\n");
    let asked = async {
        stream.write_all(text.as_bytes()).await?;
        let mut bytes = Vec::new();
        loop {
            // One byte at a time: what follows belongs to the host.
            match read_head(&bytes, false) {
                HeadProgress::Partial => bytes.push(stream.read_u8().await?),
                HeadProgress::Whole(head, _) => return Ok(head.status),
                _ => return Err(io::Error::from(io::ErrorKind::InvalidData)),
            }
        }
    };
    match timeout_at(request.until, asked).await {
        Ok(Ok(200..=299)) => Ok(stream),
        _ => Err(ChainEnd::Proxy),
    }
}

/// Begins TLS with the host of an address.
async fn secure(
    stream: Box<dyn Stream>,
    url: &Url,
    request: &LenientRequest<'_>,
) -> Result<Box<dyn Stream>, ChainEnd> {
    let protocol = ChainEnd::Tls(TlsFault::Protocol);
    let config = request.tls.as_ref().ok_or(protocol)?;
    let name = server_name(url).ok_or(protocol)?;
    let begun = TlsConnector::from(Arc::clone(config)).connect(name, stream);
    match timeout_at(request.until, begun).await {
        Ok(Ok(stream)) => Ok(Box::new(stream)),
        Ok(Err(error)) => Err(fault::from_handshake_error(&error)),
        Err(_) => Err(ChainEnd::Read(ReadFault::Timeout)),
    }
}

fn server_name(url: &Url) -> Option<ServerName<'static>> {
    Some(match url.host()? {
        Host::Domain(name) => ServerName::try_from(name.trim_end_matches('.').to_owned()).ok()?,
        Host::Ipv4(address) => ServerName::from(IpAddr::from(address)),
        Host::Ipv6(address) => ServerName::from(IpAddr::from(address)),
    })
}

/// What proves who asks, where an address holds a user.
pub(super) fn basic(url: &Url) -> Option<String> {
    let decoded = |text: &str| percent_decode_str(text).collect::<Vec<u8>>();
    let (user, password) = (url.username(), url.password());
    if user.is_empty() && password.is_none() {
        return None;
    }
    let pair = [&decoded(user)[..], b":", &decoded(password.unwrap_or_default())].concat();
    Some(format!("Basic {}", STANDARD.encode(pair)))
}

/// The configuration of TLS, which trusts whom the HTTP client trusts.
///
/// # Errors
/// What the system says where it has no certificates to give.
pub(in super::super) fn tls_config(
    authorities: &[u8],
) -> Result<rustls::ClientConfig, rustls::Error> {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let extra = CertificateDer::pem_slice_iter(authorities).filter_map(Result::ok);
    let extra: Vec<CertificateDer<'static>> = extra.collect();
    let verifier = if extra.is_empty() {
        rustls_platform_verifier::Verifier::new(Arc::clone(&provider))?
    } else {
        rustls_platform_verifier::Verifier::new_with_extra_roots(extra, Arc::clone(&provider))?
    };
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_encoded() {
        let of = |url: &str| basic(&Url::parse(url).unwrap());
        assert_eq!(of("http://a.example/"), None);
        assert_eq!(of("http://me:p%40ss@a.example/").as_deref(), Some("Basic bWU6cEBzcw=="));
    }
}
