//! Pure rules of the tenant tree, of signing in of an account's security and of how a portal looks.

#[cfg(feature = "server")]
pub mod api_token;
#[cfg(feature = "server")]
pub mod device;
#[cfg(feature = "server")]
pub mod domain;
#[cfg(feature = "server")]
pub mod health;
#[cfg(feature = "server")]
pub mod isp_form;
#[cfg(feature = "server")]
pub mod password;
#[cfg(feature = "server")]
pub mod qr;
#[cfg(feature = "server")]
pub mod recovery_code;
#[cfg(feature = "server")]
pub mod settings_form;
#[cfg(feature = "server")]
pub mod totp;

pub mod audit;
pub mod roles;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{OrgId, Permission, Permissions, Role, Scope};

use crate::model::OrgKind;

pub use roles::level_of;

#[cfg(feature = "server")]
pub mod brand;
#[cfg(feature = "server")]
pub mod brand_form;
#[cfg(feature = "server")]
pub mod logo;

/// How much of the tree a membership at a node opens: the tenant's root all of it, any other node its subtree.
#[must_use]
pub fn scope_of(kind: OrgKind, org: OrgId) -> Scope {
    match kind {
        OrgKind::Founder | OrgKind::Isp => Scope::WholeTenant,
        OrgKind::Branch | OrgKind::Reseller | OrgKind::Client => Scope::Subtree(org),
    }
}

/// Whether a node of `child` may hang below one of `parent`.
#[must_use]
pub fn may_hold(parent: OrgKind, child: OrgKind) -> bool {
    matches!((parent, child), (OrgKind::Isp | OrgKind::Branch, OrgKind::Branch | OrgKind::Reseller | OrgKind::Client) | (OrgKind::Reseller, OrgKind::Client))
}

/// Whether a role reaches so far that a password alone must not open it.
#[must_use]
pub fn requires_second_factor(role: Role, permissions: &Permissions) -> bool {
    const FAR: [Permission; 7] = [
        Permission::RolesManage,
        Permission::Impersonate,
        Permission::MailRead,
        Permission::DomainsManage,
        Permission::DataExport,
        Permission::SupportAccess,
        Permission::ApiManage,
    ];
    roles::is_owner(role) || FAR.into_iter().any(|permission| permissions.contains(permission))
}

/// How long a proof of who one is counts before a change of how one signs in asks for another.
const FRESH: TimeDelta = TimeDelta::minutes(5);

/// Whether a session that last proved at `proven_at` who its person is need not prove it again.
#[must_use]
pub fn is_fresh(proven_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    proven_at.is_some_and(|at| now < at + FRESH)
}

/// What may stand below a node of this level, the most usual first.
#[must_use]
pub fn kinds_below(parent: OrgKind) -> Vec<OrgKind> {
    [OrgKind::Reseller, OrgKind::Client, OrgKind::Branch].into_iter().filter(|child| may_hold(parent, *child)).collect()
}

/// The roles that people of a node of this level can have, the highest first.
#[must_use]
pub fn roles_at(kind: OrgKind) -> &'static [Role] {
    match kind {
        OrgKind::Founder => &[Role::Founder],
        OrgKind::Isp => &[Role::IspOwner, Role::Engineer, Role::Support],
        OrgKind::Branch => &[Role::BranchManager, Role::Support],
        OrgKind::Reseller => &[Role::Reseller],
        OrgKind::Client => &[Role::Client],
    }
}

/// Whether people of such a node count towards an ISP's staff.
#[must_use]
pub fn is_staff(kind: OrgKind) -> bool {
    !matches!(kind, OrgKind::Reseller | OrgKind::Client)
}

/// Failed sign-ins that go unpunished: people mistype.
const FREE_FAILURES: i32 = 5;

