use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, Error, RequestId, Result, Role, TenantId};

use super::invite_person::{Invited, write_invitation};
use crate::model::OrgKind;
use crate::store::{orgs, recovery_links};

/// An invitation to run the platform.
pub struct FounderInvitation {
    /// The founder's portal.
    pub host: String,
    /// The end of the link's path; it is nowhere else but in the mail.
    pub token: String,
}

/// The name of the platform's own tenant until its people give it another.
const NAME: &str = "Platform";

/// Invites a person to run the platform and makes the platform's own tenant, at `founder.base_domain`, where there is none:
/// so begins every installation that is no demo. Only the server's console may call this.
pub async fn invite_founder(store: &Store, email: &str, base_domain: &str, now: DateTime<Utc>, request_id: RequestId) -> Result<FounderInvitation> {
    let email = kernel::validate::email(email).ok_or_else(|| Error::field("email", "not-an-email"))?;
    let mut tx = store.platform("find the founder's tenant").await?;
    let known = recovery_links::founder(tx.conn()).await?;
    tx.commit().await?;

    let tenant = known.as_ref().map_or_else(TenantId::generate, |(tenant, _)| *tenant);
    let ctx = Ctx::for_system(tenant, "console", now, request_id);
    let mut tx = store.tenant(&ctx).await?;
    let host = match known {
        Some((_, host)) => host,
        None => {
            let host = format!("founder.{base_domain}");
            let root = tenant.root();
            let node = orgs::NewOrg {
                tenant,
                id: root,
                parent: None,
                kind: OrgKind::Founder,
                name: NAME,
                path: &[root.0],
                simulated: false,
                currency: None,
                locale: None,
                time_zone: Some("UTC"),
                now,
            };
            orgs::insert(tx.conn(), &node).await?;
            crate::store::hosts::insert(tx.conn(), tenant, root, &host, now).await?;
            tx.audit(&ctx, "org.create", &format!("org:{root}"), serde_json::json!({ "kind": "founder", "name": NAME, "hosts": [host] })).await?;
            host
        }
    };
    let by = orgs::get(tx.conn(), tenant, tenant.root()).await?.ok_or(Error::Internal)?.name;
    let invited = Invited { org: tenant.root(), email: &email, name: "", role: Role::Founder, host: &host, by: &by };
    let (_id, token) = write_invitation(store, &mut tx, &ctx, &invited).await?;
    tx.commit().await?;
    Ok(FounderInvitation { host, token })
}
