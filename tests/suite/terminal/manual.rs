//! The manual pages and the version.

use crate::support::program::{files, folder, output, run};

#[test]
fn all_pages_are_written_and_may_be_written_again() {
    let root = folder(&[("man1/foreign.1", "mine")]);
    for _ in 0..2 {
        let ran = run(root.path(), &["man", "-o", "man1"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
        assert!(ran.stderr.contains(" pages into man1"), "{}", ran.stderr);
    }
    let pages = files(root.path());
    for name in ["citegraph", "citegraph-lint", "citegraph-ledger-show", "citegraph-sheet-status"] {
        let page = &pages[&format!("man1/{name}.1")];
        let page = String::from_utf8(page.clone()).expect("text");
        for section in [".SH NAME", ".SH \"EXIT STATUS\"", ".SH FILES", ".SH ENVIRONMENT"] {
            assert!(page.contains(section), "{name}: {section}");
        }
    }
    assert!(pages.len() > 20, "{}", pages.len());
    let foreign = folder(&[("man1/citegraph-lint.1", "mine")]);
    assert_eq!(run(foreign.path(), &["man", "-o", "man1"]).code, 2);
}

#[test]
fn one_page_is_printed() {
    let root = folder(&[]);
    assert!(output(root.path(), &["man", "lint"]).contains("citegraph\\-lint"));
    let near = run(root.path(), &["man", "lnit"]);
    assert!(near.code == 2 && near.stderr.contains("did you mean lint?"), "{}", near.stderr);
}

#[test]
fn the_version_names_the_features() {
    let root = folder(&[]);
    let long = output(root.path(), &["--version"]);
    let version = concat!("citegraph ", env!("CARGO_PKG_VERSION"));
    assert!(long.starts_with(version) && long.contains("\nfeatures: "), "{long}");
    assert_eq!(output(root.path(), &["-V"]).trim_end(), version);
    assert_eq!(long, output(root.path(), &["--version"]));
}
