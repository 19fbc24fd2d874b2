//! Who a request of the API comes from, by what it shows.

use ::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ApiTokenId, Ctx, RequestId, Result};
use uuid::Uuid;

use super::access_token;
use crate::model::{HostTenant, Member};
use crate::rules;
use crate::rules::api_token;
use crate::store::api_tokens::ShownToken;
use crate::store::{api_sessions, api_tokens, settings, users};

/// How old the noted last use of a token may grow.
const COARSE: TimeDelta = TimeDelta::minutes(5);

/// Who calls the API.
pub struct ApiCaller {
    /// What the request may do.
    pub ctx: Ctx,
    /// The person, unless a program calls in its own name.
    pub member: Option<Member>,
    /// The token's id and name, where it is one that was made on the page of tokens.
    pub token: Option<(ApiTokenId, String)>,
    /// What is counted where requests are: the token, or the app's sign-in.
    pub credential: Uuid,
}

/// Who shows this, read afresh each time: a role, a token or a sign-in taken away is gone with the next request. `None` where
/// it opens nothing on this host.
pub async fn find_api_caller(store: &Store, host: &HostTenant, shown: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<Option<ApiCaller>> {
    let ctx = Ctx::for_system(host.tenant, "api", now, request_id);
    let mut tx = store.tenant(&ctx).await?;
    let caller = if let Some(hash) = api_token::hash(shown) {
        match api_tokens::find(tx.conn(), host.tenant, host.org, &hash, now).await? {
            None => None,
            Some(token) => {
                if token.last_used_at.is_none_or(|at| at + COARSE < now) {
                    api_tokens::touch(tx.conn(), host.tenant, token.id, now).await?;
                }
                let member = match token.user {
                    Some(user) => users::membership(tx.conn(), host.tenant, user, host.org, Some(token.org)).await?,
                    None => None,
                };
                let zone = settings::time_zone(tx.conn(), host.tenant, token.org).await?;
                by_token(host, token, member, zone, now, request_id)
            }
        }
    } else {
        match access_token::read(tx.conn(), host.tenant, &host.host, shown, now).await? {
            None => None,
            Some(claims) => {
                let stands = api_sessions::stands(tx.conn(), host.tenant, claims.sid, (claims.sub, claims.org), &host.host, now).await?;
                let member = if stands { users::membership(tx.conn(), host.tenant, claims.sub, host.org, Some(claims.org)).await? } else { None };
                member.map(|member| ApiCaller { ctx: as_member(host, &member, now, request_id), member: Some(member), token: None, credential: claims.sid })
            }
        }
    };
    tx.commit().await?;
    Ok(caller)
}

fn by_token(host: &HostTenant, token: ShownToken, member: Option<Member>, zone: String, now: DateTime<Utc>, request_id: RequestId) -> Option<ApiCaller> {
    let ctx = match (&member, token.user) {
        (Some(member), _) => as_member(host, member, now, request_id).with_scopes(token.scopes),
        // The person is no member of that node any more.
        (None, Some(_)) => return None,
        (None, None) => {
            let scope = rules::scope_of(token.org_kind, token.org);
            Ctx { time_zone: zone, ..Ctx::for_machine(host.tenant, scope, token.id, token.scopes, now, request_id) }
        }
    };
    Some(ApiCaller { ctx, member, credential: token.id.0, token: Some((token.id, token.name)) })
}

fn as_member(host: &HostTenant, member: &Member, now: DateTime<Utc>, request_id: RequestId) -> Ctx {
    let scope = rules::scope_of(member.org_kind, member.org);
    Ctx::for_member(host.tenant, scope, member.user, member.role, member.time_zone.clone(), now, request_id)
}
