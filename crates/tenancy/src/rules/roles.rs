//! Who may give which role, and act as whom: nobody gives or becomes what they do not have.

use kernel::{Ctx, FieldError, Given, Level, Permission, Permissions, Role};

use super::roles_at;
use crate::model::{OrgKind, RoleTemplate};

/// Most characters of a role's name.
const LONGEST_NAME: usize = 60;

/// How high a node of this kind stands.
#[must_use]
pub fn level_of(kind: OrgKind) -> Level {
    match kind {
        OrgKind::Founder => Level::Platform,
        OrgKind::Isp => Level::Isp,
        OrgKind::Branch => Level::Branch,
        OrgKind::Reseller => Level::Reseller,
        OrgKind::Client => Level::Client,
    }
}

/// Whether a role is an owner's, which only an owner gives or takes away.
#[must_use]
pub fn is_owner(role: Role) -> bool {
    matches!(role, Role::Founder | Role::IspOwner)
}

/// Whether the viewer may give a role at a node of this kind, or take it from somebody there. Built-in roles look after the
/// built-in ones of their own level and those below; with an ISP's own role on either side, and with a token, nobody gives
/// more than they hold at that moment.
#[must_use]
pub fn may_give(ctx: &Ctx, kind: OrgKind, given: Given, permissions: &Permissions) -> bool {
    let fits = match given {
        Given::BuiltIn(role) => roles_at(kind).contains(&role),
        Given::Custom(_) => kind != OrgKind::Founder,
    };
    let Some(own) = ctx.role else { return fits };
    let by_name = match given {
        Given::BuiltIn(role) if is_owner(role) && own != role => return false,
        Given::BuiltIn(_) => own != Role::Custom && ctx.scopes.is_none(),
        Given::Custom(_) => false,
    };
    fits && (by_name || permissions.iter().all(|permission| ctx.allows(permission)))
}

/// What the viewer can put into a role at a level: what fits there, and nothing that the viewer lacks.
#[must_use]
pub fn grantable(ctx: &Ctx, kind: OrgKind) -> Vec<Permission> {
    let level = level_of(kind);
    Permission::ALL.into_iter().filter(|permission| permission.fits(level) && ctx.allows(*permission)).collect()
}

/// What a new role can begin as.
#[must_use]
pub fn templates() -> Vec<RoleTemplate> {
    let kinds = [OrgKind::Isp, OrgKind::Branch, OrgKind::Reseller, OrgKind::Client];
    kinds.into_iter().flat_map(|kind| roles_at(kind).iter().map(move |role| RoleTemplate { kind, role: *role })).collect()
}

/// A role's name: 1 to 60 characters, none of them a control character.
pub fn role_name(raw: &str) -> Result<String, &'static str> {
    let typed = raw.trim();
    if typed.is_empty() {
        return Err("required");
    }
    if typed.chars().count() > LONGEST_NAME {
        return Err("too-long");
    }
    kernel::validate::label(typed, LONGEST_NAME).ok_or("control-characters")
}

/// Who wants to act as somebody, or as whom.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    /// How high the node of the membership stands.
    pub kind: OrgKind,
    /// What the membership allows.
    pub permissions: &'a Permissions,
}

/// Whether one may act as the other: only downwards, never as the platform's people, and within a tenant never as somebody
/// who could then do more than oneself.
#[must_use]
pub fn may_act_as(actor: Party<'_>, subject: Party<'_>) -> bool {
    let below = subject.kind != OrgKind::Founder && level_of(actor.kind) < level_of(subject.kind);
    let gains = subject.permissions.only(Permission::holds_while_acting);
    actor.permissions.contains(Permission::Impersonate) && below && (actor.kind == OrgKind::Founder || gains.within(actor.permissions))
}

