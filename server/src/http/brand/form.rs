//! `POST /settings/branding`: words and files in one form (RFC 7578).

use std::collections::BTreeMap;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Ctx, Error, Permission};
use tenancy::model::{BrandingForm, LogoChange};
use tenancy::rules::brand_form::LOGO_MAX;

use super::super::State;
use super::super::forms::{Posted, failed};

/// Largest body: more than is taken, so that a photograph of some megabytes is answered in words and not by a broken
/// connection.
pub const LARGEST_UPLOAD: usize = 8 * 1024 * 1024;

/// Most bytes of a text input that are read; the rules ask for less.
const LONGEST_TEXT: usize = 16 * 1024;

/// The text inputs.
const TEXTS: [&str; 9] = ["product_name", "accent", "sender_name", "mail_footer", "support_contact", "row_version", "logo_remove", "logo_dark_remove", "reset"];

/// The form as it came.
struct Upload {
    fields: BTreeMap<String, String>,
    logo: LogoChange,
    logo_dark: LogoChange,
}

/// Stores or removes a branding.
pub async fn save(Shared(state): Shared<State>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    // Who may not hears that before anything is read: nobody's megabytes are taken for nothing.
    let refused = match head.extensions.get::<Ctx>() {
        Some(ctx) => ctx.require(Permission::BrandingManage),
        None => Err(Error::Unauthenticated),
    };
    if let Err(error) = refused {
        return failed(Posted { head, fields: BTreeMap::new() }, &state, "branding", error).await;
    }
    let again = Request::from_parts(head.clone(), body);
    let upload = match Multipart::from_request(again, &()).await {
        Ok(multipart) => read(multipart).await,
        Err(rejection) => return rejection.into_response(),
    };
    let upload = match upload {
        Ok(upload) => upload,
        Err(error) => return error.into_response(),
    };
    let posted = Posted { head, fields: upload.fields };
    let form = branding_form(&posted, upload.logo, upload.logo_dark);
    let resets = !posted.field("reset").is_empty();
    let done = match posted.ctx() {
        Ok(ctx) => {
            let done = if resets {
                tenancy::actions::remove_branding(&state.store, &ctx, &form).await
            } else {
                tenancy::actions::change_branding(&state.store, &ctx, form).await
            };
            // A fault may have come after the change was made.
            if matches!(done, Ok(()) | Err(Error::Unavailable | Error::Internal)) {
                state.hosts.forget(ctx.tenant);
            }
            done
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => Redirect::to(if resets { "/settings/branding?done=branding-removed" } else { "/settings/branding?done=branding-changed" }).into_response(),
        Err(error) => failed(posted, &state, "branding", error).await,
    }
}

fn branding_form(posted: &Posted, logo: LogoChange, logo_dark: LogoChange) -> BrandingForm {
    let field = |name: &str| posted.field(name).to_owned();
    // A file that is chosen says more than a tick that was left.
    let change = |logo: LogoChange, remove: &str| match logo {
        LogoChange::Keep if !posted.field(remove).is_empty() => LogoChange::Remove,
        logo => logo,
    };
    BrandingForm {
        product_name: field("product_name"),
        accent: field("accent"),
        sender_name: field("sender_name"),
        mail_footer: field("mail_footer"),
        support_contact: field("support_contact"),
        row_version: field("row_version"),
        logo: change(logo, "logo_remove"),
        logo_dark: change(logo_dark, "logo_dark_remove"),
    }
}

async fn read(mut multipart: Multipart) -> Result<Upload, MultipartError> {
    let mut upload = Upload { fields: BTreeMap::new(), logo: LogoChange::Keep, logo_dark: LogoChange::Keep };
    while let Some(mut field) = multipart.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "logo" || name == "logo_dark" {
            let change = file(&mut field).await;
            // Where the body is larger than any is read, it ends here; what stands before the files was read.
            let ends = change.as_ref().is_err_and(|error| error.status() == StatusCode::PAYLOAD_TOO_LARGE);
            let change = if ends { LogoChange::TooBig } else { change? };
            if name == "logo" {
                upload.logo = change;
            } else {
                upload.logo_dark = change;
            }
            if ends {
                break;
            }
        } else if TEXTS.contains(&name.as_str()) {
            let text = text(&mut field).await?;
            upload.fields.insert(name, text);
        }
    }
    Ok(upload)
}

/// A file's bytes. One that is too big is read to its end, but not kept.
async fn file(field: &mut Field<'_>) -> Result<LogoChange, MultipartError> {
    // Browsers send an input without a file as a file without a name.
    let chosen = field.file_name().is_some_and(|name| !name.is_empty());
    let mut bytes = Vec::new();
    let mut too_big = false;
    while let Some(chunk) = field.chunk().await? {
        too_big = too_big || bytes.len().saturating_add(chunk.len()) > LOGO_MAX;
        if too_big {
            bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(match (too_big, bytes.is_empty()) {
        (true, _) => LogoChange::TooBig,
        (false, true) if !chosen => LogoChange::Keep,
        (false, _) => LogoChange::Replace(bytes),
    })
}

async fn text(field: &mut Field<'_>) -> Result<String, MultipartError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await? {
        let room = LONGEST_TEXT.saturating_sub(bytes.len());
        bytes.extend(chunk.iter().take(room));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
