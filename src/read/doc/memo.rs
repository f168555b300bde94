//! Properties that were worked out lately.

/// A memory of the last results: as many as one page of properties holds with ease.
const PLACES: usize = 64;

/// Results by the place in the file that they come from and by what else they depend on.
#[derive(Debug)]
pub(super) struct Memo<K, V>(Vec<Option<(usize, K, V)>>);

impl<K: Copy + PartialEq, V: Copy> Memo<K, V> {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self(vec![None; PLACES])
    }

    /// The result for a place and what else it depends on, worked out if it is not known.
    pub(super) fn get(&mut self, at: usize, on: K, work: impl FnOnce() -> V) -> V {
        let Some(known) = self.0.get_mut(at / 2 % PLACES) else { return work() };
        match known {
            Some((known_at, known_on, value)) if *known_at == at && *known_on == on => *value,
            _ => {
                let value = work();
                *known = Some((at, on, value));
                value
            }
        }
    }
}
