//! Numbers, money, dates and lists as a language writes them.
//!
//! All is made of the few patterns in `locales/<tag>/formats.txt`, which come from ICU's data; ICU itself is only the judge
//! in the tests (`tests/formats.rs`). The server and the browser run this same code on the same table, so that both write
//! the same characters. Digits are Western and the clock has 24 hours in every language (docs/decisions/0007).

mod civil;
mod date;
mod fill;
mod number;
mod table;

pub use civil::Civil;
pub use date::{DateStyle, Unit};
pub use fill::Value;
pub use number::minor_digits;
pub use table::Table;

/// How a language writes. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Formats<'a>(&'a Table);

/// The form of a plural that a number takes (Unicode CLDR), as the tables of words name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plural(u8);

impl Plural {
    /// `z`ero, `o`ne, `t`wo, `f`ew, `m`any; `x` where none of them.
    #[must_use]
    pub fn letter(self) -> char {
        char::from(self.0)
    }
}

impl<'a> Formats<'a> {
    /// Writes by the patterns in `table`; where one is missing, plainly.
    #[must_use]
    pub fn new(table: &'a Table) -> Self {
        Self(table)
    }

    /// The form that `number` things take. The rules of every language there is repeat after each hundred from 100 on,
    /// but for whole millions.
    #[must_use]
    pub fn plural(self, number: i64) -> Plural {
        let forms = self.0.get("cldr-plurals").unwrap_or_default().as_bytes();
        let count = number.unsigned_abs();
        let at = match count {
            0..200 => count,
            count if count.is_multiple_of(1_000_000) => 200,
            count => 100 + count % 100,
        };
        Plural(usize::try_from(at).ok().and_then(|at| forms.get(at)).copied().unwrap_or(b'x'))
    }

    /// Things beside one another, the last one joined as the language does: `a, b and c`.
    #[must_use]
    pub fn list<T: AsRef<str>>(self, items: &[T]) -> String {
        let mut text = String::new();
        let last = items.len().saturating_sub(1);
        for (at, item) in items.iter().map(AsRef::as_ref).enumerate() {
            let between = match at {
                0 => "",
                1 if last == 1 => self.joint(item, "cldr-list-two", "cldr-list-two-i"),
                at if at == last => self.joint(item, "cldr-list-last", "cldr-list-last-i"),
                _ => self.between("cldr-list-next"),
            };
            text.push_str(between);
            text.push_str(item);
        }
        text
    }

    /// Spanish says `e` and not `y` before the sound of `i`.
    fn joint(self, next: &str, plain: &str, before_i: &str) -> &'static str {
        let begins = next.chars().take(3).flat_map(char::to_lowercase).collect::<String>();
        let silent = begins.strip_prefix('h').is_some_and(|rest| rest.starts_with('i') && !rest.ends_with(['a', 'e']));
        let sounds = begins.starts_with('i') || silent;
        self.between(if sounds { before_i } else { plain })
    }

    fn get(self, key: &str) -> &'static str {
        self.0.get(key).unwrap_or_default()
    }

    /// What stands between two things by the pattern `key`: `{}, {}`.
    fn between(self, key: &str) -> &'static str {
        self.get(key).trim_matches(['{', '}'])
    }

    /// The pattern `key`, or `plain` where the table has none.
    fn pattern(self, key: &str, plain: &'static str) -> &'static str {
        self.0.get(key).unwrap_or(plain)
    }
}
