use super::*;

fn kinds(text: &str) -> Vec<(SignalKind, String)> {
    let found = Analysis::new(text, Script::detect(text), ArticleLanguage::default()).signals;
    found.into_iter().map(|signal| (signal.kind, signal.text.to_string())).collect()
}

fn has(text: &str, kind: SignalKind) -> bool {
    kinds(text).iter().any(|(found, _)| *found == kind)
}

/// Whether a superlative stands there for which the text has an article or a scope.
fn has_strong(text: &str) -> bool {
    let found = Analysis::new(text, Script::detect(text), ArticleLanguage::default()).signals;
    let is_strong = |signal: &Signal| {
        let is_weak = signal.detail.is_weak && !signal.text.is_ascii();
        signal.kind == SignalKind::Superlative && !is_weak
    };
    found.iter().any(is_strong)
}

#[test]
fn places_are_characters() {
    let text = "Für „—“ zahlte er 4,5 % von 1.200 Leuten.";
    for signal in Analysis::new(text, Script::Latin, ArticleLanguage::default()).signals {
        let [start, end] = signal.at.map(|at| at as usize);
        assert_eq!(signal.text, text.chars().skip(start).take(end - start).collect::<String>());
    }
}

#[test]
fn english_numbers_are_told_by_what_they_count() {
    for (text, kind) in [
        ("The plant employs 1500 people in the town.", SignalKind::Number),
        ("It was built in 1500 by the monks.", SignalKind::Date),
        ("The firm laid off more than 60 employees.", SignalKind::Number),
        ("Three out of four voters stayed at home.", SignalKind::Number),
        ("He paid US$5m for the house.", SignalKind::Money),
        ("The club has CHF 300 of debts.", SignalKind::Money),
        ("The share fell to 9 per cent of the total.", SignalKind::Percent),
        ("It was closed on 3 May by the mayor.", SignalKind::Date),
        ("The plan was made in March by the mayor.", SignalKind::Date),
    ] {
        assert!(has(text, kind), "{text}: {:?}", kinds(text));
    }
    for text in [
        "May I say that this is fine with me?",
        "March on, he called to them.",
        "See page 12 and chapter 3 of the book.",
        "The meeting is at 10:30 in the hall.",
        "COVID-19 is with us and so is the B52.",
    ] {
        assert_eq!(kinds(text), [], "{text}");
    }
}

#[test]
fn an_endless_sentence_is_read_in_parts() {
    let text = "The firm paid 1,200 workers and ".repeat(3000);
    let found = kinds(&text);
    assert_eq!(found.len(), 3000);
}

#[test]
fn attributions_have_their_names() {
    let text = "According to Reuters, the most expensive bridge in the world was closed.";
    assert_eq!(
        kinds(text),
        [
            (SignalKind::Attribution, "According to Reuters".to_owned()),
            (SignalKind::Superlative, "the most expensive".to_owned()),
        ]
    );
    assert!(has(
        "Several researchers of the town have warned of it.",
        SignalKind::PluralAttribution
    ));
    assert!(has("Studies show that it is so.", SignalKind::PluralAttribution));
    assert!(!has("I said that it was so.", SignalKind::Attribution));
    assert!(!has("The last four years were good for the town.", SignalKind::Superlative));
}

#[test]
fn beside_a_quotation_a_plain_verb_of_saying_reports() {
    for text in [
        "“这几乎不可能，”研究员说。",
        "“不，”他说。",
        "「ほとんど不可能だ」と研究者は述べた。",
        "研究者は「無理だ」と言う。",
    ] {
        assert!(has(text, SignalKind::Attribution), "{text}");
    }
    for text in [
        "他说这几乎不可能。",
        "これは無理だと言う。",
        "“自由”是一个很大的词，在这座城市里人们早就不再这样想也不再这样说了。",
    ] {
        assert!(!has(text, SignalKind::Attribution), "{text}");
    }
}

