//! Whether a value is of the type of its column.

/// How a value fits a type.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ValueFit {
    /// As every reader takes it.
    Fits,
    /// A whole number written with decimals that are 0, and the number.
    WholeWithDecimals(String),
    /// Some reader refuses it or drops it.
    Misfit,
}

/// Whether a column of this type holds numbers.
pub(super) fn is_number(kind: &str) -> bool {
    matches!(kind, "integer" | "int" | "long" | "float" | "double")
}

/// How a text fits a type of GEXF or GraphML.
pub(super) fn fit(kind: &str, text: &str) -> ValueFit {
    let text = text.trim();
    match kind {
        "integer" | "int" | "long" => {
            if text.parse::<i64>().is_ok() {
                return ValueFit::Fits;
            }
            let (whole, decimals) = text.split_once('.').unwrap_or((text, "x"));
            let is_whole =
                whole.parse::<i64>().is_ok() && decimals.bytes().all(|digit| digit == b'0');
            if is_whole { ValueFit::WholeWithDecimals(whole.to_owned()) } else { ValueFit::Misfit }
        }
        "float" | "double" if text.parse::<f64>().is_err() => ValueFit::Misfit,
        _ => ValueFit::Fits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fit_their_types() {
        for (kind, text) in [
            ("integer", "3"),
            ("long", "-5000000000"),
            ("double", "1e3"),
            ("float", " 2.5 "),
            ("string", "x"),
        ] {
            assert_eq!(fit(kind, text), ValueFit::Fits, "{kind} {text}");
        }
        assert_eq!(fit("int", "3.00"), ValueFit::WholeWithDecimals("3".to_owned()));
        for (kind, text) in [
            ("integer", "3.5"),
            ("long", "99999999999999999999"),
            ("double", "3,5"),
            ("integer", "many"),
            ("double", "1 000"),
            ("integer", ""),
        ] {
            assert_eq!(fit(kind, text), ValueFit::Misfit, "{kind} {text}");
        }
    }
}
