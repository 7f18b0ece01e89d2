//! Sets of bytes: tables with one entry for each byte.

static SPACE: [bool; 256] = table(b" \t\n\r\x0c");

/// White space of the HTML standard.
pub(crate) fn is_space(byte: u8) -> bool {
    SPACE[byte as usize]
}

/// Which bytes are among `bytes`: a look-up costs a fifth of five comparisons, and every byte of a
/// page is looked up.
pub(crate) const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}
