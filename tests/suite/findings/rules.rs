//! Rules, one by one: what each finds, and what looks like it and is not found.

use std::collections::{BTreeMap, BTreeSet};

use citegraph::article::{Article, Format};
use citegraph::corpus::{Corpus, Selection};
use citegraph::extract::{ExtractOptions, Extractor};
use citegraph::findings::{
    self, Finding, LintFailOn, LintReport, RULES, Retractions, RuleInputs, Severity,
};
use citegraph::input::Document;
use citegraph::source::Sources;

use crate::findings::sources;
use crate::reading::seed;
use crate::support::corpora;
use crate::support::program;
use crate::support::shared;

pub(crate) fn article(name: &str, text: &str) -> Article {
    let options = ExtractOptions { text: true, ..ExtractOptions::default() };
    Extractor::default().extract(&Document::new(name, Format::Markdown, text), &options)
}

/// Runs the rules with our table of sources.
pub(crate) fn run(corpus: &Corpus, options: &findings::LintOptions) -> LintReport {
    run_with(corpus, &Sources::default(), options)
}

fn run_with(corpus: &Corpus, sources: &Sources, options: &findings::LintOptions) -> LintReport {
    let list = Retractions::parse("10.1000/retracted\n").expect("a list");
    let facts = RuleInputs { sources, retractions: Some(&list), links: None };
    findings::run_rules(corpus, &Selection::default(), facts, options)
}

/// The findings of one rule, switched on, in articles of these texts.
fn found(rule: &str, texts: &[&str]) -> Vec<Finding> {
    let articles = texts.iter().enumerate().map(|(at, text)| article(&format!("{at}.md"), text));
    let corpus: Corpus = articles.collect();
    let options = findings::LintOptions { only: vec![rule.to_owned()], ..Default::default() };
    run(&corpus, &options).findings
}

/// Three citations, so that the rules about what is missing look at an article.
const CITES: &str = "See [the first report](https://a.example.com/1), [the second report](https://b.example.net/2) \
                     and [the third report](https://c.example.org/3) on all of this.\n\n";

