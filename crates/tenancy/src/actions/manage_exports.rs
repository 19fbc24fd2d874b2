use std::path::{Path, PathBuf};

use ::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Actor, Ctx, Error, ExportId, Permission, RequestId, Result, TenantId, UserId};

use super::{step_up, token};
use crate::model::{Exports, HostTenant, OrgKind};
use crate::store::{exports, orgs};

/// How long an archive can be fetched.
pub const EXPORT_LASTS: TimeDelta = TimeDelta::days(7);

/// Archives that are shown.
const SHOWN: i64 = 10;

/// Where a tenant's archives lie.
#[must_use]
pub fn exports_folder(data_dir: &Path, tenant: TenantId) -> PathBuf {
    data_dir.join("exports").join(tenant.to_string())
}

/// Where an archive lies once it is whole.
#[must_use]
pub fn export_file(data_dir: &Path, tenant: TenantId, id: ExportId) -> PathBuf {
    exports_folder(data_dir, tenant).join(format!("{id}.zip"))
}

/// Who may have archives of a tenant, and where they are asked for: its owner for itself, the platform for any ISP. Only
/// people, and only in a browser: a token proves nothing anew.
async fn whose(store: &Store, ctx: &Ctx, tenant: TenantId) -> Result<(Ctx, UserId)> {
    ctx.require(if tenant == ctx.tenant { Permission::DataExport } else { Permission::PlatformManage })?;
    let user = match ctx.actor {
        Actor::User(user) if ctx.scopes.is_none() => user,
        _ => return Err(ctx.refused("archives by a token")),
    };
    if tenant == ctx.tenant {
        return Ok((ctx.clone(), user));
    }
    let inside = ctx.inside(tenant);
    let mut tx = store.tenant(&inside).await?;
    orgs::isp(tx.conn(), tenant).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok((inside, user))
}

/// A tenant's archives, newest first.
pub async fn list_exports(store: &Store, ctx: &Ctx, tenant: TenantId) -> Result<Exports> {
    let (inside, user) = whose(store, ctx, tenant).await?;
    let mut tx = store.tenant(&inside).await?;
    let list = exports::list(tx.conn(), tenant, SHOWN).await?;
    tx.commit().await?;
    let own = Ctx::for_system(ctx.tenant, "account", ctx.now, ctx.request_id);
    let mut tx = store.tenant(&own).await?;
    let asks_code = step_up::asks_code(tx.conn(), ctx.tenant, user).await?;
    tx.commit().await?;
    Ok(Exports { exports: list, asks_code })
}

/// Has an archive of everything made. One that is waiting or being made already is the one. The caller has let the person
/// prove once more who it is.
pub async fn request_export(store: &Store, ctx: &Ctx, tenant: TenantId) -> Result<()> {
    let (inside, user) = whose(store, ctx, tenant).await?;
    let id = ExportId::generate();
    let mut tx = store.tenant(&inside).await?;
    if exports::insert(tx.conn(), tenant, id, user, ctx.now).await? {
        let object = format!("export:{id}");
        tx.audit(&inside, "export.request", &object, serde_json::json!({})).await?;
        if tenant != ctx.tenant {
            tx.audit_at(ctx, "export.request", &object, serde_json::json!({ "tenant": tenant })).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Makes a link that opens an archive for whoever has it, as long as the archive lasts, at the portals of who asks. Returns
/// its path, which is told nowhere else. The caller has let the person prove once more who it is.
pub async fn link_export(store: &Store, ctx: &Ctx, tenant: TenantId, id: ExportId) -> Result<String> {
    let (inside, _user) = whose(store, ctx, tenant).await?;
    let mut tx = store.tenant(&inside).await?;
    let expires_at = exports::ready(tx.conn(), tenant, id, ctx.now).await?.ok_or(Error::NotFound)?;
    let (token, token_hash) = token::new();
    let link = exports::NewLink { token_hash: &token_hash, export: id, portal: ctx.tenant, expires_at };
    exports::insert_link(tx.conn(), tenant, tenant.root(), &link, ctx.now).await?;
    let object = format!("export:{id}");
    tx.audit(&inside, "export.link", &object, serde_json::json!({})).await?;
    if tenant != ctx.tenant {
        tx.audit_at(ctx, "export.link", &object, serde_json::json!({ "tenant": tenant })).await?;
    }
    tx.commit().await?;
    Ok(format!("/exports/{}.{token}", tenant.0.simple()))
}

/// An archive that a link has opened.
pub struct OpenedExport {
    /// Whose it is.
    pub tenant: TenantId,
    /// Its id.
    pub id: ExportId,
    /// When it was asked for.
    pub made_at: DateTime<Utc>,
}

/// What the end of a link's path opens at this host. A link of another portal, one that is over and one that never was all
/// answer alike. That it was opened is written down.
pub async fn open_export(store: &Store, host: &HostTenant, token: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<OpenedExport> {
    let (tenant, token) = token.split_once('.').ok_or(Error::NotFound)?;
    let tenant = uuid::Uuid::try_parse(tenant).map(TenantId).map_err(|_shape| Error::NotFound)?;
    let hash = token::hash(token).ok_or(Error::NotFound)?;
    if tenant != host.tenant && host.kind != OrgKind::Founder {
        return Err(Error::NotFound);
    }
    let ctx = Ctx::for_system(tenant, "export link", now, request_id);
    let mut tx = store.tenant(&ctx).await?;
    let (id, made_at) = exports::opened(tx.conn(), tenant, &hash, host.tenant, now).await?.ok_or(Error::NotFound)?;
    tx.audit(&ctx, "export.open", &format!("export:{id}"), serde_json::json!({ "host": host.host })).await?;
    tx.commit().await?;
    Ok(OpenedExport { tenant, id: ExportId(id), made_at })
}

/// Removes archives whose time is over; returns how many. A job of the product: no context.
pub async fn expire_exports(store: &Store, data_dir: &Path, now: DateTime<Utc>) -> Result<usize> {
    let mut tx = store.platform("remove old archives").await?;
    let over = exports::expire(tx.conn(), now).await?;
    tx.commit().await?;
    for (tenant, id) in &over {
        remove(&export_file(data_dir, *tenant, *id)).await;
    }
    Ok(over.len())
}

async fn remove(file: &Path) {
    match tokio::fs::remove_file(file).await {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => tracing::error!(file = %file.display(), %error, "an old archive was not removed"),
        // Another process's folder may hold it.
        _ => {}
    }
}
