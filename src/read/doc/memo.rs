//! Properties that were worked out lately.

/// How many results are remembered: texts have few formattings.
const PLACES: usize = 64;

/// Results by the list of modifiers that they come from and by what else they depend on.
#[derive(Debug)]
pub(super) struct Memo<'a, K, V>(Box<[Option<(&'a [u8], K, V)>; PLACES]>);

impl<'a, K: PartialEq, V> Memo<'a, K, V> {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self(Box::new([const { None }; PLACES]))
    }

    /// The result for a list and what else it depends on, worked out if it is not known.
    pub(super) fn get(&mut self, list: &'a [u8], on: K, work: impl FnOnce() -> V) -> &V {
        let known = &mut self.0[place(list)];
        let is_known = known.as_ref().is_some_and(|known| known.1 == on && is_same(known.0, list));
        if is_known && let Some(known) = known {
            known.0 = list;
            return &known.2;
        }
        &known.insert((list, on, work())).2
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
    let ends = 3 * byte(len.wrapping_sub(1)) + 5 * byte(len.wrapping_sub(2));
    (len + ends + 7 * byte(len / 2) + 11 * byte(len / 4)) % PLACES
}
