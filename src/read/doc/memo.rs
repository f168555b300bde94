//! Properties that were worked out lately.

/// How many results are remembered: texts have few formattings.
const PLACES: usize = 64;

/// Results by the list of modifiers that they come from and by the paragraph style, which they depend on too.
#[derive(Debug)]
pub(super) struct Memo<'a, V>(Box<[Option<Known<'a, V>>; PLACES]>);

#[derive(Debug)]
struct Known<'a, V> {
    list: &'a [u8],
    style: u16,
    value: V,
}

impl<'a, V> Memo<'a, V> {
    /// Nothing is known yet.
    pub(super) fn new() -> Self {
        Self(Box::new([const { None }; PLACES]))
    }

    /// The result for a list and a style, worked out if it is not known.
    pub(super) fn get(&mut self, list: &'a [u8], style: u16, work: impl FnOnce() -> V) -> &V {
        let place = &mut self.0[place(list)];
        let is_known = place.as_ref().is_some_and(|known| known.style == style && is_same(known.list, list));
        if is_known && let Some(known) = place {
            known.list = list;
            return &known.value;
        }
        &place.insert(Known { list, style, value: work() }).value
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
