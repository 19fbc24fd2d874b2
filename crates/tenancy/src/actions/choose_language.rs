use ::store::Store;
use kernel::{Actor, Ctx, Locale, Result};

use crate::store::users;

/// The signed-in person's language from now on, on every device.
pub async fn choose_language(store: &Store, ctx: &Ctx, locale: Locale) -> Result<()> {
    ctx.require_in_person()?;
    let Actor::User(user) = ctx.actor else { return Err(ctx.refused("a person's language")) };
    let mut tx = store.tenant(ctx).await?;
    users::set_locale(tx.conn(), ctx.tenant, user, locale).await?;
    tx.audit(ctx, "user.language", &format!("user:{user}"), serde_json::json!({ "locale": locale })).await?;
    tx.commit().await?;
    Ok(())
}
