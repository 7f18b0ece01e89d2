//! Laws over generated articles: conservation, merging, order, bounds.

use citegraph::article::{Article, ContentDigest, SkipReason, Skipped};
use citegraph::corpus::table::CitationTable;
use citegraph::corpus::{Corpus, Facet, Selection, key};
use citegraph::graph::{Adjacency, Graph, PagerankOptions, View, Weight, components, pagerank};
use citegraph::link::redact::redact_url;
use citegraph::report::{Report, ReportOptions};
use citegraph::source::Sources;
use citegraph::stats::{Bootstrap, Measures};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::graph::exports::{files, graph};
use crate::support::articles::{articles, text};
use crate::support::counts::facet_counts;

fn corpus(articles: &[Article]) -> Corpus {
    articles.iter().cloned().collect()
}

fn skipped(input: u8) -> Skipped {
    let text = input.to_string();
    Skipped { input: text.clone(), part: None, reason: SkipReason::TooLarge, detail: text }
}

/// A permutation by sorting under random keys.
fn shuffled<T: Clone>(items: &[T], keys: &[u32]) -> Vec<T> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| keys.get(*at).copied().unwrap_or_default());
    order.into_iter().map(|at| items[at].clone()).collect()
}

proptest! {
    #![proptest_config(crate::properties::cases(256))]

    #[test]
    fn nothing_is_lost(articles in articles()) {
        let corpus = corpus(&articles);
        let (selection, sources) = (Selection::default(), Sources::default());
        let options = ReportOptions { facets: Facet::ALL.to_vec(), ..ReportOptions::default() };
        let report = Report::with_sources(&corpus.table(), &options, &sources);
        let totals = &report.totals;
        prop_assert_eq!(totals.links, totals.citations + report.rejects.values().sum::<u64>());
        let left_out: u64 =
            report.excluded.values().sum::<u64>() + report.excluded_syntax.values().sum::<u64>();
        prop_assert_eq!(totals.citations, totals.counted + left_out);
        prop_assert_eq!(totals.counted, report.domains.iter().map(|row| row.citations).sum::<u64>());
        prop_assert_eq!(totals.counted, report.articles.iter().map(|row| row.counted).sum::<u64>());
        prop_assert_eq!(totals.domains, report.domains.len() as u64);
        for &facet in Facet::ALL {
            let counts = facet_counts(&corpus, facet, &selection, &sources);
            prop_assert_eq!(totals.counted, counts.iter().map(|row| row.count).sum::<u64>());
            prop_assert_eq!(report.diversity[&facet].richness, counts.len() as u64);
        }
        for graph in [Graph::bipartite, Graph::source].map(|build| build(&corpus.table(), &selection)) {
            prop_assert_eq!(totals.counted, graph.edges().map(|(_, edge)| edge.citations).sum::<u64>());
        }
    }

    #[test]
    fn splitting_the_work_changes_nothing(
        articles in articles(),
        skips in vec(any::<u8>(), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let whole = |articles: &[Article], skips: &[u8]| {
            let mut corpus = Corpus::default();
            articles.iter().cloned().for_each(|article| corpus.ingest(article));
            skips.iter().for_each(|skip| corpus.skip(skipped(*skip)));
            corpus.finish()
        };
        let at = cut.index(articles.len() + 1);
        let by = cut.index(skips.len() + 1);
        let left = whole(&articles[..at], &skips[..by]);
        let right = whole(&articles[at..], &skips[by..]);
        let both = whole(&articles, &skips);
        prop_assert_eq!(&left.clone().merge(right.clone()), &both);
        prop_assert_eq!(&right.merge(left), &both);
        prop_assert_eq!(&both.clone().merge(both.clone()), &both, "given twice is given once");
        prop_assert_eq!(&Corpus::default().merge(both.clone()), &both);
    }

    /// A table that is filled article by article, in any order and with some of them twice, is that of the corpus.
    #[test]
    fn a_table_is_that_of_its_corpus(
        articles in articles(),
        keys in vec(any::<u32>(), 8),
        twice in 0_usize..4,
    ) {
        let mut table = CitationTable::default();
        let shuffled = shuffled(&articles, &keys);
        for article in shuffled.iter().chain(articles.iter().take(twice)) {
            table.ingest(article, ContentDigest::of(article));
        }
        let (table, corpus) = (table.finish(), corpus(&articles));
        let (selection, options) = (Selection::default(), ReportOptions::default());
        prop_assert_eq!(table.articles().len(), corpus.articles.len());
        for (record, article) in table.articles().iter().zip(&corpus.articles) {
            prop_assert_eq!((record.input(), record.part()), (&*article.input, article.part.as_deref()));
            let rows = table.counted_of(record, &selection).map(|row| (row.key(), row.ordinal(), row.supported()));
            let links = selection.counted_links(article).map(|link| (key(link), link.ordinal, link.supported()));
            prop_assert!(rows.eq(links));
        }
        prop_assert_eq!(Report::new(&table, &options), Report::new(&corpus.table(), &options));
    }

    #[test]
    fn order_never_shows(articles in articles(), keys in vec(any::<u32>(), 8)) {
        let other = shuffled(&articles, &keys);
        for &view in View::ALL {
            prop_assert_eq!(files(&corpus(&articles), view), files(&corpus(&other), view));
        }
    }

    #[test]
    fn any_text_gives_characters_that_xml_holds(articles in articles()) {
        for &view in View::ALL {
            for (name, text) in files(&corpus(&articles), view) {
                let markup = name.ends_with("gexf") || name.ends_with("graphml");
                let control = |c: char| c < ' ' && c != '\n' && (markup || !matches!(c, '\t' | '\r'));
                let bad = text.contains(|c| control(c) || matches!(c, '\u{fffe}' | '\u{ffff}'));
                prop_assert!(!bad || name.contains("json"), "{}", name);
                if markup {
                    let opened = text.matches('<').count();
                    prop_assert_eq!(opened, text.matches('>').count(), "{}", name);
                }
            }
        }
    }

    #[test]
    fn reports_read_back(articles in articles()) {
        let report = Report::new(&corpus(&articles).table(), &ReportOptions::default());
        let back: Report = serde_json::from_str(&serde_json::to_string(&report).unwrap()).unwrap();
        // Floats apart: serde_json reads them fast rather than to the last bit.
        prop_assert_eq!(&back.totals, &report.totals);
        prop_assert_eq!(&back.options, &report.options);
        prop_assert_eq!(&back.articles, &report.articles);
        prop_assert_eq!(&back.rejects, &report.rejects);
        prop_assert_eq!(back.domains.len(), report.domains.len());
    }

    #[test]
    fn ranks_are_a_distribution(articles in articles()) {
        for (view, weight) in View::ALL.iter().copied().zip(Weight::ALL.iter().copied().cycle()) {
            let graph = graph(&corpus(&articles), view);
            let ranked = pagerank(&graph.compact(weight), PagerankOptions::default());
            prop_assert!(ranked.converged);
            prop_assert!(ranked.values.iter().all(|rank| *rank > 0.0));
            let sum: f64 = ranked.values.iter().sum();
            prop_assert!(ranked.values.is_empty() || (sum - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn renaming_nodes_only_renames_ranks_and_components(
        edges in vec((0..12u32, 0..12u32, 1..9u32), 0..40),
        keys in vec(any::<u32>(), 12),
    ) {
        let names = shuffled(&(0..12u32).collect::<Vec<_>>(), &keys);
        let build = |name: &dyn Fn(u32) -> u32| {
            let mut sum = std::collections::BTreeMap::new();
            for (from, to, weight) in &edges {
                *sum.entry((name(*from), name(*to))).or_insert(0.0) += f64::from(*weight);
            }
            let edges: Vec<_> = sum.into_iter().map(|((a, b), weight)| (a, b, weight)).collect();
            Adjacency::from_sorted(12, &edges)
        };
        let (one, two) = (build(&|at| at), build(&|at| names[at as usize]));
        let ranks = [&one, &two].map(|graph| pagerank(graph, PagerankOptions::default()).values);
        let groups = [&one, &two].map(components);
        for at in 0..12 {
            let renamed = names[at] as usize;
            prop_assert!((ranks[0][at] - ranks[1][renamed]).abs() < 1e-9);
            for other in 0..12 {
                let together = groups[0][at] == groups[0][other];
                let renamed = groups[1][renamed] == groups[1][names[other] as usize];
                prop_assert_eq!(together, renamed);
            }
        }
    }

    #[test]
    fn measures_keep_their_bounds(counts in vec(0..50u64, 0..40)) {
        let measures = Measures::from_counts(&counts);
        prop_assume!(measures.n > 0);
        let classes = measures.richness as f64;
        let within = |value: Option<f64>, low: f64, high: f64| {
            value.is_none_or(|value| value >= low - 1e-9 && value <= high + 1e-9)
        };
        prop_assert!(within(measures.shannon, 0.0, classes.ln()));
        prop_assert!(within(measures.hill1, measures.hill2.unwrap(), classes));
        prop_assert!(within(measures.hill2, measures.hillinf.unwrap(), classes));
        prop_assert!(within(measures.hillinf, 1.0, classes));
        prop_assert!(within(measures.hhi, 1.0 / classes, 1.0));
        prop_assert!(within(measures.gini, 0.0, 1.0 - 1.0 / classes));
        prop_assert!(within(measures.gini_simpson, 0.0, 1.0 - 1.0 / classes));
        for share in [measures.pielou, measures.heip, measures.gini_simpson_unbiased,
                      measures.cr4, measures.coverage, measures.good, measures.berger_parker] {
            prop_assert!(within(share, 0.0, 1.0), "{:?}", measures);
        }
        prop_assert_eq!(measures.pielou.is_none(), measures.richness == 1);
    }

    #[test]
    fn two_copies_are_twice_as_diverse(counts in vec(1..50u64, 1..40)) {
        let (one, two) = (Measures::from_counts(&counts), Measures::from_counts(&[&counts[..], &counts].concat()));
        let hills = |of: &Measures| [of.hill1.unwrap(), of.hill2.unwrap(), of.hillinf.unwrap()];
        for (single, double) in hills(&one).into_iter().zip(hills(&two)) {
            prop_assert!((2.0 * single - double).abs() < 1e-9 * double);
        }
        prop_assert!((one.gini.unwrap() - two.gini.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn measures_do_not_depend_on_order(counts in vec(0..50u64, 1..40), keys in vec(any::<u32>(), 40)) {
        prop_assert_eq!(Measures::from_counts(&counts), Measures::from_counts(&shuffled(&counts, &keys)));
    }

    #[test]
    fn intervals_hold_what_they_are_about(counts in vec(0..50u64, 0..40), keys in vec(any::<u32>(), 40)) {
        let bootstrap = Bootstrap { replicates: 20, ..Bootstrap::default() };
        let (measures, intervals) = (Measures::from_counts(&counts), bootstrap.intervals(&counts));
        let values = [("richness", Some(measures.richness as f64))].into_iter().chain(measures.indices());
        for ((name, value), (named, interval)) in values.zip(intervals.named()) {
            prop_assert_eq!(name, named);
            prop_assert!(interval.is_none() || (value.is_some() && measures.n > 1), "{}", name);
            let (Some(value), Some(interval)) = (value, interval) else { continue };
            let holds = interval.low <= value + 1e-9 && value <= interval.high + 1e-9;
            prop_assert!(holds && interval.low >= 0.0, "{}: {} in {:?}", name, value, interval);
        }
        prop_assert_eq!(intervals.hill1.is_some(), measures.richness > 1);
        prop_assert_eq!(intervals, bootstrap.intervals(&shuffled(&counts, &keys)));
    }

    #[test]
    fn redacting_is_idempotent(head in text(), tail in text(), secret in "[A-Za-z0-9]{8}") {
        for url in [format!("https://h.example/{head}?token={secret}"), format!("{head}://{tail}")] {
            let once = redact_url(&url).into_owned();
            prop_assert_eq!(redact_url(&once).into_owned(), once.clone());
            prop_assert!(!once.ends_with(&secret) || !url.ends_with(&secret));
        }
    }
}
