//! Proving once more who one is, before something that a stolen session must not do.

use ::store::{Store, StoreError};
use kernel::{Ctx, TenantId, UserId};
use sqlx::PgConnection;

use super::confirm_identity::require_fresh;
use super::own::{self, own};
use super::second_factor::demand;
use super::soft_lock::AttemptError;
use crate::store::totp;

/// Whether this person has an authenticator to be asked for a code.
pub(super) async fn asks_code(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<bool, StoreError> {
    Ok(totp::secret(conn, tenant, user).await?.is_some())
}

/// Refuses unless the session has proved lately who its person is (else the conflict `confirm-first`), and, where there is an
/// authenticator, a code of it fits. A wrong code counts like a failed sign-in.
pub async fn step_up(store: &Store, ctx: &Ctx, code: &str) -> Result<(), AttemptError> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    require_fresh(&mut tx, &me, ctx).await?;
    if asks_code(tx.conn(), ctx.tenant, me.user).await? {
        tx = demand(store, tx, ctx, me.user, code).await?;
    }
    tx.commit().await?;
    Ok(())
}
