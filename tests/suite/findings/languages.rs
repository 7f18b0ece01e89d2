//! The same draft in six languages: what can be checked in it, and what is found, is the same.

use std::collections::{BTreeMap, BTreeSet};

use citegraph::claims::{SignalKind, extract_claims};
use citegraph::corpus::{Corpus, Selection};
use citegraph::findings::{LintOptions, LintReport};

use crate::findings::rules::{article, run};

/// A draft in a language: its first paragraph cites, the others are the sentences.
struct Draft {
    language: &'static str,
    sentences: [&'static str; 9],
}

/// What each sentence holds.
const KINDS: [&[SignalKind]; 9] = [
    &[SignalKind::Number, SignalKind::Money, SignalKind::Date],
    &[SignalKind::Percent],
    &[SignalKind::Attribution],
    &[SignalKind::Superlative],
    &[SignalKind::Quotation],
    &[SignalKind::Number, SignalKind::Date],
    &[SignalKind::Number],
    &[SignalKind::Money],
    &[],
];

/// The rules that find something in each sentence; of the first only its paragraph's.
const RULES: [&[&str]; 9] = [
    &["uncited-quantity"],
    &["uncited-quantity"],
    &["attribution-without-link"],
    &["uncited-superlative"],
    &["uncited-quotation"],
    &[],
    &[],
    &["uncited-quantity"],
    &[],
];

const DRAFTS: [Draft; 6] = [
    Draft {
        language: "en",
        sentences: [
            "The mill paid 4.5 million euros to 1,200 workers in 2019.",
            "The share of women rose from 12.5 to 17.5 percent.",
            "According to the central bank, bread became dearer.",
            "It is the largest bridge in the world.",
            "“We have never seen such a leak in the old dam.”",
            "On 3 October at least 45 people died there.",
            "Three children were looking for their dog.",
            "The repair of the roof cost 7,500 francs.",
            "The weather was fine and the road was dry.",
        ],
    },
    Draft {
        language: "de",
        sentences: [
            "Die Mühle zahlte im Jahr 2019 den 1.200 Arbeitern 4,5 Millionen Euro.",
            "Der Anteil der Frauen stieg von 12,5 auf 17,5 Prozent.",
            "Laut der Zentralbank wurde das Brot teurer.",
            "Es ist die größte Brücke der Welt.",
            "„Wir haben in dem alten Damm nie ein solches Leck gesehen.“",
            "Am 3. Oktober starben dort mindestens 45 Menschen.",
            "Drei Kinder suchten nach ihrem Hund.",
            "Die Reparatur des Daches kostete 7.500 Franken.",
            "Das Wetter war schön und die Straße war trocken.",
        ],
    },
    Draft {
        language: "fr",
        sentences: [
            "En 2019, le moulin a versé 4,5 millions d’euros à 1 200 ouvriers.",
            "La part des femmes est passée de 12,5 à 17,5 %.",
            "Selon la banque centrale, le pain est devenu plus cher.",
            "C’est le plus grand pont du monde.",
            "« Nous n’avons jamais vu une telle fuite dans le vieux barrage. »",
            "Le 3 octobre, au moins 45 personnes y sont mortes.",
            "Trois enfants cherchaient leur chien.",
            "La réparation du toit a coûté 7 500 francs.",
            "Il faisait beau et la route était sèche.",
        ],
    },
    Draft {
        language: "es",
        sentences: [
            "En 2019 el molino pagó 4,5 millones de euros a 1.200 obreros.",
            "La cuota de mujeres subió del 12,5 al 17,5 por ciento.",
            "Según el banco central, el pan se hizo más caro.",
            "Es el puente más grande del mundo.",
            "«No hemos visto nunca una fuga así en la vieja presa.»",
            "El 3 de octubre murieron allí al menos 45 personas.",
            "Tres niños buscaban a su perro.",
            "La reparación del tejado costó 7.500 francos.",
            "Hacía buen tiempo y la carretera estaba seca.",
        ],
    },
    Draft {
        language: "ru",
        sentences: [
            "В 2019 году мельница заплатила 1200 рабочим 4,5 миллиона евро.",
            "Доля женщин выросла с 12,5 до 17,5 процента.",
            "По данным центрального банка, хлеб подорожал.",
            "Это самый большой мост в мире.",
            "«Мы никогда не видели такой течи в старой плотине».",
            "3 октября там погибли не менее 45 человек.",
            "Трое детей искали свою собаку.",
            "Ремонт крыши стоил 7500 франков.",
            "Погода была хорошей, и дорога была сухой.",
        ],
    },
    Draft {
        language: "zh",
        sentences: [
            "2019年，工厂向1200名工人支付了450万欧元。",
            "女性的比例从12.5%升到17.5%。",
            "根据中央银行的说法，面包变贵了。",
            "这是世界上最大的桥。",
            "“我们从来没有在旧水坝里见过这样的漏水。”",
            "10月3日，那里至少有45人死亡。",
            "三个孩子在找他们的狗。",
            "修理屋顶花了7500法郎。",
            "天气很好，路也很干。",
        ],
    },
];

impl Draft {
    /// The draft as Markdown, with its language declared or left to its words.
    fn markdown(&self, is_declared: bool) -> String {
        let head = if is_declared { format!("lang: {}\n", self.language) } else { String::new() };
        let links: Vec<String> =
            (1..4).map(|n| format!("[{n}](https://{n}.example.org/a)")).collect();
        let body = self.sentences.join("\n\n");
        format!("---\ntitle: T\n{head}date: 2024-05-01\n---\n\n{}\n\n{body}\n", links.join(" "))
    }
}

fn lint(draft: &Draft, is_declared: bool) -> LintReport {
    let articles = [article("a.md", &draft.markdown(is_declared))];
    run(&articles.into_iter().collect::<Corpus>(), &LintOptions::default())
}

#[test]
fn the_same_draft_has_the_same_signals() {
    for draft in &DRAFTS {
        for is_declared in [true, false] {
            let article = article("a.md", &draft.markdown(is_declared));
            let selection = Selection::default();
            let claims = extract_claims(&article, &selection, None);
            for (text, kinds) in draft.sentences.iter().zip(KINDS) {
                let claim = claims.iter().find(|claim| *claim.text == **text);
                let claim = claim.unwrap_or_else(|| panic!("{text} is no claim"));
                let found: BTreeSet<SignalKind> =
                    claim.signals.iter().map(|signal| signal.kind).collect();
                assert_eq!(found, kinds.iter().copied().collect(), "{text}: {:?}", claim.signals);
                assert_eq!(claim.language, Some(draft.language), "{text}");
            }
        }
    }
}

#[test]
fn the_same_draft_has_the_same_findings() {
    for draft in &DRAFTS {
        for is_declared in [true, false] {
            let report = lint(draft, is_declared);
            let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
            for finding in &report.findings {
                if let (Some(id), Some(evidence)) = (finding.sentence, &finding.evidence)
                    && finding.rule.name() != "paragraph-without-citation"
                {
                    assert!(id.is_body());
                    found.entry(evidence.to_string()).or_default().insert(finding.rule.name());
                }
            }
            for (text, rules) in draft.sentences.iter().zip(RULES) {
                let expected: BTreeSet<&str> = rules.iter().copied().collect();
                assert_eq!(found.remove(*text).unwrap_or_default(), expected, "{text}");
            }
            assert!(report.unread_languages.is_empty());
        }
    }
}

#[test]
fn rules_about_words_are_silent_where_the_words_are_not_known() {
    let links =
        "[1](https://1.example.org/a) [2](https://2.example.org/a) [3](https://3.example.org/a)";
    let text = format!(
        "---\nlang: eu\n---\n\n{links}\n\nErrotak 4.500.000 euro ordaindu zituen 2019an.\n"
    );
    let corpus: Corpus = [article("a.md", &text)].into_iter().collect();
    let report = run(&corpus, &LintOptions::default());
    assert!(!report.findings.iter().any(|one| one.rule.name() == "uncited-quantity"));
    let [unread] = &report.unread_languages[..] else { panic!("{:?}", report.unread_languages) };
    assert_eq!((unread.tag.as_deref(), unread.articles), (Some("eu"), 1));
    let rules: Vec<&str> = report.unread_rules.iter().map(|rule| rule.name()).collect();
    assert!(
        rules.contains(&"uncited-quantity") && !rules.contains(&"uncited-quotation"),
        "{rules:?}"
    );
}

#[test]
fn a_summary_in_another_language_does_not_decide() {
    let summary = "The paper asks what the price of bread was to the people of the town and how they spoke of it. ";
    let text = "面包的价格对这座城市的居民意味着什么，当时的报纸又是怎样报道的，这就是本文所要讨论的问题。";
    let bilingual = format!("{}\n\n{}", summary.repeat(25), format!("{text}\n\n").repeat(60));
    assert_eq!(article("a.md", &bilingual).language.as_deref(), Some("zh"));
    // Titles of what is linked are in the language of what is linked.
    let list: String = (0..60)
        .map(|n| format!("- [A course on the history of the bread of the town]({n}.html) 课程\n"))
        .collect();
    let listing = format!("{}{list}", format!("{text}\n\n").repeat(4));
    assert_eq!(article("b.md", &listing).language.as_deref(), Some("zh"));
    let english = format!("{}\n\n{text}", format!("{summary}\n\n").repeat(30));
    assert_eq!(article("c.md", &english).language.as_deref(), Some("en"));
}
