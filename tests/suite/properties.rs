//! How properties run: on the same inputs every time, so that one commit has one result.
//!
//! `tests/explore` sets `PROPTEST_RNG_SEED` to look at other inputs. A case that fails is written to a file
//! below `proptest-regressions`; committed, it runs before all others from then on.
//!
//! The unit tests of the library include this file.

use proptest::test_runner::{Config, RngSeed};

/// Where the numbers begin where nobody asks for others. Any number does as well.
const SEED: u64 = 20_260_101;

/// So many cases, from a fixed seed. `PROPTEST_CASES` and `PROPTEST_RNG_SEED` are followed where they are set.
pub(crate) fn cases(cases: u32) -> Config {
    let asked = Config::default();
    let rng_seed = match asked.rng_seed {
        RngSeed::Random => RngSeed::Fixed(SEED),
        given => given,
    };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { cases };
    Config { cases, rng_seed, ..asked }
}
