//! What the errors of the network libraries mean.

use std::error::Error;
use std::io::{self, ErrorKind};

use rustls::CertificateError;

use crate::check::observation::{ChainEnd, ConnectFault, DnsFault, ReadFault, TlsFault};

/// Beginnings of what the libraries say where HTTP/2 broke: in a request, on a stream, on a connection.
const HTTP2: [&str; 5] = [
    "connection error detected",
    "connection error received",
    "connection error sent",
    "http2 error",
    "stream error ",
];

/// What a request that failed shows.
pub(super) fn from_request_error(error: &reqwest::Error) -> ChainEnd {
    if let Some(fault) = tls(error) {
        return ChainEnd::Tls(fault);
    }
    if error.is_timeout() {
        let connecting = error.is_connect();
        return if connecting {
            ChainEnd::Connect(ConnectFault::Timeout)
        } else {
            ChainEnd::Read(ReadFault::Timeout)
        };
    }
    if error.is_connect() {
        return ChainEnd::Connect(connect(error));
    }
    ChainEnd::Read(match from_body_error(error) {
        // Nothing came that could have been cut short.
        ReadFault::Truncated => ReadFault::Reset,
        fault => fault,
    })
}

/// Whether HTTP/2 broke.
pub(super) fn is_http2(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| {
        let words = cause.to_string();
        HTTP2.iter().any(|beginning| words.starts_with(beginning))
    })
}

/// What a body that could not be read shows.
pub(super) fn from_body_error(error: &reqwest::Error) -> ReadFault {
    if error.is_timeout() {
        return ReadFault::Timeout;
    }
    match io_kind(error) {
        Some(ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted) => {
            return ReadFault::Reset;
        }
        Some(ErrorKind::UnexpectedEof) => return ReadFault::Truncated,
        _ => {}
    }
    let text = causes(error).map(|cause| cause.to_string()).collect::<Vec<_>>().join(" ");
    // The HTTP library tells these apart by their words alone.
    if text.contains("before message completed") || text.contains("connection closed") {
        ReadFault::Reset
    } else if text.contains("end of file") || text.contains("unexpected EOF") {
        ReadFault::Truncated
    } else {
        ReadFault::Decode
    }
}

/// What a name that was not resolved shows. The system's resolver says so by words alone.
pub(super) fn from_lookup_error(error: &io::Error) -> DnsFault {
    let text = error.to_string().to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if says(&["no address associated", "no data", "no usable address"]) {
        DnsFault::NoAddress
    } else if says(&["not known", "no such host", "nodename nor servname", "does not exist"]) {
        DnsFault::NxDomain
    } else {
        DnsFault::Servfail
    }
}

/// What a handshake that failed shows.
pub(super) fn from_handshake_error(error: &io::Error) -> ChainEnd {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner.and_then(from_tls_error) {
        Some(fault) => ChainEnd::Tls(fault),
        None => ChainEnd::Connect(ConnectFault::Reset),
    }
}

fn connect(error: &reqwest::Error) -> ConnectFault {
    match io_kind(error) {
        Some(ErrorKind::ConnectionRefused) => ConnectFault::Refused,
        Some(ErrorKind::TimedOut) => ConnectFault::Timeout,
        Some(
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof,
        ) => ConnectFault::Reset,
        _ => ConnectFault::Unreachable,
    }
}

/// The fault of the handshake, if one is among the causes. A connection that was cut is none.
fn tls(error: &reqwest::Error) -> Option<TlsFault> {
    causes(error).find_map(|cause| from_tls_error(cause.downcast_ref()?))
}

fn from_tls_error(error: &rustls::Error) -> Option<TlsFault> {
    use CertificateError as C;
    let rustls::Error::InvalidCertificate(certificate) = error else {
        return Some(TlsFault::Protocol);
    };
    Some(match certificate {
        C::Expired | C::ExpiredContext { .. } | C::NotValidYet | C::NotValidYetContext { .. } => {
            TlsFault::Expired
        }
        C::NotValidForName | C::NotValidForNameContext { .. } => TlsFault::WrongHost,
        // A certificate that signs itself is offered as its own authority.
        C::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => TlsFault::SelfSigned,
        _ => TlsFault::Unknown,
    })
}

fn io_kind(error: &reqwest::Error) -> Option<ErrorKind> {
    let kinds = causes(error).filter_map(|cause| Some(cause.downcast_ref::<io::Error>()?.kind()));
    // The outer errors of input and output often only wrap another.
    kinds.filter(|kind| *kind != ErrorKind::Other).last()
}

/// An error and what caused it, outermost first; an error of input and output shows what it wraps.
fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let first: &(dyn Error + 'static) = error;
    std::iter::successors(Some(first), |&cause| {
        let wrapped = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        wrapped.map(|inner| inner as &(dyn Error + 'static)).or_else(|| cause.source())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_resolvers() {
        for (words, fault) in [
            ("Name or service not known", DnsFault::NxDomain),
            ("nodename nor servname provided, or not known", DnsFault::NxDomain),
            ("No such host is known.", DnsFault::NxDomain),
            ("Temporary failure in name resolution", DnsFault::Servfail),
            ("No address associated with hostname", DnsFault::NoAddress),
            ("other remarks", DnsFault::Servfail),
        ] {
            assert_eq!(from_lookup_error(&io::Error::other(words)), fault, "{words}");
        }
    }

    #[test]
    fn faults_of_certificates() {
        let of = |error| from_tls_error(&rustls::Error::InvalidCertificate(error));
        assert_eq!(of(CertificateError::Expired), Some(TlsFault::Expired));
        assert_eq!(of(CertificateError::NotValidYet), Some(TlsFault::Expired));
        assert_eq!(of(CertificateError::NotValidForName), Some(TlsFault::WrongHost));
        assert_eq!(of(CertificateError::UnknownIssuer), Some(TlsFault::Unknown));
        let handshake = rustls::Error::HandshakeNotComplete;
        assert_eq!(from_tls_error(&handshake), Some(TlsFault::Protocol));
    }
}
