use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, Error, RequestId, Result};

use super::sign_in::{self, SignedIn};
use super::{soft_lock, token};
use crate::model::{HostTenant, OrgKind};
use crate::store::mailed_links::{self, LinkKind};
use crate::store::users;

/// Signs in whoever holds a link's token in the browser that asked for it (`browser`, its cookie); a second factor is still
/// asked for. However many come with the same token, one of them is let in. [`Error::NotFound`]: no such link, or no
/// longer; another browser is told so and spends nothing. The caller starts the session.
pub async fn use_magic_link(
    store: &Store,
    host: &HostTenant,
    given: &str,
    browser: Option<&str>,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<SignedIn> {
    let token_hash = token::hash(given).filter(|_| host.kind != OrgKind::Founder).ok_or(Error::NotFound)?;
    let ctx = Ctx::for_system(host.tenant, "sign-in", now, request_id);
    let mut tx = store.tenant(&ctx).await?;
    let link = mailed_links::get(tx.conn(), ctx.tenant, LinkKind::MagicLink, &token_hash, &host.host, now).await?.ok_or(Error::NotFound)?;
    if browser.and_then(token::hash).map(Vec::from) != link.browser_hash {
        return Err(Error::field("", "link-browser"));
    }
    if !mailed_links::spend(tx.conn(), ctx.tenant, &token_hash, now).await? {
        return Err(Error::NotFound);
    }
    let member = users::membership(tx.conn(), ctx.tenant, link.user, host.org, None).await?.ok_or(Error::NotFound)?;
    let (user, email_hash) = (member.user, soft_lock::email_hash(&member.email));
    let signed_in = sign_in::admit(&mut tx, &ctx, host, member, &email_hash, 0).await?;
    if let SignedIn::Member(_) = &signed_in {
        tx.audit(&ctx, "sign_in", &format!("user:{user}"), serde_json::json!({ "host": host.host, "kind": "magic_link" })).await?;
    }
    tx.commit().await?;
    sign_in::count("magic_link");
    Ok(signed_in)
}
