# `just` lists the recipes. `tests/run` is the whole of the tests, this file the quick ways to parts of them.

default:
    @just --list

# Debug build of everything, tests included.
build:
    cargo build --all-targets --locked

# What needs Rust alone. Everything: `just check-all`.
test *args:
    cargo test --locked {{args}}

lint:
    cargo clippy --all-targets --locked -- -D warnings

fmt:
    cargo fmt

# Write the committed report of the sample again. Look at the difference before committing it.
sample:
    cargo run --release --locked -- report data/sample -o reports/sample
    git diff --stat -- reports/sample

# Print how many names of types are reused, and the other figures of the architecture.
names:
    cargo test --locked --test suite architecture -- --nocapture

# Write the snapshots of help, options, rules, outputs and texts again. Read the difference before committing it.
snapshots:
    SNAPSHOTS=overwrite cargo test --locked --test suite snapshots
    tests/texts
    git diff --stat -- tests/snapshots

# Take the pictures of a sheet and of a report again (README.md and docs/).
picture:
    cargo build --release --locked
    npm ci --prefix tests/page --no-audit --no-fund
    node tests/page/picture.mjs

# Open every row of the catalogue of faults in headless Chromium again, and write what a person sees there.
browser-views:
    cargo build --locked --example faults
    npm ci --prefix tests/page --no-audit --no-fund
    node tests/page/faults.mjs target/debug/examples/faults tests/suite/check/faults/browser.tsv --write
    git diff --stat -- tests/suite/check/faults

# All tests, and the licences where cargo-deny is installed.
check-all:
    tests/run
    if command -v cargo-deny >/dev/null; then cargo deny --locked check; else echo "cargo-deny is not installed: skipped"; fi

# Run the properties with fresh seeds for so many minutes; `just explore 10 any_text` runs those of that name.
explore minutes *filter:
    tests/explore {{minutes}} {{filter}}

# Fuzz each target, or those named, for so many minutes. fuzz/README.md lists the targets.
fuzz minutes *targets:
    fuzz/run {{minutes}} {{targets}}

# By hand, on a quiet machine; the first run installs the peers, which takes long.
bench:
    benches/extract/run

# Documentation as docs.rs would show it, private items included.
doc:
    cargo doc --no-deps --locked --document-private-items --open
