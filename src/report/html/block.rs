//! Data for the script of a page: JSON, packed by gzip, in blocks of base64.
//!
//! A block cannot end the element that it stands in, for base64 has no `<`, and no browser reads it
//! as anything but data. The same rows give the same bytes: gzip's header holds no time.

use std::io::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use maud::{Markup, PreEscaped, html};
use serde::Serialize;

use crate::report::control::sanitize_char;
use crate::report::format::truncate;

/// Characters of a title, an anchor, and an address that is no link.
pub(crate) const MAX_SHORT_CHARS: usize = 120;

/// A value as the content of a block.
pub(crate) fn pack(value: &(impl Serialize + ?Sized)) -> io::Result<String> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&serde_json::to_vec(value).map_err(io::Error::other)?)?;
    Ok(STANDARD.encode(packed.finish()?))
}

/// The element of a block, which the script finds by its kind.
pub(crate) fn element(kind: &str, content: &str) -> Markup {
    html! {
        script type="application/octet-stream;base64" data-citegraph data-block=(kind) {
            (PreEscaped(content))
        } "\n"
    }
}

/// Text without what would steer a screen.
pub(crate) fn sanitize(text: &str) -> String {
    text.chars().filter_map(sanitize_char).collect()
}

/// The same, cut where it is long.
pub(crate) fn short(text: &str) -> String {
    sanitize(&truncate(text, MAX_SHORT_CHARS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_rows_are_the_same_bytes_without_a_time() {
        let packed = STANDARD.decode(pack(&["a"]).unwrap()).unwrap();
        assert_eq!(packed[..8], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0], "no name, no time");
    }
}
