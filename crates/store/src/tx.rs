//! The two kinds of transaction, the only things that hand out a connection.

use kernel::{Ctx, Scope, TenantId};
use sqlx::{PgConnection, Postgres, Transaction};

use crate::{StoreError, audit, pools};

/// A transaction behind one tenant's fence: Postgres shows and takes rows of this tenant (and of the context's part of
/// its tree) only. Dropped without [`TenantTx::commit`], it rolls back.
pub struct TenantTx {
    tx: Transaction<'static, Postgres>,
    tenant: TenantId,
    scope: Scope,
}

/// Draws the fence for the rest of the transaction.
async fn enter(conn: &mut PgConnection, tenant: TenantId, scope: Scope) -> Result<(), StoreError> {
    let scope = match scope {
        Scope::WholeTenant => None,
        Scope::Subtree(org) => Some(org.0),
    };
    sqlx::query!("call app.enter($1, $2)", tenant.0, scope).execute(conn).await?;
    Ok(())
}

impl TenantTx {
    #[expect(clippy::disallowed_types, reason = "this crate is the door that other crates must use")]
    pub(crate) async fn open(pool: &sqlx::PgPool, ctx: &Ctx) -> Result<Self, StoreError> {
        let mut tx = pools::begin(pool).await?;
        enter(&mut tx, ctx.tenant, ctx.scope).await?;
        Ok(Self { tx, tenant: ctx.tenant, scope: ctx.scope })
    }

    /// A transaction that reads everything as it was at its first look, and cannot write.
    #[expect(clippy::disallowed_types, reason = "this crate is the door that other crates must use")]
    pub(crate) async fn open_snapshot(pool: &sqlx::PgPool, ctx: &Ctx) -> Result<Self, StoreError> {
        let mut tx = pools::begin(pool).await?;
        sqlx::raw_sql("set transaction isolation level repeatable read, read only").execute(&mut *tx).await?;
        enter(&mut tx, ctx.tenant, ctx.scope).await?;
        Ok(Self { tx, tenant: ctx.tenant, scope: ctx.scope })
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

    /// Writes the same act's row into the log of the tenant that `home` stands in: what the platform's people do inside
    /// another tenant stands in both logs or in none. Afterwards the transaction stands behind its own fence again.
    pub async fn audit_at(&mut self, home: &Ctx, action: &'static str, object: &str, detail: serde_json::Value) -> Result<(), StoreError> {
        enter(&mut self.tx, home.tenant, home.scope).await?;
        audit::append(&mut self.tx, home, action, object, &detail).await?;
        enter(&mut self.tx, self.tenant, self.scope).await
    }

    /// Goes on behind another tenant's fence: what concerns two tenants happens in both or in neither. Every call site is on
    /// the checked-in list; only what the person in question may know goes from one side to the other.
    pub async fn cross(&mut self, to: &Ctx) -> Result<(), StoreError> {
        enter(&mut self.tx, to.tenant, to.scope).await?;
        (self.tenant, self.scope) = (to.tenant, to.scope);
        Ok(())
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
