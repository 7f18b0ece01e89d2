//! Whether words in quotation marks are somebody's, or a name, a term, a title or a phrase at a distance.

use crate::claims::{Claim, Cue, Script, Signal, SignalKind};

/// Characters of a script without blanks, and words of others, that make what somebody said.
const MIN_CHARS: usize = 10;
const MIN_WORDS: usize = 5;

/// Those of a phrase that somebody is said to have used.
const MIN_TOLD_CHARS: usize = 6;
const MIN_TOLD_WORDS: usize = 3;

/// Signs that part the clauses of a sentence in scripts without blanks; titles and terms have none.
const CLAUSES: [char; 9] = ['，', '。', '！', '？', '；', '…', ',', '!', '?'];

/// What stands right before the title of a work.
const BEFORE_TITLES: [&str; 15] = [
    "题为",
    "題為",
    "名为",
    "名為",
    "名叫",
    "标题为",
    "標題為",
    "标题是",
    "標題是",
    "文章",
    "entitled",
    "titled",
    "intitulé",
    "titulado",
    "mit dem titel",
];

/// What stands right behind one.
const BEHIND_TITLES: [&str; 12] = [
    "一文",
    "的文章",
    "一書",
    "一书",
    "的报告",
    "的報告",
    "为题",
    "為題",
    "的书",
    "的書",
    "的演讲",
    "的演講",
];

/// The first quotation of a claim that is what somebody said or wrote, with its marks.
pub(super) fn first_reported(claim: &Claim) -> Option<&str> {
    let quotations = claim.signals.iter().filter(|signal| signal.kind == SignalKind::Quotation);
    let is_attribution = |signal: &&Signal| signal.kind == SignalKind::Attribution;
    let verbs: Vec<[u32; 2]> =
        claim.signals.iter().filter(is_attribution).map(|signal| signal.at).collect();
    let is_told = is_told(claim);
    let mut place = CharPlace { char: 0, byte: 0 };
    let mut quotations = quotations.filter(|signal| {
        let [start, end] = signal.at.map(|at| at as usize);
        place = place.forward(&claim.text, start);
        let around = Surroundings {
            before: claim.text[..place.byte].trim_end(),
            behind: claim.text[place.forward(&claim.text, end).byte..].trim_start(),
            is_beside_verb: is_beside(
                &verbs,
                [signal.at[0] - linking_chars(&claim.text[..place.byte]), signal.at[1]],
            ),
        };
        !around.names_title() && is_reported(&signal.text, &around, is_told)
    });
    quotations.next().map(|signal| signal.text.as_str())
}

/// How far a verb stands at most from a phrase that it reports, in characters.
const MAX_VERB_DISTANCE_CHARS: u32 = 4;

/// What may stand between a verb and what it reports, and adds nothing to their distance.
const LINKS: [&str; 12] =
    ["这是", "這是", "就是", "是", "为", "為", "，", "：", ",", ":", " ", "\u{a0}"];

/// How many characters such words have at the end of a text.
fn linking_chars(before: &str) -> u32 {
    let mut rest = before;
    while let Some(head) = LINKS.iter().find_map(|link| rest.strip_suffix(link)) {
        rest = head;
    }
    before[rest.len()..].chars().count() as u32
}

/// Whether one of the verbs, which are in order, stands beside a quotation.
fn is_beside(verbs: &[[u32; 2]], [start, end]: [u32; 2]) -> bool {
    let next = verbs.partition_point(|[from, _]| *from < start);
    let before = next.checked_sub(1).map(|at| verbs[at]);
    let behind = verbs.get(verbs.partition_point(|[from, _]| *from < end));
    before.is_some_and(|[_, to]| to + MAX_VERB_DISTANCE_CHARS >= start)
        || behind.is_some_and(|[from, _]| end + MAX_VERB_DISTANCE_CHARS >= *from)
}

/// Whether the sentence has a verb or phrase by which somebody else speaks. In a language without a table nobody knows.
/// Where words have no blanks, one that only sometimes reports has to stand beside the quotation.
fn is_told(claim: &Claim) -> bool {
    let is_dense = matches!(claim.script, Script::Han | Script::Kana);
    claim.language.is_none()
        || claim.has(SignalKind::Attribution)
        || (!is_dense && claim.cues.has(Cue::WeakReportingVerb))
}

fn is_reported(quoted: &str, around: &Surroundings<'_>, is_told: bool) -> bool {
    let inside = quoted.trim_matches(|c: char| !c.is_alphanumeric());
    if matches!(Script::detect(inside), Script::Han | Script::Kana) {
        let chars = inside.chars().filter(|c| ('\u{3041}'..='\u{9fff}').contains(c)).count();
        // The marks are part of what is looked at, for a sentence ends before the last one.
        let has_clause = quoted.contains(CLAUSES) || around.introduces_speech();
        return (chars >= MIN_CHARS && (has_clause || is_told))
            || (chars >= MIN_TOLD_CHARS && around.is_beside_verb);
    }
    let words = inside.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let count = words.clone().count();
    let is_title = is_title(words);
    (count >= MIN_WORDS && !is_title) || (count >= MIN_TOLD_WORDS && is_told && !is_title)
}

/// Whether all long words begin with a capital letter, as in titles and names of prizes.
fn is_title<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    let long: Vec<&str> = words.filter(|word| word.chars().count() > 3).collect();
    let begins = |word: &&str| {
        let first = word.chars().find(|c| c.is_alphabetic());
        first.is_none_or(|c| !c.is_lowercase())
    };
    long.len() > 1 && long.iter().all(begins)
}

