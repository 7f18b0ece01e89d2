//! The addresses of the files of a site, from the address of the folder that holds them.

use url::Url;

/// File names that stand for their folder.
const INDEXES: [&str; 7] = [
    "_index.md",
    "index.htm",
    "index.html",
    "index.markdown",
    "index.md",
    "index.xhtml",
    "readme.md",
];

/// Suffixes of sources, which sites publish without them.
const SOURCES: [&str; 7] = [".ipynb", ".markdown", ".md", ".mdx", ".qmd", ".rmd", ".txt"];

/// Begins the names of paths that are not Unicode: what URL such a file has cannot be told.
const ESCAPED: &str = "%bytes:";

/// The URL at which a site publishes one of its files. `base` is the URL of each of the folders `roots`, or of the
/// current folder for an input below none of them; names are those of inputs.
///
/// A folder's index is the folder itself, and a source loses its suffix. `None` for an input that is no file below
/// one of these folders.
pub(crate) fn url_of_file(base: &Url, roots: &[String], input: &str) -> Option<Url> {
    let root = roots.iter().filter_map(|root| below(root, input)).min_by_key(|rest| rest.len());
    let path = match root {
        Some(path) => path,
        None if input.starts_with('/') || input == "-" => return None,
        None => input.strip_prefix("./").unwrap_or(input),
    };
    if input.starts_with(ESCAPED) || input.contains("://") {
        return None;
    }
    let mut segments: Vec<&str> = path.split('/').collect();
    if segments.iter().any(|segment| matches!(*segment, "" | "." | "..")) {
        return None;
    }
    let file = segments.pop()?;
    let lower = file.to_ascii_lowercase();
    let source = SOURCES.iter().find(|suffix| lower.ends_with(*suffix));
    segments.push(match source {
        _ if INDEXES.contains(&lower.as_str()) => "",
        Some(suffix) => &file[..file.len() - suffix.len()],
        None => file,
    });
    let mut url = base.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.path_segments_mut().ok()?.pop_if_empty().extend(segments);
    Some(url)
}

/// What stands behind a folder in a name.
fn below<'a>(folder: &str, input: &'a str) -> Option<&'a str> {
    let folder = folder.trim_end_matches('/');
    match folder {
        "." => (!input.starts_with(['/', '.'])).then_some(input),
        _ => input.strip_prefix(folder)?.strip_prefix('/'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_the_address_that_a_server_gives_them() {
        let url = |base: &str, roots: &[&str], input: &str| {
            let roots: Vec<String> = roots.iter().map(|root| (*root).to_owned()).collect();
            url_of_file(&Url::parse(base).unwrap(), &roots, input).map(String::from)
        };
        let site = |input| url("https://a.example/blog", &["out", "out/deep/"], input);
        for (input, address) in [
            ("out/index.html", "https://a.example/blog/"),
            ("out/a.html", "https://a.example/blog/a.html"),
            ("out/2020/bread/index.html", "https://a.example/blog/2020/bread/"),
            ("out/posts/bread.md", "https://a.example/blog/posts/bread"),
            ("out/posts/README.md", "https://a.example/blog/posts/"),
            ("out/a b/50%?.html", "https://a.example/blog/a%20b/50%25%3F.html"),
            ("out/面包.html", "https://a.example/blog/%E9%9D%A2%E5%8C%85.html"),
            // The deepest folder that was named.
            ("out/deep/x.html", "https://a.example/blog/x.html"),
            ("other/x.html", "https://a.example/blog/other/x.html"),
        ] {
            assert_eq!(site(input).as_deref(), Some(address), "{input}");
        }
        for input in [
            "-",
            "/tmp/x.html",
            "../x.html",
            "https://b.example/x",
            "out/../x.html",
            "%bytes:out/%FF.html",
        ] {
            assert_eq!(site(input), None, "{input}");
        }
        let here = |input| url("https://a.example/?x#y", &["."], input);
        assert_eq!(here("a/index.htm").as_deref(), Some("https://a.example/a/"));
        assert_eq!(here("outset/x.html").as_deref(), Some("https://a.example/outset/x.html"));
        assert_eq!(
            url("https://a.example/", &["out"], "outset/x.html").as_deref(),
            Some("https://a.example/outset/x.html")
        );
    }
}
