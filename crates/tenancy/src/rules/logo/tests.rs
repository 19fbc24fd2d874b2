use std::fmt::Write as _;
use std::time::{Duration, Instant};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::{Rgb, RgbImage, Rgba};
use proptest::prelude::*;

use super::*;
use crate::rules::brand::palette;
use crate::rules::brand_form::LOGO_MAX;

fn sample(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| Rgba([u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap(), 90, 255]))
}

fn size(bytes: &[u8]) -> Result<(u32, u32), LogoFault> {
    read(bytes).map(|image| image.dimensions())
}

fn svg(inside: &str) -> Vec<u8> {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 40 10\">{inside}</svg>").into_bytes()
}

#[test]
fn the_four_kinds_are_read_by_their_content() {
    let rgb = RgbImage::from_pixel(20, 10, Rgb([200, 30, 30]));
    let (mut jpeg, mut webp) = (Vec::new(), Vec::new());
    rgb.write_with_encoder(JpegEncoder::new(&mut jpeg)).unwrap();
    rgb.write_with_encoder(WebPEncoder::new_lossless(&mut webp)).unwrap();
    for (kind, bytes) in [("png", png(&sample(20, 10)).unwrap()), ("jpeg", jpeg), ("webp", webp)] {
        assert_eq!(size(&bytes), Ok((20, 10)), "{kind}");
    }
    assert_eq!(size(&svg("<rect width=\"40\" height=\"10\" fill=\"#1668a8\"/>")), Ok((1024, 256)));
    let drawn = read(&svg("<rect width=\"40\" height=\"10\" fill=\"#1668a8\"/>")).unwrap();
    assert_eq!(*drawn.get_pixel(500, 128), Rgba([0x16, 0x68, 0xa8, 255]));
    // What design programs write.
    let figma = svg(
        "<g clip-path=\"url(#a)\"><path d=\"M0 0h9v9z\" fill=\"url(#b)\"/></g><defs><clipPath id=\"a\"><path d=\"M0 0h40v10H0z\"/></clipPath><linearGradient id=\"b\"><stop stop-color=\"#f00\"/></linearGradient></defs>",
    );
    assert_eq!(size(&figma), Ok((1024, 256)));
    let illustrator = "<?xml version=\"1.0\" encoding=\"utf-8\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><style>.a{fill:#0a0}</style><path class=\"a\" d=\"M0 0h1v1z\"/></svg>";
    assert_eq!(size(illustrator.as_bytes()), Ok((1024, 1024)));
}

#[test]
fn what_is_no_image_is_refused() {
    assert_eq!(size(b""), Err(LogoFault::Empty));
    assert_eq!(size(&vec![0; LOGO_MAX + 1]), Err(LogoFault::TooBig));
    for other in [
        b"GIF89a\x01\x00\x01\x00".as_slice(),
        b"%PDF-1.7",
        b"MZ\x90\x00",
        b"hello",
        b"BM\x00\x00",
        b"<html><body></body></html>",
        b"\xff\xfe\x00<svg",
        b"RIFF\x00\x00\x00\x00WAVE",
    ] {
        assert_eq!(size(other), Err(LogoFault::UnknownKind), "{other:?}");
    }
    assert_eq!(size(b"<html><svg xmlns=\"http://www.w3.org/2000/svg\"/></html>"), Err(LogoFault::UnknownKind));
    assert_eq!(size(b"<svg viewBox=\"0 0 1 1\"/>"), Err(LogoFault::UnknownKind), "no namespace");
}

#[test]
fn broken_images_are_refused_wherever_they_end() {
    let whole = png(&sample(64, 64)).unwrap();
    for length in [8, 16, 33, whole.len() / 2] {
        assert_eq!(size(&whole[..length]), Err(LogoFault::Broken), "{length} bytes");
    }
    assert_eq!(size(b"\xff\xd8\xff\xe0"), Err(LogoFault::Broken));
    assert_eq!(size(b"RIFF\x10\x00\x00\x00WEBPVP8L"), Err(LogoFault::Broken));
    for broken in ["<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\" height=\"0\"/>"] {
        assert_eq!(size(broken.as_bytes()), Err(LogoFault::Broken), "{broken}");
    }
}

