//! Quotes at which Gephi's reader stops.

use crate::export::doctor::DiagnosisBuilder;

/// Looks at the quotes of a table whose first `skipped` lines are left out. Linear in its bytes.
pub(super) fn examine(text: &str, mark: u8, skipped: u64, chart: &mut DiagnosisBuilder) {
    let bytes = text.as_bytes();
    let (mut at, mut line) = (0, 1 + skipped);
    let is_end =
        |at: usize| bytes.get(at).is_none_or(|byte| *byte == mark || matches!(byte, b'\r' | b'\n'));
    while at < bytes.len() {
        while bytes.get(at) == Some(&b' ') && mark != b' ' {
            at += 1;
        }
        if bytes.get(at) == Some(&b'"') {
            let began = line;
            at += 1;
            loop {
                match (bytes.get(at), bytes.get(at + 1)) {
                    (None, _) => {
                        return chart.add_finding("open-quote", began, "the cell does not end");
                    }
                    (Some(b'"'), Some(b'"')) => at += 2,
                    (Some(b'"'), _) => break,
                    (Some(byte), _) => {
                        line += u64::from(*byte == b'\n');
                        at += 1;
                    }
                }
            }
            at += 1;
            while bytes.get(at) == Some(&b' ') && mark != b' ' {
                at += 1;
            }
            if !is_end(at) {
                let behind = text.get(at..).unwrap_or_default().chars().take(20);
                let behind: String = behind.take_while(|c| !matches!(c, '\n' | '\r')).collect();
                chart.add_finding("text-behind-quote", line, behind);
            }
        }
        while !is_end(at) {
            at += 1;
        }
        line += u64::from(bytes.get(at) == Some(&b'\n'));
        at += 1;
    }
}