#[test]
fn what_something_goes_by_is_no_source() {
    for text in [
        "According to plan, the bridge was closed to all of us.",
        "The rules differ according to the age and size of the firm.",
        "Selon l’âge et le poids, le pain est devenu plus cher.",
        "Según la edad de cada uno, el pan es más caro.",
        "De acordo com a idade, o pão é mais caro.",
        "Volgens het schema wordt de brug in de zomer gesloten.",
        "Согласно плану, хлеб стал дороже в этом году.",
        "Podle věku dítěte je cena jiná.",
        "They are published according to a common standard.",
        "Die Brücke wurde gemäß den Vorschriften gebaut.",
        "Selon les pays, le pain est plus cher.",
        "Conforme descrito acima, o pão é mais caro.",
        "Os preços mudam conforme o tempo passa.",
        "Согласно инструкции, дверь открывается наружу.",
        "Zgodnie z planem i według normy chleb jest biały.",
        "Acesta este momentul potrivit pentru a cumpăra pâine.",
        "Pâinea nu este potrivit de caldă.",
        "Una gran base de datos de caminos del campo.",
        "Ele guardou os dados de todos os caminhos.",
        "Estou de acordo e não mudo de ideia.",
        "Yemek yaşına göre ve kalitesine göre seçilir.",
        "Ekmek geçen yıla göre daha pahalı.",
        "Bu ağaç bölgelere göre renklendirilmiştir.",
        "The map is coloured according to the river of each town.",
        "Hemos coloreado el mapa según el río de cada pueblo.",
        "Chleb jest biały, co wynika z dobrej mąki.",
        "Το ψωμί ήταν ακριβό κατά τον πρώτο μήνα.",
        "על פי הכוונה המקורית שלו הלחם היה לבן.",
    ] {
        assert!(!has(text, SignalKind::Attribution), "{text}: {:?}", kinds(text));
    }
    for text in [
        "According to the bank, the age of the house is not known.",
        "Selon la banque centrale, le pain est devenu plus cher.",
        "Según el banco central, el pan es más caro.",
        "Volgens de bank is het brood duurder geworden.",
        "Podle banky je chleba dražší.",
        "According to the office for planning, the bridge is closed.",
        "According to Standard Bread, the town has two ovens.",
        "According to the plan's authors, the bridge is closed.",
        "Según el instituto de calidad, el pan es más caro.",
        "Selon le ministère du temps libre, le pain est plus cher.",
        "Datos del Banco Central muestran que el pan es más caro.",
        "Os dados da Receita mostram que o pão é mais caro.",
        "I dati di Bankitalia mostrano che il pane costa di più.",
        "Potrivit băncii centrale, pâinea este mai scumpă.",
        "Merkez Bankası'na göre ekmek pahalı.",
        "Jak wynika z raportu banku, chleb jest droższy.",
        "Κατά την Τράπεζα, το ψωμί είναι ακριβό.",
        "De acordo com o banco central, o pão é mais caro.",
    ] {
        assert!(has(text, SignalKind::Attribution), "{text}");
    }
}

#[test]
fn most_of_something_is_no_superlative() {
    for text in [
        "In den meisten Städten gibt es heute Brot.",
        "In de meeste steden is er vandaag brood.",
        "Chi non ha mai mangiato pane prima d'ora è felice.",
        "La primera etapa de este trabajo es leer.",
        "La première étape de ce travail est de lire.",
        "Последняя версия этой книги вышла весной.",
        "It closed in the first week of March in the world outside.",
        "El pan subió la primera semana de marzo en el país.",
        "Tra il primo aprile ed il due maggio il pane costava di più nel mondo.",
        "빵은 세계에서 최소 7번 팔렸다.",
        "世界上最多30人吃面包。",
        "رأينا أكثر من عشرة مخابز في العالم.",
        "É um padeiro com histórico de viagens pelo mundo.",
    ] {
        assert!(!has(text, SignalKind::Superlative), "{text}: {:?}", kinds(text));
    }
    for text in [
        "Das ist die größte Stadt der Welt.",
        "Het is de grootste stad ter wereld.",
        "Es la primera vez que el pan se vende en el país.",
    ] {
        assert!(has(text, SignalKind::Superlative), "{text}");
    }
}