/// A PNG whose head claims these dimensions.
fn claims(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = png(&sample(2, 2)).unwrap();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = bytes[12..29]
        .iter()
        .fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }));
    bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
    bytes
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let started = Instant::now();
    for (width, height) in [(4097, 1), (1, 4097), (50_000, 50_000), (0x7fff_ffff, 0x7fff_ffff)] {
        assert_eq!(size(&claims(width, height)), Err(LogoFault::TooManyPixels), "{width} × {height}");
    }
    assert_eq!(size(&claims(2, 2)), Ok((2, 2)));
    assert_eq!(size(&claims(4096, 4096)), Err(LogoFault::Broken), "far too little behind the head");
    let laughs = "<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>".to_owned() + std::str::from_utf8(&svg("&b;")).unwrap();
    assert_eq!(size(laughs.as_bytes()), Err(LogoFault::SvgParts));
    let outside = "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>".to_owned() + std::str::from_utf8(&svg("<title>&a;</title>")).unwrap();
    assert_eq!(size(outside.as_bytes()), Err(LogoFault::SvgParts));

    // References that double with each step, in each of the ways that SVG has.
    let doubling = |step: &dyn Fn(u32) -> String| (0..30).map(step).collect::<String>();
    let uses = doubling(&|n| format!("<g id=\"g{n}\"><use href=\"#g{}\"/><use xlink:href=\"#g{}\"/></g>", n + 1, n + 1));
    let clips = doubling(&|n| {
        format!(
            "<clipPath id=\"c{n}\"><rect width=\"9\" height=\"9\" clip-path=\"url(#c{})\"/><rect width=\"8\" height=\"8\" clip-path=\"url('#c{}')\"/></clipPath>",
            n + 1,
            n + 1
        )
    });
    let masks = doubling(&|n| {
        format!(
            "<mask id=\"m{n}\"><rect width=\"9\" height=\"9\" mask=\"url( &quot;#m{}&quot; )\"/><rect width=\"8\" height=\"8\" mask=\"url(#m{})\"/></mask>",
            n + 1,
            n + 1
        )
    });
    for bomb in
        [uses, format!("{clips}<rect clip-path=\"url(#c0)\" width=\"9\" height=\"9\"/>"), format!("{masks}<rect mask=\"url(#m0)\" width=\"9\" height=\"9\"/>")]
    {
        assert_eq!(size(&svg(&bomb)), Err(LogoFault::SvgParts));
    }
    assert_eq!(size(&svg("<g id=\"a\"><use href=\"#a\"/></g>")), Err(LogoFault::SvgParts), "a circle");
    assert_eq!(size(&svg(&("<g>".repeat(15_000) + &"</g>".repeat(15_000)))), Err(LogoFault::SvgParts), "deep");
    assert_eq!(size(&svg(&"<g/>".repeat(30_000))), Err(LogoFault::SvgParts), "more nodes than a logo has");
    let layers = "<g opacity=\"0.5\"><rect width=\"40\" height=\"10\"/></g>".repeat(2_000);
    assert_eq!(size(&svg(&layers)), Err(LogoFault::SvgParts), "layers");
    let dashes = "<path d=\"M0 0h40v10z\" stroke=\"red\" stroke-dasharray=\"0.001\"/>".repeat(50);
    assert_eq!(size(&svg(&dashes)), Err(LogoFault::SvgParts), "dashes");
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

#[test]
fn svg_that_does_more_than_draw_is_refused() {
    for active in [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT>",
        "<foreignObject width=\"9\" height=\"9\"><body xmlns=\"http://www.w3.org/1999/xhtml\"><img src=\"x\" onerror=\"alert(1)\"/></body></foreignObject>",
        "<image href=\"http://evil.example/x.png\" width=\"9\" height=\"9\"/>",
        "<image href=\"file:///etc/passwd\" width=\"9\" height=\"9\"/>",
        "<image href=\"data:image/png;base64,AAAA\" width=\"9\" height=\"9\"/>",
        "<text>no font for this</text>",
        "<filter id=\"f\"><feImage href=\"http://evil.example\"/></filter>",
        "<pattern id=\"p\"/>",
        "<marker id=\"m\"/>",
        "<style>@import url(http://evil.example/x.css);</style>",
        "<style>.a{clip-path:url(#a)}</style>",
        "<rect style=\"mask:url(#a)\" width=\"9\" height=\"9\"/>",
    ] {
        assert_eq!(size(&svg(active)), Err(LogoFault::SvgParts), "{active}");
    }
    // What is harmless to draw is drawn, and nothing of it is left.
    let handlers = svg("<rect onload=\"alert(1)\" onclick=\"alert(2)\" width=\"9\" height=\"9\"/><a href=\"javascript:alert(3)\"><circle r=\"3\"/></a>");
    let written = png(&read(&handlers).unwrap()).unwrap();
    for trace in ["alert", "javascript", "<svg"] {
        assert!(!written.windows(trace.len()).any(|part| part == trace.as_bytes()), "{trace}");
    }
}

#[test]
fn only_pixels_come_through() {
    let mut both = png(&sample(30, 30)).unwrap();
    both.extend_from_slice(b"<html><script>alert(1)</script></html>PK\x03\x04");
    // A text chunk behind the head, as cameras and programs leave them.
    let note = b"tEXtComment\x00GPS 33.89 35.50";
    let mut chunk = u32::try_from(note.len() - 4).unwrap().to_be_bytes().to_vec();
    chunk.extend_from_slice(note);
    let crc =
        note.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }));
    chunk.extend_from_slice(&(!crc).to_be_bytes());
    both.splice(33..33, chunk);
    let image = read(&both).unwrap();
    assert_eq!(image, sample(30, 30));
    let written = png(&image).unwrap();
    for trace in [b"script".as_slice(), b"PK\x03\x04", b"tEXt", b"GPS"] {
        assert!(!written.windows(trace.len()).any(|part| part == trace), "{trace:?}");
    }
}

