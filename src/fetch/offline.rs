//! In place of the client, in a build without the network.

use url::Url;

use super::{CheckSummary, FetchError, FetchOptions, FetchedPage};
use crate::check::observation::Observation;
use crate::link::redact::redact_url;

/// Refuses every fetch.
#[derive(Debug)]
pub struct Client {}

impl Client {
    /// A client that will refuse.
    ///
    /// # Errors
    /// None; with the network there are some.
    pub fn new(_: &FetchOptions) -> Result<Self, FetchError> {
        Ok(Self {})
    }

    /// Refuses.
    ///
    /// # Errors
    /// Always [`FetchError::Offline`].
    pub fn fetch(&self, url: &Url, _: u64) -> Result<FetchedPage, FetchError> {
        Err(FetchError::Offline(redact_url(url.as_str()).into_owned()))
    }
}

/// Refuses to check.
///
/// # Errors
/// [`FetchError::Offline`] with the first address; without one there is nothing to do.
pub fn check_urls(
    urls: &[Url],
    _: &FetchOptions,
    _: &dyn Fn() -> String,
    _: &mut dyn FnMut(Observation),
) -> Result<CheckSummary, FetchError> {
    match urls.first() {
        Some(url) => Err(FetchError::Offline(redact_url(url.as_str()).into_owned())),
        None => Ok(CheckSummary::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fetch_is_refused_with_the_remedy() {
        let client = Client::new(&FetchOptions::default()).unwrap();
        let error = client.fetch(&Url::parse("https://a.example/").unwrap(), 1).unwrap_err();
        assert!(error.to_string().contains("without the network"), "{error}");
    }
}
