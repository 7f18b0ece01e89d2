//! What in an address is a secret: by the name of a parameter, by its shape, by the word before it.
//!
//! Redaction and the finding `access-token` ask here, so that what one tells of the other hides.

/// Parameter names, in lower case without `-` and `_`, that hold a secret.
const NAMES: [&str; 18] = [
    "sig",
    "pw",
    "pwd",
    "pass",
    "auth",
    "authorization",
    "jwt",
    "hmac",
    "phpsessid",
    "awsaccesskeyid",
    "googleaccessid",
    "xamzcredential",
    "xgoogcredential",
    "unlockedarticlecode",
    "giftcode",
    "mkttok",
    "bearer",
    "otp",
];

/// Names that hold a secret or something harmless, such as the number of a story. The value tells.
const DOUBTFUL: [&str; 5] = ["session", "sid", "code", "hash", "authkey"];

/// The shortest value under a doubtful name that is taken for a secret.
const MIN_RANDOM_VALUE_BYTES: usize = 16;

/// Endings of such names: `access_token`, `X-Amz-Signature`, `clientSecret`, `;jsessionid`.
const ENDINGS: [&str; 9] = [
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "apikey",
    "signature",
    "sessionid",
    "email",
];

/// Names of places in a list of pages, which end as secrets do and are none.
const PAGES: [&str; 4] = ["pagetoken", "continuationtoken", "nexttoken", "synctoken"];

/// Words of values that stand for a key in a manual: `DEMO_KEY`, `your-api-key`, `{token}`, `xxxx`.
const STAND_INS: [&str; 12] = [
    "demo",
    "example",
    "test",
    "your",
    "my",
    "insert",
    "changeme",
    "placeholder",
    "sample",
    "dummy",
    "fake",
    "todo",
];

/// Beginnings of values that are secrets under any name: JSON web tokens, API keys.
const SHAPES: [&str; 7] = ["eyJ", "AIza", "ghp_", "github_pat_", "xoxb-", "xoxp-", "sk_live_"];

/// Words of a path behind which a token stands. One of several words has to be all of such words, so that
/// `reset-password` is meant and `key-findings` is not.
const BEFORE: [&str; 16] = [
    "activate",
    "auth",
    "confirm",
    "confirmation",
    "email",
    "invite",
    "key",
    "link",
    "login",
    "magic",
    "password",
    "reset",
    "token",
    "unsubscribe",
    "verification",
    "verify",
];

/// The shortest part of a path that is taken for a token behind such a word.
pub(super) const MIN_TOKEN_BYTES: usize = 20;

/// The fewest characters of the first part of a JSON web token: `{"alg":"none"}` in base64url.
const MIN_JWT_HEADER_BYTES: usize = 18;

/// Whether a parameter of this name holds a secret.
pub(super) fn is_secret(name: &str, value: &str) -> bool {
    let name = plain(name);
    let ends = |list: &[&str]| list.iter().any(|ending| name.ends_with(ending));
    NAMES.contains(&name.as_str())
        || (ends(&ENDINGS) && !ends(&PAGES))
        || (DOUBTFUL.contains(&name.as_str()) && looks_random(value))
}

/// What in an address lends somebody's right: a parameter, by its name, or a part of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Credential {
    /// The parameter's name, as it is written.
    Parameter(String),
    /// A token in the path.
    Path,
}

/// The first secret of an address that is neither the number of a visit nor the address of a person,
/// which have findings of their own, nor the checksum of a page at Google Books, which everybody gets.
pub(crate) fn access_right(address: &str) -> Option<Credential> {
    let books = address.contains("://books.google.");
    let own = |name: &str, value: &str| {
        let name = plain(name);
        name.ends_with("email")
            || name.ends_with("sessionid")
            || name.ends_with("sessid")
            || matches!(name.as_str(), "session" | "sid")
            || (name == "sig" && books)
            // A word after it says by which way somebody came in.
            || (name == "auth" && !looks_random(value))
    };
    if in_path(address) {
        return Some(Credential::Path);
    }
    let pairs = address.split(['?', '&', '#', ';']).skip(1).filter_map(|pair| pair.split_once('='));
    let mut pairs = pairs.filter(|(name, value)| !value.is_empty() && !own(name, value));
    let (name, _) = pairs.find(|(name, value)| {
        !is_stand_in(value) && (is_secret(name, value) || is_credential(value))
    })?;
    Some(Credential::Parameter(decode(name)))
}

