//! The natural logarithm from additions, products and quotients alone, which every machine rounds alike; those of
//! libraries differ in their last bit, and in a layout one bit becomes another picture.

use std::f64::consts::{LN_2, SQRT_2};

/// The logarithm of `1 + value`, for a finite `value` that is not negative. Within 1e-15 of it, in parts of it.
///
/// Source: `ln m = 2 artanh((m - 1) / (m + 1))`, for the mantissa `m` between the roots of 1/2 and 2.
pub(super) fn ln_1p(value: f64) -> f64 {
    let whole = 1.0 + value;
    // What the sum above lost of a small value.
    let lost = (value - (whole - 1.0)) / whole;
    let bits = whole.to_bits();
    let mut exponent = (bits >> 52) as f64 - 1023.0;
    let mut mantissa = f64::from_bits((bits & ((1 << 52) - 1)) | (1023 << 52));
    if mantissa > SQRT_2 {
        (mantissa, exponent) = (mantissa / 2.0, exponent + 1.0);
    }
    let part = (mantissa - 1.0) / (mantissa + 1.0);
    let square = part * part;
    let mut sum = 0.0;
    for odd in [21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0] {
        sum = sum * square + 1.0 / odd;
    }
    exponent * LN_2 + 2.0 * part * sum + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_logarithm() {
        let mut value = 1e-12;
        while value < 1e12 {
            let (own, wanted) = (ln_1p(value), f64::ln_1p(value));
            assert!((own - wanted).abs() <= 2e-15 * wanted.abs(), "{value}: {own} for {wanted}");
            value *= 1.37;
        }
        assert_eq!(ln_1p(0.0), 0.0);
    }
}
