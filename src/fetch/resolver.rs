//! Looks names up, each once a run: by the system, and where that finds nothing, by asking servers of
//! the domain name system whether the name exists.

use core::net::{IpAddr, SocketAddr};
use std::collections::BTreeMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Mutex;
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::time::{Instant, timeout_at};

use super::dns::{self, DnsReply, RecordType};
use super::fault;
use super::options::Lookup;
use crate::check::observation::DnsFault;

/// The longest that one server is waited for.
const SERVER_TIMEOUT: Duration = Duration::from_secs(3);

type Resolution = Result<Vec<IpAddr>, DnsFault>;

/// The names of a run. The first answer stays, so that no name changes its address between two hops.
pub(super) struct Resolver {
    lookup: Lookup,
    found: Mutex<BTreeMap<String, Resolution>>,
}

impl Resolver {
    pub(super) fn new(lookup: Lookup) -> Self {
        Self { lookup, found: Mutex::default() }
    }

    /// The addresses of a name, never none. A fault that may pass is not kept. `within` is the time
    /// that there is.
    pub(super) async fn look_up(&self, name: &str, within: Duration) -> Resolution {
        let kept = self.found.lock().ok().and_then(|found| found.get(name).cloned());
        if let Some(kept) = kept {
            return kept;
        }
        let found = match &self.lookup {
            Lookup::System(servers) => match system(name).await {
                Err(word) if !servers.is_empty() => {
                    reconcile(word, ask(servers, name, within).await)
                }
                found => found,
            },
            Lookup::Servers(servers) => ask(servers, name, within).await,
        };
        let may_pass = matches!(found, Err(DnsFault::Servfail | DnsFault::Timeout));
        if !may_pass && let Ok(mut kept) = self.found.lock() {
            return kept.entry(name.to_owned()).or_insert(found).clone();
        }
        found
    }
}

async fn system(name: &str) -> Resolution {
    let looked = tokio::net::lookup_host((name, 0)).await;
    let found = looked.map_err(|error| fault::from_lookup_error(&error))?;
    non_empty(found.map(|address| address.ip()).collect())
}

fn non_empty(addresses: Vec<IpAddr>) -> Resolution {
    if addresses.is_empty() { Err(DnsFault::NoAddress) } else { Ok(addresses) }
}

/// The system's word against that of the servers: theirs holds, unless they cannot be reached.
fn reconcile(word: DnsFault, found: Resolution) -> Resolution {
    if found == Err(DnsFault::Timeout) { Err(word) } else { found }
}

/// Asks servers in turn until one can say.
async fn ask(servers: &[SocketAddr], name: &str, within: Duration) -> Resolution {
    let turns = u32::try_from(servers.len()).unwrap_or(u32::MAX).max(1);
    let patience = (within / turns).min(SERVER_TIMEOUT);
    let mut last = DnsFault::Servfail;
    for server in servers {
        match ask_one(*server, name, Instant::now() + patience).await {
            Err(fault @ (DnsFault::Servfail | DnsFault::Timeout)) => last = fault,
            found => return found,
        }
    }
    Err(last)
}

/// Asks one server for both kinds of address.
async fn ask_one(server: SocketAddr, name: &str, until: Instant) -> Resolution {
    let questions =
        [RecordType::Aaaa, RecordType::A].map(|kind| dns::encode_question(id(), name, kind));
    let [Some(six), Some(four)] = questions else { return Err(DnsFault::NxDomain) };
    let questions = [six, four];
    match timeout_at(until, replies(server, &questions)).await {
        Ok(Ok([six, four])) => both(six, four),
        // Nobody listens there, or the network is down: no word about the name.
        Ok(Err(_)) | Err(_) => Err(DnsFault::Timeout),
    }
}

/// What two replies say together: a name with addresses of one kind alone exists all the same.
fn both(six: DnsReply, four: DnsReply) -> Resolution {
    let (mut addresses, mut failed, mut missing) = (Vec::new(), false, false);
    for reply in [six, four] {
        match reply {
            DnsReply::Exists(found) => addresses.extend(found),
            DnsReply::NxDomain => missing = true,
            DnsReply::Failed => failed = true,
        }
    }
    if failed && addresses.is_empty() {
        Err(DnsFault::Servfail)
    } else if missing && addresses.is_empty() {
        Err(DnsFault::NxDomain)
    } else {
        non_empty(addresses)
    }
}

async fn replies(server: SocketAddr, questions: &[Vec<u8>; 2]) -> std::io::Result<[DnsReply; 2]> {
    let any: IpAddr = if server.is_ipv4() { [0, 0, 0, 0].into() } else { [0_u16; 8].into() };
    let socket = UdpSocket::bind((any, 0)).await?;
    socket.connect(server).await?;
    for question in questions {
        socket.send(question).await?;
    }
    let (mut found, mut bytes) = ([None, None], [0; dns::MAX_REPLY_BYTES]);
    loop {
        let length = socket.recv(&mut bytes).await?;
        for (question, found) in questions.iter().zip(&mut found) {
            *found = found.take().or_else(|| dns::parse_reply(&bytes[..length], question));
        }
        if let [Some(six), Some(four)] = &found {
            return Ok([six.clone(), four.clone()]);
        }
    }
}

/// A number that nobody outside can foresee, so that nobody can answer in the server's place.
fn id() -> u16 {
    let [high, low, ..] = RandomState::new().build_hasher().finish().to_be_bytes();
    u16::from_be_bytes([high, low])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_settle_what_the_system_leaves_open() {
        let address: IpAddr = [192, 0, 2, 1].into();
        for (word, found, expected) in [
            (DnsFault::NxDomain, Err(DnsFault::Servfail), Err(DnsFault::Servfail)),
            (DnsFault::Servfail, Err(DnsFault::NxDomain), Err(DnsFault::NxDomain)),
            (DnsFault::NxDomain, Err(DnsFault::Timeout), Err(DnsFault::NxDomain)),
            (DnsFault::Servfail, Ok(vec![address]), Ok(vec![address])),
        ] {
            assert_eq!(reconcile(word, found), expected);
        }
    }

    #[test]
    fn two_replies_are_one_word() {
        let address: IpAddr = [192, 0, 2, 1].into();
        let (some, none) = (DnsReply::Exists(vec![address]), DnsReply::Exists(Vec::new()));
        for (six, four, expected) in [
            (none.clone(), some.clone(), Ok(vec![address])),
            (DnsReply::Failed, some.clone(), Ok(vec![address])),
            (DnsReply::NxDomain, DnsReply::NxDomain, Err(DnsFault::NxDomain)),
            (DnsReply::NxDomain, DnsReply::Failed, Err(DnsFault::Servfail)),
            (none.clone(), none, Err(DnsFault::NoAddress)),
        ] {
            assert_eq!(both(six, four), expected);
        }
    }
}
