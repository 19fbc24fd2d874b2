//! A QR code (ISO/IEC 18004) as one path to draw.

use qrcode::{Color, EcLevel, QrCode};

use crate::model::QrDrawing;

/// Light modules around the code, as the standard asks for.
const QUIET: usize = 4;

/// Draws `text`; `None` where it is too long for a QR code (about 2,300 octets).
#[must_use]
pub fn draw(text: &str) -> Option<QrDrawing> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, modules) = (code.width(), code.into_colors());
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                path.push_str(&format!("M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len()));
            }
            x += run.len();
        }
    }
    Some(QrDrawing { size: u32::try_from(width + 2 * QUIET).ok()?, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_covers_the_dark_modules_and_no_others() {
        let text = "otpauth://totp/Brightwave:ana%40brightwave.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Brightwave";
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let drawing = draw(text).unwrap();
        let mut dark = 0;
        for part in drawing.path.split('M').skip(1) {
            let (x, rest) = part.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let (length, _) = rest.split_once('v').unwrap();
            let (x, y, length): (usize, usize, usize) = (x.parse().unwrap(), y.parse().unwrap(), length.parse().unwrap());
            for x in x..x + length {
                assert_eq!(code[(x - QUIET, y - QUIET)], Color::Dark, "{x} {y}");
                dark += 1;
            }
        }
        assert_eq!(dark, code.into_colors().into_iter().filter(|module| *module == Color::Dark).count());
        assert!(drawing.path.chars().all(|c| c.is_ascii_digit() || " Mhvz-".contains(c)));
    }

    #[test]
    fn too_long_a_text_is_refused() {
        assert!(draw(&"x".repeat(4_000)).is_none());
    }
}
