//! GEXF 1.3 in the one profile that Gephi, Gephi Lite (graphology) and networkx read alike.
//!
//! Each rule here answers a reader that trips otherwise: columns are declared before the nodes, in
//! one block a class (graphology keeps the last); a column's id is its title; weight is the edge's
//! own attribute; a size's `value` comes first; colours are r, g, b; there are no lists, no
//! schema location, no times on a single day, and positions only where a layout made them (all zero,
//! Gephi draws lots).

use std::io::{self, Write};

use jiff::civil::Date;
use strum::{EnumMessage, IntoStaticStr, VariantArray};

use super::columns::{Column, ColumnType};
use super::network::Network;
use super::row::{CellValue, EdgeRow, NodeRow};
use super::{decimal, xml};

/// Which readers a file is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, VariantArray, IntoStaticStr, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum Profile {
    /// All of them.
    #[strum(message = "All programs that read GEXF")]
    #[default]
    Universal,
    /// Gephi only: the file has weights by year, in a second block of columns, of which
    /// graphology would keep only this.
    #[strum(message = "Gephi only: the file has weights by year")]
    Gephi,
}

/// Writes a network as GEXF, in the universal profile.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    write_for(network, Profile::Universal, out)
}

/// Writes a network as GEXF. The weights of years are those of [`Network::add_periods`].
///
/// # Errors
/// Where `out` fails.
pub fn write_for(network: &Network, profile: Profile, out: &mut impl Write) -> io::Result<()> {
    let profile = if network.has_periods() { profile } else { Profile::Universal };
    let time = network.has_time() || profile == Profile::Gephi;
    head(network, out)?;
    let mode = match time {
        true => r#"mode="dynamic" timeformat="date" timerepresentation="interval" timezone="UTC""#,
        false => r#"mode="static""#,
    };
    let kind = if network.is_directed { "directed" } else { "undirected" };
    writeln!(out, r#"  <graph defaultedgetype="{kind}" {mode} idtype="string">"#)?;
    columns("node", &network.node_columns, &network.int64_node_columns(), out)?;
    columns("edge", &network.edge_columns, &network.int64_edge_columns(), out)?;
    if profile == Profile::Gephi {
        writeln!(
            out,
            r#"    <attributes class="edge" mode="dynamic">
      <attribute id="weight" title="weight" type="double"/>
    </attributes>"#
        )?;
    }
    writeln!(out, "    <nodes>")?;
    for (at, row) in network.node_rows().enumerate() {
        node(network, at, &row, time, out)?;
    }
    writeln!(out, "    </nodes>\n    <edges>")?;
    let time_of_weights = if profile == Profile::Gephi { network.time_of_weights() } else { None };
    for (at, row) in network.rows().enumerate() {
        edge(network, at, &row, time, time_of_weights, out)?;
    }
    writeln!(out, "    </edges>\n  </graph>\n</gexf>")
}

fn head(network: &Network, out: &mut impl Write) -> io::Result<()> {
    let modified = match &network.newest {
        Some(day) => format!(r#" lastmodifieddate="{day}""#),
        None => String::new(),
    };
    writeln!(
        out,
        r#"<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
  <meta{modified}>
    <creator>citegraph {version}</creator>
    <keywords>citations, sources</keywords>
    <description>{description}; weight = {weight}</description>
  </meta>"#,
        description = network.description,
        version = env!("CARGO_PKG_VERSION"),
        weight = network.weight,
    )
}

/// Declares columns. `integer` is Java's, of 32 bits: a column with a larger value is `long`.
fn columns(
    class: &str,
    columns: &[Column],
    are_long: &[bool],
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, r#"    <attributes class="{class}" mode="static">"#)?;
    for (Column { name, values, .. }, is_long) in columns.iter().zip(are_long) {
        let kind = match values {
            ColumnType::Text => "string",
            ColumnType::Double => "double",
            ColumnType::Whole if *is_long => "long",
            ColumnType::Whole => "integer",
        };
        let name = xml::escape_verbatim(name);
        writeln!(out, r#"      <attribute id="{name}" title="{name}" type="{kind}"/>"#)?;
    }
    writeln!(out, "    </attributes>")
}

fn node(
    network: &Network,
    at: usize,
    row: &NodeRow,
    time: bool,
    out: &mut impl Write,
) -> io::Result<()> {
    let start = start(row.start, time);
    writeln!(out, r#"      <node id="n{at}" label="{}"{start}>"#, xml::escape(&row.label))?;
    writeln!(out, "        <attvalues>")?;
    values(&network.node_columns, &row.cells, out)?;
    writeln!(out, "        </attvalues>")?;
    let [red, green, blue] = row.colour;
    writeln!(out, r#"        <viz:color r="{red}" g="{green}" b="{blue}"/>"#)?;
    writeln!(out, r#"        <viz:size value="{}"/>"#, decimal(row.size))?;
    if let Some([x, y]) = row.point {
        // Gephi's y goes up.
        let (x, y) = (decimal(x), decimal(-y));
        writeln!(out, r#"        <viz:position x="{x}" y="{y}" z="0.0"/>"#)?;
    }
    writeln!(out, "      </node>")
}

fn edge(
    network: &Network,
    at: usize,
    row: &EdgeRow,
    time: bool,
    all_time: Option<[Date; 2]>,
    out: &mut impl Write,
) -> io::Result<()> {
    let EdgeRow { source, target, .. } = row;
    let (weight, start) = (decimal(row.weight), start(row.start, time));
    writeln!(
        out,
        r#"      <edge id="e{at}" source="n{source}" target="n{target}" weight="{weight}"{start}>
        <attvalues>"#
    )?;
    values(&network.edge_columns, &row.cells, out)?;
    if let Some(all) = all_time {
        weights_in_time(row, all, out)?;
    }
    writeln!(out, "        </attvalues>\n      </edge>")
}

fn start(day: Option<Date>, time: bool) -> String {
    match day {
        Some(day) if time => format!(r#" start="{day}""#),
        _ => String::new(),
    }
}

fn values(columns: &[Column], cells: &[Option<CellValue>], out: &mut impl Write) -> io::Result<()> {
    for (Column { name, .. }, cell) in columns.iter().zip(cells) {
        if let Some(cell) = cell {
            let value = match cell {
                CellValue::Text(text) => xml::escape_verbatim(text),
                number => number.text(),
            };
            let name = xml::escape_verbatim(name);
            writeln!(out, r#"          <attvalue for="{name}" value="{value}"/>"#)?;
        }
    }
    Ok(())
}

/// The weights of slices of time. Both ends of a time are included, so one ends on its last day. An edge without a
/// date has its weight in all of them: Gephi takes 0 for the weight of an edge whose weights have no time.
fn weights_in_time(
    row: &EdgeRow,
    [first, last]: [Date; 2],
    out: &mut impl Write,
) -> io::Result<()> {
    let mut weight = |from: Date, to: Date, weight: f64| {
        let value = decimal(weight);
        writeln!(
            out,
            r#"          <attvalue for="weight" value="{value}" start="{from}" end="{to}"/>"#
        )
    };
    if row.periods.is_empty() {
        return weight(first, last, row.weight);
    }
    row.periods.iter().try_for_each(|period| weight(period.from, period.to, period.weight))
}
