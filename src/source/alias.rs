//! Names that stand for one source: `sciencemag.org` and `science.org` are one journal.

use rustc_hash::FxHashMap;

/// Names of sources by the values that they replace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    names: FxHashMap<String, String>,
}

/// What is wrong with a table of aliases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AliasError {
    /// A line has not two cells.
    #[error("line {0}: write a domain, a tab and the name of the source")]
    Cells(usize),
    /// A domain has two names.
    #[error("line {0}: {1} already has another name above; keep one of the two")]
    Twice(usize, String),
}

impl Aliases {
    /// Reads a table: a line has a domain (or site, or host), a tab, and the name that stands for it.
    /// Empty lines and those that begin with `#` say nothing. Domains are compared in lower case; a
    /// name is taken as it is, and not looked up again.
    ///
    /// ```
    /// use citegraph::source::Aliases;
    /// let aliases = Aliases::parse("# journals\nsciencemag.org\tscience.org\n").unwrap();
    /// assert_eq!(aliases.name("sciencemag.org"), "science.org");
    /// assert_eq!(aliases.name("nature.com"), "nature.com");
    /// assert!(Aliases::parse("sciencemag.org science.org").is_err());
    /// ```
    ///
    /// # Errors
    /// Where a line has not two cells, or a domain has two names.
    pub fn parse(table: &str) -> Result<Self, AliasError> {
        let mut names: FxHashMap<String, String> = FxHashMap::default();
        let rows = (1..).zip(table.trim_start_matches('\u{feff}').lines());
        for (at, row) in rows.filter(|(_, row)| !row.trim().is_empty() && !row.starts_with('#')) {
            let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
            let &[domain, name] = cells.as_slice() else { return Err(AliasError::Cells(at)) };
            if domain.is_empty() || name.is_empty() {
                return Err(AliasError::Cells(at));
            }
            let domain = domain.to_lowercase();
            match names.get(&domain) {
                Some(other) if other != name => return Err(AliasError::Twice(at, domain)),
                _ => names.insert(domain, name.to_owned()),
            };
        }
        Ok(Self { names })
    }

    /// Whether every value stands for itself.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name that stands for a value; the value itself where there is none.
    pub fn name<'a>(&'a self, value: &'a str) -> &'a str {
        self.names.get(value).map_or(value, String::as_str)
    }
}
