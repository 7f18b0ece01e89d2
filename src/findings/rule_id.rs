//! The names of the rules, as a closed set: a name that no rule has does not compile.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A rule, in the order of `data/rules.tsv`. Its name is that of the variant in lower case with hyphens, and stays
/// for ever.
#[expect(missing_docs, reason = "the table says what each rule means")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum RuleId {
    AccessToken,
    BrokenAddress,
    CredentialsInUrl,
    LocalUrl,
    MalformedUrl,
    PersonalDataInUrl,
    WrappedUrl,
    CacheCopy,
    ProxiedUrl,
    ShortenedUrl,
    AccessParameter,
    BlankFragment,
    DanglingSeparator,
    InsecureHttp,
    NonDefaultHost,
    SessionId,
    TrackingParameters,
    TextFragment,
    AggregatorCopy,
    ChatbotAnswer,
    HomePage,
    ImageTarget,
    IndexPage,
    PressRelease,
    SameWorkTwoUrls,
    SearchPage,
    ShareOrLoginPage,
    SupersededDocument,
    UserGenerated,
    CompanySelfDescription,
    EphemeralPage,
    MovedHost,
    OpinionAsSource,
    PdfWithoutPage,
    Preprint,
    TertiarySource,
    DoiPrefixHostMismatch,
    FalseDoi,
    NewsPageOnJournalHost,
    NonEnglishSource,
    PreferDoi,
    AnchorMismatch,
    BrokenAttributeQuotes,
    BrokenMarkdownLink,
    EmptyAnchor,
    NestedLink,
    SameTargetInSentence,
    BareUrlAnchor,
    GenericAnchor,
    RelatedSlug,
    SameAnchorDifferentTarget,
    SameTargetManyClaims,
    SelfCitation,
    BrokenNote,
    PluralAttributionThin,
    SecondaryOnly,
    UncitedQuantity,
    AttributionWithoutLink,
    ParagraphWithoutCitation,
    SingleOwnerClaim,
    UncitedQuotation,
    UncitedSuperlative,
    UnlinkedIdentifier,
    RelativeDate,
    RetractedWork,
    CircularCitation,
    Concentration,
    DateImpossible,
    StaleSource,
    DuplicateDocument,
    OrphanOrigin,
    LinkDead,
    LinkFailing,
    LinkFragment,
    LinkSuspect,
    LinkMoved,
    LinkBlocked,
    BrokenRedirectPage,
    FolderWithoutIndex,
    MissingAnchor,
    MissingAsset,
    MissingImage,
    MissingPage,
    RedirectLoop,
    WrongCase,
}

impl RuleId {
    /// The name used in the table, in JSON and on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Whether it finds a sentence that states something to check and has no link near it.
    pub fn is_unsourced_claim(self) -> bool {
        matches!(
            self,
            Self::AttributionWithoutLink
                | Self::UncitedQuantity
                | Self::UncitedQuotation
                | Self::UncitedSuperlative
        )
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for RuleId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        name.parse().map_err(|_| D::Error::custom(format_args!("unknown rule {name}")))
    }
}
