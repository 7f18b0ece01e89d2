//! Pajek's `.net`: nodes by number and label, arcs or edges with their weights. It has no columns.

use std::io::{self, Write};

use super::decimal;
use super::network::Network;
use crate::input::MARKER;

/// Writes a network as a Pajek file.
///
/// Labels stand in quotes, for which they cannot hold one: a quote in a label is written as `'`. Several nodes of one
/// label are one node to networkx, so each but the first has its number behind it.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "% {MARKER} {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "*Vertices {}", network.node_count())?;
    let mut taken = std::collections::BTreeSet::new();
    for (at, row) in (1_u64..).zip(network.node_rows()) {
        let mut label = row.label.replace('"', "'");
        if !taken.insert(label.clone()) {
            label = format!("{label} ({at})");
            taken.insert(label.clone());
        }
        writeln!(out, "{at} \"{label}\"")?;
    }
    writeln!(out, "{}", if network.is_directed { "*Arcs" } else { "*Edges" })?;
    for row in network.rows() {
        writeln!(out, "{} {} {}", row.source + 1, row.target + 1, decimal(row.weight))?;
    }
    Ok(())
}
