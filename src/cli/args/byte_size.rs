//! Numbers of bytes, with or without a unit: `10MB`.

use std::str::FromStr;

/// Units with the bytes that they stand for: powers of 1000, as on disks, and of 1024.
const UNITS: [(&str, u64); 10] = [
    ("b", 1),
    ("k", 1000),
    ("kb", 1000),
    ("kib", 1 << 10),
    ("m", 1_000_000),
    ("mb", 1_000_000),
    ("mib", 1 << 20),
    ("g", 1_000_000_000),
    ("gb", 1_000_000_000),
    ("gib", 1 << 30),
];

/// A number of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByteSize(pub(crate) u64);

/// Why a text is not a number of bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("write a number of bytes, or one with a unit: 500000, 10MB, 64MiB or 1.5GB")]
pub(crate) struct ByteSizeError;

impl FromStr for ByteSize {
    type Err = ByteSizeError;

    fn from_str(text: &str) -> Result<Self, ByteSizeError> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '_'));
        let (number, unit) = text.split_at(end.unwrap_or(text.len()));
        let number = number.replace('_', "");
        let unit = unit.trim();
        let factor = match UNITS.iter().find(|(name, _)| unit.eq_ignore_ascii_case(name)) {
            Some((_, factor)) => *factor,
            None if unit.is_empty() => 1,
            None => return Err(ByteSizeError),
        };
        let whole = number.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
        let bytes = whole.or_else(|| {
            let number: f64 = number.parse().ok().filter(|_| factor > 1)?;
            let bytes = number * factor as f64;
            (bytes.is_finite() && bytes < u64::MAX as f64).then_some(bytes as u64)
        });
        bytes.map(Self).ok_or(ByteSizeError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, bytes) in [
            ("10", 10),
            ("67108864", 64 << 20),
            ("10MB", 10_000_000),
            ("64 MiB", 64 << 20),
            ("1.5gb", 1_500_000_000),
            ("500k", 500_000),
            ("1_000", 1000),
            ("0", 0),
        ] {
            assert_eq!(text.parse(), Ok(ByteSize(bytes)), "{text}");
        }
        for text in ["", "MB", "10XB", "-1", "1.5", "1e9", "99999999999GB", "1.2.3MB", "１MB"] {
            assert!(text.parse::<ByteSize>().is_err(), "{text}");
        }
    }
}
