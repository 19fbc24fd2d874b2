use ::store::Store;
use kernel::{Ctx, Error, Result};

use super::own::own;
use crate::model::AccountSecurity;
use crate::store::{recovery_codes, sessions, totp};

/// The state of one's own account security, and where one is signed in.
pub async fn get_account_security(store: &Store, ctx: &Ctx) -> Result<AccountSecurity> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    let password_until = sessions::password_until(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?.ok_or(Error::Unauthenticated)?;
    let second_factor = totp::secret(tx.conn(), ctx.tenant, me.user).await?.is_some();
    let codes_left = recovery_codes::left(tx.conn(), ctx.tenant, me.user).await?;
    let sessions = sessions::list(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?;
    tx.commit().await?;
    Ok(AccountSecurity {
        second_factor,
        codes_left: u32::try_from(codes_left).unwrap_or_default(),
        asks_password: password_until.is_none_or(|until| until <= ctx.now),
        sessions,
    })
}
