//! Placeholders in texts, and which of several forms a number takes.
//!
//! `{name}` is replaced by a value. `{name|0=none|o=one thing|*={name} things}` chooses: by the number itself, else by the
//! letter of its plural form, else by `*`. Texts hold no other braces and bars; the build sees to it.

use super::Formats;

/// What a placeholder is filled with.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// A number, which also chooses the plural form; written as the language does.
    Count(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(count: i64) -> Self {
        Value::Count(count)
    }
}

impl Formats<'_> {
    /// `pattern` with its placeholders filled. One without a value shows its name.
    #[must_use]
    pub fn fill(self, pattern: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut text = String::new();
        self.fill_into(&mut text, pattern, values);
        text
    }

    fn fill_into(self, text: &mut String, pattern: &str, values: &[(&str, Value<'_>)]) {
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (inner, after) = braced(after);
            let mut forms = split(inner);
            let name = forms.next().unwrap_or_default();
            let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
            if inner.len() == name.len() {
                match value {
                    Some(Value::Text(value)) => text.push_str(value),
                    Some(Value::Count(count)) => text.push_str(&self.integer(count)),
                    None => text.push_str(name),
                }
            } else {
                self.fill_into(text, self.chosen(forms, value), values);
            }
            rest = after;
        }
        text.push_str(rest);
    }

    fn chosen<'p>(self, forms: impl Iterator<Item = &'p str>, value: Option<Value<'_>>) -> &'p str {
        let (exact, plural) = match value {
            Some(Value::Count(count)) => (count.to_string(), self.plural(count).letter()),
            Some(Value::Text(text)) => (text.to_owned(), '*'),
            None => (String::new(), '*'),
        };
        let mut best = ("", 0);
        for (form, pattern) in forms.filter_map(|form| form.split_once('=')) {
            let fit = match form {
                form if form == exact => 3,
                form if form.starts_with(plural) && form.len() == 1 => 2,
                "*" => 1,
                _ => 0,
            };
            if fit > best.1 {
                best = (pattern, fit);
            }
        }
        best.0
    }
}

/// What stands before the brace that closes, and behind it.
fn braced(text: &str) -> (&str, &str) {
    let mut depth = 0_u32;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'}' && depth == 0;
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        ends
    });
    end.and_then(|end| text.split_at_checked(end)).map_or((text, ""), |(inner, rest)| (inner, rest.strip_prefix('}').unwrap_or(rest)))
}

/// The parts between bars that stand in no inner braces.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    text.split(move |c| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        c == '|' && depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::super::Table;
    use super::*;

    #[test]
    fn forms_and_placeholders() {
        let mut table = Table::empty();
        table.add("cldr-plurals=xoxx\n");
        let formats = Formats::new(&table);
        let pattern = "{who}: {n|0=nothing|o=one {what}|*={n} {what}s}.";
        let said = |count| formats.fill(pattern, &[("who", Value::Text("{n|}")), ("n", Value::Count(count)), ("what", Value::Text("line"))]);
        assert_eq!(said(0), "{n|}: nothing.");
        assert_eq!(said(1), "{n|}: one line.");
        assert_eq!(said(3), "{n|}: 3 lines.");
        assert_eq!(formats.fill("a {missing} b", &[]), "a missing b");
        assert_eq!(formats.fill("a {open", &[]), "a open");
        assert_eq!(formats.fill("{n|", &[("n", Value::Count(1))]), "");
    }
}
