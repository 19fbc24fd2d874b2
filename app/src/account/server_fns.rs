//! What the account's pages ask the server. Reads only: everything that writes is a native form.

use leptos::prelude::*;
use tenancy::model::{AccountSecurity, EnrolmentStep, Links, OtherSide, PasswordResetView};

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// The viewer's own account security. Sessions last weeks at most, and so far back the times have their right offsets.
#[server(endpoint = "account/security", input = Json, output = Json)]
pub async fn get_account_security() -> Result<Stamped<AccountSecurity>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let security = tenancy::actions::get_account_security(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, 90 * 86_400_000, security))
}

/// How far the viewer's second factor has come.
#[server(endpoint = "account/enrolment", input = Json, output = Json)]
pub async fn get_enrolment_step() -> Result<EnrolmentStep, PageError> {
    let (store, ctx) = crate::request::request()?;
    let site = use_context::<crate::SiteContext>().ok_or(kernel::Error::Internal)?;
    Ok(tenancy::actions::get_enrolment(&store, &ctx, &site.product_name).await?)
}

/// The viewer's linked accounts.
#[server(endpoint = "account/links", input = Json, output = Json)]
pub async fn list_links() -> Result<Links, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::list_links(&store, &ctx).await?)
}

/// Whom a link in the making leads to: who asks for it on the portal `from`, or has granted it there.
#[server(endpoint = "account/other_side", input = Json, output = Json)]
pub async fn get_other_side(token: String, from: String, grant: bool) -> Result<OtherSide, PageError> {
    let (store, ctx) = crate::request::request()?;
    let (_, guest) = crate::request::guest()?;
    let host = kernel::validate::host_name(&from).ok_or(kernel::Error::NotFound)?;
    let there = tenancy::actions::find_host(&store, &host).await?.ok_or(kernel::Error::NotFound)?;
    Ok(tenancy::actions::other_side(&store, &ctx, &guest.host, &there, &token, grant).await?)
}

/// Who arrives with a handover, to whoever holds it.
#[server(endpoint = "account/handover", input = Json, output = Json)]
pub async fn find_handover(token: String) -> Result<OtherSide, PageError> {
    let (store, guest) = crate::request::guest()?;
    Ok(tenancy::actions::find_handover(&store, &guest.host, &token, guest.now, guest.request_id).await?)
}

/// The language that is spoken to the viewer, and all there are, each by its tag and its own name.
#[server(endpoint = "account/languages", input = Json, output = Json)]
pub async fn get_languages() -> Result<(String, Vec<(String, String)>), PageError> {
    let (_store, ctx) = crate::request::request()?;
    let all = kernel::LOCALES.iter().map(|locale| (locale.tag().to_owned(), ui::words::t_in(*locale, "language-name"))).collect();
    Ok((ctx.locale.tag().to_owned(), all))
}

/// Whose password a link is for, to whoever holds the link.
#[server(endpoint = "account/find_password_reset", input = Json, output = Json)]
pub async fn find_password_reset(token: String) -> Result<PasswordResetView, PageError> {
    let (store, guest) = crate::request::guest()?;
    Ok(tenancy::actions::find_password_reset(&store, &guest.host, &token, guest.now, guest.request_id).await?)
}