/// A rule, a text in which it finds something, and one in which it finds nothing.
#[rustfmt::skip]
const CASES: [(&str, &str, &str); 170] = [
    ("wrapped-url", "[x](https://www.google.com/url?q=https://a.example.com/b)", "[x](https://web.archive.org/web/2020/https://a.example.com/b)"),
    ("malformed-url", "[x](https:://a.example.com/b)", "[x](https:///a.example.com/b)"),
    ("malformed-url", "[x](https://a.example.com/b/%20c)", "[x](https://en.wikipedia.org/wiki/Foo_(bar))"),
    ("malformed-url", "[x](<https://a.example.com/story.>)", "[x](https://del.icio.us/post?title=%E2%80%9Cx%E2%80%9D)"),
    ("malformed-url", "[x](https://这里/)", "[x](https://例え.jp/a)"),
    ("access-token", "[x](https://journals.sagepub.com/doi/10.1/x?casa_token=abc)", "[x](https://a.example.com/?page_token=abc)"),
    ("access-token", "[x](https://a.example.com/?token=abcdef123456)", "[x](https://a.example.com/commit/9f86d081884c7d659a2feaa0c55ad0153e5d2c1b)"),
    ("access-token", "[x](https://a.example.com/reset-password/9f86d081884c7d659a2feaa0c55ad015)", "[x](https://a.example.com/key-findings/9f86d081884c7d659a2feaa0c55ad015)"),
    ("access-token", "[x](https://a.example.com/in/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.Sfl-K_x)", "[x](https://a.example.com/news/550e8400-e29b-41d4-a716-446655440000)"),
    ("personal-data-in-url", "[x](https://a.example.com/u?user=ann.b@mail.example.com)", "[x](https://medium.com/@ann/on-links-1a2b)"),
    ("broken-address", "[x](www.a.example.com/b)", "[x](a/www.html)"),
    ("broken-address", "[x](ttps://a.example.com/b)", "[x](ftp://a.example.com/b)"),
    ("broken-address", "[x](“https://a.example.com/b”)", "[x](https://a.example.com/b)"),
    ("broken-address", "<a href='&#8203;https://a.example.com/b'>x</a>", "<a href='/go?u=https://a.example.com/b'>x</a>"),
    ("broken-markdown-link", "It [grew][board-2019] fast.\n\n[board 2019]: https://a.example.com/b", "It [grew][board 2019] fast.\n\n[board 2019]: https://a.example.com/b"),
    ("broken-markdown-link", "It [grew a lot](https://a.example.com/b c) fast.", "It [grew a lot](https://a.example.com/b \"c\") fast."),
    ("broken-markdown-link", "It [grew] (https://a.example.com/b) fast.", "It `[grew] (https://a.example.com/b)` fast."),
    ("broken-markdown-link", "It (grew)[https://a.example.com/b] fast.", "It grew [sic] (see below) fast."),
    ("credentials-in-url", "[x](https://me:secret@a.example.com/)", "[x](https://me@a.example.com/)"),
    ("local-url", "[x](http://192.168.1.7/a)", "[x](http://8.8.8.8/a)"),
    ("aggregator-copy", "It [grew](https://new.qq.com/rain/a/2020).", "Please fill in [the form](https://wj.qq.com/s/2312110/5dff)."),
    ("home-page", "The limit [is two hours](https://gcc.gnu.org/).", "It is part of the [GCC project](https://gcc.gnu.org/)."),
    ("share-or-login-page", "It is [here](https://developers.example.com/login/).", "It is [here](https://developers.example.com/docs/reference/login/)."),
    ("home-page", "It [grew a lot](https://a.example.org/).", "1. [jless](https://a.example.org/)"),
    ("home-page", "这个[项目](https://a.example.org/)很好。", "这个项目叫“[雷池](https://a.example.org/)”，很好。"),
    ("chatbot-answer", "The dam [held](https://chatgpt.com/share/6710-ab).", "ChatGPT says that the dam [held](https://chatgpt.com/share/6710-ab)."),
    ("chatbot-answer", "The dam [held](https://www.perplexity.ai/search/dam-1a2b).", "The dam [held](https://www.perplexity.ai/hub/about)."),
    ("chatbot-answer", "The dam [held](https://x.com/i/grok/share/1a2b).", "The dam [held](https://x.com/grok/status/123)."),
    ("home-page", "The limit [is two hours](https://fetch.example.org/#about).", "The limit [is two hours](https://fetch.example.org/#http-cache-control)."),
    ("local-url", "It runs at http://0.0.0.0:8089/ by default.", "It runs at http://1.0.0.0:8089/ by default."),
    ("local-url", "[x](http://100.64.3.1/a)", "[x](http://100.128.3.1/a)"),
    ("local-url", "[x](http://[fe80::1]/a)", "[x](http://[2606:4700::1]/a)"),
    ("local-url", "[x](http://[::ffff:10.0.0.1]/a)", "[x](http://[::ffff:8.8.8.8]/a)"),
    ("local-url", "[x](https://wiki.corp/a)", "[x](https://corp.example.com/a)"),
    ("local-url", "[x](https://nas.home.arpa/a)", "[x](https://home.example.com/a)"),
    ("local-url", "[x](file:///C:/a.pdf)", "[x](mailto:a@b.example)"),
    ("proxied-url", "[x](https://www-nature-com.ezproxy.example.edu/articles/a)", "[x](https://proxy.example.com/a)"),
    ("proxied-url", "[x](https://doi-org.proxy.example.edu/10.1000/a)", "[x](https://proxy.example.edu/about)"),
    ("proxied-url", "[x](https://login.proxy.example.edu/login?url=https://a.example.com/b)", "[x](https://my-app.proxy.example.com/login)"),
    ("cache-copy", "[x](https://webcache.googleusercontent.com/search?q=cache:AbCdEfGhIjKl:https://a.example.com/b)", "[x](https://a.example.com/cache)"),
    ("shortened-url", "[x](https://bit.ly/3abc)", "[x](https://youtu.be/dQw4w9WgXcQ)"),
    ("tracking-parameters", "[x](https://a.example.com/b?utm_source=t)", "[x](https://a.example.com/b?source=t)"),
    ("access-parameter", "[x](https://www.tandfonline.com/doi/full/10.1080/a?needAccess=true)", "[x](https://a.example.com/b?needAccess=true)"),
    ("session-id", "[x](https://a.example.com/b;jsessionid=12AB)", "[x](https://a.example.com/b?sid=40970)"),
    ("blank-fragment", "[x](https://a.example.com/b#%20)", "[x](https://a.example.com/b#c)"),
    ("dangling-separator", "[x](https://a.example.com/b?c=1&)", "[x](https://a.example.com/b?c=1&d)"),
    ("insecure-http", "[x](http://a.example.com/b)", "[x](https://a.example.com/b?u=http://c)"),
    ("insecure-http", "[x](http://a.example.com/b)", "[x](<http://a.example.com/story.>)"),
    ("non-default-host", "[x](https://en.m.wikipedia.org/wiki/A)", "[x](https://mobile-news.example.com/b)"),
    ("text-fragment", "[x](https://a.example.com/b#:~:text=so)", "[x](https://a.example.com/b#text)"),
    ("home-page", "It [grew fast](https://firm.example.com/en-us) last year.", "We asked [Human Rights Watch](https://www.hrw.org/) about it."),
    ("home-page", "It [grew fast](https://firm.example.com/de) last year.", "It [grew fast](https://firm.example.com/ai) last year."),
    ("home-page", "It [grew fast](https://firm.example.com/us/en) last year.", "It [grew fast](https://firm.example.com/pr/) last year."),
    ("home-page", "It [grew fast](https://firm.example.com/zh_CN) last year.", "It [grew fast](https://firm.example.com/ok) last year."),
    ("home-page", "It [grew fast](https://firm.example.com/) last year.", "It [grew fast](https://firm.example.com/ml/tv) last year."),
    ("home-page", "数据在[此处](https://firm.example.com/)可以看到。", "我们访问了[公民权利和政治权利中心](http://ccprcentre.org/)的人。"),
    ("home-page", "It [grew fast](https://firm.example.com/) last year.", "It [grew fast](https://firm.example.com/#/round/10) last year."),
    ("home-page", "It [grew fast](https://firm.example.com/#main) last year.", "It [grew fast](https://firm.example.com/#play8) last year."),
    ("home-page", "It [grew](https://firm.example.com/) fast (as ever).", "├ [isphere](https://xn--80ajiufnfwc.xn--p1acf/) (Find Phone)"),
    ("search-page", "[x](https://scholar.google.com/scholar?q=growth)", "[x](https://scholar.google.com/scholar_case?case=7926620308068158831)"),
    ("aggregator-copy", "It [grew](https://chinadigitaltimes.net/chinese/2015/09/x).", "It [grew](https://chinadigitaltimes.net/2018/09/word-of-the-week/)."),
    ("search-page", "[x](https://cdmrp.army.mil/search.aspx)", "[x](https://a.example.com/research)"),
    ("malformed-url", "[x](<https://a.example.com/b)>)", "It showed https://193[.]233[.]15[.]163 to us."),
    ("local-url", "See http://brtt7 for it.", "See http://brtt7 [.]com/preload.gif for it."),
    ("user-generated", "The place of it all [grew](https://twitter.com/ann/status/12) fast.", "The place of it all, [#grew](https://twitter.com/hashtag/grew?src=hash), is known."),
    ("user-generated", "The place of it all [grew](https://www.facebook.com/ann/posts/12) fast.", "The place of it all [grew](https://www.facebook.com/ann/inbox/?item=1) fast."),
    ("home-page", "据[何藩](https://fanho.example.com/)说，他病了。", "攝影師[何藩](https://fanho.example.com/)（Fan Ho）在美國因病去世。"),
    ("user-generated", "Then [books were](https://www.douban.com/note/1/) banned for good.", "Then [books were](https://book.douban.com/subject/1/) banned for good."),
    ("same-target-in-sentence", "Both [funds](https://weibo.com/1) and [grants](https://weibo.com/1) grew.", "So [@ann](https://weibo.com/1) wrote: yes //[@ann](https://weibo.com/1) said: no"),
    ("home-page", "Then [Umbrücke](https://firm.example.com/) grew fast.", "Then [Zukunftsbrücke](https://www.zukunftsbruecke.com/) grew fast."),
    ("index-page", "[x](https://a.example.com/authors/ann-b)", "[Ann B. Coe](https://a.example.com/authors/ann-b-coe)"),
    ("index-page", "[x](https://a.example.com/topics/health)", "[x](https://a.example.com/health/topics/asthma)"),
    ("index-page", "[x](https://a.example.com/tag/mongodb/)", "[x](https://www.britannica.com/topic/Smoot-Hawley-Tariff-Act)"),
    ("index-page", "[x](https://a.example.com/category/science)", "[x](https://a.example.com/category/a-very-long-slug-of-one-article)"),
    ("image-target", "the [map](https://a.example.com/map.png) shows", "the [map](https://commons.wikimedia.org/wiki/File:Map.png) shows"),
    ("share-or-login-page", "[x](https://a.example.com/account/login)", "[x](https://www.facebook.com/somebody/posts/1)"),
    ("share-or-login-page", "[x](https://a.example.com/wp-login.php)", "[x](https://zh.greatfire.org/https/login.live.com)"),
    ("same-work-two-urls", "[x](https://youtu.be/P9mWj-QMc10) [y](https://vimeo.com/1) [z](https://www.youtube.com/watch?v=P9mWj-QMc10)", "[x](https://youtu.be/P9mWj-QMc10) [y](https://www.youtube.com/watch?v=P9mWj-QMc11)"),
    ("superseded-document", "[x](https://public-inspection.federalregister.gov/2021-27406.pdf)", "[x](https://www.federalregister.gov/documents/2021/12/17/2021-27406/a)"),
    ("superseded-document", "[x](https://arxiv.org/abs/2001.00001v1) [y](https://arxiv.org/abs/2001.00001v2)", "[y](https://arxiv.org/abs/2001.00001v2)"),
    ("ephemeral-page", "[x](https://a.example.com/covid/dashboard)", "[x](https://a.example.com/live-music)"),
    ("pdf-without-page", "[x](https://a.example.com/b.pdf)", "[x](https://a.example.com/b.pdf#page=3)"),
    ("opinion-as-source", "[x](https://a.example.com/opinion/b)", "[x](https://a.example.com/opinion)"),
    ("false-doi", "[x](https://citeseerx.ist.psu.edu/download?doi=10.1.1.196.4322)", "[x](https://a.example.com/?doi=10.1038/nature1)"),
    ("prefer-doi", "[x](https://www.nature.com/articles/s41597-020-0430-x)", "[x](https://doi.org/10.1038/s41597-020-0430-x)"),
    ("empty-anchor", "a [](https://a.example.com/b) b", "<a href='https://a.example.com/b.png'><img src='c.png'></a> <blockquote cite='https://a.example.com/'>Said.</blockquote>"),
    ("same-target-in-sentence", "Both [funds](https://a.example.com/s) and [grants](https://a.example.com/s) grew.", "Both [funds](https://a.example.com/s)[!](https://a.example.com/s) grew."),
    ("broken-attribute-quotes", "<p><a href='https://a.example.com' title=\"a \"b\"\">x</a></p>", "<p><a target=\"_blank\"\" href=\"https://a.example.com\"\">x</a></p>"),
    ("broken-attribute-quotes", "<div><a href='https://a.example.com' data-x=\"{\"title\": \"\"}\">x</a></div>", "<a href='https://a.example.com' title='say \"so\"'>x</a>"),
    ("nested-link", "<a href='https://a.example.com'>x <a href='https://b.example.com'>y</a>", "<a href='https://a.example.com'>x</a> <a href='https://b.example.com'>y</a>"),
    ("same-target-many-claims", "One [x](https://a.example.com/s).\n\nTwo [y](https://a.example.com/s).", "One [x](https://a.example.com/s). Two [y](https://a.example.com/t)."),
    ("related-slug", "[x](https://www.reuters.com/article/us-health-china-bgi-dna-idUSKCN2) [y](https://www.reuters.com/investigates/health-china-bgi-dna/)", "[x](https://www.reuters.com/article/us-china) [y](https://www.reuters.com/investigates/china/)"),
    ("same-anchor-different-target", "The [U.S.](https://a.example.com/1) and [U.S.](https://a.example.com/2)", "See [here](https://a.example.com/1) and [here](https://a.example.com/2)"),
    ("generic-anchor", "[here](https://a.example.com/1) [there](https://a.example.com/2) [now](https://a.example.com/3)", "[Smith 2020](https://a.example.com/1) [The Times](https://a.example.com/2) [NASA](https://a.example.com/3)"),
    ("bare-url-anchor", "[https://a.example.com/1](https://a.example.com/1)", "See https://a.example.com/1 too"),
    ("self-citation", "---\nfrom: https://www.chinafile.com/a\n---\n[x](https://chinafile.org/b)", "---\nfrom: https://www.bbc.com/a\n---\n[x](https://bbc.org/b)"),
    ("broken-note", "A claim.[^1] Another.\n\n[^2]: A note.\n", "A claim.[^1] Another.\n\n[^1]: A note.\n"),
    ("broken-note", "A <a href='#_ftn1'>[1]</a> claim was made here today.", "A <a href='#_ftn1'>[1]</a> claim was made. <p id='_ftn1'>It is so.</p>"),
    ("date-impossible", "---\ndate: 2020-01-10\n---\n[x](https://a.example.com/2021/03/04/b)", "---\ndate: 2020-01-10\n---\n[x](https://a.example.com/2020/01/11/b) [y](https://www.mdpi.com/2076-393X/9/9/1033)"),
    ("stale-source", "---\ndate: 2020-01-10\n---\nIt is currently [the largest](https://a.example.com/2011/03/04/b).", "---\ndate: 2020-01-10\n---\nIt was then [the largest](https://a.example.com/2011/03/04/b)."),
    ("press-release", "It [grew](https://www.businesswire.com/news/home/2021/en/x).", "It [grew](https://www.reuters.com/a-press-release-on-growth)."),
    ("press-release", "It [grew](https://a.example.com/files/220129+Press+Release_Arbor_FINAL.pdf).", "It [grew](https://a.example.com/files/how-the-press-grew.pdf)."),
    ("press-release", "He [said so](https://www.cotton.senate.gov/news/press-releases/a-letter).", "Its [releases](https://a.example.com/press-releases/) are many."),
    ("user-generated", "The place of it all [grew](https://www.reddit.com/r/x/comments/1/y/) fast.", "It [grew](https://www.reddit.com/)."),
    ("user-generated", "The place of it all [grew](https://twitter.com/ann/status/12) fast.", "Ann [tweeted](https://twitter.com/ann/status/12) that it grew."),
    ("user-generated", "The place of it all [grew](https://twitter.com/ann/status/12) fast.", "We spoke with [Ann](https://twitter.com/ann)."),
    ("user-generated", "据[报道](https://www.zhihu.com/question/1/answer/2)如此。", "有[知乎](https://www.zhihu.com/question/1/answer/2)用户说。"),
    ("user-generated", "The place of it all [grew](https://growth.fandom.com/wiki/It) fast.", "It [grew](https://commons.wikimedia.org/wiki/File:It.pdf)."),
    ("aggregator-copy", "It [grew](https://www.msn.com/en-us/news/it-grew/ar-AA1).", "It [grew](https://www.msn.com/)."),
    ("company-self-description", "It [grew](https://www.apple.com/newsroom/2020/x/).", "It [grew](https://www.nytimes.com/2020/01/01/x.html)."),
    ("preprint", "It [grew](https://arxiv.org/abs/2001.00001).", "It [grew](https://www.nature.com/articles/s41586-020-1)."),
    ("tertiary-source", "It [grew](https://en.wikipedia.org/wiki/Growth).", "It [grew](https://www.wikipedia.org/)."),
    ("moved-host", "It [grew](https://www.lawfareblog.com/it-grew).", "It [grew](https://www.lawfaremedia.org/article/it-grew)."),
    ("moved-host", "It [grew](https://www.lawfareblog.com/it-grew).", "It [grew](https://web.archive.org/web/2020/https://www.lawfareblog.com/it-grew)."),
    ("doi-prefix-host-mismatch", "It [grew](https://www.tandfonline.com/doi/pdf/10.1016/j.x.2020.1).", "It [grew](https://www.tandfonline.com/doi/pdf/10.1080/x)."),
    ("doi-prefix-host-mismatch", "It [grew](https://www.tandfonline.com/doi/pdf/10.1016/j.x.2020.1).", "It [grew](https://doi.org/10.1016/j.x.2020.1)."),
    ("news-page-on-journal-host", "It [grew](https://www.nature.com/articles/d41586-020-00001-1).", "It [grew](https://www.nature.com/articles/s41586-020-00001-1)."),
    ("non-english-source", "The growth of it was [large](https://www.rfi.fr/cn/%E4%B8%AD%E5%9B%BD/x).", "The growth of it was [large](https://www.rfi.fr/en/x)."),
    ("non-english-source", "The growth of it was [large](https://zh.wikipedia.org/wiki/%E4%B8%AD%E5%9B%BD).", "The growth of it was [large](https://en.wikipedia.org/wiki/%E4%B8%AD%E5%9B%BD)."),
    ("non-english-source", "The growth of it was [large](https://www.gov.cn/x).", "增长[很大](https://www.gov.cn/x)，如图所示。"),
    ("non-english-source", "---\nlang: fr\n---\nElle est [grande](https://www.nytimes.com/x).", "---\nlang: fr\n---\nElle est [grande](https://www.lemonde.fr/x)."),
    ("anchor-mismatch", "A [Reuters report](https://www.bbc.com/news/1) said it.", "A [Reuters report](https://www.reuters.com/a) said it."),
    ("anchor-mismatch", "The [BBC](https://www.reuters.com/a) said it.", "The [growth](https://www.reuters.com/a) was told."),
    ("single-owner-claim", "It grew [fast](https://a.example.com/1). Then it [shrank](https://b.example.net/1). At last it [stood](https://c.example.org/1).", "It grew [fast](https://a.example.com/1). Then it [shrank](https://b.example.net/1) and [stood](https://c.example.org/1)."),
    ("secondary-only", "It [grew](https://www.reuters.com/1) [fast](https://www.bbc.com/1).", "It [grew](https://www.reuters.com/1) [fast](https://www.bbc.com/1) [now](https://www.nytimes.com/1)."),
    ("secondary-only", "It [grew](https://www.reuters.com/1) [fast](https://www.bbc.com/1).", "It [grew](https://www.reuters.com/1) [fast](https://www.govinfo.gov/1)."),
    ("retracted-work", "It [grew](https://doi.org/10.1000/Retracted).", "It [grew](https://doi.org/10.1000/retracted.2)."),
    ("malformed-url", "[x](https://a.example.com/so-he-said%E2%80%9D)", "[x](https://a.example.com/a-%E2%80%9Cfree%E2%80%9D)"),
    ("access-token", "[x](https://a.example.com/?api_key=q8Zt1Kw90xY)", "[x](https://api.example.com/day?api_key=DEMO_KEY)"),
    ("access-token", "[x](https://a.example.com/?code=Ab3dE6gH1jK2mN4p)", "[x](https://a.example.com/detail?code=A7883509524180829270)"),
    ("access-token", "[x](https://a.example.com/?s=eyJhY2Nlc3NfdG9rZW4iOiJhYmMiLCJhIjoxfQ)", "[x](https://a.example.com/?s=eyJUaXRsZSI6IlB1YmxpYyBIZWFsdGgiLCJMIjoiIn0)"),
    ("personal-data-in-url", "[x](https://a.example.com/u?to=ann.b@mail.example.com)", "[x](https://calendar.google.com/calendar/embed?src=abc456%40group.calendar.google.com)"),
    ("personal-data-in-url", "[x](https://a.example.com/u?to=ann.b@mail.example.com)", "[x](https://a.example.com/join?list=press@lists.example.org)"),
    ("home-page", "It [grew fast](https://firm.example.com/#growth) last year.", "It [grew fast](https://team.example.com/#narrow/channel/1-dev/topic/a) last year."),
    ("home-page", "It [grew fast](https://firm.example.com/#xtor=RSS-1) last year.", "It [lies here](https://map.example.com/#map=12/50.45/30.52) in the west."),
    ("same-target-in-sentence", "Both [funds](https://a.example.com/s) and [grants](https://a.example.com/s) grew.", "Both [funds](https://a.example.com/s#funds) and [grants](https://a.example.com/s#grants) grew."),
    ("same-target-in-sentence", "Both [funds](https://a.example.com/s#x) and [grants](https://a.example.com/s#x) grew.", "Both [The A](https://a.example.com/) and [its owner](https://a.example.com/) grew."),
    ("empty-anchor", "a [{:.x}](https://a.example.com/b) b", "a [{{< img src=\"c.png\" alt=\"Rain\" >}}](https://a.example.com/b) and [{% image \"d.png\" %}](https://a.example.com/c)"),
    ("empty-anchor", "a [![](c.png)](https://a.example.com/b) b", "a [![{{ alt }}](c.png)](https://a.example.com/b) b"),
    ("broken-attribute-quotes", "<p><a href='https://a.example.com' data-x=\"{\"title\": \"\"}\">x</a></p>", "See <a href=\"{{< ref \"b.md\" >}}\">b</a>.\n\n<p><a href='{% url 'c' %}' id=c>c</a></p>"),
    ("access-token", "[x](https://mp.weixin.qq.com/s?src=11&signature=yJum2eGtsSwWHsPO03n6TmfTFUcCtaXQ9Vz0Iv9aNU4)", "[x](https://web.archive.org/web/20231101190922/https://mp.weixin.qq.com/s?src=11&signature=yJum2eGtsSwWHsPO03n6TmfTFUcCtaXQ9Vz0Iv9aNU4)"),
    ("malformed-url", "[x](https://www.a.example.comhttps://b.example.com/c)", "[x](https://a.example.com/https/b.example.com)"),
    ("tracking-parameters", "[x](https://www.instagram.com/ann/?igshid=1)", "[x](https://www.instagram.com/ann/?hl=de)"),
    ("tracking-parameters", "[x](https://play.google.com/store/apps/details?id=a.b&utm_source=c)", "[x](https://play.google.com/store/apps/details?id=a.b&hl=en&gl=US)"),
    ("ephemeral-page", "[x](https://docs.a.example.com/en/latest/how-to-set-it-up.html)", "[x](https://a.example.com/latest/how-the-town-lost-its-mill)"),
    ("ephemeral-page", "[x](https://a.example.com/latest)", "[x](https://a.example.com/en/latest/news/2021/10/closing/)"),
    ("ephemeral-page", "[x](https://a.example.com/live/election)", "[x](https://a.example.com/live/2021/09/26/election)"),
    ("opinion-as-source", "[x](https://a.example.com/columns/b)", "[x](https://a.example.com/articles/columns/pop/b)"),
    ("home-page", "It [grew fast](https://firm.example.com/) last year.", "### 1. [Amara](https://subtitles.example.org/)"),
    ("home-page", "It [grew fast](https://firm.example.com/) last year.", "[Gruber](https://slides.example.org/): slides for talks of all kinds"),
    ("home-page", "It [grew fast](https://firm.example.com/) last year.", "Her own [blog](https://ann.example.org/) is about food."),
    ("home-page", "据[邦富](https://bf.example.com/)说，他病了。", "同类公司包括[邦富](https://bf.example.com/)（互联网舆情监控）等。"),
    ("home-page", "据 iOS 和 Windows 的[数据](https://bf.example.com/)，它很大。", "有 Android、iOS、Windows Phone、macOS 版以及[网页版](https://web.example.com/)。"),
    ("search-page", "[x](https://felo.example.com/search)", "Then [Felo](https://felo.example.com/search) was asked by all."),
    ("company-self-description", "It [grew](https://www.apple.com/newsroom/2020/x/).", "It [waits](https://developer.apple.com/tutorials/x/) for it."),
    ("company-self-description", "It [grew](https://www.oracle.com/news/x/).", "It [waits](https://www.oracle.com/java/docs/api/x/) for it."),
    ("company-self-description", "It [grew](https://openai.com/index/x/).", "It [waits](https://chatgpt.com/share/1a2b-3c) for it."),
    ("company-self-description", "It [grew](https://www.amazon.com/b?node=1).", "It is in [the book](https://www.amazon.com/Some-Book/dp/0197620507)."),
    ("company-self-description", "It [grew](https://www.paypal.com/us/webapps/a).", "Please [pay](https://www.paypal.me/ann) for it."),
    ("aggregator-copy", "It [grew](https://www.163.com/dy/article/FPN.html).", "It [grew](https://open.163.com/special/justice/)."),
    ("aggregator-copy", "It [grew](https://www.msn.com/en-us/news/it-grew/ar-AA1).", "It [waits](https://developer.yahoo.com/guide/x/y.html) for it."),
    ("aggregator-copy", "It [grew](https://www.msn.com/en-us/news/it-grew/ar-AA1).", "It [waits](https://research.yahoo.com/publications/x) for it."),
    ("company-self-description", "It [grew](https://openai.com/index/x/).", "Please [copy](https://help.github.com/articles/copying-x) it."),
    ("aggregator-copy", "It [grew](https://www.msn.com/en-us/news/it-grew/ar-AA1).", "It [grew](https://www.msn.com/en-us/money/stockdetails/fi-a1)."),
    ("non-english-source", "The growth of it was [large](https://www.nikkei.com/x).", "The growth of it was [large](https://asia.nikkei.com/x)."),
    ("non-english-source", "The growth of it was [large](https://www.lamoncloa.gob.es/x).", "The growth of it was [large](https://www.lamoncloa.gob.es/lang/en/x)."),
    ("non-english-source", "The growth of it was [large](https://www.jetro.go.jp/x).", "The growth of it was [large](https://www.jetro.go.jp/x?lang=en)."),
    ("same-anchor-different-target", "据[中央气象台](https://a.example.com/1)和[中央气象台](https://a.example.com/2)。", "据[报告](https://a.example.com/1)和[报告](https://a.example.com/2)。"),
    ("user-generated", "据[报道](https://www.zhihu.com/question/1/answer/2)如此。", "这个地方很好，大家都说是这样的，比如[@橙子](https://www.zhihu.com/question/1/answer/2)。"),
    ("orphan-origin", "[x](https://a.example.com/b)", "---\nfrom: https://b.example.com/a\n---\n[x](https://a.example.com/b)"),
];

