use ::store::{Store, StoreError, TenantTx};
use kernel::{Ctx, Error, Permission, Result, Role, TenantId};

use super::invite_person::{Invited, write_invitation};
use crate::model::OrgKind;
use crate::rules::isp_form::{self, IspForm, NewIsp};
use crate::store::{hosts, orgs};

/// Makes an ISP with its portal at `label.base_domain` and invites its first owner: all in one transaction, live when it
/// commits. Sent twice with the same id, it makes one.
pub async fn create_isp(store: &Store, ctx: &Ctx, form: &IspForm, base_domain: &str) -> Result<TenantId> {
    ctx.require(Permission::PlatformManage)?;
    let new = isp_form::check(form).map_err(Error::Invalid)?;
    let inside = ctx.inside(new.id).with_locale(new.locale);
    let mut tx = store.tenant(&inside).await?;
    match write(store, &mut tx, &inside, &new, base_domain).await {
        Ok(()) => {
            let detail = serde_json::json!({ "name": new.name, "label": new.label });
            tx.audit_at(ctx, "isp.create", &format!("tenant:{}", new.id), detail).await?;
            tx.commit().await?;
            Ok(new.id)
        }
        Err(error) if hosts::is_taken(&error) => Err(Error::field("label", "host-taken")),
        Err(error) => match error.constraint() {
            // The form was sent before: what it asked for stands. The id is random, so it is nobody else's.
            Some("orgs_pkey" | "orgs_id_key") => Ok(new.id),
            _ => Err(error.into()),
        },
    }
}

async fn write(store: &Store, tx: &mut TenantTx, ctx: &Ctx, new: &NewIsp, base_domain: &str) -> std::result::Result<(), StoreError> {
    let root = new.id.root();
    let host = format!("{}.{base_domain}", new.label);
    let node = orgs::NewOrg {
        tenant: new.id,
        id: root,
        parent: None,
        kind: OrgKind::Isp,
        name: &new.name,
        path: &[root.0],
        simulated: false,
        currency: Some(&new.currency),
        locale: Some(new.locale),
        time_zone: Some(&new.time_zone),
        now: ctx.now,
    };
    orgs::insert(tx.conn(), &node).await?;
    hosts::insert(tx.conn(), new.id, root, &host, ctx.now).await?;
    tx.audit(ctx, "org.create", &format!("org:{root}"), serde_json::json!({ "kind": "isp", "name": new.name, "hosts": [host] })).await?;
    let invited = Invited { org: root, email: &new.email, name: "", role: Role::IspOwner, host: &host, by: &new.name };
    write_invitation(store, tx, ctx, &invited).await?;
    Ok(())
}
