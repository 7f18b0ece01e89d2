//! A server of the domain name system on loopback that answers as its table says.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::sync::{Arc, Mutex};

/// What is known of a name.
#[derive(Debug, Clone)]
pub(crate) enum Known {
    /// It has these addresses, or none.
    Addresses(Vec<IpAddr>),
    /// An answer with this code: 2 for a failure, 3 for a name that does not exist, 5 for a refusal.
    Code(u8),
    /// No answer.
    Silence,
}

/// A server that knows some names; of all others it says that they do not exist.
pub(crate) struct NameServer {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl NameServer {
    pub(crate) fn start(known: &[(&str, Known)]) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
        let address = socket.local_addr().expect("an address");
        let known: BTreeMap<String, Known> =
            known.iter().map(|(name, known)| ((*name).to_owned(), known.clone())).collect();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            let mut bytes = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut bytes) {
                let question = &bytes[..length];
                let (name, kind) = read(question);
                log.lock().expect("the log").push(name.clone());
                let known = known.get(&name).cloned().unwrap_or(Known::Code(3));
                if let Some(reply) = reply(question, kind, &known) {
                    let _ = socket.send_to(&reply, from);
                }
            }
        });
        Self { address, asked }
    }

    /// How often a name was asked for; two kinds of address count as two.
    pub(crate) fn count(&self, name: &str) -> usize {
        self.asked.lock().expect("the log").iter().filter(|asked| *asked == name).count()
    }
}

/// The name that a question asks for, and the kind of address.
fn read(question: &[u8]) -> (String, u8) {
    let (mut at, mut labels) = (12, Vec::new());
    while question[at] != 0 {
        let length = usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..=at + length]).into_owned());
        at += 1 + length;
    }
    (labels.join("."), question[at + 2])
}

fn reply(question: &[u8], kind: u8, known: &Known) -> Option<Vec<u8>> {
    let mut bytes = question.to_vec();
    let (code, addresses) = match known {
        Known::Silence => return None,
        Known::Code(code) => (*code, &[][..]),
        Known::Addresses(addresses) => (0, &addresses[..]),
    };
    bytes[2..4].copy_from_slice(&[0x81, 0x80 | code]);
    for address in addresses {
        let data = match address {
            IpAddr::V4(address) if kind == 1 => address.octets().to_vec(),
            IpAddr::V6(address) if kind == 28 => address.octets().to_vec(),
            _ => continue,
        };
        bytes[7] += 1;
        bytes.extend([0xc0, 12, 0, kind, 0, 1, 0, 0, 0, 60, 0, data.len() as u8]);
        bytes.extend(data);
    }
    Some(bytes)
}
