//! What the ledger says about links; nothing where there is none.

use std::io::{self, Write};

use super::escape::escape;
use super::{Page, end_table, table};
use crate::report::rot::tables::Table;

pub(super) fn write(page: &Page, out: &mut Vec<u8>) -> io::Result<()> {
    let Some(rot) = &page.report.links else { return Ok(()) };
    writeln!(out, "<section id=\"link-rot\">\n<h2>Link rot</h2>\n<p>{}</p>", escape(&rot.lead()))?;
    for one in rot.tables() {
        section(&one, out)?;
    }
    writeln!(out, "</section>")
}

fn section(one: &Table, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<h3>{}</h3>", escape(one.title))?;
    for paragraph in &one.lead {
        writeln!(out, "<p class=\"small\">{}</p>", escape(paragraph))?;
    }
    if one.rows.is_empty() {
        return Ok(());
    }
    let columns = one.columns.iter().enumerate();
    let columns: Vec<(&str, &str)> =
        columns.map(|(at, name)| (if at == 0 { "" } else { "n" }, *name)).collect();
    table(out, one.title, &columns)?;
    for row in &one.rows {
        write!(out, "<tr>")?;
        for (at, cell) in row.iter().enumerate() {
            match at {
                0 => write!(out, "<th scope=\"row\"><bdi>{}</bdi></th>", escape(cell))?,
                _ => write!(out, "<td class=\"n\">{}</td>", escape(cell))?,
            }
        }
        writeln!(out, "</tr>")?;
    }
    end_table(out)
}