/// Why somebody wants to act as somebody else, and the ticket that it is about, checked.
pub fn reason(reason: &str, ticket: &str) -> Result<(String, String), Vec<FieldError>> {
    let control = |text: &str| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    let (reason, ticket) = (reason.trim(), ticket.trim());
    let mut faults = Vec::new();
    match reason.chars().count() {
        0 => faults.push(FieldError::new("reason", "required")),
        1..10 => faults.push(FieldError::new("reason", "reason-short")),
        501.. => faults.push(FieldError::new("reason", "too-long")),
        _ if control(reason) => faults.push(FieldError::new("reason", "control-characters")),
        _ => {}
    }
    if ticket.chars().count() > 100 {
        faults.push(FieldError::new("ticket", "too-long"));
    } else if ticket.chars().any(char::is_control) {
        faults.push(FieldError::new("ticket", "control-characters"));
    }
    if faults.is_empty() { Ok((reason.to_owned(), ticket.to_owned())) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use kernel::{ApiTokenId, OrgId, RequestId, RoleId, Scope, Scopes, TenantId, UserId};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const CUSTOM: Given = Given::Custom(RoleId(Uuid::from_u128(9)));

    fn ctx(role: Role, permissions: Permissions) -> Ctx {
        let id = Uuid::from_u128(1);
        Ctx::for_member(TenantId(id), Scope::Subtree(OrgId(id)), UserId(id), role, "UTC".to_owned(), DateTime::UNIX_EPOCH, RequestId(id))
            .with_permissions(permissions)
    }

    fn built_in(role: Role) -> Ctx {
        ctx(role, role.permissions())
    }

    fn set(permissions: &[Permission]) -> Permissions {
        permissions.iter().copied().collect()
    }

    fn any_set() -> impl Strategy<Value = Permissions> {
        proptest::sample::subsequence(Permission::ALL.to_vec(), 0..=Permission::ALL.len()).prop_map(|chosen| set(&chosen))
    }

    #[test]
    fn built_in_roles_give_what_they_always_gave() {
        let may = |own: Role, kind, role: Role| may_give(&built_in(own), kind, Given::BuiltIn(role), &role.permissions());
        assert!(may(Role::IspOwner, OrgKind::Isp, Role::IspOwner));
        assert!(may(Role::BranchManager, OrgKind::Reseller, Role::Reseller));
        assert!(!may(Role::BranchManager, OrgKind::Isp, Role::IspOwner));
        assert!(!may(Role::Founder, OrgKind::Isp, Role::IspOwner), "a founder's own role is no ISP owner's");
        assert!(!may(Role::IspOwner, OrgKind::Isp, Role::Client), "a role of another level");
        assert!(!may_give(&built_in(Role::Founder), OrgKind::Founder, CUSTOM, &Permissions::default()), "founders have one role");
    }

    #[test]
    fn a_custom_role_gives_no_more_than_it_holds() {
        // Who may invite, and all that support may do.
        let own = ctx(Role::Custom, Role::Support.permissions().iter().chain([Permission::PeopleManage]).collect());
        let may = |role: Role| may_give(&own, OrgKind::Isp, Given::BuiltIn(role), &role.permissions());
        assert!(may(Role::Support));
        assert!(!may(Role::Engineer) && !may(Role::IspOwner));
        assert!(may_give(&own, OrgKind::Isp, CUSTOM, &set(&[Permission::DeviceRead])));
        assert!(!may_give(&own, OrgKind::Isp, CUSTOM, &set(&[Permission::DeviceRead, Permission::DeviceManage])));
        // Even with everything that an owner has.
        let all = ctx(Role::Custom, Role::IspOwner.permissions());
        assert!(!may_give(&all, OrgKind::Isp, Given::BuiltIn(Role::IspOwner), &Role::IspOwner.permissions()));
    }

    #[test]
    fn a_token_gives_no_more_than_it_was_made_for() {
        let support = Role::Support.permissions();
        let few = || Scopes(set(&[Permission::PeopleManage, Permission::PeopleRead, Permission::OrgRead]));
        let enough = || Scopes(few().0.iter().chain(support.iter()).collect());
        let owner = built_in(Role::IspOwner);
        let machine = |scopes| Ctx::for_machine(owner.tenant, owner.scope, ApiTokenId(Uuid::from_u128(2)), scopes, owner.now, owner.request_id);
        for (narrow, wide) in [(owner.clone().with_scopes(few()), owner.clone().with_scopes(enough())), (machine(few()), machine(enough()))] {
            let may = |ctx: &Ctx, role: Role| may_give(ctx, OrgKind::Isp, Given::BuiltIn(role), &role.permissions());
            assert!(may(&wide, Role::Support) && may_give(&wide, OrgKind::Isp, CUSTOM, &set(&[Permission::DeviceRead])));
            assert!(!may(&narrow, Role::Support) && !may_give(&narrow, OrgKind::Isp, CUSTOM, &set(&[Permission::DeviceRead])));
            assert!(!may(&wide, Role::IspOwner) && !may(&wide, Role::Engineer));
        }
        // Not even one for everything that a token can be made for.
        let all = || Scopes(Role::IspOwner.permissions().only(|permission| permission != Permission::RolesManage));
        for ctx in [owner.clone().with_scopes(all()), machine(all())] {
            assert!(!may_give(&ctx, OrgKind::Isp, Given::BuiltIn(Role::IspOwner), &Role::IspOwner.permissions()), "no token makes owners");
        }
    }

    #[test]
    fn acting_goes_downwards_only() {
        let (owner, reseller, client) = (Role::IspOwner.permissions(), Role::Reseller.permissions(), Role::Client.permissions());
        let founder = Role::Founder.permissions();
        let party = |kind, permissions| Party { kind, permissions };
        assert!(may_act_as(party(OrgKind::Founder, &founder), party(OrgKind::Isp, &owner)));
        assert!(!may_act_as(party(OrgKind::Founder, &founder), party(OrgKind::Founder, &founder)));
        assert!(may_act_as(party(OrgKind::Isp, &owner), party(OrgKind::Reseller, &reseller)));
        assert!(!may_act_as(party(OrgKind::Isp, &owner), party(OrgKind::Isp, &client)), "not as one's own kind");
        assert!(!may_act_as(party(OrgKind::Reseller, &reseller), party(OrgKind::Client, &client)), "not without the permission");
        let helper = set(&[Permission::Impersonate, Permission::InterfaceRead]);
        assert!(may_act_as(party(OrgKind::Isp, &helper), party(OrgKind::Client, &client)));
        assert!(!may_act_as(party(OrgKind::Isp, &helper), party(OrgKind::Reseller, &reseller)), "it would gain rights");
    }

    #[test]
    fn reasons_are_said() {
        assert_eq!(reason(" The line drops at night ", " #7 "), Ok(("The line drops at night".to_owned(), "#7".to_owned())));
        for (typed, code) in [("", "required"), ("short", "reason-short"), ("bell \u{7} and more", "control-characters"), (&"x".repeat(501), "too-long")] {
            assert_eq!(reason(typed, ""), Err(vec![FieldError::new("reason", code)]), "{typed:?}");
        }
        assert_eq!(reason("long enough", &"x".repeat(101)), Err(vec![FieldError::new("ticket", "too-long")]));
    }

    #[test]
    fn templates_round_trip() {
        assert!(templates().len() >= 6);
        for template in templates() {
            assert_eq!(RoleTemplate::parse(&template.code()), Some(template));
        }
        assert_eq!(RoleTemplate::parse("isp.custom"), None);
    }

    proptest! {
        #[test]
        fn nothing_grantable_is_beyond_the_author(own in any_set(), level in 0_usize..4) {
            let kind = [OrgKind::Isp, OrgKind::Branch, OrgKind::Reseller, OrgKind::Client][level];
            let author = ctx(Role::Custom, own.clone());
            for permission in grantable(&author, kind) {
                prop_assert!(own.contains(permission) && permission.fits(level_of(kind)));
            }
        }

        #[test]
        fn a_custom_giver_never_passes_on_more(own in any_set(), theirs in any_set()) {
            let giver = ctx(Role::Custom, own.clone());
            if may_give(&giver, OrgKind::Isp, CUSTOM, &theirs) {
                prop_assert!(theirs.within(&own));
            }
        }
    }
}
