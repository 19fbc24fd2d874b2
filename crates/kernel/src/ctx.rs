//! Who acts, where, as what and when: the first argument of every action.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use uuid::Uuid;

use crate::{ApiTokenId, Error, ImpersonationId, Locale, OrgId, Permission, Permissions, RequestId, Result, Role, Scopes, TenantId, UserId};

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

/// Somebody acts as somebody else: [`Ctx::actor`] is who does it, this is as whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acting {
    /// Which time.
    pub id: ImpersonationId,
    /// The person whose scope and role hold.
    pub subject: UserId,
    /// It ends then at the latest.
    pub until: DateTime<Utc>,
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
    /// Who acts. A person who acts as another stands here, and the other in `acting`: what belongs to a person asks
    /// [`Ctx::person`].
    pub actor: Actor,
    /// As whom, where that is somebody else. What it withholds, no role gives back.
    pub acting: Option<Acting>,
    /// The role of the membership; `None` for the product's own jobs, which may do everything.
    pub role: Option<Role>,
    /// What that role allows, read with the membership; not looked at where there is no role.
    pub permissions: Permissions,
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
            acting: None,
            role: Some(role),
            permissions: role.permissions(),
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
            acting: None,
            role: None,
            permissions: Permissions::default(),
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

    /// The same context with what the membership's role really allows: an ISP's own role is data.
    #[must_use]
    pub fn with_permissions(mut self, permissions: Permissions) -> Self {
        self.permissions = permissions;
        self
    }

    /// The same context, but it is `actor` who acts, as the person that it was made for.
    #[must_use]
    pub fn acted_by(mut self, actor: UserId, acting: Acting) -> Self {
        self.actor = Actor::User(actor);
        self.acting = Some(acting);
        self
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
        let held = match self.role {
            None => true,
            // Nothing by itself: what its token was made for is all it has.
            Some(Role::Machine) => self.scopes.is_some(),
            Some(_) => self.permissions.contains(permission),
        };
        let narrowed = self.scopes.as_ref().is_none_or(|scopes| scopes.contains(permission));
        held && narrowed && (self.acting.is_none() || permission.holds_while_acting())
    }

    /// Refuses with [`Error::Forbidden`] unless this context includes `permission`. A refusal leaves a line in the log.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.allows(permission) { Ok(()) } else { Err(self.refused(permission.as_str())) }
    }

    /// [`Error::Forbidden`], and a line in the log that names who was refused `what` (a permission, or a few words), within bounds.
    #[must_use]
    pub fn refused(&self, what: &str) -> Error {
        #[cfg(feature = "server")]
        crate::refused::note(self, what);
        #[cfg(not(feature = "server"))]
        let _nobody_reads_logs_in_a_browser = what;
        Error::Forbidden
    }

    /// Refuses with [`Error::Forbidden`] while somebody acts as somebody else: for what is a person's own (passwords, second
    /// factors, sessions, tokens) and for secrets.
    pub fn require_in_person(&self) -> Result<()> {
        if self.acting.is_none() { Ok(()) } else { Err(self.refused("what is a person's own")) }
    }

    /// Whose things the pages show: the person acted as, else the person who acts; `None` for programs and jobs.
    #[must_use]
    pub fn person(&self) -> Option<UserId> {
        match (self.acting, self.actor) {
            (Some(acting), _) => Some(acting.subject),
            (None, Actor::User(user)) => Some(user),
            (None, Actor::Token(_) | Actor::System(_)) => None,
        }
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

    fn machine(scopes: Scopes) -> Ctx {
        let plain = member(Role::Machine);
        Ctx::for_machine(plain.tenant, plain.scope, ApiTokenId(Uuid::from_u128(2)), scopes, plain.now, plain.request_id)
    }

    #[test]
    fn what_is_withheld_while_acting_no_role_gives_back() {
        let acting = Acting { id: ImpersonationId(Uuid::nil()), subject: UserId(Uuid::from_u128(1)), until: DateTime::UNIX_EPOCH };
        let (owner, acted) = (member(Role::IspOwner), member(Role::IspOwner).acted_by(UserId(Uuid::from_u128(2)), acting));
        assert_eq!((owner.person(), acted.person()), (Some(UserId(Uuid::from_u128(1))), Some(UserId(Uuid::from_u128(1)))));
        assert_eq!(acted.actor, Actor::User(UserId(Uuid::from_u128(2))));
        for permission in Permission::ALL {
            let holds = Role::IspOwner.allows(permission);
            assert_eq!(owner.allows(permission), holds, "{permission:?}");
            assert_eq!(acted.allows(permission), holds && permission.holds_while_acting(), "{permission:?}");
            // Not even where the context may otherwise do everything.
            assert_eq!(acted.inside(acted.tenant).allows(permission), permission.holds_while_acting(), "{permission:?}");
        }
        assert_eq!(acted.require_in_person(), Err(Error::Forbidden));
        assert_eq!(owner.require_in_person(), Ok(()));
    }

    #[test]
    fn a_custom_role_allows_what_came_with_it_and_nothing_else() {
        let mut ctx = member(Role::IspOwner);
        ctx.role = Some(Role::Custom);
        let ctx = ctx.with_permissions([Permission::DeviceRead].into_iter().collect());
        assert!(ctx.allows(Permission::DeviceRead) && !ctx.allows(Permission::DeviceManage));
        // A token that was made while the role held more.
        let token = ctx.with_scopes(Scopes::read(["device_read", "device_manage", "org_read"]));
        let left: Vec<Permission> = Permission::ALL.into_iter().filter(|permission| token.allows(*permission)).collect();
        assert_eq!(left, [Permission::DeviceRead]);
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
        let (plain, machine) = (member(Role::Machine), machine(Scopes::read(["org_read"])));
        for permission in Permission::ALL {
            assert!(!plain.allows(permission), "without scopes there is nothing");
            assert_eq!(machine.allows(permission), permission == Permission::OrgRead);
        }
        assert_eq!(machine.person(), None, "a program is nobody");
    }
}
