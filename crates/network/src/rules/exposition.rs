//! The text format that Prometheus reads (exposition format 0.0.4).

/// Text in that format, family after family.
#[derive(Debug, Default)]
pub struct Exposition(String);

impl Exposition {
    /// Begins a family of gauges. Its samples follow before the next family begins.
    pub fn gauge(&mut self, name: &str, help: &str) {
        let help = help.replace('\\', r"\\").replace('\n', r"\n");
        self.0.push_str(&format!("# HELP {name} {help}\n# TYPE {name} gauge\n"));
    }

    /// A sample of the family that was begun last.
    pub fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        self.0.push_str(name);
        for (place, (label, value)) in labels.iter().enumerate() {
            self.0.push(if place == 0 { '{' } else { ',' });
            self.0.push_str(&format!("{label}=\"{}\"", escaped(value)));
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
        self.0.push_str(&format!(" {value}\n"));
    }

    /// The whole.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }
}

fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '\\' => escaped.push_str(r"\\"),
            '"' => escaped.push_str("\\\""),
            '\n' => escaped.push_str(r"\n"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn families_and_samples() {
        let mut text = Exposition::default();
        text.gauge("up", "Whether it is.\nReally.");
        text.sample("up", &[], 1.0);
        text.sample("up", &[("name", r#"a "b" \ c"#), ("line", "x\ny")], 0.25);
        let told = "# HELP up Whether it is.\\nReally.\n# TYPE up gauge\nup 1\nup{name=\"a \\\"b\\\" \\\\ c\",line=\"x\\ny\"} 0.25\n";
        assert_eq!(text.into_text(), told);
    }

    proptest! {
        #[test]
        fn no_label_breaks_out_of_its_line(value: String) {
            let mut text = Exposition::default();
            text.sample("m", &[("l", &value)], 1.0);
            let line = text.into_text();
            prop_assert_eq!(line.matches('\n').count(), 1);
            let inner = line.strip_prefix("m{l=\"").and_then(|rest| rest.strip_suffix("\"} 1\n")).unwrap();
            let read = inner.replace(r"\\", "\u{1}").replace("\\\"", "\"").replace(r"\n", "\n").replace('\u{1}', "\\");
            prop_assert!(value.contains('\u{1}') || read == value, "{inner}");
        }
    }
}
