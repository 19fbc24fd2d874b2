//! What is known of each table that holds rows of tenants: what of it a tenant takes along, and which of its columns are
//! sealed. Erasing asks Postgres for the tables instead, so that one that is missing here is erased all the same; a test
//! compares both.

/// One table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name in the schema `public`.
    pub name: &'static str,
    /// What of it goes into an archive of the tenant.
    pub export: Export,
    /// Its sealed columns.
    pub sealed: &'static [Sealed],
    /// Its columns of bytes that are not sealed: hashes, images, wrapped keys.
    pub bytes: &'static [&'static str],
}

/// What of a table goes into an archive of the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// Its rows, without these columns.
    Rows {
        /// Columns that are left out: secrets, and what secrets can be recognised by.
        without: &'static [&'static str],
        /// Rows that are read at once; few where one can be megabytes.
        at_once: u32,
    },
    /// Nothing, because it is good for nothing but signing in or opening something.
    Secret,
    /// Nothing, because it is the product's own bookkeeping.
    Internal,
}

/// A sealed column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The column.
    pub column: &'static str,
    /// The column with the id that its values are bound to ([`crate::Place::row`]).
    pub row: &'static str,
}

const ALL_OF_IT: Export = without(&[]);

const fn without(without: &'static [&'static str]) -> Export {
    Export::Rows { without, at_once: 1_000 }
}

const fn table(name: &'static str, export: Export) -> Table {
    Table { name, export, sealed: &[], bytes: &[] }
}

impl Table {
    const fn sealed(self, sealed: &'static [Sealed]) -> Self {
        Self { sealed, ..self }
    }

    const fn bytes(self, bytes: &'static [&'static str]) -> Self {
        Self { bytes, ..self }
    }
}

const fn at(column: &'static str, row: &'static str) -> Sealed {
    Sealed { column, row }
}

/// Every table with a tenant, in the order in which an archive holds them.
pub const TABLES: &[Table] = &[
    table("orgs", ALL_OF_IT),
    table("hosts", ALL_OF_IT),
    table("host_claims", ALL_OF_IT),
    table("domains", ALL_OF_IT),
    table("brandings", Export::Rows { without: &[], at_once: 1 }).bytes(&["logo", "logo_dark", "favicon", "icon_192", "icon_512", "icon_maskable"]),
    table("tenant_limits", ALL_OF_IT),
    table("users", without(&["password_hash"])),
    table("roles", ALL_OF_IT),
    table("memberships", ALL_OF_IT),
    table("impersonations", without(&["token_hash"])).bytes(&["token_hash"]),
    table("invitations", without(&["token_hash"])).bytes(&["token_hash"]),
    table("sessions", without(&["id_hash", "data"])).bytes(&["id_hash"]),
    table("sign_in_attempts", Export::Internal).bytes(&["email_hash"]),
    table("pending_sign_ins", Export::Secret).bytes(&["token_hash"]),
    table("totp", Export::Secret).sealed(&[at("secret", "user_id")]),
    table("totp_enrolments", Export::Secret).sealed(&[at("secret", "user_id")]).bytes(&["id_hash"]),
    table("recovery_codes", Export::Secret).bytes(&["code_hash"]),
    table("recovery_links", Export::Secret).bytes(&["token_hash"]),
    table("passkeys", without(&["credential_id", "credential"])).bytes(&["credential_id"]),
    table("passkey_ceremonies", Export::Secret).bytes(&["bound_to"]),
    table("account_links", without(&["proof"])).bytes(&["proof"]),
    table("account_link_steps", Export::Secret).bytes(&["token_hash", "id_hash", "request_hash"]),
    table("handovers", Export::Secret).bytes(&["token_hash"]),
    table("mailed_links", Export::Secret).bytes(&["token_hash", "browser_hash"]),
    table("known_devices", Export::Secret).bytes(&["token_hash"]),
    table("api_tokens", without(&["secret_hash"])).bytes(&["secret_hash"]),
    table("api_sessions", without(&["seed"])).bytes(&["seed"]),
    table("api_refresh_tokens", Export::Secret).bytes(&["token_hash", "used_by"]),
    table("api_signing_keys", Export::Secret).sealed(&[at("private_key", "id")]).bytes(&["public_key"]),
    table("api_origins", ALL_OF_IT),
    table("idempotency_keys", Export::Internal).bytes(&["request_hash"]),
    table("devices", without(&["credential"])).sealed(&[at("credential", "id")]),
    table("device_polls", ALL_OF_IT),
    table("device_pings", ALL_OF_IT),
    table("pings_1m", ALL_OF_IT),
    table("pings_1h", ALL_OF_IT),
    table("interfaces", ALL_OF_IT),
    table("interface_counters", ALL_OF_IT),
    table("interface_groups", ALL_OF_IT),
    table("interface_group_members", ALL_OF_IT),
    table("samples", ALL_OF_IT),
    table("gaps", ALL_OF_IT),
    table("rollups_1m", ALL_OF_IT),
    table("rollups_5m", ALL_OF_IT),
    table("rollups_1h", ALL_OF_IT),
    table("rollups_1d", ALL_OF_IT),
    table("alert_rules", ALL_OF_IT),
    table("alert_states", ALL_OF_IT),
    table("alert_transitions", ALL_OF_IT),
    table("alert_marks", Export::Internal),
    table("outbox", without(&["payload"])).sealed(&[at("payload", "id")]),
    table("kept_mails", without(&["mail"])).sealed(&[at("mail", "id")]),
    table("channels", without(&["secret"])).sealed(&[at("secret", "id")]),
    table("channel_deliveries", ALL_OF_IT),
    table("exports", ALL_OF_IT).bytes(&["sha256"]),
    table("export_links", Export::Secret).bytes(&["token_hash"]),
    table("erasures", Export::Internal).bytes(&["slug_hash", "audit_hash"]),
    table("erasure_log", Export::Internal).bytes(&["slug_hash", "audit_hash"]),
    table("tenant_keys", Export::Secret).bytes(&["wrapped"]),
    table("tenant_keys_former", Export::Secret).bytes(&["wrapped"]),
    table("audit_heads", ALL_OF_IT).bytes(&["hash"]),
    table("audit_log", ALL_OF_IT).bytes(&["hash"]),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_table_stands_here_once_and_no_sealed_column_leaves() {
        let names: BTreeSet<&str> = TABLES.iter().map(|table| table.name).collect();
        assert_eq!(names.len(), TABLES.len());
        for table in TABLES {
            for sealed in table.sealed {
                match table.export {
                    Export::Rows { without, .. } => assert!(without.contains(&sealed.column), "{}.{}", table.name, sealed.column),
                    Export::Secret | Export::Internal => {}
                }
                assert!(!table.bytes.contains(&sealed.column), "{}.{}", table.name, sealed.column);
            }
        }
    }
}