/// How long an e-mail address must wait after its `failures`-th failed sign-in in a row: nothing for the first four,
/// then 2 s, doubling to 15 minutes. The same for addresses that do not exist.
#[must_use]
pub fn lock_after(failures: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let over = u32::try_from(failures.checked_sub(FREE_FAILURES)?).ok()?;
    let seconds = 2_i64.saturating_pow(over.saturating_add(1).min(20)).min(15 * 60);
    Some(now + TimeDelta::seconds(seconds))
}

/// Whether the `failures`-th failure in a row is the first that locks.
#[must_use]
pub fn begins_lock(failures: i32) -> bool {
    failures == FREE_FAILURES
}

/// Mails of a kind to one address that go out as they are asked for.
const FREE_MAILS: i32 = 3;

/// When the next mail of its kind may go to an e-mail address that has had `mails`: the first three at once, then 5 minutes
/// apart, doubling to an hour. The same for addresses that do not exist.
#[must_use]
pub fn mail_again(mails: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let over = u32::try_from(mails.checked_sub(FREE_MAILS)?).ok()?;
    let minutes = 5_i64.saturating_mul(2_i64.saturating_pow(over.min(10))).min(60);
    Some(now + TimeDelta::minutes(minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_come_ever_more_seldom_but_never_stop() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let minutes = |mails| mail_again(mails, now).map(|until| (until - now).num_minutes());
        let told: Vec<_> = (1..=8).map(minutes).collect();
        assert_eq!(told, [None, None, Some(5), Some(10), Some(20), Some(40), Some(60), Some(60)]);
        assert_eq!(minutes(i32::MAX), Some(60));
        assert!(begins_lock(5) && !begins_lock(4) && !begins_lock(6));
    }

    #[test]
    fn locks_grow_and_stay_bounded() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let seconds = |failures| lock_after(failures, now).map(|until| (until - now).num_seconds());
        assert_eq!(seconds(0), None);
        assert_eq!(seconds(4), None);
        assert_eq!(seconds(5), Some(2));
        assert_eq!(seconds(6), Some(4));
        assert_eq!(seconds(40), Some(900));
        assert_eq!(seconds(i32::MAX), Some(900));
    }

    #[test]
    fn a_proof_is_fresh_for_five_minutes() {
        let at = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        assert!(is_fresh(Some(at), at) && is_fresh(Some(at), at + TimeDelta::seconds(299)));
        assert!(!is_fresh(Some(at), at + TimeDelta::seconds(300)) && !is_fresh(None, at));
    }

    #[test]
    fn the_tree_has_its_order() {
        assert!(may_hold(OrgKind::Isp, OrgKind::Branch));
        assert!(may_hold(OrgKind::Branch, OrgKind::Branch));
        assert!(may_hold(OrgKind::Reseller, OrgKind::Client));
        assert!(!may_hold(OrgKind::Reseller, OrgKind::Branch));
        assert!(!may_hold(OrgKind::Client, OrgKind::Client));
        assert!(!may_hold(OrgKind::Founder, OrgKind::Isp));
    }

    #[test]
    fn no_node_gives_a_role_of_another_level() {
        let kinds = [OrgKind::Founder, OrgKind::Isp, OrgKind::Branch, OrgKind::Reseller, OrgKind::Client];
        for kind in kinds {
            assert!(!roles_at(kind).is_empty());
            assert_eq!(roles_at(kind).contains(&Role::Founder), kind == OrgKind::Founder, "{kind:?}");
            assert_eq!(roles_at(kind).contains(&Role::IspOwner), kind == OrgKind::Isp, "{kind:?}");
        }
        assert_eq!(kinds_below(OrgKind::Reseller), [OrgKind::Client]);
        assert!(kinds_below(OrgKind::Client).is_empty());
    }

    #[test]
    fn only_roots_open_the_whole_tenant() {
        let org = OrgId(uuid::Uuid::from_u128(1));
        assert_eq!(scope_of(OrgKind::Isp, org), Scope::WholeTenant);
        assert_eq!(scope_of(OrgKind::Branch, org), Scope::Subtree(org));
        assert_eq!(scope_of(OrgKind::Client, org), Scope::Subtree(org));
    }
}
