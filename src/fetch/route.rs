//! Where a request goes: the addresses of its host, judged by the guard, or its proxy. Whoever sends it connects to
//! these addresses and to no others.

use core::net::{IpAddr, SocketAddr};
use std::collections::BTreeMap;
use std::time::Duration;

use url::{Host, Url};

use super::exchange::RequestPlan;
use super::resolver::Resolver;
use super::{FetchError, FetchOptions, guard, proxy};
use crate::check::observation::ChainEnd;

/// What a request may connect to.
pub(super) struct Route {
    pub(super) addresses: Vec<SocketAddr>,
    pub(super) proxy: Option<Url>,
}

/// The names of a run, and what may be asked.
pub(super) struct Router {
    names: Resolver,
    named: BTreeMap<(String, u16), IpAddr>,
    options: FetchOptions,
}

impl Router {
    /// Routes as `options` say.
    pub(super) fn new(options: &FetchOptions) -> Result<Self, FetchError> {
        let names = Resolver::new(options.lookup.clone());
        Ok(Self { names, named: options.resolve_overrides()?, options: options.clone() })
    }

    /// The proxy that a request goes by.
    pub(super) fn proxy(&self, url: &Url) -> Option<Url> {
        proxy::parse_proxy(self.options.proxies.for_url(url)?)
    }

    /// Where a request goes, judged.
    pub(super) async fn route(&self, want: &RequestPlan) -> Result<Route, ChainEnd> {
        let proxy = self.proxy(&want.url);
        let addresses = match &proxy {
            Some(_) if !want.private && proxy::is_private_as_written(&want.url) => {
                return Err(ChainEnd::Private);
            }
            // Whoever named the proxy may name a private one.
            Some(proxy) => self.looked_up(proxy).await.map_err(|_| ChainEnd::Proxy)?,
            None => self.permitted_addresses(want).await?,
        };
        Ok(Route { addresses, proxy })
    }

    /// The addresses that a request may connect to.
    async fn permitted_addresses(&self, want: &RequestPlan) -> Result<Vec<SocketAddr>, ChainEnd> {
        if let Some(address) = self.named(&want.url) {
            let port = want.url.port_or_known_default().unwrap_or_default();
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        let addresses = self.looked_up(&want.url).await?;
        // A name with both kinds is asked at its public addresses alone.
        let public: Vec<SocketAddr> =
            addresses.iter().copied().filter(|a| !guard::is_private(a.ip())).collect();
        match public.is_empty() {
            true if want.private => Ok(addresses),
            true => Err(ChainEnd::Private),
            false => Ok(public),
        }
    }

    async fn looked_up(&self, url: &Url) -> Result<Vec<SocketAddr>, ChainEnd> {
        let port = url.port_or_known_default().unwrap_or_default();
        let addresses = match url.host() {
            Some(Host::Ipv4(address)) => vec![IpAddr::V4(address)],
            Some(Host::Ipv6(address)) => vec![IpAddr::V6(address)],
            Some(Host::Domain(name)) => {
                let within = Duration::from_secs(self.options.timeout_for_host(name));
                self.names.look_up(name, within).await.map_err(ChainEnd::Dns)?
            }
            None => return Err(ChainEnd::Scheme),
        };
        Ok(addresses.into_iter().map(|address| SocketAddr::new(address, port)).collect())
    }

    /// Whether an address may be asked for a request.
    pub(super) fn may_ask(&self, address: IpAddr, want: &RequestPlan) -> bool {
        want.private || !guard::is_private(address) || self.named(&want.url) == Some(address)
    }

    fn named(&self, url: &Url) -> Option<IpAddr> {
        let key = (url.host_str()?.to_owned(), url.port_or_known_default()?);
        self.named.get(&key).copied()
    }
}
