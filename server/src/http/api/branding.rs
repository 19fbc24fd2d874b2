//! How the portal of the caller's node looks.

use axum::extract::State as Shared;
use kernel::Permission;
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::filled;
use super::problem::Answer;
use super::reply::Reply;
use crate::http::State;

/// A branding.
#[derive(Serialize, ToSchema)]
pub(super) struct Branding {
    /// The product's name; the node's own where none is set.
    product_name: String,
    /// `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, example = "#1668a8")]
    accent: Option<String>,
    /// Sender of mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    sender_name: Option<String>,
    /// Last lines of mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    mail_footer: Option<String>,
    /// How to reach support.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    support_contact: Option<String>,
    /// There is a logo.
    logo: bool,
    /// There is a logo for dark pages.
    logo_dark: bool,
}

/// Show the branding
///
/// That of the caller's own node.
#[utoipa::path(get, path = "/branding", tag = "branding", security(("token" = ["branding_manage"])),
    responses((status = 200, description = "The branding", body = Branding)))]
pub(super) async fn get_branding(caller: Caller, Shared(state): Shared<State>) -> Answer<Reply> {
    caller.require(&[Permission::BrandingManage])?;
    let branding = tenancy::actions::get_branding(&state.store, &caller.ctx, None).await?;
    Reply::json(&Branding {
        product_name: branding.product_name,
        accent: filled(branding.accent),
        sender_name: filled(branding.sender_name),
        mail_footer: filled(branding.mail_footer),
        support_contact: filled(branding.support_contact),
        logo: branding.logo,
        logo_dark: branding.logo_dark,
    })
}