/// The same for rules that look at sentences of an article that cites.
#[rustfmt::skip]
const SENTENCES: [(&str, &str, &str); 64] = [
    ("uncited-quantity", "It holds more than 27 million samples of all kinds.", "The COVID-19 vaccines of 2021 came in 3 kinds."),
    ("uncited-quantity", "该公司拥有超过3000亿美元的债务。", "这件事在2019年12月3日发生，花了80元。"),
    ("uncited-quantity", "Turnout fell to 43 percent in the north.", "They were 100 percent sure about it, she added."),
    ("uncited-quantity", "Turnout fell to 43 percent in the north.", "In 90% of cases nobody would ever notice it."),
    ("uncited-quantity", "住民稅的總額是六個城市合計 636,890 元。", "假設月薪是 636,890 元，再算稅。"),
    ("uncited-quantity", "It holds more than 27 million samples.", "It holds [27 million](https://d.example.com/1) samples."),
    ("uncited-quantity", "It holds more than 27 million samples.", "I spent 27,000 hours on it in my garden."),
    ("uncited-quantity", "It holds more than 27 million samples.", "在[此处](https://d.example.com/1)，它有3000亿。"),
    ("uncited-quantity", "The town of 300,000 people set out to build it.", "Run nmap -p 80,8080,8081 against the host and wait."),
    ("uncited-quantity", "About 43 percent of readers left the paper.", "Readers of the letter get a 17% discount for the year."),
    ("uncited-quantity", "Some 12 percent of the people left the town.", "Cuts for the 1% at the top were paid by all others."),
    ("uncited-quantity", "工廠一共發了 82,834 元的獎金。", "月薪 83.3 萬的話，保費全額是 82,834 元。"),
    ("uncited-quantity", "The rate fell by 0.22% in a day.", "Official rate 7.001 7.0162 0.22%"),
    ("uncited-quantity", "It paid out 18,200 yuan a month.", "I went. I saw it. I came. The stay cost 17,600 yuan in all."),
    ("uncited-quantity", "该厂有20亿工人。", "再比如，可以当做拥有20亿工人的工厂。"),
    ("uncited-quantity", "價格是新台幣 15000 元。", "價格維持 15000 元不變，每人限購 1 個。"),
    ("uncited-quantity", "費率是 9.98% 的。", "在這個表格中，我們該看的是 9.98% 的。"),
    ("uncited-quotation", "She called it “the worst day of my life” on air.", "The so-called “experts” did not agree with it."),
    ("uncited-superlative", "It was the last survivor of the village.", "The village grew since the last visit of theirs."),
    ("uncited-superlative", "It is the last lighthouse of its kind.", "The last meeting was short, and the last chapter is long."),
    ("uncited-superlative", "It is the largest dam in the region by far.", "At first only the last few of them came."),
    ("plural-attribution-thin", "Several studies of the matter [show](https://d.example.com/1) a decline.", "Several studies [show](https://d.example.com/1) a [decline](https://e.example.com/2)."),
    ("plural-attribution-thin", "Journalists [report](https://d.example.com/1) that it fell.", "While policymakers [say](https://d.example.com/1) that it fell."),
    ("plural-attribution-thin", "许多学者[认为](https://d.example.com/1)这是对的。", "学者[认为](https://d.example.com/1)这是对的。"),
    ("paragraph-without-citation", "A paragraph without any link stands here.", "A paragraph [with a link](https://d.example.com/1) stands here."),
    ("attribution-without-link", "According to Reuters, it fell again.", "According to [Reuters](https://www.reuters.com/a), it fell again."),
    ("uncited-superlative", "It was first in the world, as they say.", "I first tried it once, globally, and it was fine."),
    ("uncited-superlative", "It is the first bridge to span the bay.", "There are two tricks. The first is to wait for a day."),
    ("uncited-superlative", "It was first in the world, as they say.", "If you go ever so far, first you wait for a day or two."),
    ("attribution-without-link", "According to the committee, it fell again.", "Addresses are sorted according to these rules."),
    ("attribution-without-link", "According to Nettop, it fell again.", "According to `Nettop`, it fell again."),
    ("uncited-quantity", "There are 86,400 seconds in a day of ours.", "There are `86,400` seconds in a day of ours."),
    ("uncited-quantity", "It grew to 14% of all, <code>in all</code>.", "It grew to <code>14%</code> of all, <kbd>15%</kbd> too."),
    ("attribution-without-link", "据新华社报道，会议在北京举行。", "证据不足，他没有报道。"),
    ("unlinked-identifier", "See doi:10.1038/nature12373 for the method.", "It costs 10.50/unit in the shop over there."),
    ("unlinked-identifier", "See arXiv:2001.00001 for the method.", "See [it](https://arxiv.org/abs/2001.00001), arXiv:2001.00001, for the method."),
    ("unlinked-identifier", "It was said in doi:10.1038/nature12373 long ago.", "```\n# It was said in doi:10.1038/nature12373 long ago, and more.\n```"),
    ("relative-date", "Last May, the senator introduced the act.", "In September 2021, the senator introduced the act."),
    ("relative-date", "这家公司去年的收入下降了。", "这家公司2019年的收入下降了。"),
    ("uncited-quotation", "“We have never seen such a leak in it,” she said.", "“We have never seen such a leak in it,” [she said](/news/leak)."),
    ("attribution-without-link", "According to the committee, it fell again.", "According to [the committee](/committee), it fell again."),
    ("uncited-quotation", "She called it “the worst day of my life” on air.[4]", "She called it “the worst day of my life” on air.[4]\n\n[4] The Daily, 3 May 2019, page 2."),
    ("uncited-superlative", "It is the largest dam in the region by far [2].", "It is the largest dam in the region by far [2].\n\n## Sources\n\n1. The Daily.\n2. The Weekly."),
    ("uncited-quantity", "该公司拥有超过3000亿美元的债务【3】。", "该公司拥有超过3000亿美元的债务【3】。\n\n【3】《日报》，2019年。"),
    ("uncited-quotation", "市长说：“我们从未见过这样的大坝漏水事件。”", "除了要求往“黑名单”加东西的人举证之外，项目依靠类似“古希腊公民大会”式的投票。"),
    ("uncited-quotation", "She called it “the worst day of my life” on air.", "He is one of the “Outstanding Figures in the Legal World” of the year."),
    ("uncited-superlative", "It is the largest dam in the region by far.", "It is not what was done over the last 10 to 20 years of all."),
    ("uncited-superlative", "It is the largest dam in the region by far.", "In Canada, the U.K., and most leading democracies in the world it is so."),
    ("uncited-superlative", "It is the largest dam in the region by far.", "The best bet in the world is to wait, and at worst it is the least we can do."),
    ("uncited-superlative", "这是历史上最好的时机。", "At best, only a few hundred of them were ever engaged in it."),
    ("uncited-quantity", "目录里共有5,000个文件。", "参数 ls 列出所有 ( -a ) 文件，并输出为人类可读 ( -h ) 的格式，如 5,000K。"),
    ("uncited-quantity", "It holds 20974 samples of all kinds.", "The number of the post is 1097356068164898816 as they say."),
    ("uncited-superlative", "這是歷史上最大的大壩。", "這是歷史上最近的一次。"),
    ("attribution-without-link", "According to the committee, it fell again.", "According to this logic, it fell again."),
    ("attribution-without-link", "According to the committee, it fell again.", "It wavers according to the geopolitical whims of the day."),
    ("attribution-without-link", "По данным банка, хлеб стал дороже.", "Согласно плану, хлеб стал дороже в этом году."),
    ("attribution-without-link", "据新华社的调查，会议在北京举行。", "据居住在法国的调查记者描述，会议在北京举行。"),
    ("uncited-quantity", "该市共有20100名妇女参加了活动。", "见佟某：《2010妇女权益年度报告之五》，载《日报》第3版。"),
    ("uncited-quantity", "It holds more than 27 million samples.", "He was a guest of the university for two terms (2005,6) and taught there."),
    ("relative-date", "This was said two weeks ago in the town.", "Three days later he was found in the town."),
    ("relative-date", "这家公司最近的收入下降了。", "请打开您最近查看的项目。"),
    ("relative-date", "<pre><code>这家公司去年的收入下降了，大家都觉得非常惋惜，也没有什么办法。</code></pre>", "<pre><code>let income = read(2019); // 去年的收入下降了</code></pre>"),
    ("uncited-quotation", "<div>She called it “the worst day of my life” on air.</div>", "<div style=\"display: none\">She called it “the worst day of my life” on air.</div>"),
    ("broken-note", "This was said before.[^7] It is well known.", "The pattern [^a-z] matches all but letters."),
];

