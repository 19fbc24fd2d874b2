use ::store::{Store, StoreError, TenantTx};
use chrono::TimeDelta;
use kernel::{Actor, Ctx, Error, FieldError, Given, InvitationId, MailRequest, MailTemplate, OrgId, Permission, Result, Role, TenantId};

use super::change_member::offered;
use super::token;
use crate::rules::{self, isp_form};
use crate::store::{hosts, invitations, orgs, people, users};

/// How long an invitation can be accepted.
const HOURS: i64 = 72;

/// Whom to invite, as typed.
pub struct InvitePerson {
    /// The node to belong to.
    pub org: OrgId,
    /// Where to send it.
    pub email: String,
    /// The person's name; may be empty, the person writes it when accepting.
    pub name: String,
    /// The role that it will give: a built-in one's name, or the id of one of the ISP's own.
    pub role: String,
}

/// Sends an invitation to become a member of a node; an open one to the same address there is made anew: its earlier link opens nothing any more.
pub async fn invite_person(store: &Store, ctx: &Ctx, new: &InvitePerson) -> Result<InvitationId> {
    ctx.require(Permission::PeopleManage)?;
    let email = kernel::validate::email(&new.email);
    let name = if new.name.trim().is_empty() { Ok(String::new()) } else { isp_form::name(&new.name) };
    let given = new.role.parse::<Given>().ok();
    let mut tx = store.tenant(ctx).await?;
    let org = orgs::get(tx.conn(), ctx.tenant, new.org).await?.ok_or(Error::NotFound)?;
    let allowed = match given {
        Some(given) => offered(&mut tx, ctx, org.kind, given).await?,
        None => None,
    };
    tx.commit().await?;
    let (Some(email), Ok(name), Some(role)) = (&email, &name, &allowed) else {
        let mut faults = Vec::new();
        faults.extend(email.is_none().then(|| FieldError::new("email", "not-an-email")));
        faults.extend(name.err().map(|code| FieldError::new("name", code)));
        faults.extend(allowed.is_none().then(|| FieldError::new("role", "not-a-choice")));
        return Err(Error::Invalid(faults));
    };
    // The node is in the viewer's sight. The limit counts, and the portal stands, in the whole tenant.
    let inside = ctx.inside(ctx.tenant);
    let mut tx = store.tenant(&inside).await?;
    if offered(&mut tx, ctx, org.kind, role.given).await?.is_none() {
        return Err(Error::Conflict("changed".to_owned()));
    }
    if rules::is_staff(org.kind) {
        let limit = people::staff_limit(tx.conn(), ctx.tenant).await?;
        let waiting = invitations::count_other_staff(tx.conn(), ctx.tenant, email, ctx.now).await?;
        let there = people::count_staff(tx.conn(), ctx.tenant).await?.saturating_add(waiting);
        if limit.is_some_and(|limit| there >= limit) {
            return Err(Error::field("", "staff-limit"));
        }
    }
    let host = hosts::portal_of(tx.conn(), ctx.tenant, new.org).await?.ok_or_else(|| Error::field("", "no-portal"))?;
    let by = match ctx.actor {
        Actor::User(user) => users::name(tx.conn(), ctx.tenant, user).await?,
        Actor::Token(_) | Actor::System(_) => None,
    };
    let by = by.unwrap_or(org.name);
    let invited = Invited { org: new.org, email, name, given: role.given, word: role.word(), host: &host, by: &by };
    let (id, _token) = write_invitation(store, &mut tx, ctx, &invited).await?;
    tx.commit().await?;
    Ok(id)
}

/// Invites another owner of an ISP, on behalf of the platform: for the day nobody there can sign in any more.
pub async fn invite_owner(store: &Store, ctx: &Ctx, tenant: TenantId, email: &str) -> Result<InvitationId> {
    ctx.require(Permission::PlatformManage)?;
    let new = InvitePerson { org: tenant.root(), email: email.to_owned(), name: String::new(), role: Role::IspOwner.as_str().to_owned() };
    invite_person(store, &ctx.inside(tenant), &new).await
}

/// An invitation with everything checked.
pub(super) struct Invited<'a> {
    pub org: OrgId,
    pub email: &'a str,
    pub name: &'a str,
    pub given: Given,
    /// What the audit log calls the role.
    pub word: &'a str,
    /// The portal where it is accepted.
    pub host: &'a str,
    /// Whose word it is, as the mail says it.
    pub by: &'a str,
}

/// Stores the invitation and has the mail sent, in the caller's transaction. Its id, and the token that is told nowhere else.
pub(super) async fn write_invitation(
    store: &Store,
    tx: &mut TenantTx,
    ctx: &Ctx,
    invited: &Invited<'_>,
) -> std::result::Result<(InvitationId, String), StoreError> {
    let token = token::make();
    let token_hash = token::hash(&token).unwrap_or_default();
    let invited_by = match ctx.actor {
        Actor::User(user) => Some(user),
        Actor::Token(_) | Actor::System(_) => None,
    };
    let row = invitations::NewInvitation {
        tenant: ctx.tenant,
        id: InvitationId::generate(),
        org: invited.org,
        email: invited.email,
        name: invited.name,
        given: invited.given,
        token_hash: &token_hash,
        invited_by,
        now: ctx.now,
        expires_at: ctx.now + TimeDelta::hours(HOURS),
    };
    let id = invitations::upsert(tx.conn(), &row).await?;
    let args = [("path", format!("/invitation/{token}")), ("by", invited.by.to_owned()), ("hours", HOURS.to_string())];
    tx.send_mail(store, ctx, &MailRequest::new(MailTemplate::Invitation, invited.email, ctx.locale, invited.host, args)).await?;
    let detail = serde_json::json!({ "org": invited.org, "role": invited.word });
    tx.audit(ctx, "invitation.create", &format!("invitation:{id}"), detail).await?;
    Ok((id, token))
}