/// Whether a value stands for a key that the reader is to put in, or is a demonstration's for everybody.
fn is_stand_in(value: &str) -> bool {
    let value = decode(value);
    let lower = value.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let is_word = !value.bytes().any(|byte| byte.is_ascii_digit());
    let masked = lower.chars().all(|c| matches!(c, 'x' | '*' | '.' | '…' | '-' | '_'));
    let bracket = value.starts_with(['{', '<', '[', '$', '%']);
    (STAND_INS.contains(&first) && is_word) || masked || bracket
}

/// Whether a value has the shape of a secret. What a page keeps of its own state is an object of JSON
/// in base64 too, of one part: it lends a right only if one of its names does.
fn is_credential(value: &str) -> bool {
    if !value.starts_with("eyJ") {
        return has_shape(value);
    }
    let value = decode(value);
    if is_web_token(&value) {
        return true;
    }
    let state = String::from_utf8_lossy(&base64(&value)).into_owned();
    let names = state.split('"').skip(1).step_by(2);
    names.into_iter().any(|name| {
        let name = plain(name);
        NAMES.contains(&name.as_str())
            || (ENDINGS.iter().any(|end| *end != "email" && name.ends_with(end))
                && !PAGES.contains(&name.as_str()))
    })
}

/// Decodes base64 of either alphabet as far as it goes.
fn base64(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => break,
        };
        bits = (bits << 6 | u32::from(digit)) & 0xff_ffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            decoded.push((bits >> held) as u8);
        }
    }
    decoded
}

/// A parameter's name as it is compared.
fn plain(name: &str) -> String {
    decode(name).to_lowercase().replace(['-', '_'], "")
}

/// Whether a value is a secret under any name.
pub(super) fn has_shape(value: &str) -> bool {
    SHAPES.iter().any(|shape| value.starts_with(shape) && value.len() > MIN_RANDOM_VALUE_BYTES)
}

/// Whether the path of an address has a part that is a secret.
pub(super) fn in_path(address: &str) -> bool {
    let path = &address[..address.find(['?', '#']).unwrap_or(address.len())];
    let parts = path.split(['/', ';', '&']);
    parts.clone().zip(parts.skip(1)).any(|(before, part)| is_in_path(before, part))
}

/// Whether a part of a path is a secret, behind the part `before`: a JSON web token anywhere, a long
/// number drawn by lot behind a word for one. Numbers of commits, stories and works stand behind others.
pub(super) fn is_in_path(before: &str, part: &str) -> bool {
    is_web_token(part) || (is_before_token(before) && is_long_token(part))
}

/// `eyJ….eyJ….…`: three parts in base64url, the first of them an object of JSON.
fn is_web_token(part: &str) -> bool {
    if !part.starts_with("eyJ") {
        return false;
    }
    let parts: Vec<&str> = part.split('.').collect();
    let is_base64 = |part: &&str| {
        part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='))
    };
    let [head, body, _] = parts.as_slice() else { return false };
    head.len() >= MIN_JWT_HEADER_BYTES && !body.is_empty() && parts.iter().all(is_base64)
}

fn is_before_token(word: &str) -> bool {
    // Longer ones are no words of this list, and a megabyte of hyphens is not to be taken apart.
    let lower = word.get(..word.len().min(48)).unwrap_or_default().to_ascii_lowercase();
    lower.len() == word.len() && lower.split(['-', '_']).all(|word| BEFORE.contains(&word))
}

/// Letters and digits drawn by lot. The words of a headline are runs without digits; a number has no
/// letters.
fn is_long_token(part: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=');
    let runs = part.split(|c: char| !c.is_ascii_alphanumeric());
    let hex = part.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let has_letter = |text: &str| text.bytes().any(|byte| byte.is_ascii_alphabetic());
    let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
    let long = |run: &str| run.len() >= MIN_RANDOM_VALUE_BYTES && has_letter(run) && has_digit(run);
    part.len() >= MIN_TOKEN_BYTES
        && part.bytes().all(is_base64)
        && has_letter(part)
        && has_digit(part)
        && (hex || runs.into_iter().any(long))
}

