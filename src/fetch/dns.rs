//! Questions to a server of the domain name system and its replies, as bytes (RFC 1035). The system's
//! resolver has words for what went wrong, and on some systems the same words for a name that does not
//! exist and for a server that did not answer; a reply has a code.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Bytes of the largest reply that is read.
pub const MAX_REPLY_BYTES: usize = 4096;

/// The usual port of a server.
const PORT: u16 = 53;

/// Bytes of the head of a question or reply.
const HEADER_BYTES: usize = 12;

/// The kind of address that is asked for, by its number in the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordType {
    /// An IPv4 address.
    A = 1,
    /// An IPv6 address.
    Aaaa = 28,
}

/// What a server replies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DnsReply {
    /// The name exists, with these addresses of the kind asked for; there may be none.
    Exists(Vec<IpAddr>),
    /// The name does not exist.
    NxDomain,
    /// The server cannot or will not say.
    Failed,
}

/// A question for the addresses of a name. `None` for what is no name of the system.
pub fn encode_question(id: u16, name: &str, kind: RecordType) -> Option<Vec<u8>> {
    // One question, recursion desired.
    let mut bytes = vec![0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    bytes[..2].copy_from_slice(&id.to_be_bytes());
    bytes.extend(written(name)?);
    bytes.extend([0, kind as u8, 0, 1]);
    Some(bytes)
}

/// Reads the reply to a question. `None` for what is none: another question's, or damaged.
pub fn parse_reply(bytes: &[u8], question: &[u8]) -> Option<DnsReply> {
    let asked = question.get(HEADER_BYTES..)?;
    let is_reply = bytes.get(2)? & 0x80 != 0;
    let same = bytes.get(..2)? == question.get(..2)?
        && bytes.get(HEADER_BYTES..HEADER_BYTES + asked.len())?.eq_ignore_ascii_case(asked);
    if !is_reply || !same {
        return None;
    }
    match bytes[3] & 0x0f {
        0 => {}
        3 => return Some(DnsReply::NxDomain),
        _ => return Some(DnsReply::Failed),
    }
    let found = addresses(bytes, HEADER_BYTES + asked.len());
    // A reply that was cut short may have lost them.
    let is_cut = bytes[2] & 0x02 != 0;
    Some(if found.is_empty() && is_cut { DnsReply::Failed } else { DnsReply::Exists(found) })
}

/// The servers that a `resolv.conf` names, at their usual port.
///
/// ```
/// use citegraph::fetch::dns::parse_resolv_conf;
/// assert_eq!(parse_resolv_conf("# none\nnameserver 192.0.2.1\noptions rotate\n"), ["192.0.2.1:53".parse().unwrap()]);
/// ```
pub fn parse_resolv_conf(resolv_conf: &str) -> Vec<SocketAddr> {
    let named = resolv_conf.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        (words.next()? == "nameserver").then_some(())?;
        let address = words.next()?.split('%').next()?.parse().ok()?;
        Some(SocketAddr::new(address, PORT))
    });
    named.collect()
}

/// A name as labels, each after its length.
fn written(name: &str) -> Option<Vec<u8>> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let mut bytes = Vec::new();
    for label in name.split('.') {
        let length = u8::try_from(label.len()).ok().filter(|length| (1..64).contains(length))?;
        bytes.push(length);
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.push(0);
    (bytes.len() <= 255).then_some(bytes)
}

/// The addresses among the answers, which begin at `at`. What is damaged ends them.
fn addresses(bytes: &[u8], mut at: usize) -> Vec<IpAddr> {
    let count = bytes.get(6..8).map_or(0, |n| u16::from_be_bytes([n[0], n[1]]));
    let mut found = Vec::new();
    for _ in 0..count {
        let Some((data, kind, next)) = record(bytes, at) else { break };
        at = next;
        if kind == RecordType::A as u16
            && let Ok(four) = <[u8; 4]>::try_from(data)
        {
            found.push(IpAddr::V4(Ipv4Addr::from(four)));
        } else if kind == RecordType::Aaaa as u16
            && let Ok(sixteen) = <[u8; 16]>::try_from(data)
        {
            found.push(IpAddr::V6(Ipv6Addr::from(sixteen)));
        }
    }
    found
}

