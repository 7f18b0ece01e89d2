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

/// The area of the node with the largest weight: with 4 to 100 Gephi's import leaves sizes alone.
const LARGEST_AREA: f64 = 100.0;
/// The area of a node without an edge.
const SMALLEST_AREA: f64 = 4.0;
/// The area of the node that cites most and is cited by nobody: easily seen, and smaller than what is cited most.
const LARGEST_CITING_AREA: f64 = 40.0;

/// Areas by incoming weight. A node that cites has at least an area by its outgoing weight, on a scale of its own: who
/// cites would be a dot otherwise where nobody cites it, as in the graph of one site.
pub(super) fn sizes(degrees: &[Degree]) -> Vec<f64> {
    let cited = Scale::new(degrees.iter().map(|degree| degree.strength_in));
    let most = degrees.iter().map(|degree| degree.strength_out).fold(0.0, f64::max);
    let citing = |degree: &Degree| match most > 0.0 {
        true => LARGEST_CITING_AREA * (degree.strength_out / most).sqrt(),
        false => 0.0,
    };
    degrees.iter().map(|degree| cited.area(degree.strength_in).max(citing(degree))).collect()
}

/// From the square roots of weights to areas.
struct Scale {
    low: f64,
    range: f64,
}

impl Scale {
    fn new(weights: impl Iterator<Item = f64> + Clone) -> Self {
        let largest = weights.clone().fold(0.0, f64::max);
        let low = weights.fold(largest, f64::min).sqrt();
        Self { low, range: largest.sqrt() - low }
    }

    fn area(&self, weight: f64) -> f64 {
        match self.range > 0.0 {
            true => {
                let share = (weight.sqrt() - self.low) / self.range;
                SMALLEST_AREA + (LARGEST_AREA - SMALLEST_AREA) * share
            }
            false => SMALLEST_AREA,
        }
    }
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
            sizes(&[degree(0.0, 100.0), degree(0.0, 1.0), degree(64.0, 0.0), degree(1.0, 0.0)]);
        assert_eq!(found, [40.0, 4.0, 100.0, 4.0 + 96.0 / 8.0]);
        assert_eq!(sizes(&[degree(2.0, 2.0), degree(2.0, 2.0)]), [40.0, 40.0]);
        assert_eq!(sizes(&[degree(0.0, 0.0)]), [4.0]);
        assert_eq!(sizes(&[]), [0.0; 0]);
    }
}
