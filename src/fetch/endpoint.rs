//! Services that are asked for something: templates of addresses, which a user can change or switch off.

use serde::{Deserialize, Serialize};
use url::Url;

use super::FetchError;
use crate::link::redact::redact_url;

/// In place of a template: the service is not asked.
const OFF: &str = "off";

/// What a template may have places for.
const PLACEHOLDERS: [&str; 3] = ["id", "url", "timestamp"];

/// A template such as `https://doi.org/api/handles/{id}`, or `off`.
///
/// What is put into `{name}` is percent-encoded: all but unreserved characters and `,`, and in a path
/// `/`. Into `{+name}` it is put as it is.
///
/// ```
/// use citegraph::fetch::endpoint::Endpoint;
/// let handles = Endpoint::new("https://doi.org/api/handles/{id}").unwrap();
/// let url = handles.fill(&[("id", "10.1002/(sici)1<1::aid-x>3.0.co;2-#")]).unwrap();
/// assert_eq!(
///     url.as_str(),
///     "https://doi.org/api/handles/10.1002/%28sici%291%3C1%3A%3Aaid-x%3E3.0.co%3B2-%23"
/// );
/// assert!(Endpoint::new("off").unwrap().fill(&[("id", "10.1/x")]).is_none());
/// assert!(Endpoint::new("https://a.example/").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Endpoint(Option<String>);

impl Endpoint {
    /// The endpoint of a template, or of `off`.
    ///
    /// # Errors
    /// [`FetchError::Endpoint`] for a template that is not an http(s) address, or has no placeholder or an unknown one.
    pub fn new(template: &str) -> Result<Self, FetchError> {
        if template == OFF {
            return Ok(Self(None));
        }
        let made = Self(Some(template.to_owned()));
        let tried = made.fill(&PLACEHOLDERS.map(|name| (name, "1")));
        let is_web = tried.is_some_and(|url| matches!(url.scheme(), "http" | "https"));
        match is_web && template.contains('{') {
            true => Ok(made),
            false => Err(FetchError::Endpoint(redact_url(template).into_owned())),
        }
    }

    /// A template that is known to be right.
    pub(super) fn known(template: &str) -> Self {
        Self(Some(template.to_owned()))
    }

    /// Whether the service is not to be asked.
    pub fn is_off(&self) -> bool {
        self.0.is_none()
    }

    /// The address with its places filled in. `None` where the service is off, where a place has no
    /// value, or where a value would lead elsewhere (`..` as a segment of a path).
    pub fn fill(&self, values: &[(&str, &str)]) -> Option<Url> {
        let mut address = String::new();
        let mut rest = self.0.as_deref()?;
        while let Some((before, after)) = rest.split_once('{') {
            address.push_str(before);
            let (place, behind) = after.split_once('}')?;
            let name = place.strip_prefix('+').unwrap_or(place);
            let value = values.iter().find(|value| value.0 == name)?.1;
            match (name == place, address.contains('?')) {
                (false, _) => address.push_str(value),
                (true, true) => push_encoded(&mut address, value, ","),
                (true, false) if climbs(value) => return None,
                (true, false) => push_encoded(&mut address, value, ",/"),
            }
            rest = behind;
        }
        address.push_str(rest);
        Url::parse(&address).ok().filter(Url::has_host)
    }
}

impl TryFrom<String> for Endpoint {
    type Error = FetchError;

    fn try_from(template: String) -> Result<Self, FetchError> {
        Self::new(&template)
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.0.unwrap_or_else(|| OFF.to_owned())
    }
}

/// Whether a browser would take segments of the value for steps up or none at all.
fn climbs(value: &str) -> bool {
    value.split('/').any(|segment| matches!(segment, "." | ".."))
}

fn push_encoded(text: &mut String, value: &str, kept: &str) {
    for byte in value.bytes() {
        let letter = char::from(byte);
        if byte.is_ascii_alphanumeric() || "-._~".contains(letter) || kept.contains(letter) {
            text.push(letter);
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_print_and_read_back() {
        for template in ["off", "http://127.0.0.1:9/{id}", "https://a.example/w/{timestamp}/{+url}"]
        {
            let json = format!("{template:?}");
            let read: Endpoint = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), json);
        }
        for bad in ["", "x", "ftp://a/{id}", "https://a/{nothing}", "https://a/{id", "https://a/id"]
        {
            let error = serde_json::from_str::<Endpoint>(&format!("{bad:?}")).unwrap_err();
            assert!(error.to_string().contains("or write \"off\""), "{error}");
        }
    }

    #[test]
    fn values_stay_where_they_are_put() {
        let fill = |template: &str, value: &str| {
            Endpoint::new(template).unwrap().fill(&[("url", value)]).map(String::from)
        };
        assert_eq!(
            fill("https://a.example/?u={url}&x=1", "http://b.example/?a=b&c#d%").unwrap(),
            "https://a.example/?u=http%3A%2F%2Fb.example%2F%3Fa%3Db%26c%23d%25&x=1"
        );
        assert_eq!(
            fill("https://a.example/{+url}", "http://b.example/?a=b").unwrap(),
            "https://a.example/http://b.example/?a=b"
        );
        assert_eq!(fill("https://a.example/x/{url}", "10.1/../../y"), None);
        assert_eq!(fill("https://a.example/{url}", "é/?").unwrap(), "https://a.example/%C3%A9/%3F");
    }
}
