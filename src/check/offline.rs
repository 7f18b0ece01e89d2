//! In place of the client, in a build without the network.

use url::Url;

use super::observation::Observation;
use super::{Error, Fetched, Options, Summary};
use crate::link::redact::redact;

/// Refuses every fetch.
#[derive(Debug)]
pub struct Client {}

impl Client {
    /// A client that will refuse.
    ///
    /// # Errors
    /// None; with the network there are some.
    pub fn new(_: &Options) -> Result<Self, Error> {
        Ok(Self {})
    }

    /// Refuses.
    ///
    /// # Errors
    /// Always [`Error::Offline`].
    pub fn fetch(&self, url: &Url, _: u64) -> Result<Fetched, Error> {
        Err(Error::Offline(redact(url.as_str()).into_owned()))
    }
}

/// Refuses to check.
///
/// # Errors
/// [`Error::Offline`] with the first address; without one there is nothing to do.
pub fn check(
    urls: &[Url],
    _: &Options,
    _: &dyn Fn() -> String,
    _: &mut dyn FnMut(Observation),
) -> Result<Summary, Error> {
    match urls.first() {
        Some(url) => Err(Error::Offline(redact(url.as_str()).into_owned())),
        None => Ok(Summary::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fetch_is_refused_with_the_remedy() {
        let client = Client::new(&Options::default()).unwrap();
        let error = client.fetch(&Url::parse("https://a.example/").unwrap(), 1).unwrap_err();
        assert!(error.to_string().contains("without the network"), "{error}");
    }
}
