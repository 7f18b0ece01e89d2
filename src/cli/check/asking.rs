//! How the network is asked: flags and environment onto the options.

use std::path::PathBuf;

use anyhow::Context as _;
use citegraph::check::manners::Secret;
use citegraph::check::options::Lookup;
use citegraph::check::proxy::Proxies;
use citegraph::check::{Error, dns};
use url::Url;

use super::super::config::Options;

/// Where the system names its servers of the domain name system.
const RESOLV_CONF: &str = "/etc/resolv.conf";

/// How the network is asked. What could give a secret away, or open a private network, is no matter
/// for a configuration file.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Network")]
pub(super) struct Asking {
    /// Ask a host at this address instead of looking it up; it counts as public
    #[arg(long, value_name = "HOST:PORT:ADDRESS")]
    resolve: Vec<String>,
    /// Ask private addresses too, where a link leads straight there
    #[arg(long)]
    allow_private: bool,
    /// Trust the certificates of authorities in FILE (PEM) beside those of the system
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// Send this header to the origin of URL and to no other; may stand in CITEGRAPH_HEADERS too, one a
    /// line
    #[arg(long, value_name = "URL NAME: VALUE")]
    header: Vec<String>,
    /// Do not ask the canary (see --print-policy) where nothing answers
    #[arg(long)]
    no_canary: bool,
    /// End after so many seconds; what was not reached comes first in the next run
    #[arg(long, value_name = "SECONDS")]
    max_time: Option<u64>,
    /// End after so many requests
    #[arg(long, value_name = "N")]
    max_requests: Option<u64>,
    /// Tell servers where you can be reached: an address of mail or of a page
    #[arg(long, value_name = "ADDRESS")]
    contact: Option<String>,
}

impl Asking {
    /// Applies flags and environment onto the options.
    pub(super) fn apply(&self, options: &mut Options) -> anyhow::Result<()> {
        let check = &mut options.check;
        check.resolve.extend(self.resolve.iter().cloned());
        check.allow_private |= self.allow_private;
        check.max_time = self.max_time.or(check.max_time);
        check.max_requests = self.max_requests.or(check.max_requests);
        if self.contact.is_some() {
            check.contact.clone_from(&self.contact);
        }
        if let Some(path) = &self.ca_file {
            check.authorities = std::fs::read(path).with_context(|| {
                format!("cannot read {}; --ca-file names certificates (PEM)", path.display())
            })?;
        }
        let listed = variable("CITEGRAPH_HEADERS").unwrap_or_default();
        let lines = listed.lines().map(str::trim).filter(|line| !line.is_empty());
        for line in lines.chain(self.header.iter().map(String::as_str)) {
            check.secrets.push(secret(line)?);
        }
        check.proxies = proxies();
        // Without the file the word of the system's resolver holds.
        let servers = std::fs::read_to_string(RESOLV_CONF).unwrap_or_default();
        check.lookup = Lookup::System(dns::servers(&servers));
        check.checked()?;
        if self.no_canary {
            options.policy.canary.clear();
        }
        Ok(())
    }
}

/// `https://api.example.org/ Authorization: Bearer …`.
fn secret(line: &str) -> Result<Secret, Error> {
    let (url, header) = line.split_once(' ').unwrap_or((line, ""));
    // No message may hold the line: it is a secret.
    let url = Url::parse(url).map_err(|_| Error::Secret("?".into()))?;
    Secret::new(&url, header)
}

/// The proxies that the environment names, in the small letters and in the capitals.
fn proxies() -> Proxies {
    let either = |name: &str| variable(&name.to_lowercase()).or_else(|| variable(name));
    Proxies {
        // In capitals a web server could be made to set it, by a header of that name.
        http: variable("http_proxy"),
        https: either("HTTPS_PROXY"),
        all: either("ALL_PROXY"),
        none: either("NO_PROXY"),
    }
}

#[expect(clippy::disallowed_methods, reason = "only flags and environment may hold secrets")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
