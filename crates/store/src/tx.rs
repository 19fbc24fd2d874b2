//! The two kinds of transaction, the only things that hand out a connection.

use kernel::{Ctx, Scope, TenantId};
use sqlx::{PgConnection, Postgres, Transaction};

use crate::{StoreError, audit, pools};

/// A transaction behind one tenant's fence: Postgres shows and takes rows of this tenant (and of the context's part of
/// its tree) only. Dropped without [`TenantTx::commit`], it rolls back.
pub struct TenantTx {
    tx: Transaction<'static, Postgres>,
    tenant: TenantId,
}

impl TenantTx {
    #[expect(clippy::disallowed_types, reason = "this crate is the door that other crates must use")]
    pub(crate) async fn open(pool: &sqlx::PgPool, ctx: &Ctx) -> Result<Self, StoreError> {
        let mut tx = pools::begin(pool).await?;
        let scope = match ctx.scope {
            Scope::WholeTenant => None,
            Scope::Subtree(org) => Some(org.0),
        };
        sqlx::query!("call app.enter($1, $2)", ctx.tenant.0, scope).execute(&mut *tx).await?;
        Ok(Self { tx, tenant: ctx.tenant })
    }

    /// The tenant whose fence this transaction stands behind.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// The connection, for the queries of a domain's `store` modules.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Writes the audit row of what `ctx` did: `action` as `noun.verb`, `object` as `kind:id`, `detail` without secrets
    /// or personal data and without fractional numbers. Part of the transaction: no act without its row, no row without its
    /// act. Holds the tenant's place in the chain until the end of the transaction, so it comes last before the commit.
    pub async fn audit(&mut self, ctx: &Ctx, action: &'static str, object: &str, detail: serde_json::Value) -> Result<(), StoreError> {
        audit::append(&mut self.tx, ctx, action, object, &detail).await
    }

    /// Makes everything durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
}

/// A transaction as the platform's own role, which sees every tenant. Opened only through [`crate::Store::platform`]
/// with a reason. Dropped without [`PlatformTx::commit`], it rolls back.
pub struct PlatformTx {
    tx: Transaction<'static, Postgres>,
}

impl PlatformTx {
    #[expect(clippy::disallowed_types, reason = "this crate is the door that other crates must use")]
    pub(crate) async fn open(pool: &sqlx::PgPool) -> Result<Self, StoreError> {
        Ok(Self { tx: pools::begin(pool).await? })
    }

    /// The connection, for the queries of a domain's `store` modules.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Makes everything durable.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.tx.commit().await?)
    }
}
