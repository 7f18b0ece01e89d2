//! What nodes look like: areas by weight, colours that colour-blind readers tell apart.

use crate::graph::Degree;

/// Okabe and Ito's palette, told apart by colour-blind readers too.
pub(super) fn colour(class: &str) -> [u8; 3] {
    match class {
        "cited" => [0, 114, 178],
        "both" | "born" => [0, 158, 115],
        "unknown" | "same" => [153, 153, 153],
        "gone" => [213, 94, 0],
        "grown" => [86, 180, 233],
        _ => [230, 159, 0],
    }
}

/// The smallest and the largest area: with this range Gephi's import leaves sizes alone.
const AREAS: [f64; 2] = [4.0, 100.0];

/// The area of the node that cites most beside that of the node that is cited most: easily seen, and smaller.
const CITING_SHARE: f64 = 0.4;

/// Areas by incoming weight. A node that cites has at least an area by its outgoing weight, on a scale of its own: who
/// cites would be a dot otherwise where nobody cites it, as in the graph of one site.
pub(super) fn sizes(degrees: &[Degree]) -> Vec<f64> {
    let largest = |weight: fn(&Degree) -> f64| degrees.iter().map(weight).fold(0.0, f64::max);
    let (cited, citing) =
        (largest(|degree| degree.strength_in), largest(|degree| degree.strength_out));
    let share =
        |weight: f64, largest: f64| if largest > 0.0 { (weight / largest).sqrt() } else { 0.0 };
    let shares: Vec<f64> = degrees
        .iter()
        .map(|degree| {
            let own = CITING_SHARE * share(degree.strength_out, citing);
            share(degree.strength_in, cited).max(own)
        })
        .collect();
    let (low, high) =
        shares.iter().fold((1.0_f64, 0.0_f64), |(low, high), one| (low.min(*one), high.max(*one)));
    let area = |share: f64| match high > low {
        true => AREAS[0] + (AREAS[1] - AREAS[0]) * ((share - low) / (high - low)),
        false => AREAS[0],
    };
    shares.into_iter().map(area).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn degree(strength_in: f64, strength_out: f64) -> Degree {
        Degree { strength_in, strength_out, ..Degree::default() }
    }

    #[test]
    fn who_cites_is_seen_and_who_is_cited_most_is_largest() {
        let found =
            sizes(&[degree(0.0, 100.0), degree(100.0, 0.0), degree(1.0, 0.0), degree(25.0, 0.0)]);
        // Shares of .4, 1, .1 and .5, from the smallest to the largest.
        let wanted = [36.0, 100.0, 4.0, 4.0 + 96.0 * (4.0 / 9.0)];
        for (found, wanted) in found.iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-9, "{found} for {wanted}");
        }
        assert_eq!(sizes(&[degree(2.0, 2.0), degree(2.0, 2.0)]), [4.0, 4.0]);
        assert_eq!(sizes(&[degree(0.0, 0.0)]), [4.0]);
        assert_eq!(sizes(&[]), [0.0; 0]);
    }
}