/// Whether a value begins with something drawn by lot: long, of letters and digits. The words and dates
/// of a headline are short runs, in lower case; the number of a story has no letters.
pub(super) fn looks_random(value: &str) -> bool {
    let value = decode(value);
    let part = |c: char| c.is_ascii_alphanumeric() || "-_.~+/=:".contains(c);
    let token = &value[..value.find(|c| !part(c)).unwrap_or(value.len())];
    let has = |kind: fn(&u8) -> bool| token.as_bytes().iter().any(kind);
    let run = token.split(|c: char| !c.is_ascii_alphanumeric()).map(str::len).max().unwrap_or(0);
    let mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    let digits = has(u8::is_ascii_digit);
    let hex = token.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let drawn = match run >= MIN_RANDOM_VALUE_BYTES {
        true => digits || mixed,
        false => digits && (mixed || hex),
    };
    token.len() >= MIN_RANDOM_VALUE_BYTES
        && has(u8::is_ascii_alphabetic)
        && drawn
        && is_mixed(token)
}

/// The fewest changes between capitals, small letters and digits in a value drawn by lot. A letter before
/// the number of a story makes one.
const MIN_KIND_CHANGES: usize = 3;

/// Whether the kinds of characters in a value change often, as they do where each was drawn by lot.
fn is_mixed(token: &str) -> bool {
    let kind = |byte: &u8| match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        _ => 2,
    };
    let kinds: Vec<u8> =
        token.as_bytes().iter().filter(|byte| byte.is_ascii_alphanumeric()).map(kind).collect();
    kinds.windows(2).filter(|pair| pair[0] != pair[1]).count() >= MIN_KIND_CHANGES
}

/// Decodes `%XX`; what does not decode to UTF-8 becomes U+FFFD.
pub(super) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            |offset: usize| bytes.get(at + offset).and_then(|byte| (*byte as char).to_digit(16));
        match (bytes[at], hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, _, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "9f86d081884c7d659a2feaa0c55ad015";

    #[test]
    fn parts_of_paths_behind_a_word_for_a_token() {
        for (before, part) in [
            ("token", HEX),
            ("reset-password", "Zm9vYmFyMTIzNDU2Nzg5_a-b"),
            ("magic_link", HEX),
            ("Confirm", "550e8400-e29b-41d4-a716-446655440000"),
            ("v1", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.Sfl-K_x"),
        ] {
            assert!(is_in_path(before, part), "{before}/{part}");
        }
        for (before, part) in [
            ("commit", HEX),
            ("doi", "10.1038-s41586-020-2012-7"),
            ("news", "550e8400-e29b-41d4-a716-446655440000"),
            ("key-findings", HEX),
            ("key", "2021-annual-Report-on-keys-and-locks"),
            ("auth", "internationalconference"),
            ("login", "12345678901234567890123"),
            ("reset", "abc123"),
            ("eyJ", "eyJournal.of.Optics"),
            ("", HEX),
        ] {
            assert!(!is_in_path(before, part), "{before}/{part}");
        }
    }

    #[test]
    fn what_lends_a_right() {
        let parameter = |name: &str| Some(Credential::Parameter(name.to_owned()));
        assert_eq!(access_right("https://a.example/?token=abcdef123456"), parameter("token"));
        assert_eq!(access_right("https://a.example/#access_token=1"), parameter("access_token"));
        assert_eq!(access_right("https://a.example/?x=eyJhbGciOiJIUzI1NiJ9.e30.x"), parameter("x"));
        // {"access_token":"abc","a":1}
        let state = "https://a.example/?s=eyJhY2Nlc3NfdG9rZW4iOiJhYmMiLCJhIjoxfQ==";
        assert_eq!(access_right(state), parameter("s"));
        assert_eq!(access_right("https://a.example/?code=Ab3dE6gH1jK2mN4p"), parameter("code"));
        assert_eq!(access_right(&format!("https://a.example/auth/{HEX}")), Some(Credential::Path));
        for url in [
            "?email=a@b.example",
            "?sid=550e8400e29b41d4a716",
            "?page_token=abc",
            "?token=",
            "?auth=login-email",
            "?api_key=DEMO_KEY",
            "?access_token=YOUR_ACCESS_TOKEN",
            "?token=%7Btoken%7D",
            "?apikey=xxxx-xxxx",
            "?code=A7883509524180829270",
            "?code=600519",
            // {"Title":"Public Health","Language":""}
            "?context=eyJUaXRsZSI6IlB1YmxpYyBIZWFsdGgiLCJMYW5ndWFnZSI6IiJ9",
        ] {
            assert_eq!(access_right(&format!("https://a.example/{url}")), None, "{url}");
        }
        assert_eq!(access_right("https://books.google.com/books?id=a&sig=ACfU3U0xk2b9"), None);
    }
}
