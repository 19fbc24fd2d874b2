//! The letters and digits that stand on an icon where there is no logo for it: strokes on a 24 × 24 field, drawn like the
//! product's own icons, so that no font is needed on the server.

/// The first letter or digit of a name that there is a drawing for, in upper case and without its accent. Letters of
/// other scripts have none: the icon then shows a plain mark.
#[must_use]
pub fn initial(name: &str) -> Option<char> {
    let first = name.chars().next()?.to_uppercase().next()?;
    let plain = match first {
        'À'..='Å' => 'A',
        'Ç' => 'C',
        'È'..='Ë' => 'E',
        'Ì'..='Ï' => 'I',
        'Ñ' => 'N',
        'Ò'..='Ö' | 'Ø' => 'O',
        'Ù'..='Ü' => 'U',
        'Ý' => 'Y',
        other => other,
    };
    strokes(plain).map(|_| plain)
}

/// SVG path data of a letter or digit.
pub(super) fn strokes(letter: char) -> Option<&'static str> {
    Some(match letter {
        'A' => "M5 20 12 4l7 16M7.6 14h8.8",
        'B' => "M7 4v16h6.5a4.4 4.4 0 0 0 0-8.8H7h5.8a3.6 3.6 0 0 0 0-7.2z",
        'C' => "M19 7.2a8 8 0 1 0 0 9.6",
        'D' => "M6 4v16h5a8 8 0 0 0 0-16z",
        'E' => "M17.5 4H7v16h10.5M7 12h8.5",
        'F' => "M17.5 4H7v16M7 12h8.5",
        'G' => "M18.6 6.8A8 8 0 1 0 20 12h-6.5",
        'H' => "M6 4v16M18 4v16M6 12h12",
        'I' => "M12 4v16",
        'J' => "M16 4v11a5 5 0 0 1-10 0",
        'K' => "M7 4v16M18 4 7 13.5M11 10l7 10",
        'L' => "M7 4v16h10.5",
        'M' => "M5 20V4l7 10 7-10v16",
        'N' => "M6 20V4l12 16V4",
        'O' => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z",
        'P' => "M7 20V4h6a4.8 4.8 0 0 1 0 9.6H7",
        'Q' => "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM14.5 14.5 20 20",
        'R' => "M7 20V4h6a4.8 4.8 0 0 1 0 9.6H7M12 13.6 17.5 20",
        'S' => "M17.5 7.5A5 4 0 0 0 12 4c-3 0-5 1.6-5 3.9 0 5.4 10.5 2.6 10.5 8 0 2.5-2.3 4.1-5.3 4.1A5.6 5.2 0 0 1 6.5 16",
        'T' => "M5 4h14M12 4v16",
        'U' => "M6 4v10a6 6 0 0 0 12 0V4",
        'V' => "M5 4l7 16 7-16",
        'W' => "M3 4l4.5 16L12 7l4.5 13L21 4",
        'X' => "M6 4l12 16M18 4 6 20",
        'Y' => "M5 4l7 8.5L19 4M12 12.5V20",
        'Z' => "M6 4h12L6 20h12",
        '0' => "M12 4c-3.6 0-5.5 3.2-5.5 8s1.9 8 5.5 8 5.5-3.2 5.5-8-1.9-8-5.5-8z",
        '1' => "M8 7l4.5-3v16",
        '2' => "M7 8.5A5 4.6 0 0 1 17 9c0 3.6-5.5 6-10 11h10.5",
        '3' => "M7 4h10l-5.5 6.5a4.8 4.8 0 1 1-4.7 6.8",
        '4' => "M15 20V4L6 15.5h12.5",
        '5' => "M16.5 4H8.5L7.6 11.4a5 4.9 0 1 1-.8 6",
        '6' => "M16 4.5C11 6 7 10 7 15a5 5 0 1 0 5-5c-2.4 0-4.3 1.6-4.9 3.7",
        '7' => "M6.5 4h11L10.5 20",
        '8' => "M12 4a3.8 3.8 0 1 0 0 7.6A3.8 3.8 0 0 0 12 4zM12 11.6a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4z",
        '9' => "M8 19.5c5-1.5 9-5.5 9-10.5a5 5 0 1 0-5 5c2.4 0 4.3-1.6 4.9-3.7",
        _ => return None,
    })
}

/// The mark where there is no letter: rings that go out from a point.
pub(super) const MARK: &str = "M12 12v.01M8 16a5.7 5.7 0 0 1 0-8M16 8a5.7 5.7 0 0 1 0 8M5 19a9.9 9.9 0 0 1 0-14M19 5a9.9 9.9 0 0 1 0 14";