#[test]
fn large_images_are_made_smaller() {
    assert_eq!(size(&png(&RgbaImage::from_pixel(4096, 1024, Rgba([9; 4]))).unwrap()), Ok((1024, 256)));
    assert_eq!(size(&png(&RgbaImage::from_pixel(3000, 1, Rgba([9; 4]))).unwrap()), Ok((1024, 1)));
}

fn dimensions(bytes: &[u8]) -> (u32, u32) {
    image::load_from_memory_with_format(bytes, ImageFormat::Png).unwrap().into_rgba8().dimensions()
}

#[test]
fn icons_come_from_the_logo_or_from_the_initial() {
    let tones = palette(None).light;
    let logo = RgbaImage::from_pixel(300, 200, Rgba([10, 120, 30, 255]));
    let wide = RgbaImage::from_pixel(900, 200, Rgba([10, 120, 30, 255]));
    let lettered = draw(None, initial("Acme"), &tones).unwrap();
    for icons in [&draw(Some(&logo), initial("Acme"), &tones).unwrap(), &lettered] {
        let sides = [&icons.favicon, &icons.small, &icons.large, &icons.maskable].map(|bytes| dimensions(bytes));
        assert_eq!(sides, [(64, 64), (192, 192), (512, 512), (512, 512)]);
    }
    assert_eq!(draw(Some(&wide), initial("Acme"), &tones).unwrap(), lettered, "a strip is no icon");
    let pixel = |bytes: &[u8], x, y| *image::load_from_memory(bytes).unwrap().into_rgba8().get_pixel(x, y);
    let [red, green, blue] = tones.accent.0;
    assert_eq!(pixel(&lettered.maskable, 1, 1), Rgba([red, green, blue, 255]), "to its edges");
    assert_eq!(pixel(&lettered.large, 1, 1).0[3], 0, "round corners");
    let icons = draw(Some(&logo), None, &tones).unwrap();
    assert_eq!((pixel(&icons.maskable, 1, 1), pixel(&icons.large, 1, 1).0[3]), (Rgba([255; 4]), 0));
    assert_eq!(pixel(&icons.maskable, 256, 256), Rgba([10, 120, 30, 255]));
}

#[test]
fn every_letter_has_a_drawing_of_its_own() {
    let tones = palette(None).light;
    let mut seen = vec![draw(None, None, &tones).unwrap().small];
    for letter in ('A'..='Z').chain('0'..='9') {
        let icon = draw(None, initial(&letter.to_ascii_lowercase().to_string()), &tones).unwrap().small;
        assert!(!seen.contains(&icon), "{letter}");
        seen.push(icon);
    }
    assert_eq!((initial("école"), initial("Ñandú"), initial("شبكة"), initial(""), initial("-")), (Some('E'), Some('N'), None, None, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn noise_is_refused_or_read_and_never_a_panic(bytes: Vec<u8>, kind in 0..4_usize) {
        let magic: [&[u8]; 4] = [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\x00\x01\x00\x00WEBPVP8 ", b"<svg xmlns=\"http://www.w3.org/2000/svg\" "];
        let _answered = read(&[magic[kind], &bytes].concat());
    }

    #[test]
    fn svg_soup_is_refused_or_drawn(parts in proptest::collection::vec((0..8_usize, -50..50_i32, 0..6_u32), 0..20)) {
        let mut inside = String::new();
        for (what, number, id) in parts {
            let written = match what {
                0 => write!(inside, "<rect id=\"i{id}\" width=\"{number}\" height=\"9\" transform=\"scale({number})\"/>"),
                1 => write!(inside, "<use href=\"#i{id}\" x=\"{number}\"/>"),
                2 => write!(inside, "<g id=\"i{id}\" opacity=\"0.{id}\"><circle r=\"{number}\"/></g>"),
                3 => write!(inside, "<path d=\"M0 0 L {number} {number}e{id} A 1 2 3 0 1 {number} 0\" stroke=\"red\" stroke-width=\"{number}\"/>"),
                4 => write!(inside, "<clipPath id=\"i{id}\"><rect width=\"{number}\" height=\"5\"/></clipPath>"),
                5 => write!(inside, "<g clip-path=\"url(#i{id})\"><rect width=\"5\" height=\"{number}\"/></g>"),
                6 => write!(inside, "<mask id=\"i{id}\"><circle cx=\"{number}\" r=\"4\"/></mask>"),
                _ => write!(inside, "<g mask=\"url(#i{id})\"><line x2=\"{number}\" y2=\"3\" stroke=\"#00f\"/></g>"),
            };
            written.unwrap();
        }
        let _answered = read(&svg(&inside));
    }
}
