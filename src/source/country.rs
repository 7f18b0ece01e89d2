//! Countries by their codes.

/// ISO 3166-1 alpha-2, sorted, each with a blank.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ \
     BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE \
     DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR \
     GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP \
     KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
     MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
     PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG \
     TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW ";

/// Organisations of states.
const INTERNATIONAL: &str = "INT";

/// The country of a top-level domain of two letters.
pub(super) fn country_of_label(label: &str) -> Option<&'static str> {
    match label.as_bytes() {
        [..] if label.eq_ignore_ascii_case("uk") => known_country(*b"GB"),
        [first, second] => known_country([first.to_ascii_uppercase(), second.to_ascii_uppercase()]),
        _ => None,
    }
}

/// Whether a text is one of the codes.
pub(super) fn is_country(text: &str) -> bool {
    let code = text.as_bytes().try_into();
    text == INTERNATIONAL || code.is_ok_and(|code| known_country(code).is_some())
}

fn known_country(code: [u8; 2]) -> Option<&'static str> {
    let (rows, _) = COUNTRIES.as_bytes().as_chunks::<3>();
    let at = rows.binary_search_by(|[first, second, _]| [*first, *second].cmp(&code)).ok()?;
    COUNTRIES.get(3 * at..3 * at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_is_found() {
        for code in COUNTRIES.split_whitespace() {
            assert!(is_country(code) && country_of_label(code) == Some(code), "{code}");
            assert_eq!(country_of_label(&code.to_lowercase()), Some(code));
        }
        assert_eq!(COUNTRIES.split_whitespace().count(), 249);
    }

    #[test]
    fn labels_and_codes_are_told_apart() {
        assert_eq!(country_of_label("uk"), Some("GB"));
        assert_eq!(["int", "xx", "com", "", "d", "é"].map(country_of_label), [None; 6]);
        assert!(is_country("INT"));
        assert_eq!(["de", "UK", "D", "DE ", ""].map(is_country), [false; 5]);
    }
}
