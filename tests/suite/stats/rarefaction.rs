//! Rarefaction and extrapolation, against enumeration, identities, and the values of one long
//! article that were computed with other programs.

use citegraph::stats::{HillOrder, Measures, Sample};

const ORDERS: [HillOrder; 3] = [HillOrder::Zero, HillOrder::One, HillOrder::Two];

/// One long article by registrable domain: five, four … times, and 33 once.
fn long() -> Sample {
    let head = [5, 4, 4, 4, 3, 2, 2, 2, 2, 2];
    Sample::from_counts(&[&head[..], &[1; 33]].concat()).expect("63 citations")
}

fn near(found: Option<f64>, wanted: f64, within: f64) {
    let found = found.expect("defined");
    assert!((found - wanted).abs() <= within, "{found} for {wanted}");
}

#[test]
fn smaller_samples_of_the_long_article() {
    let values = [
        (10, [9.24, 8.97, 8.58]),
        (20, [17.10, 16.11, 14.81]),
        (30, [23.99, 21.99, 19.55]),
        (50, [35.98, 31.29, 26.27]),
    ];
    for (size, wanted) in values {
        for (order, wanted) in ORDERS.into_iter().zip(wanted) {
            near(long().diversity(order, size), wanted, 0.005001);
        }
    }
}

#[test]
fn what_larger_samples_of_the_long_article_approach() {
    for (order, wanted) in ORDERS.into_iter().zip([150.2, 99.6, 54.25]) {
        near(long().asymptote(order), wanted, 0.05);
    }
}

/// f̂ₖ(m) by drawing every subset of `size` citations.
fn enumerated(counts: &[u64], size: u32) -> Vec<f64> {
    let classes = counts.iter().enumerate();
    let citations: Vec<usize> =
        classes.flat_map(|(class, count)| vec![class; *count as usize]).collect();
    let (mut found, mut subsets) = (vec![0.0; size as usize + 1], 0.0);
    for subset in (0..1_u32 << citations.len()).filter(|subset| subset.count_ones() == size) {
        let mut drawn = vec![0; counts.len()];
        let members = (0..citations.len()).filter(|at| subset >> at & 1 == 1);
        members.for_each(|at| drawn[citations[at]] += 1);
        drawn.iter().for_each(|count| found[*count] += 1.0);
        subsets += 1.0;
    }
    found.iter().map(|sum| sum / subsets).collect()
}

#[test]
fn smaller_samples_are_the_mean_of_all_draws() {
    let counts = [5, 3, 2, 1, 1];
    let sample = Sample::from_counts(&counts).expect("12 citations");
    for size in 1..=12_u32 {
        let found = enumerated(&counts, size);
        let sum = |term: fn(f64) -> f64| -> f64 {
            let shares = (1..=size).map(|k| f64::from(k) / f64::from(size));
            shares.zip(&found[1..]).map(|(share, classes)| term(share) * classes).sum()
        };
        let wanted = [sum(|_| 1.0), sum(|p| -p * p.ln()).exp(), 1.0 / sum(|p| p * p)];
        for (order, wanted) in ORDERS.into_iter().zip(wanted) {
            near(sample.diversity(order, u64::from(size)), wanted, 1e-10);
        }
    }
}

#[test]
fn coverage_is_the_chance_that_the_next_citation_is_no_new_class() {
    for sample in [
        long(),
        Sample::from_counts(&[5, 3, 2, 1, 1]).expect("12"),
        Sample::from_counts(&[1; 9]).expect("9"),
    ] {
        for size in 1..2 * sample.n() {
            let classes = |size| sample.diversity(HillOrder::Zero, size).expect("defined");
            near(sample.coverage(size), 1.0 - (classes(size + 1) - classes(size)), 1e-9);
        }
    }
}

#[test]
fn the_sample_itself_is_where_both_meet() {
    let counts = [7, 4, 2, 2, 1, 1, 1];
    let (sample, measures) =
        (Sample::from_counts(&counts).expect("18"), Measures::from_counts(&counts));
    let wanted = [Some(7.0), measures.hill1, measures.hill2].map(|value| value.expect("defined"));
    for (order, wanted) in ORDERS.into_iter().zip(wanted) {
        near(sample.diversity(order, 18), wanted, 1e-10);
        near(sample.at_coverage(order, measures.coverage.expect("defined")), wanted, 1e-9);
        let curve: Vec<f64> =
            (1..=36).map(|m| sample.diversity(order, m).expect("to 2n")).collect();
        assert!(curve.windows(2).all(|pair| pair[0] <= pair[1] + 1e-12), "{curve:?}");
        assert!(curve[35] <= sample.asymptote(order).expect("bounded") + 1e-9);
    }
    near(sample.size_at(measures.coverage.expect("defined")), 18.0, 1e-9);
}

#[test]
fn what_the_data_do_not_tell_is_undefined() {
    assert_eq!(Sample::from_counts(&[0, 0]), None);
    let one = Sample::from_counts(&[1]).expect("one citation");
    assert_eq!(
        (one.diversity(HillOrder::One, 1), one.diversity(HillOrder::One, 2)),
        (Some(1.0), None)
    );
    assert_eq!(
        (one.coverage(1), one.size_at(0.5), one.asymptote(HillOrder::Zero)),
        (None, None, None)
    );
    let long = long();
    assert_eq!(
        (long.diversity(HillOrder::Zero, 0), long.diversity(HillOrder::Two, 127)),
        (None, None)
    );
    assert_eq!((long.coverage(127), long.at_coverage(HillOrder::One, 0.999)), (None, None));
    assert_eq!((long.size_at(-0.1), long.size_at(f64::NAN)), (None, None));
    assert_eq!(Sample::from_counts(&[1; 5]).expect("five").asymptote(HillOrder::Two), None);
    assert_eq!(
        Sample::from_counts(&[3, 3]).expect("six").at_coverage(HillOrder::Zero, 1.0),
        Some(2.0)
    );
}

#[test]
fn entropy_of_large_samples_keeps_its_digits() {
    // Nearly all is seen, so the entropy is that of the sample with Miller's correction (S−1)/2n.
    let counts: Vec<u64> = (1..=400).map(|class| 1 + 1000 * class % 977).collect();
    let sample = Sample::from_counts(&counts).expect("many");
    let shannon = Measures::from_counts(&counts).shannon.expect("defined");
    let wanted = shannon + 399.0 / (2.0 * sample.n() as f64);
    near(sample.asymptote(HillOrder::One).map(f64::ln), wanted, 1e-4);
}
