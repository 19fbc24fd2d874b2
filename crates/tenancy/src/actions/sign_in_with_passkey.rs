use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, RequestId, Result, UserId};
use serde_json::Value;
use webauthn_rs::prelude::{PublicKeyCredential, Uuid};

use super::passkey::{Answer, LASTS, RelyingParty, challenge, refused, take, verify};
use super::token;
use crate::model::{HostTenant, Member};
use crate::store::passkey_ceremonies::{self, Ceremony};
use crate::store::users;

/// Challenges of strangers that wait in one tenant at a time; each lasts five minutes.
const MOST_WAITING: i64 = 2_000;

fn ceremony<'a>(host: &'a HostTenant, hash: &'a [u8; 32]) -> Ceremony<'a> {
    Ceremony { tenant: host.tenant, kind: "sign_in", bound_to: hash, host: &host.host }
}

/// Asks whoever comes for a passkey of this portal: what the browser hands to `navigator.credentials.get`, and a token for a
/// cookie of this browser.
pub async fn start_passkey_sign_in(
    store: &Store,
    host: &HostTenant,
    party: &RelyingParty<'_>,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<(Value, String)> {
    let ctx = Ctx::for_system(host.tenant, "sign-in", now, request_id);
    let (options, state) = challenge(party, &[])?;
    let (token, hash) = token::new();
    let mut tx = store.tenant(&ctx).await?;
    passkey_ceremonies::put(tx.conn(), &ceremony(host, &hash), None, &state, now, now + LASTS).await?;
    passkey_ceremonies::keep_newest(tx.conn(), host.tenant, "sign_in", MOST_WAITING).await?;
    tx.commit().await?;
    Ok((options, token))
}

/// Signs in by a passkey, which stands for both factors: it is something one has, and asked for what one knows or is. Every
/// fault answers alike. The caller starts the session.
pub async fn sign_in_with_passkey(
    store: &Store,
    host: &HostTenant,
    party: &RelyingParty<'_>,
    given: &str,
    answer: &str,
    now: DateTime<Utc>,
    request_id: RequestId,
) -> Result<Member> {
    let ctx = Ctx::for_system(host.tenant, "sign-in", now, request_id);
    let hash = token::hash(given).ok_or_else(refused)?;
    let answer: PublicKeyCredential = serde_json::from_str(answer).map_err(|_fault| refused())?;
    let (_, state) = take(store, &ctx, &ceremony(host, &hash)).await?.ok_or_else(refused)?;
    let user = answer.get_user_unique_id().and_then(|handle| Uuid::from_slice(handle).ok()).map(UserId).ok_or_else(refused)?;

    let mut tx = store.tenant(&ctx).await?;
    let outcome = verify(&mut tx, party, user, state, &answer, now).await?;
    let member = match outcome {
        Answer::Fits => users::membership(tx.conn(), host.tenant, user, host.org, None).await?,
        Answer::Refused | Answer::Copied => None,
    };
    let Some(member) = member else {
        // Who it is said to be was proved by nobody, so only a key that answered may write under a person's name.
        if outcome != Answer::Refused {
            let action = if outcome == Answer::Copied { "passkey.copied" } else { "passkey.refused" };
            tx.audit(&ctx, action, &format!("user:{user}"), serde_json::json!({ "host": host.host })).await?;
            tx.commit().await?;
        }
        metrics::counter!("lastmile_sign_ins_total", "outcome" => "refused").increment(1);
        return Err(refused());
    };
    tx.audit(&ctx, "sign_in", &format!("user:{}", member.user), serde_json::json!({ "host": host.host, "second_factor": "passkey" })).await?;
    tx.commit().await?;
    metrics::counter!("lastmile_sign_ins_total", "outcome" => "ok").increment(1);
    Ok(member)
}
