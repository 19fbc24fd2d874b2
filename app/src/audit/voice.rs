//! Codes of the log in words. A code without words stands as it is: it says more than any word for all the others.

use ui::words::{t, t_code};

/// What was done.
pub fn action_words(code: &str) -> String {
    known(t_code("audit-action", &dashed(code)), &t("audit-action-unknown"), code)
}

/// The kind of thing that it was done to.
pub fn object_words(kind: &str) -> String {
    known(t_code("audit-object", &dashed(kind)), &t("audit-object-unknown"), kind)
}

/// What a detail is called.
pub fn detail_words(name: &str) -> String {
    known(t_code("audit-detail", &dashed(name)), &t("audit-detail-unknown"), name)
}

/// The part of the product that did it.
pub fn part_words(part: &str) -> String {
    if let Some(token) = part.strip_prefix("api token ") {
        return format!("{} {token}", t("audit-part-api-token"));
    }
    known(t_code("audit-part", &dashed(part)), &t("audit-part-unknown"), part)
}

/// A key of the words holds letters, digits and hyphens only.
fn dashed(code: &str) -> String {
    code.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

fn known(words: String, unknown: &str, code: &str) -> String {
    if words == unknown { code.to_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_words_or_stand_as_they_are() {
        assert_eq!(action_words("sign_in.refused"), "Sign-in refused");
        assert_eq!(action_words("device.add"), "Device added");
        assert_eq!(action_words("line.rename"), "line.rename");
        assert_eq!(object_words("interface"), "Interface");
        assert_eq!(object_words("email-sha256"), "E-mail address (as a hash)");
        assert_eq!(part_words("demo world"), "Demo world");
        assert_eq!(part_words("test"), "test");
        assert_eq!(part_words("api token 7"), "API token 7");
        assert_eq!(detail_words("hosts"), "Portals");
    }
}
