//! Work that tests count: nothing here may grow with the square of a sheet, and no clock is needed to show it.

/// Notes one turn of a loop whose turns a test counts. Costs nothing outside of tests.
#[inline]
pub(super) fn turn() {
    #[cfg(test)]
    counted::TURNS.with(|turns| turns.set(turns.get() + 1));
}

#[cfg(test)]
pub(super) mod counted {
    use std::cell::Cell;

    thread_local! {
        pub(super) static TURNS: Cell<u64> = const { Cell::new(0) };
    }

    /// How many turns `work` takes on this thread.
    pub(in crate::sheet) fn turns(work: impl FnOnce()) -> u64 {
        let before = TURNS.get();
        work();
        TURNS.get() - before
    }

    /// Asserts that twice as much to do takes at most twice as many turns, and a few.
    pub(in crate::sheet) fn assert_linear(work: impl Fn(usize)) {
        let [once, twice] = [400, 800].map(|size| turns(|| work(size)));
        assert!(once > 0, "nothing was counted");
        assert!(twice <= once * 9 / 4, "{once} turns became {twice}");
    }
}
