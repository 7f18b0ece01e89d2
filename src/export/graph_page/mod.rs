//! `graph.html`: a graph as one page that needs nothing else: a picture to move and search, the columns of each node and
//! edge with the sentences behind them, and the same as a table.
//!
//! The picture is drawn on a canvas by the page's script from places that were computed before. The table is there
//! without a script too, with its first rows.

mod frame;
mod payload;
mod static_table;

use std::io::{self, Write};

use super::network::Network;
use payload::Payload;

/// Writes a network that was placed as a page. A page must open in a browser whatever the graph, so it has the largest
/// nodes and the heaviest edges where there are too many, and says how many it leaves out.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    let payload = Payload::from_network(network)?;
    out.write_all(frame::page(network, &payload).into_string().as_bytes())
}
