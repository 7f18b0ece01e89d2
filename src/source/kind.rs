//! The closed lists: types of publishers and kinds of pages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares a closed list whose members have one word each, for tables, JSON and the command line.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $member:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
        )]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $member,)+
        }

        impl $name {
            /// Every member, in the order of the documentation.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$member),+];

            /// The word used in tables, in JSON and on the command line.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$member => $word,)+
                }
            }
        }
    };
}

words! {
    /// The type of a publisher. It does not rate the publisher.
    PublisherType {
        /// A government or one of its offices, at any level.
        Government = "government",
        /// A parliament or an office of one of its members.
        Legislature = "legislature",
        /// A court.
        Court = "court",
        /// Armed forces and their ministry.
        Military = "military",
        /// An international organisation, whose members are states.
        Intergovernmental = "intergovernmental",
        /// An authority that supervises a trade.
        Regulator = "regulator",
        /// An office of statistics.
        Statistics = "statistics",
        /// Scholarly journals.
        Journal = "journal",
        /// A server for papers before review.
        PreprintServer = "preprint-server",
        /// A store of papers that appeared elsewhere.
        Repository = "repository",
        /// Books.
        BookPublisher = "book-publisher",
        /// A university or research institute.
        University = "university",
        /// A library, archive or museum.
        LibraryArchive = "library-archive",
        /// A news agency.
        NewsAgency = "news-agency",
        /// A newspaper, printed or not.
        Newspaper = "newspaper",
        /// A magazine, printed or not.
        Magazine = "magazine",
        /// Radio or television.
        Broadcaster = "broadcaster",
        /// News of a trade or subject.
        TradeNews = "trade-news",
        /// A newsletter or podcast.
        Newsletter = "newsletter",
        /// Checks what others claim.
        FactChecker = "fact-checker",
        /// A think tank.
        ThinkTank = "think-tank",
        /// An association with an aim other than profit.
        Ngo = "ngo",
        /// An association of a trade or profession.
        TradeAssociation = "trade-association",
        /// A company, about itself or its goods.
        Company = "company",
        /// A service that publishes press releases of others.
        PressReleaseWire = "press-release-wire",
        /// A social network.
        Social = "social",
        /// A forum.
        Forum = "forum",
        /// A wiki.
        Wiki = "wiki",
        /// Videos of others.
        Video = "video",
        /// Collects what others publish.
        Aggregator = "aggregator",
        /// A search engine.
        Search = "search",
        /// Short addresses for other addresses.
        Shortener = "shortener",
        /// Copies of pages of others.
        WebArchive = "web-archive",
        /// Data sets and documents of others.
        DataRepository = "data-repository",
        /// Programs of others.
        CodeHost = "code-host",
        /// Pages and files of others, so that the publisher is unknown.
        Hosting = "hosting",
        /// Dictionaries, encyclopedias, maps and the like.
        Reference = "reference",
    }
}

impl PublisherType {
    /// Whether such a publisher tells what others did and said.
    pub fn is_news(self) -> bool {
        matches!(
            self,
            Self::NewsAgency
                | Self::Newspaper
                | Self::Magazine
                | Self::Broadcaster
                | Self::TradeNews
                | Self::Newsletter
                | Self::FactChecker
        )
    }

    /// Whether the pages are written by others, so that the owner of the domain is not their source.
    pub fn is_platform(self) -> bool {
        matches!(self, Self::Social | Self::Forum | Self::Video | Self::CodeHost | Self::Hosting)
    }
}

words! {
    /// What a page is, as far as its address says.
    PageKind {
        /// An article of unknown kind.
        Article = "article",
        /// News.
        News = "news",
        /// Opinion, comment, letter or editorial.
        Opinion = "opinion",
        /// A press release.
        PressRelease = "press-release",
        /// A post on a blog.
        Blog = "blog",
        /// Paid for by somebody else.
        Sponsored = "sponsored",
        /// A page that grows while something happens.
        Live = "live",
        /// A bill before a parliament.
        Bill = "bill",
        /// A law or regulation.
        Law = "law",
        /// A judgment.
        Judgment = "judgment",
        /// A scholarly paper.
        Paper = "paper",
        /// A book's page.
        Book = "book",
        /// Data.
        Dataset = "dataset",
        /// What was said, word for word.
        Transcript = "transcript",
        /// The first page of a host.
        Home = "home",
        /// A form or result of a search.
        Search = "search",
        /// A list of pages: a tag, an author, a section.
        Index = "index",
        /// A picture.
        Image = "image",
        /// A film or sound.
        Video = "video",
        /// A document of unknown kind.
        Pdf = "pdf",
    }
}