#[test]
fn every_rule_finds_its_case_and_spares_its_neighbour() {
    let mut seen = BTreeSet::from(["circular-citation", "concentration", "duplicate-document"]);
    let cited = SENTENCES
        .map(|(rule, hit, miss)| (rule, format!("{CITES}{hit}"), format!("{CITES}{miss}")));
    let plain = CASES.map(|(rule, hit, miss)| (rule, hit.to_owned(), miss.to_owned()));
    let mut faults = Vec::new();
    for (rule, hit, miss) in plain.into_iter().chain(cited) {
        seen.insert(rule);
        if found(rule, &[&hit]).is_empty() {
            faults.push(format!("{rule} misses {hit}"));
        }
        for finding in found(rule, &[&miss]) {
            faults.push(format!("{rule} in {miss}: {}", finding.message));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // What was checked has its cases in `link_rules`, the links of a site in `own_links`.
    let offline = RULES.iter().filter(|rule| !["ledger", "site"].contains(&rule.needs));
    let told: BTreeSet<&str> = offline.map(|rule| rule.id.name()).collect();
    assert_eq!(seen, told, "every rule has a case");
}

#[test]
fn articles_among_each_other() {
    let a = "---\nfrom: https://a.example.com/1\n---\n[x](https://b.example.net/2)";
    let b = "---\nfrom: https://b.example.net/2\n---\n[x](https://a.example.com/1)";
    let c = "---\nfrom: https://b.example.net/3\n---\n[x](https://a.example.com/1)";
    assert_eq!(found("circular-citation", &[a, b]).len(), 1);
    assert_eq!(found("circular-citation", &[a, c]).len(), 0);
    assert_eq!(found("duplicate-document", &[a, b, a]).len(), 1);
    assert_eq!(found("duplicate-document", &[a, b, c]).len(), 0);
}

#[test]
fn one_owner_of_more_than_a_quarter_is_told() {
    let text = |nature: usize| {
        let link = |at: usize| match at {
            _ if at < nature => format!("[a](https://www.nature.com/articles/{at}) "),
            _ => format!("[a](https://{at}.example{at}.com/b) "),
        };
        (0..12).map(link).collect::<String>()
    };
    assert_eq!(found("concentration", &[&text(3)]), []);
    let four = found("concentration", &[&text(4)]);
    assert_eq!(&*four[0].message, "4 of 12 citations lead to one owner: Springer Nature");
    let few = "[a](https://www.nature.com/articles/1)".repeat(9);
    assert_eq!(found("concentration", &[&few]), [], "nine citations say nothing");
}

#[test]
fn a_link_to_the_resolver_has_the_publisher_of_its_doi() {
    let prefixes = ["1002", "1016", "1017", "1021", "1038", "1056", "1073", "1080", "1093", "1126"];
    let links = prefixes.map(|prefix| format!("[a](https://doi.org/10.{prefix}/x) "));
    assert_eq!(found("concentration", &[&links.concat()]), []);
    let one = "[a](https://doi.org/10.1038/x) [b](https://doi.org/10.1038/y) ".repeat(6);
    let told = found("concentration", &[&one]);
    assert_eq!(&*told[0].message, "12 of 12 citations lead to one owner: Springer Nature");
}

#[test]
fn a_retraction_that_the_sentence_speaks_of_is_no_error() {
    let said = "The [paper](https://doi.org/10.1000/retracted) was retracted.";
    assert_eq!(found("retracted-work", &[said])[0].severity, Severity::Info);
    let silent = "The [paper](https://doi.org/10.1000/retracted) proves it.";
    assert_eq!(found("retracted-work", &[silent])[0].severity, Severity::Error);
}

#[test]
fn an_article_that_cites_nothing_is_not_told_off() {
    let text = "It holds more than 27 million samples. She said “it is the worst day of my life”.";
    for rule in ["uncited-quantity", "uncited-quotation", "paragraph-without-citation"] {
        assert_eq!(found(rule, &[text]), [], "{rule}");
    }
}

#[test]
fn secrets_stay_in_the_document() {
    let text = "[x](https://me:hunter2@a.example.com/?casa_token=s3cr3t&mail=ann@b.example.com)";
    let corpus: Corpus = [article("a.md", text)].into_iter().collect();
    let outcome = run(&corpus, &findings::LintOptions::default());
    assert!(outcome.findings.len() >= 3);
    for finding in outcome.findings {
        let told = format!("{} {:?}", finding.message, finding.evidence);
        assert!(!told.contains("hunter2") && !told.contains("s3cr3t"), "{told}");
        assert!(!told.contains("ann@"), "{told}");
    }
}

/// Rule, severity, needs and seed count of the table beside the package.
fn table() -> Option<Vec<[String; 6]>> {
    let text = std::fs::read_to_string(shared::file("oracle/rules.tsv")?).expect("the table");
    let cells = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        std::array::from_fn(|_| cells.next().expect("six cells"))
    };
    Some(text.lines().skip(1).map(cells).collect())
}

#[test]
fn the_rules_are_those_of_the_table() {
    let Some(table) = table() else { return };
    let built = ["offline", "text", "corpus", "source", "data", "ledger"];
    let expected: BTreeSet<_> = table
        .into_iter()
        .filter(|row| built.contains(&&*row[4]))
        .map(|[name, family, severity, default, needs, _]| (name, family, severity, default, needs))
        .collect();
    let ours: BTreeSet<_> = RULES
        .iter()
        .map(|rule| {
            let default = if rule.on { "on" } else { "off" };
            let words =
                [rule.id.name(), rule.family.name(), rule.severity.name(), default, rule.needs];
            let [a, b, c, d, e] = words.map(str::to_owned);
            (a, b, c, d, e)
        })
        .collect();
    let missing: Vec<_> = expected.difference(&ours).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Rules that the table does not have find nothing in the seed.
#[test]
fn rules_beyond_the_table_find_nothing_in_the_seed() {
    let Some(table) = table() else { return };
    let seed = seed::seed().expect("the folder is there");
    let corpus: Corpus = [seed.article.clone()].into_iter().collect();
    let outcome = run(&corpus, &findings::LintOptions::default());
    let known: BTreeSet<&str> = table.iter().map(|row| row[0].as_str()).collect();
    let others = outcome.findings.iter().filter(|one| !known.contains(one.rule.name()));
    assert_eq!(others.map(|one| &*one.message).collect::<Vec<_>>(), [""; 0]);
}

/// How many findings of a severity the table tells for the seed.
fn told(table: &[[String; 6]], severity: &str) -> usize {
    let rows = table.iter().filter(|row| row[2] == severity);
    rows.filter_map(|row| row[5].parse::<usize>().ok()).sum()
}

#[test]
fn the_seed_has_the_findings_of_the_table_and_no_graver_ones() {
    let Some(table) = table() else { return };
    let seed = seed::seed().expect("the folder is there");
    let overlay = sources::overlay(&seed.pairs());
    let sources = Sources::default().overlay(&overlay).expect("the truth makes a good table");
    let corpus: Corpus = [seed.article.clone()].into_iter().collect();
    let outcome = run_with(&corpus, &sources, &findings::LintOptions::default());
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for finding in &outcome.findings {
        *counts.entry(finding.rule.name()).or_default() += 1;
    }
    for [name, _, _, _, _, seed] in &table {
        let count = counts.remove(name.as_str()).unwrap_or(0);
        if let Ok(expected) = seed.parse::<u64>() {
            assert_eq!(count, expected, "{name}");
        }
    }
    assert!(counts.is_empty(), "beyond the table: {counts:?}");
    let count =
        |name| outcome.findings.iter().find(|one| one.rule.name() == name).expect(name).count;
    assert_eq!(count("generic-anchor"), 42);
    assert_eq!(count("paragraph-without-citation"), 6);
    assert_eq!(count("single-owner-claim"), 26);
    let of = |severity| outcome.findings.iter().filter(|one| one.severity == severity).count();
    assert_eq!((of(Severity::Error), of(Severity::Warning)), (3, told(&table, "warning")));
    assert!(
        LintFailOn::Error.fails(&outcome.findings) && !LintFailOn::Never.fails(&outcome.findings)
    );
    let sentences: BTreeSet<_> = outcome
        .findings
        .iter()
        .filter(|one| one.rule.name() == "relative-date")
        .filter_map(|one| one.sentence.map(|id| id.to_string()))
        .collect();
    let expected = ["P11.S1", "P12.S4", "P13.S4", "P2.S2", "P2.S3", "P2.S4", "P4.S0", "P8.S6"];
    assert_eq!(sentences, BTreeSet::from(expected.map(str::to_owned)));
}

#[test]
fn the_posts_are_linted_in_any_order_of_threads() {
    let Some(root) = corpora::folder() else { return };
    let run = |threads: &str, inputs: &[String]| {
        let options =
            ["--no-config", "-q", "-j", threads, "lint", "--format", "json", "--fail-on", "never"];
        let arguments: Vec<&str> =
            options.into_iter().chain(inputs.iter().map(String::as_str)).collect();
        program::output(&root.join("posts"), &arguments)
    };
    let all = run("2", &[".".to_owned()]);
    let findings: Vec<serde_json::Value> = serde_json::from_str(&all).expect("an array");
    assert!(findings.len() > 1000);
    let prints: BTreeSet<&str> =
        findings.iter().filter_map(|one| one["fingerprint"].as_str()).collect();
    assert_eq!(prints.len(), findings.len(), "every fingerprint is one finding's");
    // One thread takes a debug build a minute over all of them, so every fifth file has to do.
    let inputs: BTreeSet<&str> = findings.iter().filter_map(|one| one["input"].as_str()).collect();
    let inputs: Vec<String> = inputs.into_iter().step_by(5).map(str::to_owned).collect();
    assert!(inputs.len() > 50);
    assert!(run("1", &inputs) == run("2", &inputs), "the number of threads shows");
}

#[test]
fn the_headlines_of_a_digest_cover_the_text_below_them() {
    let text = |first: &str, second: &str| {
        format!(
            "{first}\n\nThe dam now costs 4.5 billion dollars.\n\n{second}\n\nSome 71.5% of farmers oppose it.\n"
        )
    };
    let links =
        ["[Dam costs rise](https://a.example.com/1)", "[A survey](https://b.example.net/2)"];
    let findings = |text: &str| found("uncited-quantity", &[&format!("{CITES}{text}")]).len();
    for [first, second] in [
        links.map(str::to_owned),
        links.map(|link| format!("### {link}")),
        links.map(|link| format!("**{link}**")),
        links.map(|link| format!("1. {link}")),
        links.map(|link| format!("{link} (en)")),
    ] {
        assert_eq!(findings(&text(&first, &second)), 0, "{first}");
    }
    // One link at the head is no digest, and a heading without a link ends what a headline covers.
    assert_eq!(findings(&text(links[0], "Farmers.")), 2);
    assert_eq!(findings(&text(links[0], "## Farmers")), 2);
    let ended = format!(
        "{}\n## Elsewhere\n\nThe bridge costs 9.1 billion dollars.\n",
        text(links[0], links[1])
    );
    assert_eq!(findings(&ended), 1);
    // Two links to read on do not make a digest of a long article.
    let long = format!(
        "{}\n{}",
        text(links[0], links[1]),
        "The bridge costs 9.1 billion dollars.\n\n".repeat(9)
    );
    assert_eq!(findings(&long), 11);
}
