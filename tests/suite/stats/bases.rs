//! Measures of one long, well-sourced article counted on 10 bases, computed independently with
//! scipy and scikit-bio 0.7.4; and the cases where a measure is undefined.

use citegraph::stats::Measures;

/// Counts as (count, classes with it), then the values in the order of [`values`].
struct Basis {
    counts: &'static [(u64, usize)],
    n: u64,
    richness: u64,
    values: [f64; 14],
}

fn values(measures: &Measures) -> [Option<f64>; 14] {
    [
        measures.shannon,
        measures.hill1,
        measures.hill2,
        measures.hillinf,
        measures.gini_simpson,
        measures.gini_simpson_unbiased,
        measures.hhi,
        measures.pielou,
        measures.heip,
        measures.berger_parker,
        measures.gini,
        measures.cr4,
        measures.coverage,
        measures.good,
    ]
}

const BASES: [Basis; 10] = [
    // registrable domain, every citation counted (wrapper unwrapped)
    Basis {
        counts: &[(5, 1), (4, 3), (3, 1), (2, 5), (1, 33)],
        n: 63,
        richness: 43,
        values: [
            3.5890072570706932,
            36.19812265293232,
            29.40000000000001,
            12.600000000000001,
            0.9659863945578231,
            0.9815668202764977,
            0.03401360544217686,
            0.9542186394431935,
            0.8380505393555314,
            0.07936507936507936,
            0.2650424510889626,
            0.2698412698412698,
            0.4787381878821567,
            0.47619047619047616,
        ],
    },
    // registrable domain as written (google.com instead of researchgate.net), every citation
    Basis {
        counts: &[(5, 1), (4, 3), (3, 1), (2, 5), (1, 33)],
        n: 63,
        richness: 43,
        values: [
            3.5890072570706932,
            36.19812265293232,
            29.40000000000001,
            12.600000000000001,
            0.9659863945578231,
            0.9815668202764977,
            0.03401360544217686,
            0.9542186394431935,
            0.8380505393555314,
            0.07936507936507936,
            0.2650424510889626,
            0.2698412698412698,
            0.4787381878821567,
            0.47619047619047616,
        ],
    },
    // registrable domain, distinct canonical URLs
    Basis {
        counts: &[(4, 3), (2, 4), (1, 36)],
        n: 56,
        richness: 43,
        values: [
            3.6292675875580374,
            37.685205393705964,
            31.360000000000007,
            14.0,
            0.9681122448979592,
            0.9857142857142858,
            0.03188775510204081,
            0.9649227576099878,
            0.8734572712787134,
            0.07142857142857142,
            0.20431893687707636,
            0.25,
            0.3597298074159241,
            0.3571428571428571,
        ],
    },
    // registrable domain, distinct works (FR 2021-27406 merged)
    Basis {
        counts: &[(4, 3), (2, 3), (1, 37)],
        n: 55,
        richness: 43,
        values: [
            3.6292529049270463,
            37.684652079803406,
            31.185567010309285,
            13.75,
            0.9679338842975207,
            0.9858585858585859,
            0.03206611570247933,
            0.9649188539009217,
            0.8734440971381764,
            0.07272727272727272,
            0.19534883720930218,
            0.2545454545454545,
            0.3292868807838868,
            0.32727272727272727,
        ],
    },
    // registrable domain, at most once per sentence
    Basis {
        counts: &[(5, 1), (3, 2), (2, 5), (1, 35)],
        n: 56,
        richness: 43,
        values: [
            3.6401671353819594,
            38.098203751142464,
            32.00000000000001,
            11.2,
            0.96875,
            0.9863636363636363,
            0.031249999999999997,
            0.9678206485726206,
            0.883290565503392,
            0.08928571428571429,
            0.20099667774086383,
            0.23214285714285715,
            0.37822997416020676,
            0.375,
        ],
    },
    // registrable domain with alias sciencemag.org=science.org, every citation
    Basis {
        counts: &[(5, 1), (4, 3), (3, 2), (2, 4), (1, 32)],
        n: 63,
        richness: 42,
        values: [
            3.5586970585804627,
            35.11741139365626,
            28.553956834532382,
            12.600000000000001,
            0.9649785840262031,
            0.9805427547363031,
            0.03502141597379692,
            0.9521165383833192,
            0.8321319852111283,
            0.07936507936507936,
            0.27551020408163285,
            0.2698412698412698,
            0.4941033977178556,
            0.4920634920634921,
        ],
    },
    // host, every citation
    Basis {
        counts: &[(5, 1), (4, 3), (3, 1), (2, 4), (1, 35)],
        n: 63,
        richness: 44,
        values: [
            3.611011929469422,
            37.003478786061955,
            29.8421052631579,
            12.600000000000001,
            0.9664902998236332,
            0.982078853046595,
            0.033509700176366834,
            0.9542365152907187,
            0.8372902043270222,
            0.07936507936507936,
            0.25721500721500723,
            0.2698412698412698,
            0.4464850525456585,
            0.4444444444444444,
        ],
    },
    // owner group (all US federal bodies merged; all PRC bodies merged), every citation
    Basis {
        counts: &[(11, 1), (5, 3), (4, 1), (3, 1), (2, 3), (1, 24)],
        n: 63,
        richness: 33,
        values: [
            3.134907518754435,
            22.98650992266365,
            15.443579766536965,
            5.7272727272727275,
            0.9352481733434115,
            0.9503328213005633,
            0.06475182665658856,
            0.8965825080154023,
            0.6870784350832391,
            0.1746031746031746,
            0.3973063973063973,
            0.4126984126984127,
            0.6205775482883917,
            0.6190476190476191,
        ],
    },
    // top-level category, every citation
    Basis {
        counts: &[(16, 1), (14, 1), (6, 1), (5, 2), (4, 2), (2, 1), (1, 7)],
        n: 63,
        richness: 15,
        values: [
            2.228375879403621,
            9.28477423424607,
            6.831325301204823,
            3.9375,
            0.853615520282187,
            0.8673835125448028,
            0.14638447971781296,
            0.8228709639491336,
            0.5917695881604336,
            0.25396825396825395,
            0.5185185185185186,
            0.6507936507936507,
            0.8893985728848114,
            0.8888888888888888,
        ],
    },
    // country of publisher, every citation
    Basis {
        counts: &[(38, 1), (14, 1), (7, 1), (1, 4)],
        n: 63,
        richness: 7,
        values: [
            1.1463657148422712,
            3.146735967580467,
            2.344359125812168,
            1.6578947368421053,
            0.5734441924918117,
            0.5826932923707118,
            0.4265558075081884,
            0.5891154406069575,
            0.35778932793007784,
            0.6031746031746031,
            0.6485260770975056,
            0.9523809523809523,
            0.9371833839918946,
            0.9365079365079365,
        ],
    },
];

