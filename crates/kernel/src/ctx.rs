//! Who acts, where, as what and when: the first argument of every action.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use uuid::Uuid;

use crate::{ApiTokenId, Error, Locale, OrgId, Permission, RequestId, Result, Role, Scopes, TenantId, UserId};

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
    /// A program with a token that belongs to a node and to no person.
    Token(ApiTokenId),
    /// The product itself; the name says which part (`"snmp collector"`).
    System(&'static str),
}

/// The promise that a request of the API takes effect once: its row in `idempotency_keys`. What is done under it is noted
/// there in the same transaction, together with the audit row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once {
    /// Where the row stands.
    pub tenant: TenantId,
    /// The row.
    pub id: Uuid,
    /// Fencing token: whoever was taken for dead can no longer take effect.
    pub fence: i64,
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
    /// What the token that was shown was made for: the role's permissions count only as far as they are among these, and a
    /// machine has these and no others. `None` where no token narrows anything.
    pub scopes: Option<Scopes>,
    /// Set while a request of the API runs that must take effect once.
    pub once: Option<Once>,
}

impl Ctx {
    /// The context of a signed-in member.
    #[must_use]
    pub fn for_member(tenant: TenantId, scope: Scope, user: UserId, role: Role, time_zone: String, now: DateTime<Utc>, request_id: RequestId) -> Self {
        Self {
            tenant,
            scope,
            actor: Actor::User(user),
            role: Some(role),
            locale: Locale::ENGLISH,
            time_zone,
            now,
            request_id,
            session: None,
            scopes: None,
            once: None,
        }
    }

    /// The context of a program with a token of its own. It has no role's permissions: only those of `scopes`.
    #[must_use]
    pub fn for_machine(tenant: TenantId, scope: Scope, token: ApiTokenId, scopes: Scopes, now: DateTime<Utc>, request_id: RequestId) -> Self {
        Self { actor: Actor::Token(token), role: Some(Role::Machine), scope, scopes: Some(scopes), ..Self::for_system(tenant, "api", now, request_id) }
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
            scopes: None,
            once: None,
        }
    }

    /// The same person acting for the platform inside `tenant`: may do everything there, and the audit row says who it was.
    /// Only for actions that have required a permission of the platform before.
    #[must_use]
    pub fn inside(&self, tenant: TenantId) -> Self {
        Self { tenant, scope: Scope::WholeTenant, role: None, session: None, scopes: None, ..self.clone() }
    }

    /// The same context, bound to the session it came from.
    #[must_use]
    pub fn with_session(mut self, id_hash: [u8; 32]) -> Self {
        self.session = Some(id_hash);
        self
    }

    /// The same context, narrowed to what a token was made for.
    #[must_use]
    pub fn with_scopes(mut self, scopes: Scopes) -> Self {
        self.scopes = Some(scopes);
        self
    }

    /// The same context, taking effect once.
    #[must_use]
    pub fn with_once(mut self, once: Once) -> Self {
        self.once = Some(once);
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
        let narrowed = self.scopes.as_ref().is_none_or(|scopes| scopes.contains(permission));
        match self.role {
            None => narrowed,
            Some(Role::Machine) => self.scopes.is_some() && narrowed,
            Some(role) => role.allows(permission) && narrowed,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn member(role: Role) -> Ctx {
        let id = Uuid::from_u128(1);
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        Ctx::for_member(TenantId(id), Scope::WholeTenant, UserId(id), role, "UTC".to_owned(), now, RequestId(id))
    }

    #[test]
    fn a_token_only_takes_away() {
        let all = Scopes(Permission::ALL.into_iter().collect());
        for role in Role::ALL {
            let (plain, narrowed) = (member(role), member(role).with_scopes(Scopes::read(["device_read"])));
            for permission in Permission::ALL {
                assert_eq!(plain.clone().with_scopes(all.clone()).allows(permission), plain.allows(permission), "{role:?} {permission:?}");
                assert_eq!(narrowed.allows(permission), permission == Permission::DeviceRead && plain.allows(permission), "{role:?} {permission:?}");
            }
        }
    }

    #[test]
    fn a_machine_has_its_scopes_and_nothing_else() {
        let plain = member(Role::Machine);
        let machine = Ctx::for_machine(plain.tenant, plain.scope, ApiTokenId(Uuid::from_u128(2)), Scopes::read(["org_read"]), plain.now, plain.request_id);
        for permission in Permission::ALL {
            assert!(!plain.allows(permission), "without scopes there is nothing");
            assert_eq!(machine.allows(permission), permission == Permission::OrgRead);
        }
    }
}
