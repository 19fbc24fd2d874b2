//! Who acts, where, as what and when: the first argument of every action.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Error, Locale, OrgId, Permission, RequestId, Result, Role, TenantId, UserId};

/// How much of the tenant's tree this context may touch; the database enforces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// Everything inside the tenant (ISP staff, the platform's jobs).
    WholeTenant,
    /// A node and all below it (branch, reseller, client).
    Subtree(OrgId),
}

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// A signed-in person.
    User(UserId),
    /// The product itself; the name says which part (`"snmp collector"`).
    System(&'static str),
}

/// The context of one request or job. Made only by the session layer ([`Ctx::for_member`]) or for a job of the
/// product itself ([`Ctx::for_system`]); never from what a client sent.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// The isolation root.
    pub tenant: TenantId,
    /// The part of the tree within it.
    pub scope: Scope,
    /// Who acts.
    pub actor: Actor,
    /// The role whose permissions hold; `None` for the product's own jobs, which may do everything.
    pub role: Option<Role>,
    /// Language for words and numbers.
    pub locale: Locale,
    /// IANA time zone for showing times, validated by the session layer.
    pub time_zone: String,
    /// When the request or job began; actions take the time from here.
    pub now: DateTime<Utc>,
    /// Shown beside errors, written to logs and audit rows.
    pub request_id: RequestId,
    /// SHA-256 of the session id that this context came from; `None` for jobs.
    pub session: Option<[u8; 32]>,
}

impl Ctx {
    /// The context of a signed-in member.
    #[must_use]
    pub fn for_member(tenant: TenantId, scope: Scope, user: UserId, role: Role, time_zone: String, now: DateTime<Utc>, request_id: RequestId) -> Self {
        Self { tenant, scope, actor: Actor::User(user), role: Some(role), locale: Locale::ENGLISH, time_zone, now, request_id, session: None }
    }

    /// The context of a job that the product runs for a tenant.
    #[must_use]
    pub fn for_system(tenant: TenantId, part: &'static str, now: DateTime<Utc>, request_id: RequestId) -> Self {
        Self {
            tenant,
            scope: Scope::WholeTenant,
            actor: Actor::System(part),
            role: None,
            locale: Locale::ENGLISH,
            time_zone: "UTC".to_owned(),
            now,
            request_id,
            session: None,
        }
    }

    /// The same person acting for the platform inside `tenant`: may do everything there, and the audit row says who it was.
    /// Only for actions that have required a permission of the platform before.
    #[must_use]
    pub fn inside(&self, tenant: TenantId) -> Self {
        Self { tenant, scope: Scope::WholeTenant, role: None, session: None, ..self.clone() }
    }

    /// The same context, bound to the session it came from.
    #[must_use]
    pub fn with_session(mut self, id_hash: [u8; 32]) -> Self {
        self.session = Some(id_hash);
        self
    }

    /// The same context, speaking this language.
    #[must_use]
    pub fn with_locale(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// Whether this context includes `permission`.
    #[must_use]
    pub fn allows(&self, permission: Permission) -> bool {
        self.role.is_none_or(|role| role.allows(permission))
    }

    /// Refuses with [`Error::Forbidden`] unless this context includes `permission`.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.allows(permission) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// The tree node that new things of this context belong to: the scope's root.
    #[must_use]
    pub fn org(&self) -> OrgId {
        match self.scope {
            Scope::WholeTenant => self.tenant.root(),
            Scope::Subtree(org) => org,
        }
    }
}
