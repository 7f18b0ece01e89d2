//! The backbone of a weighted graph: the edges that are heavier than chance would have it.

use super::Adjacency;

/// The chance of every edge to weigh as much as it does at the end where that surprises most, if
/// the weight of a node were broken over its edges at random: `(1 - w/s)^(k - 1)` with the node's
/// degree `k` and strength `s`. In the order of [`Adjacency::each`].
///
/// In a directed graph the citing end is judged by the edges that leave it and the cited end by
/// those that enter it. At a node of one edge nothing can surprise, so it says 1 there; such an
/// edge is kept by its other end or not at all. Range `[0, 1]`.
///
/// Source: Serrano, Boguñá & Vespignani 2009, equation 2 and its directed form.
///
/// ```
/// use citegraph::graph::{Adjacency, disparity};
/// let star = Adjacency::from_sorted(4, &[(0, 1, 8.0), (0, 2, 1.0), (0, 3, 1.0)]);
/// let chances = disparity(&star);
/// assert!((chances[0] - 0.04).abs() < 1e-12 && (chances[1] - 0.81).abs() < 1e-12);
/// ```
pub fn disparity(graph: &Adjacency) -> Vec<f64> {
    let strengths = |of: &super::Csr| (0..of.nodes()).map(|node| of.strength(node)).collect();
    let (out, into): (Vec<f64>, Vec<f64>) =
        (strengths(&graph.outgoing), strengths(&graph.incoming));
    let mut chances = Vec::with_capacity(graph.edges());
    for (from, to, weight) in graph.each() {
        let citing = p_value(weight, out[from], graph.outgoing.degree(from));
        let cited = p_value(weight, into[to], graph.incoming.degree(to));
        chances.push(citing.min(cited));
    }
    chances
}

fn p_value(weight: f64, strength: f64, degree: usize) -> f64 {
    if degree < 2 || strength <= 0.0 {
        return 1.0;
    }
    power((1.0 - weight / strength).max(0.0), degree - 1)
}

/// By squaring, for the powers of libraries differ between machines.
fn power(mut base: f64, mut exponent: usize) -> f64 {
    let mut product = 1.0;
    while exponent > 0 {
        if exponent % 2 == 1 {
            product *= base;
        }
        base *= base;
        exponent /= 2;
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_is_judged_at_the_end_where_it_surprises_most() {
        // Node 2 is cited by 0 and 1; node 0 also cites 3.
        let graph = Adjacency::from_sorted(4, &[(0, 2, 1.0), (0, 3, 3.0), (1, 2, 9.0)]);
        let found = disparity(&graph);
        for (found, wanted) in found.iter().zip([0.75, 0.25, 0.1]) {
            assert!((found - wanted).abs() < 1e-12, "{found} for {wanted}");
        }
    }

    #[test]
    fn without_directions_an_edge_is_judged_once() {
        let graph = Adjacency::undirected(3, &[(0, 1, 3.0), (0, 2, 1.0), (1, 2, 1.0)]);
        assert_eq!(disparity(&graph), [0.25, 0.5, 0.5]);
        assert!(disparity(&Adjacency::undirected(0, &[])).is_empty());
        assert_eq!(disparity(&Adjacency::undirected(2, &[(0, 1, 1.0)])), [1.0]);
    }
}
