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

/// Areas by incoming weight, scaled to 4…100: with this range Gephi's import leaves sizes alone.
pub(super) fn sizes(degrees: &[Degree]) -> Vec<f64> {
    let largest = degrees.iter().map(|degree| degree.strength_in).fold(0.0, f64::max);
    let smallest = degrees.iter().map(|degree| degree.strength_in).fold(largest, f64::min);
    let (low, range) = (smallest.sqrt(), largest.sqrt() - smallest.sqrt());
    let size = |degree: &Degree| match range > 0.0 {
        true => 4.0 + 96.0 * ((degree.strength_in.sqrt() - low) / range),
        false => 4.0,
    };
    degrees.iter().map(size).collect()
}
