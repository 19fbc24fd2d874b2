use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Actor, ApiTokenId, Ctx, Error, Permission, RequestId, Result, UserId};

use super::confirm_identity::is_confirmed;
use crate::model::{ApiTokens, HostTenant};
use crate::rules::api_token::{self, Made, TokenForm, TokenSpec};
use crate::store::api_tokens::{self, NewToken, Owner};
use crate::store::{api_origins, orgs};

/// A token that was just made; the secret is told this once.
pub struct NewApiToken {
    /// Identity.
    pub id: ApiTokenId,
    /// The whole token.
    pub token: String,
}

/// Only people make tokens, only in a browser and only for themselves: a token that makes tokens would outlive its own
/// revocation, and one made while acting as somebody else the half hour.
fn person(ctx: &Ctx) -> Result<UserId> {
    ctx.require_in_person()?;
    match ctx.actor {
        Actor::User(user) if ctx.scopes.is_none() => Ok(user),
        _ => Err(ctx.refused("tokens by a token")),
    }
}

/// What this person can make a token for: nobody gives what they do not have.
fn gives(ctx: &Ctx, permission: Permission) -> bool {
    ctx.allows(permission) && api_token::opens(permission)
}

/// Origins hold for every portal of the tenant, so they are its root's to name.
fn manages_origins(ctx: &Ctx) -> bool {
    ctx.allows(Permission::ApiManage) && ctx.org() == ctx.tenant.root()
}

/// What the page of tokens shows. Every role has its own tokens.
pub async fn list_api_tokens(store: &Store, ctx: &Ctx) -> Result<ApiTokens> {
    let user = person(ctx)?;
    let fresh = is_confirmed(store, ctx).await?;
    let manages = ctx.allows(Permission::ApiManage);
    let limit = i64::try_from(ApiTokens::MOST).unwrap_or(i64::MAX);
    let mut tx = store.tenant(ctx).await?;
    let personal = api_tokens::list(tx.conn(), ctx.tenant, Owner::Person(user), ctx.now, limit).await?;
    let machine = if manages { api_tokens::list(tx.conn(), ctx.tenant, Owner::Programs, ctx.now, limit).await? } else { Vec::new() };
    let origins = if manages_origins(ctx) { api_origins::list(tx.conn(), ctx.tenant).await? } else { Vec::new() };
    tx.commit().await?;
    let grantable = Permission::ALL.into_iter().filter(|permission| gives(ctx, *permission)).map(|permission| permission.as_str().to_owned()).collect();
    Ok(ApiTokens { personal, machine, origins, grantable, fresh, manages, manages_origins: manages_origins(ctx) })
}

/// Makes a token that acts as the person who asks: never more than the person's rights at each moment, nor than its scopes.
/// The caller has let the person prove once more who it is.
pub async fn create_personal_token(store: &Store, ctx: &Ctx, form: &TokenForm) -> Result<NewApiToken> {
    let user = person(ctx)?;
    let spec = api_token::check(form, |permission| gives(ctx, permission)).map_err(Error::Invalid)?;
    create(store, ctx, Owner::Person(user), &spec, api_token::make(api_token::PERSONAL, rand::random())).await
}

/// Makes a token for a program; it belongs to the node of who asks and outlives that person's membership. The caller has let the
/// person prove once more who it is.
pub async fn create_machine_token(store: &Store, ctx: &Ctx, form: &TokenForm) -> Result<NewApiToken> {
    ctx.require(Permission::ApiManage)?;
    person(ctx)?;
    let spec = api_token::check(form, |permission| gives(ctx, permission)).map_err(Error::Invalid)?;
    create(store, ctx, Owner::Programs, &spec, api_token::make(api_token::MACHINE, rand::random())).await
}

