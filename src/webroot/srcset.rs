//! The candidates of `srcset` (WHATWG HTML 4.8.4.2.2).

/// The addresses, each with its first byte in the value.
pub(super) fn candidates(value: &str) -> Vec<(usize, &str)> {
    let is_space = |c: char| c.is_ascii_whitespace();
    let (mut found, mut at) = (Vec::new(), 0);
    loop {
        let rest = &value[at..];
        let start = at + rest.len() - rest.trim_start_matches(|c| is_space(c) || c == ',').len();
        let rest = &value[start..];
        let length = rest.find(is_space).unwrap_or(rest.len());
        if length == 0 {
            return found;
        }
        let address = rest[..length].trim_end_matches(',');
        found.push((start, address));
        at = start + length;
        // Commas right behind an address end its candidate; else descriptors follow, up to a comma outside of
        // parentheses.
        if address.len() == length {
            at += descriptors_length(&value[at..]);
        }
    }
}

fn descriptors_length(rest: &str) -> usize {
    let mut depth = 0_u32;
    let end = rest.char_indices().find(|(_, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *c == ',' && depth == 0
    });
    end.map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_belong_to_addresses_or_end_them() {
        let found = |value| candidates(value).into_iter().map(|(_, url)| url).collect::<Vec<_>>();
        assert_eq!(found("a.png 1x, b,c.png 2x"), ["a.png", "b,c.png"]);
        assert_eq!(found(" a.png, b.png 2x ,,c.png"), ["a.png", "b.png", "c.png"]);
        assert_eq!(found("a.png 1x (x, y), b.png"), ["a.png", "b.png"]);
        assert_eq!(found("data:image/png;base64,AA== 1x"), ["data:image/png;base64,AA=="]);
        assert_eq!(found(""), Vec::<&str>::new());
        assert_eq!(candidates("a, bé 2x, c")[2], (11, "c"));
    }
}
