//! `GET /words/{version}/{language}/{domain}`: the words of a language as browsers take them in, named by their content. The
//! same for every portal and everybody.

use std::io::Write;
use std::sync::{LazyLock, OnceLock};

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{LOCALES, Locale};

use super::pages::KEPT;

/// A file, packed when it is first asked for.
type Packed = (Locale, &'static str, OnceLock<Vec<u8>>);

/// Brotli (RFC 7932) at its best: done once, sent for as long as the process lives.
static PACKED: LazyLock<Vec<Packed>> = LazyLock::new(|| {
    let file = |locale: &Locale| ui::words::DOMAINS.iter().map(|domain| (*locale, *domain, OnceLock::new())).collect::<Vec<_>>();
    LOCALES.iter().flat_map(file).collect()
});

/// A file of words. Under the name of another build it is answered too, as a page may be older or newer than the server,
/// but not kept.
pub async fn file(Path((version, tag, domain)): Path<(String, String, String)>, headers: HeaderMap) -> Response {
    let found = PACKED.iter().find(|(locale, name, _)| locale.tag() == tag && *name == domain);
    let Some((locale, domain, packed)) = found else { return StatusCode::NOT_FOUND.into_response() };
    let Some(text) = ui::words::text(*locale, domain) else { return StatusCode::NOT_FOUND.into_response() };
    let keep = if version == ui::words::version(*locale) { KEPT } else { "no-store" };
    let about = [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, keep), (header::VARY, "accept-encoding")];
    if takes_brotli(&headers) {
        let body = packed.get_or_init(|| pack(text.as_bytes())).as_slice();
        return (about, [(header::CONTENT_ENCODING, "br")], body).into_response();
    }
    (about, text).into_response()
}

fn takes_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        // A weight of nought refuses (RFC 9110 section 12.4.2).
        parts.next() == Some("br") && !parts.any(|part| part.strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok()) == Some(0.0))
    })
}

fn pack(text: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut packer = brotli::CompressorWriter::new(&mut packed, 4096, 11, 22);
    if let Err(error) = packer.write_all(text) {
        tracing::debug!(%error, "writing to memory cannot fail");
    }
    drop(packer);
    packed
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn who_takes_brotli() {
        let takes = |accepted: &'static str| takes_brotli(&[(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))].into_iter().collect());
        assert!(takes("gzip, deflate, br;q=0.9") && takes("br"));
        assert!(!takes("gzip, brotli") && !takes("br;q=0") && !takes("br; q=0.000") && !takes_brotli(&HeaderMap::new()));
    }

    #[test]
    fn what_is_packed_comes_out_again() {
        for locale in LOCALES {
            for domain in ui::words::DOMAINS {
                let text = ui::words::text(*locale, domain).unwrap();
                let packed = pack(text.as_bytes());
                let mut unpacked = String::new();
                brotli::Decompressor::new(packed.as_slice(), 4096).read_to_string(&mut unpacked).unwrap();
                assert_eq!(unpacked, text, "{locale} {domain}");
            }
        }
    }
}