/// A place in a text, from which the next one is looked for: a sentence may be as long as its document.
#[derive(Clone, Copy)]
struct CharPlace {
    char: usize,
    byte: usize,
}

impl CharPlace {
    /// The place of a character that does not stand before this one.
    fn forward(self, text: &str, char: usize) -> Self {
        let rest = &text[self.byte..];
        let ahead = rest.char_indices().nth(char.saturating_sub(self.char));
        Self { char, byte: self.byte + ahead.map_or(rest.len(), |(byte, _)| byte) }
    }
}

/// What stands before and behind a quotation.
struct Surroundings<'a> {
    before: &'a str,
    behind: &'a str,
    /// Whether a verb that reports stands next to it.
    is_beside_verb: bool,
}

impl Surroundings<'_> {
    /// Whether the quotation is the title of a work.
    fn names_title(&self) -> bool {
        let tail = self.before.len().saturating_sub(24);
        let before = self.before[self.before.ceil_char_boundary(tail)..].to_lowercase();
        BEFORE_TITLES.iter().any(|word| before.ends_with(word))
            || BEHIND_TITLES.iter().any(|word| self.behind.starts_with(word))
    }

    /// Whether the sentence stops before the quotation, goes on behind a comma, or is nothing else, as where somebody
    /// speaks.
    fn introduces_speech(&self) -> bool {
        let is_all = self.before.is_empty() && !self.behind.contains(char::is_alphanumeric);
        is_all || self.before.ends_with([':', '：']) || self.behind.starts_with(['，', ','])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Format;
    use crate::claims::extract_claims;
    use crate::corpus::Selection;
    use crate::extract::{ExtractOptions, Extractor};
    use crate::input::Document;

    fn reported(text: &str) -> Option<String> {
        let document = Document::new("a.md", Format::Markdown, text);
        let options = ExtractOptions { text: true, ..ExtractOptions::default() };
        let article = Extractor::default().extract(&document, &options);
        let claims = extract_claims(&article, &Selection::default(), None);
        claims.iter().find_map(|claim| first_reported(claim).map(str::to_owned))
    }

    #[test]
    fn what_somebody_said_is_found() {
        for (text, words) in [
            (
                "“We have never seen such a leak here,” she said of the dam.",
                "“We have never seen such a leak here,”",
            ),
            ("The mayor called it “a waste of money” and “a bad joke”.", "“a waste of money”"),
            ("市长说：“我们从未见过这样的大坝漏水事件。”", "“我们从未见过这样的大坝漏水事件。”"),
            ("“国家的存在是第一位的，”优先于个人权利，他在信里写道。", "“国家的存在是第一位的，”"),
            ("“我回来时已经对这里的潜力感到震惊了”。", "“我回来时已经对这里的潜力感到震惊了”"),
            (
                "他把这座大坝的关闭描述为“一次数字意义上的严重越轨行为”。",
                "“一次数字意义上的严重越轨行为”",
            ),
            (
                "工厂的经理告诉村民，“这导致孩子们接触到更多的有害内容”。",
                "“这导致孩子们接触到更多的有害内容”",
            ),
            (
                "正如李四告诉村民的那样，它“一直在以支持自己的利润为唯一目标”。",
                "“一直在以支持自己的利润为唯一目标”",
            ),
            (
                "官方给出的断水理由是“防止在城里的各国人员与总部协调”。",
                "“防止在城里的各国人员与总部协调”",
            ),
            (
                "本报获悉，这次检查与大坝“可能参与了对邻国村庄的供水有关”。",
                "“可能参与了对邻国村庄的供水有关”",
            ),
            (
                "用他的话说就是，“独立的工厂已经成为村里稳定的威胁”。",
                "“独立的工厂已经成为村里稳定的威胁”",
            ),
            ("法院以“材料不足而且没有证人到场”为由驳回了他。", "“材料不足而且没有证人到场”"),
            ("有关负责人称“接到村民举报”，一批工厂打着“清洁的水”的旗号。", "“接到村民举报”"),
            ("老师提醒“不要去大坝上”，也不要去“老河岸边”。", "“不要去大坝上”"),
            ("村民批评这是“无理取闹之举”和“无耻谎言”。", "“无理取闹之举”"),
            ("他形容，「簡直是無理取鬧」和「無恥謊言」。", "「簡直是無理取鬧」"),
            ("市长称这“纯粹是污蔑他人”、“毫无根据”。", "“纯粹是污蔑他人”"),
        ] {
            assert_eq!(reported(text).as_deref(), Some(words), "{text}");
        }
    }

    #[test]
    fn names_terms_and_titles_are_not() {
        for text in [
            "除了要求往“黑名单”加东西的人举证之外，项目依靠类似“古希腊公民大会”式的投票方法。",
            "他告诉村民大坝要关了，他们在河岸上站了很久也没有离开，而“古希腊公民大会式的投票方法”没有人用过。",
            "这里用第一人称“一个住在河边的老人的口吻”来写。",
            "如果你注意“西班牙语居民区”和“美国梦想家”这两个范畴，它们几乎一致。",
            "公司宣布封锁了军方的“协调不真实行为”和“虚假宣传行为”的活动。",
            "使馆发布了一篇文章“关于香港问题的若干更正说明”，回应错误报道。",
            "They were named three of the “Outstanding Figures in the Legal World” by the ministry.",
            "The two programs, “red list” and “white and grey list”, ran at once.",
        ] {
            assert_eq!(reported(text), None, "{text}");
        }
    }
}