async fn create(store: &Store, ctx: &Ctx, owner: Owner, spec: &TokenSpec, made: Made) -> Result<NewApiToken> {
    let id = ApiTokenId::generate();
    let (user, kind) = match owner {
        Owner::Person(user) => (Some(user), "personal"),
        Owner::Programs => (None, "machine"),
    };
    let mut tx = store.tenant(ctx).await?;
    let most = i64::try_from(ApiTokens::MOST).unwrap_or(i64::MAX);
    if api_tokens::count(tx.conn(), ctx.tenant, owner).await? >= most {
        return Err(Error::field("", "token-limit"));
    }
    orgs::get(tx.conn(), ctx.tenant, ctx.org()).await?.ok_or(Error::NotFound)?;
    let new = NewToken {
        tenant: ctx.tenant,
        id,
        org: ctx.org(),
        user,
        name: &spec.name,
        prefix: &made.prefix,
        secret_hash: &made.hash,
        scopes: &spec.scopes,
        created_by: person(ctx).ok(),
        now: ctx.now,
        expires_at: ctx.now + spec.lasts,
    };
    api_tokens::insert(tx.conn(), &new).await?;
    let detail = serde_json::json!({ "kind": kind, "name": spec.name, "scopes": spec.scopes.names(), "days": spec.lasts.num_days() });
    tx.audit(ctx, "api_token.create", &format!("api_token:{id}"), detail).await?;
    tx.commit().await?;
    Ok(NewApiToken { id, token: made.token })
}

/// Revokes one's own token, or with the right to a program's in one's part of the tree. It opens nothing from the next
/// request on. What is another's answers like what does not exist.
pub async fn revoke_api_token(store: &Store, ctx: &Ctx, id: ApiTokenId) -> Result<()> {
    let user = person(ctx)?;
    let mut tx = store.tenant(ctx).await?;
    let mut revoked = api_tokens::revoke(tx.conn(), ctx.tenant, id, Owner::Person(user), ctx.now).await?;
    if !revoked && ctx.allows(Permission::ApiManage) {
        revoked = api_tokens::revoke(tx.conn(), ctx.tenant, id, Owner::Programs, ctx.now).await?;
    }
    if !revoked {
        return Err(Error::NotFound);
    }
    tx.audit(ctx, "api_token.revoke", &format!("api_token:{id}"), serde_json::json!({})).await?;
    Ok(tx.commit().await?)
}

/// Sites at most.
const MOST_ORIGINS: usize = 20;

/// Says which sites' pages may call the API, one a line; all others are refused by browsers.
pub async fn set_api_origins(store: &Store, ctx: &Ctx, typed: &str) -> Result<()> {
    ctx.require(Permission::ApiManage)?;
    person(ctx)?;
    if !manages_origins(ctx) {
        return Err(ctx.refused("sites that call the API"));
    }
    let lines: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let read: Option<Vec<String>> = lines.iter().map(|line| api_token::origin(line)).collect();
    let mut origins = read.ok_or_else(|| Error::field("origins", "not-an-origin"))?;
    origins.sort();
    origins.dedup();
    if origins.len() > MOST_ORIGINS {
        return Err(Error::field("origins", "too-many-origins"));
    }
    let mut tx = store.tenant(ctx).await?;
    if api_origins::list(tx.conn(), ctx.tenant).await? == origins {
        return Ok(());
    }
    api_origins::replace(tx.conn(), ctx.tenant, &origins, ctx.now).await?;
    tx.audit(ctx, "api_origins.change", &format!("org:{}", ctx.org()), serde_json::json!({ "origins": origins })).await?;
    Ok(tx.commit().await?)
}

/// Whether pages of this site may call the API of the tenant.
pub async fn is_api_origin(store: &Store, host: &HostTenant, origin: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<bool> {
    let Some(origin) = api_token::origin(origin).filter(|written| written == origin) else { return Ok(false) };
    let mut tx = store.tenant(&Ctx::for_system(host.tenant, "api", now, request_id)).await?;
    let allowed = api_origins::is_allowed(tx.conn(), host.tenant, &origin).await?;
    tx.commit().await?;
    Ok(allowed)
}
