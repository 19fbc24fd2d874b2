//! SVG logos, drawn by the server. What could take time or memory without end is refused before it is drawn.

use std::collections::HashMap;

use image::RgbaImage;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{self, Document, Node, ParsingOptions};
use resvg::usvg::{self, Group, ImageHrefResolver, Options, Size, Tree};

use super::{LogoFault, STORED_SIDE};

const SVG: &str = "http://www.w3.org/2000/svg";
/// What is refused rather than left out in silence: other people's files, words in fonts that are not here, scripts, and
/// what multiplies the work.
const REFUSED: [&str; 8] = ["script", "foreignObject", "image", "text", "filter", "pattern", "marker", "feImage"];
/// Properties that refer to further drawings or split lines; seen in attributes, but not through a style sheet.
const REFUSED_IN_STYLE: [&str; 8] = ["clip-path", "mask", "filter", "marker", "dasharray", "@import", "url(http", "url(//"];
/// Most nodes of the file.
const NODES: u32 = 20_000;
/// Deepest nesting, references counted.
const DEPTH: u32 = 48;
/// Most work: one for each element drawn and for each 64 bytes of its attributes, again each time it is referred to.
const WORK: u32 = 40_000;
/// Longest style sheet, in bytes.
const STYLE: usize = 16 * 1024;

/// Draws an SVG whose longer side then has [`STORED_SIDE`] pixels.
pub fn read(bytes: &[u8]) -> Result<RgbaImage, LogoFault> {
    let text = std::str::from_utf8(bytes).map_err(|_not_text| LogoFault::UnknownKind)?;
    if !text.contains("<svg") {
        return Err(LogoFault::UnknownKind);
    }
    // An entity can be worth a thousand times its bytes.
    if text.contains("<!ENTITY") {
        return Err(LogoFault::SvgParts);
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => LogoFault::SvgParts,
        _ => LogoFault::Broken,
    })?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(SVG) {
        return Err(LogoFault::UnknownKind);
    }
    check(&document)?;
    let tree = Tree::from_xmltree(&document, &alone()).map_err(|_not_svg| LogoFault::Broken)?;
    let mut left = WORK;
    layers(tree.root(), 0, &mut left)?;
    draw(&tree, STORED_SIDE)
}

/// Draws a tree as large as fits into a square of `side` pixels.
pub fn draw(tree: &Tree, side: u16) -> Result<RgbaImage, LogoFault> {
    let square = Size::from_wh(f32::from(side), f32::from(side)).ok_or(LogoFault::Broken)?;
    let size = tree.size().scale_to(square);
    let pixels = size.to_int_size();
    let mut drawn = Pixmap::new(pixels.width(), pixels.height()).ok_or(LogoFault::Broken)?;
    resvg::render(tree, Transform::from_scale(size.width() / tree.size().width(), size.height() / tree.size().height()), &mut drawn.as_mut());
    RgbaImage::from_raw(pixels.width(), pixels.height(), drawn.take_demultiplied()).ok_or(LogoFault::Broken)
}

/// Options under which nothing but the document itself is read: neither files nor pictures inside it.
pub fn alone() -> Options<'static> {
    let image_href_resolver = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    Options { image_href_resolver, ..Options::default() }
}

/// Looks at the file as it stands.
fn check(document: &Document<'_>) -> Result<(), LogoFault> {
    let mut ids = HashMap::new();
    let mut style = 0_usize;
    for node in document.descendants().filter(|node| node.is_element() && node.tag_name().namespace() == Some(SVG)) {
        let name = node.tag_name().name();
        if REFUSED.iter().any(|refused| name.eq_ignore_ascii_case(refused)) {
            return Err(LogoFault::SvgParts);
        }
        if let Some(id) = node.attribute("id") {
            ids.entry(id).or_insert(node);
        }
        if name == "style" {
            for text in node.children().filter_map(|child| child.text()) {
                style = style.saturating_add(text.len());
                refuse_style(text)?;
            }
        }
    }
    if style > STYLE {
        return Err(LogoFault::SvgParts);
    }
    let mut left = WORK;
    walk(document.root_element(), &ids, 0, &mut left)
}

fn refuse_style(text: &str) -> Result<(), LogoFault> {
    let lower = text.to_ascii_lowercase();
    if REFUSED_IN_STYLE.iter().any(|refused| lower.contains(refused)) { Err(LogoFault::SvgParts) } else { Ok(()) }
}

/// Follows every reference as drawing would, until it is clear that the work has an end.
fn walk<'a>(node: Node<'a, 'a>, ids: &HashMap<&'a str, Node<'a, 'a>>, depth: u32, left: &mut u32) -> Result<(), LogoFault> {
    let bytes: usize = node.attributes().map(|attribute| attribute.value().len()).sum();
    *left = u32::try_from(bytes / 64).ok().and_then(|bytes| left.checked_sub(bytes.saturating_add(1))).ok_or(LogoFault::SvgParts)?;
    if depth > DEPTH {
        return Err(LogoFault::SvgParts);
    }
    for attribute in node.attributes() {
        let value = attribute.value();
        let refers = match attribute.name() {
            "href" => value.trim().strip_prefix('#'),
            "style" => {
                refuse_style(value)?;
                None
            }
            _ => {
                value.split_once("url(").map(|(_, rest)| rest.trim_start_matches([' ', '"', '\'', '#']).split([')', '"', '\'', ' ']).next().unwrap_or_default())
            }
        };
        if let Some(target) = refers.and_then(|id| ids.get(id)) {
            walk(*target, ids, depth.saturating_add(1), left)?;
        }
    }
    for child in node.children().filter(Node::is_element) {
        walk(child, ids, depth.saturating_add(1), left)?;
    }
    Ok(())
}

/// Looks at what will be drawn: a layer of its own and a dashed line cost more than their elements tell.
fn layers(group: &Group, depth: u32, left: &mut u32) -> Result<(), LogoFault> {
    let mut pay = |cost: u32| {
        *left = left.checked_sub(cost).ok_or(LogoFault::SvgParts)?;
        Ok(())
    };
    if depth > DEPTH {
        return Err(LogoFault::SvgParts);
    }
    pay(if group.should_isolate() { 100 } else { 1 })?;
    for node in group.children() {
        match node {
            usvg::Node::Path(path) => pay(if path.stroke().is_some_and(|stroke| stroke.dasharray().is_some()) { 4_000 } else { 1 })?,
            usvg::Node::Image(_) | usvg::Node::Text(_) => return Err(LogoFault::SvgParts),
            usvg::Node::Group(_) => {}
        }
    }
    let clips = group.clip_path().map(usvg::ClipPath::root).into_iter().chain(group.mask().map(usvg::Mask::root));
    let inner = group.children().iter().filter_map(|node| if let usvg::Node::Group(group) = node { Some(group.as_ref()) } else { None });
    for group in clips.chain(inner) {
        layers(group, depth.saturating_add(1), left)?;
    }
    Ok(())
}
