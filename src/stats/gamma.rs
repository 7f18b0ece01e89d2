//! The gamma function's logarithm and its derivative, by Stirling's series.

/// Where the series has all digits of a double.
const FAR: f64 = 12.0;

/// ln Γ(x) for x > 0.
fn ln_gamma(x: f64) -> f64 {
    let (mut at, mut product) = (x, 1.0);
    while at < FAR {
        product *= at;
        at += 1.0;
    }
    let inverse = 1.0 / (at * at);
    let series = (1.0 / 12.0
        - inverse
            * (1.0 / 360.0
                - inverse * (1.0 / 1260.0 - inverse * (1.0 / 1680.0 - inverse / 1188.0))))
        / at;
    (at - 0.5) * at.ln() - at + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - f64::ln(product)
}

/// ln C(n, k) for k up to n.
pub(super) fn ln_choose(n: u64, k: u64) -> f64 {
    if k == 0 || k == n {
        return 0.0;
    }
    let factorial = |x: u64| ln_gamma(x as f64 + 1.0);
    factorial(n) - factorial(k) - factorial(n - k)
}

/// ψ(x), the derivative of ln Γ, for x > 0.
pub(super) fn digamma(x: f64) -> f64 {
    let (mut at, mut sum) = (x, 0.0);
    while at < FAR {
        sum -= 1.0 / at;
        at += 1.0;
    }
    let inverse = 1.0 / (at * at);
    let series = inverse
        * (1.0 / 12.0
            - inverse
                * (1.0 / 120.0
                    - inverse * (1.0 / 252.0 - inverse * (1.0 / 240.0 - inverse / 132.0))));
    sum + at.ln() - 0.5 / at - series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_sums_at_whole_numbers() {
        let (mut factorial, mut harmonic) = (0.0, -0.577_215_664_901_532_9);
        for n in 1..200_u64 {
            assert!((ln_gamma(n as f64) - factorial).abs() < 1e-11, "{n}");
            assert!((digamma(n as f64) - harmonic).abs() < 1e-13, "{n}");
            factorial += (n as f64).ln();
            harmonic += 1.0 / n as f64;
        }
        assert!((ln_choose(10, 3) - 120_f64.ln()).abs() < 1e-12);
        assert_eq!((ln_choose(7, 0), ln_choose(7, 7)), (0.0, 0.0));
    }
}
