//! Keys and their texts, as the built files carry them: a line for each, `key=text`.

/// Texts by key. Holds no copy of them: what they are cut from lives as long as the program.
#[derive(Clone, Debug, Default)]
pub struct Table(Vec<(&'static str, &'static str)>);

impl Table {
    /// A table with nothing in it.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Vec::new())
    }

    /// Takes in the lines of `text`. Of two with one key the later stands.
    pub fn add(&mut self, text: &'static str) {
        for line in text.lines() {
            let Some((key, text)) = line.split_once('=') else { continue };
            match self.place(key) {
                Ok(at) => {
                    if let Some(entry) = self.0.get_mut(at) {
                        entry.1 = text;
                    }
                }
                Err(at) => self.0.insert(at, (key, text)),
            }
        }
    }

    /// The text of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'static str> {
        self.place(key).ok().and_then(|at| self.0.get(at)).map(|(_, text)| *text)
    }

    /// Every key, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(key, _)| *key)
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (*known).cmp(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_entries() {
        let mut table = Table::empty();
        table.add("b=2=two\na=\nnot a line\n");
        table.add("c=3\nb=zwei");
        assert_eq!((table.get("a"), table.get("b"), table.get("c"), table.get("d")), (Some(""), Some("zwei"), Some("3"), None));
        assert_eq!(table.keys().collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}
