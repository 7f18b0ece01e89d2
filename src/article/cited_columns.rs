//! What a link cites, as columns of a line of JSON: every column is there, and is null where nothing is cited.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::link::{CitedUrl, Via};

/// The columns. An empty text of [`CitedUrl`] is null here, so that a line which lacks one is written as it was read.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct CitedColumns<'a> {
    /// `resolved` without redirectors, proxies, tracking parameters, access parameters and empty fragments.
    opened: Option<Cow<'a, str>>,
    /// A form of the address that is only for comparing: links with the same key cite the same page. Archives are
    /// unwrapped.
    key: Option<Cow<'a, str>>,
    /// `scheme:id` of the cited work, if the URL shows it.
    work: Option<Cow<'a, str>>,
    /// Fragment, version or other place inside the work.
    locator: Option<Cow<'a, str>>,
    /// Host of the cited URL, after unwrapping.
    host: Option<Cow<'a, str>>,
    /// Registrable domain of `host`.
    domain: Option<Cow<'a, str>>,
    /// The account or blog on a platform, or `domain` if the host is not a platform.
    site: Option<Cow<'a, str>>,
    /// The redirectors, proxies and archives that were removed, the outermost first.
    via: Cow<'a, [Via]>,
    /// One reason for every difference between `resolved`, `opened` and `key`.
    changes: Cow<'a, [Cow<'static, str>]>,
}

/// Writes the columns.
pub(super) fn serialize<S: Serializer>(
    cited: &Option<CitedUrl>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let column = |text: fn(&CitedUrl) -> &str| {
        cited.as_ref().map(text).filter(|text| !text.is_empty()).map(Cow::Borrowed)
    };
    let optional = |text: fn(&CitedUrl) -> &Option<String>| {
        cited.as_ref().and_then(|cited| text(cited).as_deref()).map(Cow::Borrowed)
    };
    CitedColumns {
        opened: column(|cited| &cited.opened),
        key: column(|cited| &cited.key),
        work: optional(|cited| &cited.work),
        locator: optional(|cited| &cited.locator),
        host: column(|cited| &cited.host),
        domain: column(|cited| &cited.domain),
        site: column(|cited| &cited.site),
        via: cited.as_ref().map_or(&[][..], |cited| &cited.via).into(),
        changes: cited.as_ref().map_or(&[][..], |cited| &cited.changes).into(),
    }
    .serialize(serializer)
}

/// Reads the columns. Nothing is cited where all of them are null or empty.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<CitedUrl>, D::Error> {
    let columns = CitedColumns::deserialize(deserializer)?;
    let text = |column: Option<Cow<'_, str>>| column.unwrap_or_default().into_owned();
    let cited = CitedUrl {
        opened: text(columns.opened),
        key: text(columns.key),
        work: columns.work.map(Cow::into_owned),
        locator: columns.locator.map(Cow::into_owned),
        host: text(columns.host),
        domain: text(columns.domain),
        site: text(columns.site),
        via: columns.via.into_owned(),
        changes: columns.changes.into_owned(),
    };
    Ok((cited != CitedUrl::default()).then_some(cited))
}
