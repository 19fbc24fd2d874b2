//! Icons of portals without a branding, drawn when first asked for and kept: there are no more of them than letters.

use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

use bytes::Bytes;
use kernel::{Error, Result};
use tenancy::model::BrandImage;
use tenancy::rules::{brand, logo};

/// Small, large, maskable, by initial.
type Drawn = HashMap<Option<char>, [Bytes; 3]>;

static DRAWN: LazyLock<RwLock<Drawn>> = LazyLock::new(RwLock::default);

/// The icon of a product's initial on the neutral accent; `None` where no such image is drawn.
pub async fn neutral(product: &str, which: BrandImage) -> Result<Option<Bytes>> {
    let initial = logo::initial(product);
    let known = DRAWN.read().ok().and_then(|drawn| drawn.get(&initial).cloned());
    let [small, large, maskable] = match known {
        Some(known) => known,
        None => draw(initial).await?,
    };
    Ok(match which {
        BrandImage::Icon192 => Some(small),
        BrandImage::Icon512 => Some(large),
        BrandImage::Maskable => Some(maskable),
        BrandImage::Logo | BrandImage::LogoDark | BrandImage::Favicon => None,
    })
}

async fn draw(initial: Option<char>) -> Result<[Bytes; 3]> {
    let drawn = tokio::task::spawn_blocking(move || logo::draw(None, initial, &brand::palette(None).light)).await;
    let icons = match drawn {
        Ok(Ok(icons)) => icons,
        Ok(Err(fault)) => {
            tracing::error!(?fault, ?initial, "drawing an icon");
            return Err(Error::Internal);
        }
        Err(error) => {
            tracing::error!(%error, ?initial, "drawing an icon");
            return Err(Error::Internal);
        }
    };
    let icons = [icons.small, icons.large, icons.maskable].map(Bytes::from);
    if let Ok(mut drawn) = DRAWN.write() {
        drawn.insert(initial, icons.clone());
    }
    Ok(icons)
}
