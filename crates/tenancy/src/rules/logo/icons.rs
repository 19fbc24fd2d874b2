//! The icons of a portal: for tabs, home screens and splash screens.

use image::imageops::{self, FilterType};
use image::{Rgba, RgbaImage};
use resvg::usvg::Tree;

use super::{LogoFault, glyph, png, svg};
use crate::model::Tones;

/// A portal's icons, all PNG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Icons {
    /// 64 px.
    pub favicon: Vec<u8>,
    /// 192 px.
    pub small: Vec<u8>,
    /// 512 px.
    pub large: Vec<u8>,
    /// 512 px to its edges, the drawing in the middle: what lies outside a circle of 80 % may be cut off (W3C Web App
    /// Manifest, maskable icons).
    pub maskable: Vec<u8>,
}

/// Draws the icons: from the logo where it is not much wider than high or higher than wide, else the initial on the accent.
pub fn draw(logo: Option<&RgbaImage>, initial: Option<char>, tones: &Tones) -> Result<Icons, LogoFault> {
    let squarish = |logo: &&RgbaImage| logo.width() <= logo.height().saturating_mul(2) && logo.height() <= logo.width().saturating_mul(2);
    let (large, maskable) = match logo.filter(squarish) {
        // A logo is made to stand on white; a mask leaves no transparent corner.
        Some(logo) => (placed(logo, Rgba([0, 0, 0, 0]), 480), placed(logo, Rgba([255; 4]), 290)),
        None => (lettered(initial, tones, 112, 14.0)?, lettered(initial, tones, 0, 10.0)?),
    };
    let smaller = |side: u32| imageops::resize(&large, side, side, FilterType::Lanczos3);
    Ok(Icons { favicon: png(&smaller(64))?, small: png(&smaller(192))?, large: png(&large)?, maskable: png(&maskable)? })
}

/// The logo in the middle of 512 × 512 pixels, its longer side `side` pixels long.
fn placed(logo: &RgbaImage, ground: Rgba<u8>, side: u32) -> RgbaImage {
    let (width, height) = (logo.width().max(1), logo.height().max(1));
    let longer = width.max(height);
    let scaled = |length: u32| u32::try_from(u64::from(length) * u64::from(side) / u64::from(longer)).unwrap_or(side).clamp(1, side);
    let small = imageops::resize(logo, scaled(width), scaled(height), FilterType::Lanczos3);
    let mut icon = RgbaImage::from_pixel(512, 512, ground);
    let middle = |length: u32| i64::from(512_u32.saturating_sub(length) / 2);
    imageops::overlay(&mut icon, &small, middle(small.width()), middle(small.height()));
    icon
}

/// The initial on the accent: corners of this radius, each of the letter's 24 units that many pixels.
fn lettered(initial: Option<char>, tones: &Tones, corner: u32, unit: f64) -> Result<RgbaImage, LogoFault> {
    let path = initial.and_then(glyph::strokes).unwrap_or(glyph::MARK);
    let start = 256.0 - 12.0 * unit;
    let (accent, on) = (tones.accent, tones.on);
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 512 512\"><rect width=\"512\" height=\"512\" rx=\"{corner}\" fill=\"{accent}\"/>\
         <path transform=\"translate({start} {start}) scale({unit})\" d=\"{path}\" fill=\"none\" stroke=\"{on}\" stroke-width=\"2.6\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>"
    );
    let tree = Tree::from_str(&svg, &svg::alone()).map_err(|_never| LogoFault::Broken)?;
    svg::draw(&tree, 512)
}
