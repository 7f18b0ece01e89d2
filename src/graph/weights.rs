//! The weights of edges, in as few bytes as they need.

/// One weight an edge. Which form holds them follows from the weights alone, so equal ones are equal.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum EdgeWeights {
    /// All of them are 1.
    Ones,
    /// All are whole numbers up to 255, as counts mostly are.
    Small(Vec<u8>),
    /// Any.
    Wide(Vec<f64>),
}

impl EdgeWeights {
    pub(super) fn from_wide(wide: Vec<f64>) -> Self {
        let Some(small) = wide.iter().map(|weight| small(*weight)).collect() else {
            return Self::Wide(wide);
        };
        Self::from_small(small)
    }

    pub(super) fn from_small(small: Vec<u8>) -> Self {
        if small.iter().all(|weight| *weight == 1) { Self::Ones } else { Self::Small(small) }
    }

    /// Adds the weight of one more edge to those of the first `edges`.
    pub(super) fn push(&mut self, edges: usize, weight: f64) {
        loop {
            match (&mut *self, small(weight)) {
                (Self::Ones, Some(1)) => return,
                (Self::Ones, _) => *self = Self::Small(vec![1; edges]),
                (Self::Small(weights), Some(small)) => return weights.push(small),
                (Self::Small(weights), None) => {
                    *self = Self::Wide(weights.iter().copied().map(f64::from).collect());
                }
                (Self::Wide(weights), _) => return weights.push(weight),
            }
        }
    }

    /// Adds the weights of `count` more edges to those of the first `edges`.
    pub(super) fn append(&mut self, edges: usize, more: &Self, count: usize) {
        match (&mut *self, more) {
            (Self::Ones, Self::Ones) => {}
            (Self::Small(weights), Self::Ones) => weights.resize(edges + count, 1),
            (Self::Small(weights), Self::Small(more)) => weights.extend_from_slice(more),
            (Self::Wide(weights), Self::Ones) => weights.resize(edges + count, 1.0),
            (Self::Wide(weights), Self::Small(more)) => {
                weights.extend(more.iter().copied().map(f64::from));
            }
            (Self::Wide(weights), Self::Wide(more)) => weights.extend_from_slice(more),
            (Self::Ones, _) => {
                *self = Self::Small(vec![1; edges]);
                self.append(edges, more, count);
            }
            (Self::Small(weights), Self::Wide(_)) => {
                *self = Self::Wide(weights.iter().copied().map(f64::from).collect());
                self.append(edges, more, count);
            }
        }
    }

    /// Gives back what was reserved and not needed.
    pub(super) fn shrink(&mut self) {
        match self {
            Self::Ones => {}
            Self::Small(weights) => weights.shrink_to_fit(),
            Self::Wide(weights) => weights.shrink_to_fit(),
        }
    }
}

/// A weight in one byte, where it fits.
pub(super) fn small(weight: f64) -> Option<u8> {
    let small = weight as u8;
    (f64::from(small) == weight).then_some(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_holds_equal_weights() {
        let cases: [(&[f64], EdgeWeights); 4] = [
            (&[1.0, 1.0], EdgeWeights::Ones),
            (&[1.0, 1.0, 255.0], EdgeWeights::Small(vec![1, 1, 255])),
            (&[1.0, 2.0, 256.0], EdgeWeights::Wide(vec![1.0, 2.0, 256.0])),
            (&[2.5], EdgeWeights::Wide(vec![2.5])),
        ];
        for (given, wanted) in cases {
            let mut pushed = EdgeWeights::Ones;
            given.iter().enumerate().for_each(|(edges, weight)| pushed.push(edges, *weight));
            assert_eq!(pushed, wanted);
            assert_eq!(EdgeWeights::from_wide(given.to_vec()), wanted);
        }
    }
}
