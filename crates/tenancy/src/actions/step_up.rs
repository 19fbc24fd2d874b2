//! Proving once more who one is, before something that a stolen session must not do.

use ::store::{Store, StoreError};
use kernel::{Ctx, Error, TenantId, UserId};
use sqlx::PgConnection;

use super::own::{self, own};
use super::password;
use super::second_factor::demand;
use super::soft_lock::{self, AttemptError};
use crate::store::{attempts, totp, users};

/// What a person gives as proof: the code where there is a second factor, else the password.
#[derive(Clone, Copy)]
pub struct Proof<'a> {
    /// The password.
    pub password: &'a str,
    /// A code of the authenticator, or a recovery code.
    pub code: &'a str,
}

/// Whether this person is asked for a code.
pub(super) async fn asks_code(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<bool, StoreError> {
    Ok(totp::secret(conn, tenant, user).await?.is_some())
}

/// Refuses unless the signed-in person proves again who it is. Wrong proofs count like failed sign-ins.
pub async fn step_up(store: &Store, ctx: &Ctx, proof: Proof<'_>) -> Result<(), AttemptError> {
    let me = own(ctx)?;
    let mut tx = store.tenant(&me.system).await?;
    own::still_stands(&mut tx, &me, ctx).await?;
    if asks_code(tx.conn(), ctx.tenant, me.user).await? {
        let tx = demand(store, tx, ctx, me.user, proof.code).await?;
        tx.commit().await?;
        return Ok(());
    }
    let account = users::account(tx.conn(), ctx.tenant, me.user).await?.ok_or(Error::Unauthenticated)?;
    if proof.password.is_empty() {
        return Err(Error::field("password", "required").into());
    }
    let email_hash = soft_lock::email_hash(&account.email);
    let counted = soft_lock::count(tx.conn(), ctx.tenant, &email_hash, ctx.now).await?;
    tx.commit().await?;
    if let Err(until) = counted {
        return Err(AttemptError::Locked(until));
    }
    // No connection is held while the hash is worked out.
    let right = password::verify(proof.password.to_owned(), account.password_hash).await?;
    let mut tx = store.tenant(&me.system).await?;
    if !right {
        tx.audit(ctx, "password.refused", &format!("user:{}", me.user), serde_json::json!({})).await?;
        tx.commit().await?;
        return Err(Error::field("password", "wrong-password").into());
    }
    attempts::forget(tx.conn(), ctx.tenant, &email_hash).await?;
    tx.commit().await?;
    Ok(())
}
