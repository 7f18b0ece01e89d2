//! DOT for Graphviz: labels, sizes, colours and weights.

use std::io::{self, Write};

use super::decimal;
use super::network::Network;
use super::xml::clean;
use crate::input::MARKER;

/// Writes a network as DOT.
///
/// Graphviz measures in inches and points: the largest node is an inch and a half wide, and lines
/// are as thick as the logarithm of their weights says.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    let (graph, arrow) = if network.is_directed { ("digraph", "->") } else { ("graph", "--") };
    writeln!(out, "// {MARKER} {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(out, "{graph} citations {{")?;
    writeln!(out, "  graph [overlap=prism, outputorder=edgesfirst];")?;
    writeln!(out, "  node [shape=circle, style=filled, fixedsize=true, fontname=\"Helvetica\"];")?;
    writeln!(out, "  edge [color=\"#00000040\", arrowsize=0.5];")?;
    for (at, row) in network.node_rows().enumerate() {
        let ([red, green, blue], label) = (row.colour, quoted(&row.label));
        let width = format!("{:.3}", row.size * 0.015);
        writeln!(
            out,
            "  n{at} [label={label}, width={width}, color=\"#{red:02x}{green:02x}{blue:02x}\"];"
        )?;
    }
    for row in network.rows() {
        let (source, target, weight) = (row.source, row.target, decimal(row.weight));
        let width = format!("{:.2}", 0.5 + 0.5 * (1.0 + row.weight).log2());
        writeln!(out, "  n{source} {arrow} n{target} [weight={weight}, penwidth={width}];")?;
    }
    writeln!(out, "}}")
}

/// Text in quotes. A backslash stands for itself only where it is doubled, for in a label Graphviz
/// reads `\N` and the like; and it reads character references.
fn quoted(text: &str) -> String {
    let text = clean(text).text.replace('&', "&amp;").replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_label_leaves_its_quotes() {
        assert_eq!(quoted("a\"];b\\N\\"), "\"a\\\"];b\\\\N\\\\\"");
        assert_eq!(quoted("<b>&lt;\n\u{0}"), "\"<b>&amp;lt;\"");
    }
}