#[test]
fn idioms_are_no_superlatives() {
    for text in [
        "The best bet in the world is to wait for the others.",
        "So the best liberal democracies in the world can do is to wait.",
        "At worst it is the least we can do in the country.",
        "Last but not least, it was the last resort of the village.",
        "Im schlimmsten Fall ist es das letzte Mittel der Stadt.",
        "Dans le meilleur des cas, c’est le dernier recours du pays.",
        "En el peor de los casos es el último recurso del país.",
        "Nel migliore dei casi è l’ultima spiaggia del paese.",
        "这是歷史上最近的一次改革。",
        "Compared to the last 10 to 20 years, it was a good one.",
        "In Canada, the U.K., and most others in the world it is so.",
    ] {
        assert!(!has(text, SignalKind::Superlative), "{text}: {:?}", kinds(text));
    }
    for text in
        ["It is the best bridge in the world.", "这是历史上最好的时机。", "这是全球最大的大坝。"]
    {
        assert!(has(text, SignalKind::Superlative), "{text}");
    }
}

#[test]
fn seasons_adverbs_families_and_courts_are_no_superlatives() {
    for text in [
        "In the country, prices rose again last summer.",
        "When the ferry last sailed, hardly anyone in the country noticed.",
        "Nobody in the region knows how best to do it.",
        "It is best to wait, as all in the country do.",
        "In the region he gave the house to his oldest son.",
        "全国最高法的判决在昨天公布。",
        "他是美国最高官员。",
        "他们是全国唯一合法的政府。",
        "这座“全世界最长的大桥”已经关闭了。",
    ] {
        assert!(!has_strong(text), "{text}: {:?}", kinds(text));
    }
    for text in [
        "It was the last ferry in the country.",
        "He is the best to ever play in the world.",
        "It is the oldest bridge in the world.",
        "他是全国最高的人。",
        "这是全国唯一的大坝。",
        "市长说“这是全世界最长的大桥”。",
        "“这座大坝是全世界最高的大坝，它在去年完工”，他写道。",
    ] {
        assert!(has_strong(text), "{text}: {:?}", kinds(text));
    }
}

#[test]
fn numbers_that_are_names_count_nothing() {
    for text in [
        "The hole CVE-2031–45678 is closed now.",
        "他们已将 CVE-2031–45678 修复。",
        "该部门与 QRS 54321 密切合作。",
        "这是 QRS 54321 部队的技术。",
        "他在7100部队工作过。",
        "由该网络部门54321进行。",
        "他们说：“4K党回来了”。",
        "查找小于200k且是图像的文件。",
        "Enter “54321” and wait.",
        "请输入“54321”再继续。",
        "您的参考ID是7654321。",
        "It was issued as Decree 54321 by the king.",
        "The code 54321 opens the gate.",
    ] {
        assert!(!has(text, SignalKind::Number), "{text}: {:?}", kinds(text));
    }
    assert!(has("该版本在 2031.11 发布。", SignalKind::Date));
    for text in [
        "It sold 10000–20000 houses.",
        "该公司 QRS 54321 名员工都在这里。",
        "该部门54321人都在这里。",
        "它有20k的粉丝和30k用户。",
        "他说有“54321人”来过。",
        "The town has 54321 people.",
        "It rose to 2031.11 points on that day.",
    ] {
        assert!(has(text, SignalKind::Number), "{text}: {:?}", kinds(text));
    }
}

#[test]
fn the_scope_of_only_and_first_may_follow_a_longer_noun() {
    for text in [
        "It is the only small river dam to have failed twice.",
        "She was the first young village teacher of the district.",
    ] {
        assert!(has(text, SignalKind::Superlative), "{text}: {:?}", kinds(text));
    }
    for text in [
        "The only time she went to the bank was in the rain.",
        "It is the only bridge, and it leads to the town.",
        "It was the first bus that he took to the town.",
        "The first scenario of the two is worse.",
        "He slept through the first several weeks of the year.",
        "It is the only plan likely to win.",
    ] {
        assert!(!has(text, SignalKind::Superlative), "{text}: {:?}", kinds(text));
    }
}

#[test]
fn what_never_was_needs_a_scope() {
    for text in ["这是前所未有的努力。", "他感到了史无前例的自由。"] {
        assert!(!has_strong(text), "{text}: {:?}", kinds(text));
    }
    for text in ["这在历史上前所未有。", "这是史上最大的水坝。", "这是有史以来的第一座。"]
    {
        assert!(has_strong(text), "{text}: {:?}", kinds(text));
    }
}
