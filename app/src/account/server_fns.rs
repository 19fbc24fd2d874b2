//! What the account's pages ask the server. Reads only: everything that writes is a native form.

use leptos::prelude::*;
use tenancy::model::{AccountSecurity, EnrolmentStep, PasswordResetView};

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
