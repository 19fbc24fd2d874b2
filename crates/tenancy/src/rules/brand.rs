//! From one brand colour to the accent tokens of `style/tokens.css`, for light and for dark (docs/decisions/0008).
//!
//! Hue and, as far as the screen can show it, chroma are the brand's; the lightness is the nearest one to the brand's at
//! which everything can be read (WCAG 2.2, 1.4.3 and 1.4.11).

use palette::color_difference::Wcag21RelativeContrast;
use palette::convert::FromColorUnclamped;
use palette::{FromColor, LinSrgb, Oklab, OklabHue, Oklch, Srgb};

use crate::model::{BrandColour, BrandPalette, Tones};

/// Least contrast of text with what it stands on.
pub const TEXT: f64 = 4.5;
/// Least contrast of focus rings and filled shapes with what is beside them.
pub const PART: f64 = 3.0;
/// Asked for on top of [`TEXT`]: browsers round colours and ratios in their own ways.
const SPARE: f64 = 0.06;

/// Lightness, chroma and hue in degrees, as CSS writes `oklch(l c h)`.
type Lch = (f64, f64, f64);

/// What `style/tokens.css` puts under, beside and on the accent in one theme; a test compares the two.
struct Theme {
    /// `--ground`, `--surface`, `--sunken` and the four soft meanings: the accent stands on each as text.
    surfaces: [(&'static str, Lch); 7],
    /// `--text` and `--text-quiet`, which stand on the soft accent.
    texts: [(&'static str, Lch); 2],
    /// The accent tokens of an unbranded portal.
    neutral: [(&'static str, Lch); 4],
    /// Lightness and greatest chroma of the soft accent.
    soft: (f64, f64),
}

const LIGHT: Theme = Theme {
    surfaces: [
        ("--ground", (0.982, 0.003, 250.0)),
        ("--surface", (1.0, 0.0, 0.0)),
        ("--sunken", (0.963, 0.005, 250.0)),
        ("--ok-soft", (0.955, 0.03, 155.0)),
        ("--notice-soft", (0.95, 0.028, 245.0)),
        ("--warning-soft", (0.955, 0.05, 85.0)),
        ("--critical-soft", (0.955, 0.026, 20.0)),
    ],
    texts: [("--text", (0.24, 0.018, 255.0)), ("--text-quiet", (0.47, 0.018, 255.0))],
    neutral: [
        ("--accent", (0.5, 0.125, 243.0)),
        ("--accent-strong", (0.43, 0.115, 245.0)),
        ("--accent-soft", (0.945, 0.025, 240.0)),
        ("--on-accent", (1.0, 0.0, 0.0)),
    ],
    soft: (0.945, 0.03),
};

const DARK: Theme = Theme {
    surfaces: [
        ("--ground", (0.175, 0.012, 258.0)),
        ("--surface", (0.212, 0.014, 258.0)),
        ("--sunken", (0.248, 0.016, 258.0)),
        ("--ok-soft", (0.29, 0.045, 158.0)),
        ("--notice-soft", (0.295, 0.05, 250.0)),
        ("--warning-soft", (0.305, 0.05, 75.0)),
        ("--critical-soft", (0.3, 0.065, 22.0)),
    ],
    texts: [("--text", (0.935, 0.006, 255.0)), ("--text-quiet", (0.735, 0.015, 255.0))],
    neutral: [
        ("--accent", (0.78, 0.105, 236.0)),
        ("--accent-strong", (0.85, 0.08, 234.0)),
        ("--accent-soft", (0.29, 0.045, 245.0)),
        ("--on-accent", (0.2, 0.03, 250.0)),
    ],
    soft: (0.29, 0.05),
};

/// The tokens for a brand colour, or those of `style/tokens.css` where there is none.
#[must_use]
pub fn palette(brand: Option<BrandColour>) -> BrandPalette {
    match brand {
        Some(brand) => BrandPalette { light: derive(&LIGHT, brand, false), dark: derive(&DARK, brand, true) },
        None => BrandPalette { light: neutral(&LIGHT), dark: neutral(&DARK) },
    }
}

/// A style sheet that puts the tokens in place of those of `style/tokens.css`; linked after it, with its selectors.
#[must_use]
pub fn stylesheet(palette: &BrandPalette) -> String {
    let (light, dark) = (declarations(&palette.light), declarations(&palette.dark));
    format!(
        ":root,.on-light{{{light}}}\n@media (prefers-color-scheme:dark){{:root:not([data-theme=\"light\"]){{{dark}}}}}\n:root[data-theme=\"dark\"],.on-dark{{{dark}}}\n"
    )
}

/// The ground of light pages, for the manifest's background.
#[must_use]
pub fn ground() -> BrandColour {
    let [(_, ground), ..] = LIGHT.surfaces;
    shown(ground)
}

fn declarations(tones: &Tones) -> String {
    format!("--accent:{};--accent-strong:{};--accent-soft:{};--on-accent:{}", tones.accent, tones.strong, tones.soft, tones.on)
}

fn neutral(theme: &Theme) -> Tones {
    let [accent, strong, soft, on] = theme.neutral.map(|(_, lch)| shown(lch));
    Tones { accent, strong, soft, on }
}

fn derive(theme: &Theme, brand: BrandColour, dark: bool) -> Tones {
    let (lightness, chroma, hue) = lch(brand);
    let (soft_lightness, soft_chroma) = theme.soft;
    // Paler until text stands on it: at the paper's end everything can be read.
    let (ink, paper) = if dark { (1.0, 0.0) } else { (0.0, 1.0) };
    let towards = |from: f64, to: f64| (0..=200_u8).map(move |step| from + (to - from) * f64::from(step) / 200.0);
    let carries = |soft: &BrandColour| theme.texts.iter().all(|(_, text)| contrast(shown(*text), *soft) >= TEXT + SPARE);
    let mut softs = towards(soft_lightness, paper).map(|lightness| fitted((lightness, chroma.min(soft_chroma), hue)));
    let soft = softs.find(carries).unwrap_or_else(|| shown((paper, 0.0, 0.0)));
    let readable =
        |colour: BrandColour| theme.surfaces.iter().map(|(_, surface)| shown(*surface)).chain([soft]).all(|surface| contrast(colour, surface) >= TEXT + SPARE);
    // From the brand's own lightness towards the theme's ink, so that the first that can be read is the nearest to it.
    let mut accents = towards(lightness, ink).map(|lightness| (lightness, fitted((lightness, chroma, hue))));
    let found = accents.find(|(_, colour)| readable(*colour));
    let (lightness, accent) = found.unwrap_or((ink, shown((ink, 0.0, 0.0))));
    // Pointing at a button takes it further towards the ink; where it is there already, back a little.
    let strong = match dark {
        false if lightness < 0.2 => lightness + 0.12,
        false => lightness - 0.07,
        true if lightness > 0.92 => lightness - 0.1,
        true => lightness + 0.07,
    };
    let (white, black) = (BrandColour([255; 3]), BrandColour([0; 3]));
    let on = if contrast(accent, white) >= contrast(accent, black) { white } else { black };
    Tones { accent, strong: fitted((strong.clamp(0.0, 1.0), chroma, hue)), soft, on }
}

/// The contrast ratio of two colours, 1 to 21 (WCAG 2.2).
#[must_use]
pub fn contrast(one: BrandColour, other: BrandColour) -> f64 {
    let rgb = |colour: BrandColour| Srgb::from(colour.0).into_format::<f64>();
    rgb(one).relative_contrast(rgb(other))
}

fn lch(colour: BrandColour) -> Lch {
    let lch = Oklch::from_color(Srgb::from(colour.0).into_format::<f64>());
    (lch.l, lch.chroma, lch.hue.into_positive_degrees())
}

/// May lie outside what a screen can show.
fn linear((lightness, chroma, hue): Lch) -> LinSrgb<f64> {
    let lab = Oklab::from_color_unclamped(Oklch::new(lightness, chroma, OklabHue::from_degrees(hue)));
    LinSrgb::from_color_unclamped(lab)
}

/// The colour as an 8-bit screen shows it; what lies outside sRGB is cut off.
fn shown(colour: Lch) -> BrandColour {
    let rgb: Srgb<u8> = Srgb::from_linear(linear(colour));
    BrandColour([rgb.red, rgb.green, rgb.blue])
}

/// The colour with as much of its chroma as sRGB holds at this lightness and hue.
fn fitted((lightness, chroma, hue): Lch) -> BrandColour {
    let fits = |chroma: f64| {
        let rgb = linear((lightness, chroma, hue));
        [rgb.red, rgb.green, rgb.blue].iter().all(|part| (-0.00005..=1.00005).contains(part))
    };
    if fits(chroma) {
        return shown((lightness, chroma, hue));
    }
    let (mut within, mut beyond) = (0.0, chroma);
    for _ in 0..24 {
        let middle = f64::midpoint(within, beyond);
        if fits(middle) { within = middle } else { beyond = middle }
    }
    shown((lightness, within, hue))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TOKENS: &str = include_str!("../../../../style/tokens.css");

    /// What the style sheet's block behind `selector` says of `name`.
    fn token(selector: &str, name: &str) -> Lch {
        let (_, block) = TOKENS.split_once(&format!("\n{selector} {{")).unwrap_or_else(|| panic!("no block {selector}"));
        let (block, _) = block.split_once('}').unwrap();
        let (_, value) = block.split_once(&format!("{name}: oklch(")).unwrap_or_else(|| panic!("{selector} lacks {name}"));
        let parts: Vec<f64> = value.split_once(')').unwrap().0.split(' ').map(|part| part.parse().unwrap()).collect();
        (parts[0], parts[1], parts[2])
    }

    #[test]
    fn the_style_sheet_and_this_file_speak_of_the_same_colours() {
        for (theme, selectors) in
            [(&LIGHT, [":root,\n.on-light"].as_slice()), (&DARK, &["  :root:not([data-theme=\"light\"])", ":root[data-theme=\"dark\"],\n.on-dark"])]
        {
            for selector in selectors {
                for (name, lch) in theme.surfaces.iter().chain(&theme.texts).chain(&theme.neutral) {
                    assert_eq!(token(selector, name), *lch, "{selector} {name}");
                }
            }
        }
    }

    /// Every pair that style sheets put together, on the first `surfaces` of the theme.
    fn check(theme: &Theme, surfaces: usize, tones: &Tones) -> Result<(), String> {
        let least = |what: &str, one: BrandColour, other: BrandColour, least: f64| {
            let found = contrast(one, other);
            if found >= least { Ok(()) } else { Err(format!("{what}: {one} on {other} is {found:.2}, not {least}")) }
        };
        for (name, surface) in theme.surfaces.iter().take(surfaces) {
            least(name, tones.accent, shown(*surface), TEXT)?;
            least(name, tones.strong, shown(*surface), PART)?;
        }
        for (name, text) in &theme.texts {
            least(name, shown(*text), tones.soft, TEXT)?;
        }
        least("ring on soft", tones.accent, tones.soft, PART)?;
        least("strong on soft", tones.strong, tones.soft, TEXT)?;
        least("on accent", tones.on, tones.accent, TEXT)?;
        least("on strong", tones.on, tones.strong, TEXT)
    }

    #[test]
    fn the_neutral_look_can_be_read() {
        let found = palette(None);
        assert_eq!(check(&LIGHT, 3, &found.light), Ok(()));
        assert_eq!(check(&DARK, 3, &found.dark), Ok(()));
    }

    #[test]
    fn colours_that_are_hard() {
        for raw in ["#000000", "#ffffff", "#ffff00", "#00ff00", "#0000ff", "#ff0000", "#ff00ff", "#00ffff", "#808080", "#777777", "#010101", "#fefefe"] {
            let found = palette(BrandColour::parse(raw));
            assert_eq!(check(&LIGHT, 7, &found.light), Ok(()), "{raw}");
            assert_eq!(check(&DARK, 7, &found.dark), Ok(()), "{raw}");
            for tones in [found.light, found.dark] {
                assert_ne!(tones.accent, tones.strong, "{raw}: pointing at a button changes it");
            }
        }
        // A colour that can be read already stays as it is.
        let navy = BrandColour::parse("#123a7a").unwrap();
        assert_eq!(palette(Some(navy)).light.accent, navy);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn every_colour_gives_pairs_that_can_be_read(rgb: [u8; 3]) {
            let found = palette(Some(BrandColour(rgb)));
            prop_assert_eq!(check(&LIGHT, 7, &found.light), Ok(()));
            prop_assert_eq!(check(&DARK, 7, &found.dark), Ok(()));
            prop_assert_eq!(found, palette(Some(BrandColour(rgb))), "the same colour, the same tokens");
        }

        #[test]
        fn the_hue_stays(rgb: [u8; 3]) {
            let found = palette(Some(BrandColour(rgb)));
            let (_, chroma, hue) = lch(BrandColour(rgb));
            for tones in [found.light, found.dark] {
                let (_, accent_chroma, accent_hue) = lch(tones.accent);
                prop_assert!(accent_chroma <= chroma + 0.01, "never more vivid than the brand");
                if accent_chroma > 0.04 {
                    let apart = (hue - accent_hue).abs();
                    prop_assert!(apart.min(360.0 - apart) < 5.0, "{hue} {accent_hue}");
                }
            }
        }

        #[test]
        fn the_style_sheet_is_well_formed(rgb: [u8; 3]) {
            let css = stylesheet(&palette(Some(BrandColour(rgb))));
            prop_assert_eq!(css.matches('{').count(), css.matches('}').count());
            let mut colours = 0;
            for declaration in css.split(['{', '}', ';']).filter(|part| part.starts_with("--")) {
                let (_, value) = declaration.split_once(':').unwrap();
                prop_assert!(value.len() == 7 && BrandColour::parse(value).is_some() && value.starts_with('#'), "{}", declaration);
                colours += 1;
            }
            prop_assert_eq!(colours, 12);
        }
    }
}
