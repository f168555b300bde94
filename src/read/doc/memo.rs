//! Properties that were worked out lately.

/// How many results are remembered: texts have few formattings.
const PLACES: usize = 64;

/// Results by the list of modifiers that they come from and by what else they depend on.
#[derive(Debug)]
pub(super) struct Memo<'a, K, V>(Vec<Option<(&'a [u8], K, V)>>);

impl<'a, K: PartialEq, V: Clone> Memo<'a, K, V> {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self((0..PLACES).map(|_| None).collect())
    }

    /// The result for a list and what else it depends on, worked out if it is not known.
    pub(super) fn get(&mut self, list: &'a [u8], on: K, work: impl FnOnce() -> V) -> V {
        let Some(known) = self.0.get_mut(place(list)) else { return work() };
        match known {
            Some((known_list, known_on, value)) if *known_on == on && is_same(known_list, list) => {
                *known_list = list;
                value.clone()
            }
            _ => {
                let value = work();
                *known = Some((list, on, value.clone()));
                value
            }
        }
    }
}

/// Lists are kept once a page: the one remembered is mostly the very same.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    std::ptr::eq(one, other) || one == other
}

/// Where a list is remembered: lists of one length differ most at their ends.
fn place(list: &[u8]) -> usize {
    let byte = |at: usize| usize::from(list.get(at).copied().unwrap_or(0));
    let len = list.len();
    (len + 3 * byte(len.wrapping_sub(1)) + 5 * byte(len.wrapping_sub(2)) + 7 * byte(len / 2)) % PLACES
}
