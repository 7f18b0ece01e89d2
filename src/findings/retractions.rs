//! A list of retractions that the user brings.
//!
//! No list is part of the program: such a list is out of date the day it is packed.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Retracted works, by `doi:…` or `pmid:…`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retractions {
    works: BTreeMap<String, String>,
}

/// Why a list cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RetractionsError {
    /// It is CSV without the columns that tell the works.
    #[error("no column {0}; give the CSV of Retraction Watch, or one DOI per line")]
    Column(&'static str),
    /// It is no CSV.
    #[error("{0}")]
    Csv(#[from] csv::Error),
    /// It names no work.
    #[error("it contains no DOI; give the CSV of Retraction Watch, or one DOI per line")]
    Empty,
}

/// The columns of Retraction Watch's CSV that are read.
#[derive(Deserialize)]
struct RetractionRecord {
    #[serde(rename = "OriginalPaperDOI")]
    doi: String,
    #[serde(rename = "OriginalPaperPubMedID", default)]
    pmid: String,
    #[serde(rename = "RetractionNature", default)]
    nature: String,
    #[serde(rename = "RetractionDate", default)]
    date: String,
}

impl Retractions {
    /// Reads the CSV that Crossref publishes (Retraction Watch; columns `OriginalPaperDOI`,
    /// `OriginalPaperPubMedID`, `RetractionNature`, `RetractionDate`), or a text with one DOI a line.
    ///
    /// Corrections and expressions of concern in the CSV are no retractions.
    ///
    /// ```
    /// use citegraph::findings::Retractions;
    /// let list = Retractions::parse("https://doi.org/10.1000/ABC\n# a comment\n")?;
    /// assert!(list.reason("doi:10.1000/abc").is_some());
    /// # Ok::<_, citegraph::findings::retractions::RetractionsError>(())
    /// ```
    ///
    /// # Errors
    /// Where the text is neither, or names no work.
    pub fn parse(text: &str) -> Result<Self, RetractionsError> {
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        let works = if first.contains("Record ID") || first.contains("OriginalPaper") {
            if !first.contains("OriginalPaperDOI") {
                return Err(RetractionsError::Column("OriginalPaperDOI"));
            }
            of_csv(text)?
        } else {
            let lines = text.lines().filter_map(|line| doi(line.split('#').next()?));
            lines.map(|doi| (doi, "on the list".to_owned())).collect()
        };
        if works.is_empty() { Err(RetractionsError::Empty) } else { Ok(Self { works }) }
    }

    /// Why a work is on the list; `None` where it is not on it.
    pub fn reason(&self, work: &str) -> Option<&str> {
        self.works.get(work).map(String::as_str)
    }
}

fn of_csv(text: &str) -> Result<BTreeMap<String, String>, RetractionsError> {
    let mut works = BTreeMap::new();
    let first = text.lines().next().unwrap_or_default();
    let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
    // Spreadsheets of some countries write semicolons. The first of equal counts is the comma.
    let separator = [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator));
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(separator.unwrap_or(b','))
        .from_reader(text.as_bytes());
    for record in reader.deserialize() {
        let RetractionRecord { doi: written, pmid, nature, date } = record?;
        if !nature.is_empty() && !nature.eq_ignore_ascii_case("retraction") {
            continue;
        }
        let day = date.split(' ').next().unwrap_or_default();
        let reason =
            if day.is_empty() { "retracted".to_owned() } else { format!("retracted on {day}") };
        let pmid = pmid.trim();
        let pmid = (!pmid.is_empty() && pmid != "0").then(|| format!("pmid:{pmid}"));
        for work in doi(&written).into_iter().chain(pmid) {
            works.insert(work, reason.clone());
        }
    }
    Ok(works)
}

/// `doi:10.…` in lower case, of a DOI in any of its spellings.
fn doi(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let doi = &lower[lower.find("10.")?..];
    // A DOI may hold a comma; none that was ever retracted ends in one.
    let end = doi.find([' ', '\t', ';', '"', '|']).unwrap_or(doi.len());
    let end = doi.find(", ").map_or(end, |comma| comma.min(end));
    let doi = doi[..end].trim_end_matches([',', '.', '\'', ')', ']']);
    doi.contains('/').then(|| format!("doi:{doi}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_csv_of_retraction_watch_is_read() {
        let text = "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n\
                    1,\"A, b\",1/2/2020 0:00,10.1/r,10.1000/A,123,Retraction\n\
                    2,C,1/2/2020 0:00,10.1/s,10.1000/b,0,Correction\n";
        for separator in [";", "\t"] {
            let other = text.replace("\"A, b\"", "A").replace(',', separator);
            assert_eq!(Retractions::parse(&other).unwrap(), Retractions::parse(text).unwrap());
        }
        let list = Retractions::parse(text).unwrap();
        assert_eq!(list.reason("doi:10.1000/a"), Some("retracted on 1/2/2020"));
        assert_eq!(list.reason("pmid:123"), Some("retracted on 1/2/2020"));
        assert_eq!(list.reason("doi:10.1000/b"), None);
        assert_eq!(list.reason("pmid:0"), None);
    }

    #[test]
    fn what_stands_behind_a_doi_is_no_part_of_it() {
        for line in
            ["10.1000/a, retracted 2020", "10.1000/A\tA title", "doi:10.1000/a; x", "10.1000/a,"]
        {
            let list = Retractions::parse(line).unwrap();
            assert_eq!(list.reason("doi:10.1000/a"), Some("on the list"), "{line}");
        }
    }

    #[test]
    fn what_is_no_list_is_told() {
        let told = |text| Retractions::parse(text).unwrap_err().to_string();
        assert!(told("").contains("one DOI per line"));
        assert!(told("Record ID,Title\n1,x\n").contains("OriginalPaperDOI"));
    }
}