/// The data of a record, its kind, and where the next one begins.
fn record(bytes: &[u8], at: usize) -> Option<(&[u8], u16, usize)> {
    let at = after_name(bytes, at)?;
    let head = bytes.get(at..at + 10)?;
    let (kind, length) =
        (u16::from_be_bytes([head[0], head[1]]), u16::from_be_bytes([head[8], head[9]]));
    let end = at + 10 + usize::from(length);
    Some((bytes.get(at + 10..end)?, kind, end))
}

fn after_name(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            // A pointer ends the name.
            length if length & 0xc0 != 0 => return Some(at + 2),
            length => at += 1 + usize::from(length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(flags: [u8; 2], records: &[(u8, &[u8])]) -> (Vec<u8>, Vec<u8>) {
        let asked = encode_question(7, "a.example", RecordType::A).unwrap();
        let mut bytes = asked.clone();
        bytes[2..4].copy_from_slice(&flags);
        bytes[7] = records.len() as u8;
        for (kind, data) in records {
            bytes.extend([0xc0, 12, 0, *kind, 0, 1, 0, 0, 0, 9, 0, data.len() as u8]);
            bytes.extend_from_slice(data);
        }
        (asked, bytes)
    }

    #[test]
    fn questions() {
        let asked = encode_question(0x0102, "a.example.", RecordType::Aaaa).unwrap();
        assert_eq!(asked, b"\x01\x02\x01\0\0\x01\0\0\0\0\0\0\x01a\x07example\0\0\x1c\0\x01");
        for bad in ["", "a..b", &"x".repeat(64), &"long.".repeat(60)] {
            assert_eq!(encode_question(1, bad, RecordType::A), None, "{bad}");
        }
    }

    #[test]
    fn replies() {
        let read = |flags, records: &[(u8, &[u8])]| {
            let (asked, bytes) = answered(flags, records);
            parse_reply(&bytes, &asked)
        };
        let address = DnsReply::Exists(vec![IpAddr::from([192, 0, 2, 1])]);
        // An alias first, then its address.
        let alias = [(5, &b"\x01b\0"[..]), (1, &[192, 0, 2, 1][..])];
        assert_eq!(read([0x81, 0x80], &alias), Some(address));
        assert_eq!(read([0x81, 0x80], &[]), Some(DnsReply::Exists(Vec::new())));
        assert_eq!(read([0x81, 0x83], &[]), Some(DnsReply::NxDomain));
        assert_eq!(read([0x81, 0x82], &[]), Some(DnsReply::Failed));
        assert_eq!(read([0x81, 0x85], &[]), Some(DnsReply::Failed));
        assert_eq!(read([0x83, 0x80], &[]), Some(DnsReply::Failed), "cut short");
        assert_eq!(read([0x01, 0x00], &[]), None, "a question is no reply");
    }

    #[test]
    fn damage_is_no_reply_and_breaks_nothing() {
        let (asked, whole) = answered([0x81, 0x80], &[(1, &[192, 0, 2, 1]), (28, &[1; 16])]);
        for end in 0..whole.len() {
            let _ = parse_reply(&whole[..end], &asked);
            let mut other = whole.clone();
            other[end] ^= 0xff;
            let _ = parse_reply(&other, &asked);
        }
        let other = encode_question(8, "a.example", RecordType::A).unwrap();
        assert_eq!(parse_reply(&whole, &other), None, "another question's");
    }

    #[test]
    fn servers_of_a_file() {
        let text = "nameserver fe80::1%eth0\n nameserver\t127.0.0.53 \nnameserver x\nsearch a\n";
        assert_eq!(
            parse_resolv_conf(text),
            ["[fe80::1]:53", "127.0.0.53:53"].map(|s| s.parse().unwrap())
        );
    }
}
