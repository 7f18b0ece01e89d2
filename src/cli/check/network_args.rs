//! How the network is asked: flags and environment onto the options.

use std::path::PathBuf;

use anyhow::Context as _;
use citegraph::fetch::FetchError;
use citegraph::fetch::host_config::SecretHeader;
use clap::ValueEnum;
use url::Url;

use super::super::configuration::Config;
use super::super::network;
use super::super::side_file::read_bytes;

/// How the network is asked. What could give a secret away, or open a private network, is no matter
/// for a configuration file.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Network")]
pub(super) struct NetworkArgs {
    /// Use this address for a host instead of resolving the name of the host; the address counts as public
    #[arg(long, value_name = "HOST:PORT:ADDRESS")]
    resolve: Vec<String>,
    /// Also check private addresses that links contain, but not those that only a redirect leads to
    #[arg(long)]
    allow_private: bool,
    /// Also trust the certificate authorities in FILE (PEM)
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Send this header to the host of URL, over the scheme and port of URL, and to no other host. The variable
    /// CITEGRAPH_HEADERS can contain further headers, one per line
    #[arg(long, value_name = "URL NAME: VALUE")]
    header: Vec<String>,
    /// For each dead page, search web archives for the last copy that was made before the article's date, or for the
    /// first one after it if there is none. `citegraph fix --rule link-dead` then links to this copy
    #[arg(long, value_name = "MODE", default_value = "off")]
    archive: ArchiveArg,
    /// Do not request the test page (`canary` in [policy] of citegraph.toml) if no host answers
    #[arg(long)]
    no_canary: bool,
    /// Stop after this many seconds; links that were not reached come first in the next run
    #[arg(long, value_name = "SECONDS")]
    max_time: Option<u64>,
    /// Stop after this many requests
    #[arg(long, value_name = "N")]
    max_requests: Option<u64>,
    /// Name the machine or network from which this run checks; also read from CITEGRAPH_VANTAGE. With
    /// `need-vantage-points` = 2, a link is dead only if it failed from two machines or networks
    #[arg(long, value_name = "NAME")]
    vantage: Option<String>,
    /// Tell servers how to reach you: a mail address or a web page
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ArchiveArg {
    Off,
    Suggest,
}

impl NetworkArgs {
    /// Whether archives are asked about dead pages.
    pub(super) fn wants_archive(&self) -> bool {
        self.archive == ArchiveArg::Suggest
    }

    /// Applies flags and environment onto the options.
    pub(super) fn apply(&self, options: &mut Config) -> anyhow::Result<()> {
        let check = &mut options.check;
        check.resolve.extend(self.resolve.iter().cloned());
        check.allow_private |= self.allow_private;
        check.max_time = self.max_time.or(check.max_time);
        check.max_requests = self.max_requests.or(check.max_requests);
        if self.contact.is_some() {
            check.contact.clone_from(&self.contact);
        }
        if let Some(path) = &self.ca_file {
            check.authorities = read_bytes(path).with_context(|| {
                format!(
                    "cannot read {}; --ca-file needs a file of certificates (PEM)",
                    path.display()
                )
            })?;
        }
        let listed = network::variable("CITEGRAPH_HEADERS").unwrap_or_default();
        let lines = listed.lines().map(str::trim).filter(|line| !line.is_empty());
        for line in lines.chain(self.header.iter().map(String::as_str)) {
            check.secrets.push(secret(line)?);
        }
        check.vantage = self.vantage.clone().or_else(|| network::variable("CITEGRAPH_VANTAGE"));
        if let Some(token) = network::variable("CITEGRAPH_GITHUB_TOKEN") {
            let api = github_api()?;
            check.secrets.push(SecretHeader::new(&api, &format!("Authorization: Bearer {token}"))?);
            if let Some(port) = api.port() {
                // The stand-in of a test is on this machine, and the user named it.
                let host = api.host_str().unwrap_or_default();
                check.resolve.push(format!("{host}:{port}:127.0.0.1"));
            }
            options.registry.github = Some(api);
        }
        network::apply(check);
        check.validate()?;
        if self.no_canary {
            options.policy.canary.clear();
        }
        Ok(())
    }
}

/// Where the API of GitHub is. Nothing but a program on this machine can stand in for it: a token is sent there.
fn github_api() -> anyhow::Result<Url> {
    let Some(text) = network::variable("CITEGRAPH_GITHUB_API") else {
        return Ok(Url::parse("https://api.github.com/")?);
    };
    let url = Url::parse(&text).ok().filter(|url| {
        url.scheme() == "http" && url.host_str() == Some("127.0.0.1") && url.port().is_some()
    });
    url.with_context(|| {
        format!("CITEGRAPH_GITHUB_API is {text}, but it is for tests and must be an address of this machine: http://127.0.0.1:PORT/")
    })
}

/// `https://api.example.org/ Authorization: Bearer …`.
fn secret(line: &str) -> Result<SecretHeader, FetchError> {
    let (url, header) = line.split_once(' ').unwrap_or((line, ""));
    // No message may hold the line: it is a secret.
    let url = Url::parse(url).map_err(|_| FetchError::Secret("?".into()))?;
    SecretHeader::new(&url, header)
}
