//! The checked-in list of everything that may use the platform role, which sees every tenant. A new call site is added
//! here, with a reviewer's eyes on why it cannot stand behind one tenant's fence.

use std::fs;
use std::path::{Path, PathBuf};

/// File and reason.
const CALL_SITES: &[(&str, &str)] = &[
    ("crates/messaging/src/actions/expire_mail.rs", "remove old kept mails"),
    ("crates/network/src/actions/claim_due.rs", "claim due devices"),
    ("crates/network/src/actions/claim_pings.rs", "claim devices to ping"),
    ("crates/network/src/actions/evaluate_alerts/mod.rs", "find ISPs whose alerts are due"),
    ("crates/network/src/actions/keep_partitions.rs", "keep partitions"),
    ("crates/network/src/actions/platform_dashboard.rs", "founder dashboard"),
    ("crates/network/src/actions/platform_dashboard.rs", "founder dashboard"),
    ("crates/network/src/actions/platform_overview.rs", "founder overview"),
    ("crates/network/src/actions/roll_up.rs", "roll up samples"),
    ("crates/network/src/actions/simulate.rs", "simulated past of the demo world"),
    ("crates/store/src/database.rs", "start-up check"),
    ("crates/store/src/health/beat.rs", "process heartbeat"),
    ("crates/store/src/health/beat.rs", "process heartbeat"),
    ("crates/store/src/notices/lease.rs", "claim due channels"),
    ("crates/store/src/notices/lease.rs", "remove old notices"),
    ("crates/store/src/notices/poll.rs", "claim due bots"),
    ("crates/store/src/outbox/lease.rs", "claim due outbox rows"),
    ("crates/store/src/outbox/lease.rs", "remove old outbox rows"),
    ("crates/store/src/partitions.rs", "partition keeper"),
    ("crates/store/src/partitions.rs", "partition keeper"),
    ("crates/store/src/secrets/rotate.rs", "change a data key"),
    ("crates/store/src/secrets/rotate.rs", "change the master key"),
    ("crates/store/src/secrets/rotate.rs", "destroy former data keys"),
    ("crates/store/src/secrets/rotate.rs", "end a change of the master key"),
    ("crates/store/src/secrets/rotate.rs", "find data keys under a former master key"),
    ("crates/store/src/secrets/rotate.rs", "list the keys"),
    ("crates/store/src/secrets/rotate.rs", "list the keys"),
    ("crates/store/src/secrets/rotate.rs", "seal values anew"),
    ("crates/store/src/secrets/rotate.rs", "wrap a data key anew"),
    ("crates/tenancy/src/actions/check_domain.rs", "claim due domains"),
    ("crates/tenancy/src/actions/check_domain.rs", "free names after their quarantine"),
    ("crates/tenancy/src/actions/erase_tenant.rs", "claim a tenant to erase"),
    ("crates/tenancy/src/actions/erase_tenant.rs", "enter a tenant into the log of erasures"),
    ("crates/tenancy/src/actions/erase_tenant.rs", "erase a tenant again after a restore"),
    ("crates/tenancy/src/actions/erase_tenant.rs", "give an erasure back"),
    ("crates/tenancy/src/actions/erase_tenant.rs", "keep what is left of a tenant"),
    ("crates/tenancy/src/actions/erase_tenant.rs", "look for rows of erased tenants"),
    ("crates/tenancy/src/actions/erase_tenant.rs", "plan the erasure of closed tenants"),
    ("crates/tenancy/src/actions/erase_tenant.rs", "read the log of erasures"),
    ("crates/tenancy/src/actions/erase_tenant.rs", "remove rows of a tenant"),
    ("crates/tenancy/src/actions/erase_tenant.rs", "remove rows of an erased tenant"),
    ("crates/tenancy/src/actions/expire_api.rs", "remove what is over of the API"),
    ("crates/tenancy/src/actions/expire_sign_ins.rs", "remove old sign-in attempts"),
    ("crates/tenancy/src/actions/find_host.rs", "find the tenant of a host"),
    ("crates/tenancy/src/actions/invite_founder.rs", "find the founder's tenant"),
    ("crates/tenancy/src/actions/list_tenants.rs", "find the founder's tenant"),
    ("crates/tenancy/src/actions/list_tenants.rs", "list the tenants"),
    ("crates/tenancy/src/actions/make_export.rs", "claim a due archive"),
    ("crates/tenancy/src/actions/manage_exports.rs", "remove old archives"),
    ("crates/tenancy/src/actions/platform_summary.rs", "founder dashboard"),
    ("crates/tenancy/src/actions/recover_founder.rs", "find the founder's tenant"),
    ("crates/tenancy/src/actions/search.rs", "founder search"),
    ("crates/tenancy/src/actions/session_store.rs", "remove expired sessions"),
    ("crates/tenancy/src/actions/system_health.rs", "system health"),
];

/// Files that go on behind another tenant's fence within a transaction, and how often: only what concerns two tenants at once.
const CROSSINGS: [(&str, usize); 2] = [("crates/tenancy/src/actions/link_accounts.rs", 9), ("crates/tenancy/src/actions/switch_account.rs", 2)];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every source of the product by its path, without comments.
fn product() -> Vec<(String, String)> {
    let root = fs::canonicalize(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).unwrap();
    let mut files = Vec::new();
    for krate in fs::read_dir(root.join("crates")).unwrap().flatten().filter(|krate| krate.file_name() != "testkit") {
        sources(&krate.path().join("src"), &mut files);
    }
    for folder in ["server/src", "app/src"] {
        sources(&root.join(folder), &mut files);
    }
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).unwrap();
        let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        (file.strip_prefix(&root).unwrap().to_string_lossy().into_owned(), code)
    };
    files.into_iter().map(read).collect()
}

#[test]
fn one_tenant_s_transaction_goes_to_another_where_the_list_says_and_nowhere_else() {
    let mut found: Vec<(String, usize)> =
        product().into_iter().map(|(file, code)| (file, code.matches(".cross(").count())).filter(|(_, count)| *count > 0).collect();
    found.sort();
    assert_eq!(found, CROSSINGS.map(|(file, count)| (file.to_owned(), count)));
}

#[test]
fn the_platform_role_is_used_where_the_list_says_and_nowhere_else() {
    let mut used = Vec::new();
    for (file, code) in product() {
        for call in code.split(".platform(").skip(1) {
            let reason = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            used.push((file.clone(), reason.unwrap_or_else(|| panic!("{file}: the reason must be a literal")).to_owned()));
        }
    }
    used.sort();
    let listed: Vec<(String, String)> = CALL_SITES.iter().map(|(file, reason)| ((*file).to_owned(), (*reason).to_owned())).collect();
    assert_eq!(used, listed);
}
