use ::store::Store;
use kernel::{Ctx, Error, Result, UserId};

use super::password;
use crate::store::users;

/// Sets a person's password. The product's own jobs only; the forms bring their rules along.
pub async fn set_password(store: &Store, ctx: &Ctx, user: UserId, password: &str) -> Result<()> {
    if ctx.role.is_some() {
        return Err(Error::Forbidden);
    }
    let hash = password::hash(password.to_owned()).await?;
    let mut tx = store.tenant(ctx).await?;
    users::set_password(tx.conn(), ctx.tenant, user, &hash).await?;
    tx.audit(ctx, "user.password_set", &format!("user:{user}"), serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}
