//! A server on loopback for the rows of the catalogue of faults that need neither certificates nor names
//! of our own, for any checker to be tried on.
//!
//! Prints one line a link, separated by tabs: address, truth (`alive`, `dead`, `soft`: gone though the
//! server says otherwise, `unclear`), role (`row`, or `beside` for another page of the same host) and name
//! of the fault. An empty line ends the list. Serves until its standard input ends.
#![expect(clippy::print_stdout, reason = "the manifest goes to standard output")]

#[path = "../../tests/suite/check/faults/manifest.rs"]
mod manifest;
#[expect(dead_code, reason = "the tests look closer at what was asked")]
#[path = "../../tests/suite/check/faults/server.rs"]
mod server;

use std::any::Any;
use std::io::Read as _;
use std::net::{IpAddr, SocketAddr, TcpListener};

use self::manifest::{Place, Row, always, rows, story};
use self::server::{Script, Server};

fn main() {
    let other = address(0);
    let other = Server::start_at(other, &[("/2019/story", always(story("other")))], &[]);
    let mut kept: Vec<Box<dyn Any>> = Vec::new();
    for (number, row) in (1..).zip(rows(&format!("http://{}/2019/story", other.address))) {
        let at = serve(&row, address(number), &mut kept);
        let truth = format!("{:?}", row.truth).to_lowercase();
        println!("http://{at}{}\t{truth}\trow\t{}", row.path, row.name);
        for path in &row.beside {
            println!("http://{at}{path}\t{truth}\tbeside\t{}", row.name);
        }
    }
    println!();
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

/// An address of its own for each row, where the system has all of 127.0.0.0/8: checkers and their pace
/// know hosts apart by address.
fn address(number: u16) -> SocketAddr {
    let [high, low] = (number + 1).to_be_bytes();
    let own = if cfg!(target_os = "linux") { [127, 1, high, low] } else { [127, 0, 0, 1] };
    (IpAddr::from(own), 0).into()
}

fn serve(row: &Row, address: SocketAddr, kept: &mut Vec<Box<dyn Any>>) -> SocketAddr {
    match row.place {
        Place::Server => {
            let scripts = row.scripts.iter().map(|(path, script)| (path.as_str(), script.clone()));
            let scripts: Vec<(&str, Script)> = scripts.collect();
            let choices = row.choice.map(|choice| (row.chosen_at(), choice));
            let server = Server::start_at(address, &scripts, choices.as_slice());
            let at = server.address;
            kept.push(Box::new(server));
            at
        }
        Place::Closed => {
            TcpListener::bind(address).and_then(|listener| listener.local_addr()).expect("a port")
        }
        Place::Hole => hole(address, kept),
    }
}

#[cfg(target_os = "linux")]
fn hole(address: SocketAddr, kept: &mut Vec<Box<dyn Any>>) -> SocketAddr {
    let (at, held) = server::black_hole(address.ip());
    kept.push(Box::new(held));
    at
}

#[cfg(not(target_os = "linux"))]
fn hole(_: SocketAddr, _: &mut Vec<Box<dyn Any>>) -> SocketAddr {
    unreachable!("the manifest has no black holes here")
}
