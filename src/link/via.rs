//! What was unwrapped from a URL.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One redirector, proxy or archive that was removed from a URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Via {
    /// The kind of redirector, proxy or archive, such as `google-imgres` or `wayback`.
    pub kind: String,
    /// The wrapper's host.
    pub host: String,
    /// The wrapper's registrable domain.
    pub domain: String,
    /// The time of an archive's snapshot, as the archive writes it.
    pub timestamp: Option<String>,
}

/// The name of a kind of wrapper, for people; another kind as words.
pub fn wrapper_name(kind: &str) -> Cow<'_, str> {
    Cow::Borrowed(match kind {
        "amp-cache" => "AMP cache",
        "google-amp" => "Google AMP",
        "google-url" => "Google redirect",
        "google-imgres" => "Google Images",
        "google-cache" => "Google cache",
        "google-translate" | "translate.goog" => "Google Translate",
        "yandex-translate" => "Yandex Translate",
        "youtube-redirect" => "YouTube redirect",
        "facebook-l" => "Facebook redirect",
        "instagram-l" => "Instagram redirect",
        "reddit-out" => "Reddit redirect",
        "slack-redir" => "Slack redirect",
        "tumblr-redirect" => "Tumblr redirect",
        "vk-away" => "VK redirect",
        "duckduckgo-l" => "DuckDuckGo redirect",
        "href.li" => "href.li redirect",
        "safelinks" => "Microsoft Safe Links",
        "urldefense-v2" | "urldefense-v3" => "Proofpoint URL Defense",
        "ezproxy-login" | "ezproxy-host" => "library proxy",
        "wayback" => "Wayback Machine",
        other if other.contains('-') => return Cow::Owned(other.replace('-', " ")),
        other => other,
    })
}
