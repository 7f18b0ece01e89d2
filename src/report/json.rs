//! `report.json`.

use std::io;

use schemars::generate::SchemaSettings;

use super::Report;

/// Returns the published JSON Schema of `report.json`, as it is written.
pub fn schema() -> schemars::Schema {
    SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<Report>()
}

/// Writes a report as indented JSON with a newline at the end: the same report, the same bytes.
///
/// # Errors
/// Where `out` fails.
pub fn write(report: &Report, out: &mut impl io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    out.write_all(b"\n")
}