#[test]
fn measures_agree_with_other_implementations() {
    for (at, basis) in BASES.iter().enumerate() {
        let counts: Vec<u64> =
            basis.counts.iter().flat_map(|(count, classes)| vec![*count; *classes]).collect();
        let measures = Measures::from_counts(&counts);
        assert_eq!((measures.n, measures.richness), (basis.n, basis.richness), "basis {at}");
        for (found, wanted) in values(&measures).into_iter().zip(basis.values) {
            let found = found.expect("defined for many classes");
            assert!((found - wanted).abs() < 1e-9, "basis {at}: {found} for {wanted}");
        }
    }
}

#[test]
fn nothing_is_measured_of_nothing() {
    for counts in [&[][..], &[0, 0]] {
        assert_eq!(Measures::from_counts(counts), Measures::default());
    }
}

#[test]
fn one_class_has_no_evenness() {
    let one = Measures::from_counts(&[6]);
    assert_eq!((one.pielou, one.heip), (None, None));
    assert_eq!(
        (one.shannon, one.hill1, one.gini, one.hhi),
        (Some(0.0), Some(1.0), Some(0.0), Some(1.0))
    );
    assert!(one.shannon.is_some_and(f64::is_sign_positive), "no -0 in JSON");
}

#[test]
fn one_citation_tells_no_chance() {
    let one = Measures::from_counts(&[1]);
    assert_eq!((one.n, one.richness), (1, 1));
    assert_eq!((one.gini_simpson_unbiased, one.coverage, one.good), (None, None, Some(0.0)));
}

#[test]
fn coverage_without_doubletons_follows_inext() {
    // Five classes seen once: 1 - (4·4)/(4·4 + 2).
    let coverage = Measures::from_counts(&[1; 5]).coverage.expect("n > 1");
    assert!((coverage - 1.0 / 9.0).abs() < 1e-12);
    assert_eq!(Measures::from_counts(&[3, 3]).coverage, Some(1.0));
}

#[test]
fn indices_have_the_names_of_the_json() {
    let measures = Measures::from_counts(&[5, 3, 1]);
    let json = serde_json::to_value(&measures).expect("measures are JSON");
    let named = measures.indices();
    assert_eq!(json.as_object().map(serde_json::Map::len), Some(named.len() + 2));
    for (name, value) in named {
        assert_eq!(json[name].as_f64(), value, "{name}");
    }
}
