use ::store::Store;
use kernel::{Ctx, Error, Result};

use super::api_session::REFRESH_LASTS;
use super::confirm_identity::is_fresh;
use super::own::own;
use crate::model::AccountSecurity;
use crate::store::{api_sessions, passkeys, recovery_codes, sessions, totp};

/// The state of one's own account security, and where one is signed in.
pub async fn get_account_security(store: &Store, ctx: &Ctx) -> Result<AccountSecurity> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    let standing = sessions::standing(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?.ok_or(Error::Unauthenticated)?;
    let fresh = is_fresh(&mut tx, &me, ctx).await?;
    let passkeys = passkeys::list(tx.conn(), ctx.tenant, me.user).await?;
    let authenticator = totp::secret(tx.conn(), ctx.tenant, me.user).await?.is_some();
    let codes_left = recovery_codes::left(tx.conn(), ctx.tenant, me.user).await?;
    let sessions = sessions::list(tx.conn(), ctx.tenant, me.user, &me.session, ctx.now).await?;
    let apps = api_sessions::list(tx.conn(), ctx.tenant, me.user, ctx.now, ctx.now - REFRESH_LASTS).await?;
    tx.commit().await?;
    Ok(AccountSecurity {
        authenticator,
        passkeys,
        codes_left: u32::try_from(codes_left).unwrap_or_default(),
        asks_password: standing.password_until.is_none_or(|until| until <= ctx.now),
        fresh,
        sessions,
        apps,
    })
}
