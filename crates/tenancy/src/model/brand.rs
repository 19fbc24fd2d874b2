//! How a portal looks.

use std::fmt;

use kernel::OrgId;
use serde::{Deserialize, Serialize};

/// A colour of the screen: red, green and blue as sRGB (IEC 61966-2-1), written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct BrandColour(pub [u8; 3]);

impl BrandColour {
    /// Reads six hexadecimal digits of either case, with or without `#` before them.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let digits = raw.trim();
        let digits = digits.strip_prefix('#').unwrap_or(digits);
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self([red, green, blue]))
    }
}

impl fmt::Display for BrandColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The accent tokens of one theme (`style/tokens.css`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tones {
    /// Fills, links, focus rings.
    pub accent: BrandColour,
    /// Fills under the pointer, text on the soft accent.
    pub strong: BrandColour,
    /// Behind what is chosen.
    pub soft: BrandColour,
    /// Text on the accent and on the strong accent.
    pub on: BrandColour,
}

/// The accent tokens of both themes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandPalette {
    /// For light pages.
    pub light: Tones,
    /// For dark pages.
    pub dark: Tones,
}

/// What every page of a portal needs to know of its branding; the images come by their own addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// The node that the branding belongs to: the portal's own, or the nearest one above it that has any.
    pub org: OrgId,
    /// Part of the addresses of all that is made from it; another after each change.
    pub version: i64,
    /// Shown in place of the node's name.
    pub product_name: String,
    /// The tokens made of the brand colour; `None` where there is none: those of the style sheet hold.
    pub palette: Option<BrandPalette>,
    /// There is a logo.
    pub logo: bool,
    /// There is another logo for dark pages.
    pub logo_dark: bool,
    /// How to reach support: an e-mail address or a phone number, as text.
    pub support_contact: Option<String>,
}

/// The images of a branding, all PNG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BrandImage {
    /// The logo, at most 1024 px.
    Logo,
    /// The logo for dark pages.
    LogoDark,
    /// 64 px, for tabs and bookmarks.
    Favicon,
    /// 192 px, for home screens.
    Icon192,
    /// 512 px, for splash screens.
    Icon512,
    /// 512 px without corners, the drawing inside the circle that every mask keeps (W3C Web App Manifest).
    Maskable,
}

/// A node's own branding as its form shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandingView {
    /// The version that the form changes; 0 where the node has none of its own yet.
    pub version: i64,
    /// The product's name; the node's own where none is set.
    pub product_name: String,
    /// `#rrggbb`, or empty.
    pub accent: String,
    /// Sender of mail, or empty.
    pub sender_name: String,
    /// Last lines of mail, or empty.
    pub mail_footer: String,
    /// How to reach support, or empty.
    pub support_contact: String,
    /// There is a logo.
    pub logo: bool,
    /// There is a logo for dark pages.
    pub logo_dark: bool,
    /// The portal that the viewer looks at is this node's own.
    pub here: bool,
}

/// What a branding form brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrandingForm {
    /// As typed.
    pub product_name: String,
    /// As typed.
    pub accent: String,
    /// As typed.
    pub sender_name: String,
    /// As typed.
    pub mail_footer: String,
    /// As typed.
    pub support_contact: String,
    /// The version that the form was opened on.
    pub row_version: String,
    /// What to do with the logo.
    pub logo: LogoChange,
    /// What to do with the logo for dark pages.
    pub logo_dark: LogoChange,
}

/// What a form does with a stored logo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LogoChange {
    /// It stays.
    #[default]
    Keep,
    /// It goes.
    Remove,
    /// A file takes its place: its bytes as they came, never trusted.
    Replace(Vec<u8>),
    /// The file was larger than is taken; its bytes were thrown away.
    TooBig,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_read_and_write() {
        for (raw, written) in [("#1668A8", "#1668a8"), ("000000", "#000000"), (" #ffeedd ", "#ffeedd")] {
            assert_eq!(BrandColour::parse(raw).map(|colour| colour.to_string()).as_deref(), Some(written), "{raw}");
        }
        for bad in ["", "#", "#fff", "#12345", "#1234567", "red", "#12345g", "+12345", "#1668a8;", "##1668a8", "１６６８ａ８"] {
            assert_eq!(BrandColour::parse(bad), None, "{bad:?}");
        }
    }
}
