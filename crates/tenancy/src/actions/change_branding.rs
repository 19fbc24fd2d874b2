use std::result::Result as Either;

use ::store::{Store, TenantTx};
use kernel::{Ctx, Error, FieldError, Permission, Result};
use serde_json::json;
use tokio::sync::Semaphore;

use crate::model::{BrandImage, BrandingForm, LogoChange};
use crate::rules::brand::palette;
use crate::rules::brand_form::{self, BrandingSpec};
use crate::rules::logo::{self, Icons, LogoFault};
use crate::store::brandings::{self, BrandingRow, NewBranding};

/// Decoding and drawing take memory and a core: one at a time leaves the rest to those who are served.
static SLOT: Semaphore = Semaphore::const_new(1);

/// What becomes of a logo.
#[derive(Debug, PartialEq, Eq)]
enum Logo {
    /// The stored one stays.
    Kept,
    /// There is none any more.
    Gone,
    /// This PNG, made here.
    New(Vec<u8>),
}

/// Stores how the portal of the viewer's own node looks. Images are made anew from what came. A form that was opened on
/// an older version answers `Conflict("changed")`.
pub async fn change_branding(store: &Store, ctx: &Ctx, form: BrandingForm) -> Result<()> {
    ctx.require(Permission::BrandingManage)?;
    let held = held_version(&form)?;
    let (spec, logo, logo_dark) = checked(form).await?;

    // What stands is read in a transaction of its own: no connection is held while images are drawn.
    let mut tx = store.tenant(ctx).await?;
    let row = brandings::get(tx.conn(), ctx.tenant, ctx.org()).await?;
    if row.as_ref().map_or(0, |row| row.version) != held {
        return Err(Error::Conflict("changed".to_owned()));
    }
    let changed = changes(row.as_ref(), &spec, &logo, &logo_dark);
    if changed.is_empty() {
        return Ok(());
    }
    let logo = settle(&mut tx, ctx, BrandImage::Logo, logo).await?;
    let logo_dark = settle(&mut tx, ctx, BrandImage::LogoDark, logo_dark).await?;
    tx.commit().await?;

    let icons = draw(&spec, logo.clone()).await?;

    let mut tx = store.tenant(ctx).await?;
    let new =
        NewBranding { tenant: ctx.tenant, org: ctx.org(), spec: &spec, logo: logo.as_deref(), logo_dark: logo_dark.as_deref(), icons: &icons, now: ctx.now };
    let written = match held {
        0 => brandings::insert(tx.conn(), &new).await?,
        held => brandings::update(tx.conn(), held, &new).await?,
    };
    if !written {
        return Err(Error::Conflict("changed".to_owned()));
    }
    tx.audit(ctx, "branding.change", &format!("org:{}", ctx.org()), json!({ "changed": changed })).await?;
    Ok(tx.commit().await?)
}

/// The version that the form was opened on; 0 where the node had no branding.
pub(super) fn held_version(form: &BrandingForm) -> Result<i64> {
    form.row_version.trim().parse().map_err(|_not_ours| Error::Conflict("changed".to_owned()))
}

/// Words and images together, so that every fault is told at once.
async fn checked(form: BrandingForm) -> Result<(BrandingSpec, Logo, Logo)> {
    let words = brand_form::read(&form);
    let logo = read(form.logo).await?;
    let logo_dark = read(form.logo_dark).await?;
    let mut faults = Vec::new();
    for (field, read) in [("logo", &logo), ("logo_dark", &logo_dark)] {
        match read {
            Err(fault) => faults.push(FieldError::new(field, fault.code())),
            // Browsers give a form its words back, but not its files.
            Ok(Logo::New(_)) => faults.push(FieldError::new(field, "file-again")),
            Ok(Logo::Kept | Logo::Gone) => {}
        }
    }
    match (words, logo, logo_dark) {
        (Ok(spec), Ok(logo), Ok(logo_dark)) => Ok((spec, logo, logo_dark)),
        (words, _, _) => Err(Error::Invalid(words.err().into_iter().flatten().chain(faults).collect())),
    }
}

async fn read(change: LogoChange) -> Result<Either<Logo, LogoFault>> {
    Ok(match change {
        LogoChange::Keep => Ok(Logo::Kept),
        LogoChange::Remove => Ok(Logo::Gone),
        LogoChange::TooBig => Err(LogoFault::TooBig),
        LogoChange::Replace(bytes) => alone(move || logo::read(&bytes).and_then(|image| logo::png(&image))).await?.map(Logo::New),
    })
}

/// The PNG that will be stored, or none.
async fn settle(tx: &mut TenantTx, ctx: &Ctx, which: BrandImage, logo: Logo) -> Result<Option<Vec<u8>>> {
    Ok(match logo {
        Logo::Kept => brandings::image(tx.conn(), ctx.tenant, ctx.org(), which).await?,
        Logo::Gone => None,
        Logo::New(png) => Some(png),
    })
}

async fn draw(spec: &BrandingSpec, logo: Option<Vec<u8>>) -> Result<Icons> {
    let (initial, tones) = (logo::initial(&spec.product_name), palette(spec.accent).light);
    let drawn = alone(move || {
        let logo = logo.map(|png| logo::stored(&png)).transpose()?;
        logo::draw(logo.as_ref(), initial, &tones)
    });
    drawn.await?.map_err(|fault| {
        tracing::error!(?fault, "drawing icons from a stored logo");
        Error::Internal
    })
}

/// Runs work on images away from the threads that serve requests. A panic in a decoder is the image's fault.
async fn alone<T: Send + 'static>(work: impl FnOnce() -> Either<T, LogoFault> + Send + 'static) -> Result<Either<T, LogoFault>> {
    let _slot = SLOT.acquire().await.map_err(|_closed| Error::Unavailable)?;
    Ok(tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "work on an image failed");
        Err(LogoFault::Broken)
    }))
}

/// The names of what differs; a file that is sent counts as another.
fn changes(row: Option<&BrandingRow>, spec: &BrandingSpec, logo: &Logo, logo_dark: &Logo) -> Vec<&'static str> {
    let accent = spec.accent.map(|accent| accent.to_string());
    let differs = |which: fn(&BrandingRow) -> Option<&String>, now: Option<&String>| row.and_then(which) != now;
    let swapped = |logo: &Logo, was: fn(&BrandingRow) -> bool| match logo {
        Logo::Kept => false,
        Logo::Gone => row.is_some_and(was),
        Logo::New(_) => true,
    };
    [
        ("product_name", differs(|row| Some(&row.product_name), Some(&spec.product_name))),
        ("accent", differs(|row| row.accent.as_ref(), accent.as_ref())),
        ("sender_name", differs(|row| row.sender_name.as_ref(), spec.sender_name.as_ref())),
        ("mail_footer", differs(|row| row.mail_footer.as_ref(), spec.mail_footer.as_ref())),
        ("support_contact", differs(|row| row.support_contact.as_ref(), spec.support_contact.as_ref())),
        ("logo", swapped(logo, |row| row.logo)),
        ("logo_dark", swapped(logo_dark, |row| row.logo_dark)),
    ]
    .into_iter()
    .filter_map(|(name, changed)| changed.then_some(name))
    .collect()
}
