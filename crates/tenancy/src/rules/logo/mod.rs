//! Logos: from bytes that anybody may have sent to PNG that this product has made itself.
//!
//! Whatever comes is told apart by its content, decoded within limits and written anew, so that nothing of the file
//! itself is ever served: no metadata, no script, no second file hidden in it (docs/decisions/0008).

mod glyph;
mod icons;
mod svg;

use std::io::Cursor;

use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbaImage};

pub use glyph::initial;
pub use icons::{Icons, draw};

/// Longest side of an image that is looked at, in pixels.
pub const LONGEST_SIDE: u32 = 4096;
/// Longest side of a logo that is stored, in pixels.
pub const STORED_SIDE: u16 = 1024;
/// Most memory that decoding may take, in bytes.
const MEMORY: u64 = 160 * 1024 * 1024;

/// Why a file cannot be a logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoFault {
    /// Nothing in it.
    Empty,
    /// More bytes than are taken.
    TooBig,
    /// No PNG, JPEG, WebP or SVG.
    UnknownKind,
    /// More than [`LONGEST_SIDE`] pixels along one side.
    TooManyPixels,
    /// Begins like an image and goes on like none.
    Broken,
    /// An SVG with parts that are not drawn here, or with more of them than a logo needs.
    SvgParts,
}

impl LogoFault {
    /// The code that a form shows in words.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            LogoFault::Empty => "logo-empty",
            LogoFault::TooBig => "logo-too-big",
            LogoFault::UnknownKind => "logo-kind",
            LogoFault::TooManyPixels => "logo-pixels",
            LogoFault::Broken => "logo-broken",
            LogoFault::SvgParts => "logo-svg",
        }
    }
}

/// Reads a logo of unknown origin. Takes up to some seconds of a processor: not for the threads that serve requests.
pub fn read(bytes: &[u8]) -> Result<RgbaImage, LogoFault> {
    if bytes.is_empty() {
        return Err(LogoFault::Empty);
    }
    if bytes.len() > super::brand_form::LOGO_MAX {
        return Err(LogoFault::TooBig);
    }
    match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP)) => raster(bytes, format),
        Ok(_) => Err(LogoFault::UnknownKind),
        Err(_) => svg::read(bytes),
    }
}

/// Reads a logo that [`png`] has written.
pub fn stored(bytes: &[u8]) -> Result<RgbaImage, LogoFault> {
    raster(bytes, ImageFormat::Png)
}

/// The image as PNG, without metadata.
pub fn png(image: &RgbaImage) -> Result<Vec<u8>, LogoFault> {
    let mut bytes = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut bytes)).map_err(|_cannot_be_written| LogoFault::Broken)?;
    Ok(bytes)
}

fn raster(bytes: &[u8], format: ImageFormat) -> Result<RgbaImage, LogoFault> {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(LONGEST_SIDE), Some(LONGEST_SIDE), Some(MEMORY));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    if width > LONGEST_SIDE || height > LONGEST_SIDE || decoder.total_bytes() > MEMORY {
        return Err(LogoFault::TooManyPixels);
    }
    if width == 0 || height == 0 {
        return Err(LogoFault::Broken);
    }
    // A photograph of a logo stands on its head where its camera's note is not heeded; the note itself goes.
    let turned = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(fault)?;
    if let Some(turned) = turned {
        image.apply_orientation(turned);
    }
    let side = u32::from(STORED_SIDE);
    if image.width().max(image.height()) > side {
        image = image.resize(side, side, FilterType::Lanczos3);
    }
    Ok(image.into_rgba8())
}

fn fault(error: ImageError) -> LogoFault {
    match error {
        ImageError::Limits(_) => LogoFault::TooManyPixels,
        _ => LogoFault::Broken,
    }
}

#[cfg(test)]
mod tests;
