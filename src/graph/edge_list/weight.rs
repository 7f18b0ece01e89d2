//! Which weights are read, and what is wrong with others.

/// The least weight of an edge. Shares of sums stay numbers: far smaller ones divide to infinity.
pub const MIN_WEIGHT: f64 = 1e-100;

/// The largest weight of an edge. The sum of as many as there can be is a number, and so is its square.
pub const MAX_WEIGHT: f64 = 1e100;

/// What is wrong with a weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeightFault {
    /// It is not a number.
    #[error("this is not a number; write it with a point, such as 2.5")]
    NotNumber,
    /// It is NaN or infinite.
    #[error("weights must be finite; remove such edges")]
    NotFinite,
    /// It is 0 or negative.
    #[error("weights must be above 0; remove such edges")]
    NotPositive,
    /// Sums of such weights, or shares of them, would not be numbers.
    #[error(
        "weights must be between {MIN_WEIGHT:e} and {MAX_WEIGHT:e}, so that their sums stay finite; multiply \
         all weights by the same factor, which leaves their shares unchanged"
    )]
    OutOfRange,
}

/// The weight that a field gives.
pub(super) fn weight_of(field: &[u8]) -> Result<f64, WeightFault> {
    let text = std::str::from_utf8(field).map_err(|_| WeightFault::NotNumber)?;
    let weight: f64 = text.parse().map_err(|_| WeightFault::NotNumber)?;
    // `1e400` is read as infinite and `1e-400` as 0; both were written as numbers above 0.
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let is_counted = mantissa.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    match weight {
        _ if (MIN_WEIGHT..=MAX_WEIGHT).contains(&weight) => Ok(weight),
        _ if weight.is_nan() || (weight.is_infinite() && !is_counted) => {
            Err(WeightFault::NotFinite)
        }
        _ if !is_counted || weight.is_sign_negative() => Err(WeightFault::NotPositive),
        _ => Err(WeightFault::OutOfRange),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_whose_sums_are_numbers() {
        for (text, weight) in [("1", 1.0), ("2.5", 2.5), ("1e-100", 1e-100), ("+1E100", 1e100)] {
            assert_eq!(weight_of(text.as_bytes()), Ok(weight));
        }
        for (text, fault) in [
            ("x", WeightFault::NotNumber),
            ("1,5", WeightFault::NotNumber),
            ("\u{ff}", WeightFault::NotNumber),
            ("nan", WeightFault::NotFinite),
            ("-inf", WeightFault::NotFinite),
            ("0", WeightFault::NotPositive),
            ("-0.0", WeightFault::NotPositive),
            ("0e9", WeightFault::NotPositive),
            ("-3", WeightFault::NotPositive),
            ("-1e400", WeightFault::NotPositive),
            ("1e308", WeightFault::OutOfRange),
            ("1e400", WeightFault::OutOfRange),
            ("1.1e100", WeightFault::OutOfRange),
            ("9e-101", WeightFault::OutOfRange),
            ("1e-315", WeightFault::OutOfRange),
            ("1e-400", WeightFault::OutOfRange),
        ] {
            assert_eq!(weight_of(text.as_bytes()), Err(fault), "{text}");
        }
    }
}
