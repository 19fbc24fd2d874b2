//! What a branding form must hold before anything is stored.

use kernel::FieldError;
use kernel::validate::label;

use crate::model::{BrandColour, BrandingForm};

/// Longest product name and sender name, in characters.
pub const NAME_MAX: usize = 60;
/// Longest footer of mail, in characters.
pub const FOOTER_MAX: usize = 1000;
/// Longest support contact, in characters.
pub const CONTACT_MAX: usize = 120;
/// Largest logo file that is taken, in bytes.
pub const LOGO_MAX: usize = 512 * 1024;

/// The words of a form that holds water.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrandingSpec {
    /// Trimmed.
    pub product_name: String,
    /// The brand colour; `None` for the neutral one.
    pub accent: Option<BrandColour>,
    /// Trimmed; `None` where empty.
    pub sender_name: Option<String>,
    /// Lines end in `\n` alone; `None` where empty.
    pub mail_footer: Option<String>,
    /// Trimmed; `None` where empty.
    pub support_contact: Option<String>,
}

/// Reads the form's words. Every fault is reported, not only the first.
pub fn read(form: &BrandingForm) -> Result<BrandingSpec, Vec<FieldError>> {
    let mut faults = Vec::new();
    let product_name = take(&mut faults, "product_name", line(&form.product_name, NAME_MAX).and_then(|name| name.ok_or("required")));
    let accent = take(&mut faults, "accent", accent(&form.accent));
    let sender_name = take(&mut faults, "sender_name", line(&form.sender_name, NAME_MAX));
    let mail_footer = take(&mut faults, "mail_footer", lines(&form.mail_footer, FOOTER_MAX));
    let support_contact = take(&mut faults, "support_contact", line(&form.support_contact, CONTACT_MAX));
    match (product_name, accent, sender_name, mail_footer, support_contact) {
        (Some(product_name), Some(accent), Some(sender_name), Some(mail_footer), Some(support_contact)) => {
            Ok(BrandingSpec { product_name, accent, sender_name, mail_footer, support_contact })
        }
        _ => Err(faults),
    }
}

fn take<T>(faults: &mut Vec<FieldError>, field: &str, read: Result<T, &'static str>) -> Option<T> {
    read.map_err(|code| faults.push(FieldError::new(field, code))).ok()
}

fn accent(raw: &str) -> Result<Option<BrandColour>, &'static str> {
    match raw.trim() {
        "" => Ok(None),
        raw => BrandColour::parse(raw).map(Some).ok_or("not-a-colour"),
    }
}

fn line(raw: &str, max: usize) -> Result<Option<String>, &'static str> {
    let trimmed = raw.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    if trimmed.chars().count() > max {
        return Err("too-long");
    }
    label(trimmed, max).map(Some).ok_or("control-characters")
}

/// Browsers send the lines of a text area with `\r\n` between them (HTML, form submission).
fn lines(raw: &str, max: usize) -> Result<Option<String>, &'static str> {
    let text = raw.replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > max {
        return Err("too-long");
    }
    if text.chars().any(|c| c.is_control() && c != '\n') {
        return Err("control-characters");
    }
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> BrandingForm {
        BrandingForm { product_name: " Skyline ".to_owned(), ..BrandingForm::default() }
    }

    fn codes(form: &BrandingForm) -> Vec<(String, String)> {
        read(form).err().unwrap_or_default().into_iter().map(|fault| (fault.field, fault.code)).collect()
    }

    #[test]
    fn little_is_needed() {
        let spec = read(&form()).unwrap();
        assert_eq!((spec.product_name.as_str(), spec.accent, spec.mail_footer), ("Skyline", None, None));
        let full =
            BrandingForm { accent: "#ABCDEF".to_owned(), mail_footer: "One\r\nTwo\r\n".to_owned(), support_contact: " +961 1 234 ".to_owned(), ..form() };
        let spec = read(&full).unwrap();
        assert_eq!(spec.accent.map(|accent| accent.to_string()).as_deref(), Some("#abcdef"));
        assert_eq!((spec.mail_footer.as_deref(), spec.support_contact.as_deref()), (Some("One\nTwo"), Some("+961 1 234")));
    }

    #[test]
    fn every_fault_is_told() {
        let bad = BrandingForm {
            product_name: "  ".to_owned(),
            accent: "red; } body { display: none".to_owned(),
            sender_name: "Sky\r\nBcc: all".to_owned(),
            mail_footer: "x".repeat(FOOTER_MAX + 1),
            support_contact: "\u{0}".to_owned(),
            ..BrandingForm::default()
        };
        let expected = [
            ("product_name", "required"),
            ("accent", "not-a-colour"),
            ("sender_name", "control-characters"),
            ("mail_footer", "too-long"),
            ("support_contact", "control-characters"),
        ];
        assert_eq!(codes(&bad), expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
        let long = BrandingForm { product_name: "é".repeat(NAME_MAX + 1), ..form() };
        assert_eq!(codes(&long), [("product_name".to_owned(), "too-long".to_owned())]);
        assert_eq!(codes(&BrandingForm { product_name: "é".repeat(NAME_MAX), ..form() }), []);
    }
}
