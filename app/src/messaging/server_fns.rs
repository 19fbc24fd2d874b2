//! What the pages of sent mail ask the server.

use leptos::prelude::*;
use messaging::model::{KeptList, KeptMail};
use uuid::Uuid;

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Kept mails are a week old at most.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 8 * 86_400_000;

/// Where mail is sent, there is no such page.
#[cfg(feature = "ssr")]
fn request() -> kernel::Result<(store::Store, kernel::Ctx)> {
    let (store, ctx) = crate::request::request()?;
    if use_context::<crate::SiteContext>().is_some_and(|site| site.keeps_mail) { Ok((store, ctx)) } else { Err(kernel::Error::NotFound) }
}

/// The newest kept mails.
#[server(endpoint = "messaging/list_kept", input = Json, output = Json)]
pub async fn list_kept() -> Result<Stamped<KeptList>, PageError> {
    let (store, ctx) = request()?;
    let list = messaging::actions::list_kept(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, list))
}

/// One kept mail.
#[server(endpoint = "messaging/get_kept", input = Json, output = Json)]
pub async fn get_kept(id: Uuid) -> Result<Stamped<KeptMail>, PageError> {
    let (store, ctx) = request()?;
    let mail = messaging::actions::get_kept(&store, &ctx, id).await?;
    Ok(Stamped::new(&ctx, BACK_MS, mail))
}
