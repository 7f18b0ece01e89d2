//! What a word means to somebody who checks a text.

/// What a word or phrase of a table means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::EnumString)]
#[strum(serialize_all = "kebab-case")]
pub(in crate::claims) enum WordClass {
    /// From two to nine.
    Small,
    /// From ten to ninety-nine.
    Tens,
    /// A power of ten (`[magnitudes]`).
    Magnitude,
    /// Half, twice, doubled.
    Multiple,
    /// Stands behind a share: per cent.
    Percent,
    /// Stands before a share: `yüzde 12`.
    PercentBefore,
    /// A currency, by word or code.
    Currency,
    /// People, and what is counted of them: deaths, votes, jobs.
    People,
    /// Counts things in scripts without blanks: 个, 件.
    Measure,
    /// A unit of length, weight, area and the like.
    Unit,
    /// A unit of time.
    TimeUnit,
    /// Makes a number an age: years old.
    Age,
    /// The number beside it is a name: page, chapter, No.
    Label,
    /// The number before it is a time of day: am, Uhr.
    Clock,
    /// A month, in a form that is nothing else.
    Month,
    /// A month in a form that is also another word: it counts beside a number or a preposition.
    MonthUnsure,
    /// A preposition before months and years.
    DateBefore,
    /// According to.
    Attribution,
    /// Names a source only if a proper name follows: data of, figures from.
    AttributionName,
    /// Follows an attribution but names no source: according to plan, by age, by custom.
    Manner,
    /// Verbs that sort, colour or vary things. Next to an attribution, they show that it names a manner.
    Arrange,
    /// Finite forms of verbs that report what somebody said.
    Report,
    /// The same where the word has other meanings or says nothing of others: shows, believes.
    ReportWeak,
    /// Many, several.
    Many,
    /// Those of whom several are promised: experts, studies.
    Experts,
    /// Several in one phrase: 多项研究.
    PluralAttribution,
    /// A superlative that needs nothing else.
    Superlative,
    /// A superlative only behind an article or with a scope: best, largest where nothing else has this form.
    SuperlativeWeak,
    /// First, last and only: behind an article, and with a scope or one of `OrdinalScope` behind the noun.
    Ordinal,
    /// What stands behind the noun of an ordinal that is a superlative: the last survivor *of* the village.
    OrdinalScope,
    /// Makes an adjective a superlative behind an article: most, más, plus.
    Degree,
    /// An article, or what stands for it.
    Definite,
    /// What a superlative is measured against: in the world, ever.
    Scope,
    /// More than, fewer than, higher.
    Compare,
    /// Never, all, nobody.
    Absolute,
    /// Because of, leads to.
    Cause,
    /// Rose, fell, cut, grew.
    Change,
    /// Laws, votes, courts, taxes, offices.
    Law,
    /// Who holds an office or a title.
    Title,
    /// The speaker's view or wish: I think, should.
    Opinion,
    /// The speaker.
    FirstPerson,
    /// The speaker and others.
    We,
    /// Whoever is spoken to.
    SecondPerson,
    /// What has not happened yet.
    Future,
    /// Greetings, thanks, calls.
    Courtesy,
    /// Idioms in which no word means what it means elsewhere.
    Ignore,
}

/// A word or phrase of a table in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::claims) struct WordHit {
    /// Bytes in the text.
    pub(in crate::claims) start: usize,
    pub(in crate::claims) end: usize,
    /// What it means.
    pub(in crate::claims) class: WordClass,
    /// Of a magnitude: the power of ten. Else 0.
    pub(in crate::claims) exponent: u8,
}
