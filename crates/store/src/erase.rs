//! Removing every row of a tenant: which tables there are, in which order, and one batch at a time.

use std::collections::{BTreeMap, BTreeSet};

use kernel::TenantId;
use sqlx::PgConnection;

use crate::StoreError;

/// What remains of a tenant that was erased, and what says that it is being erased.
pub const KEPT: [&str; 2] = ["erasures", "erasure_log"];

/// Without these nothing that was sealed can be read again, so they go first.
const FIRST: [&str; 2] = ["tenant_keys", "tenant_keys_former"];

/// Every table to be emptied, keys first, then each table before those that it points to. Asked of Postgres itself.
pub async fn order(conn: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    let tables = sqlx::query_scalar!(r#"select name as "name!" from app.tenant_tables() as name"#).fetch_all(&mut *conn).await?;
    let keys = sqlx::query!(
        r#"select c.relname::text as "from!", p.relname::text as "to!"
           from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class p on p.oid = k.confrelid
           where k.contype = 'f' and c.relnamespace = 'public'::regnamespace and not c.relispartition and not p.relispartition"#
    )
    .fetch_all(conn)
    .await?;
    Ok(sorted(tables, keys.into_iter().map(|key| (key.from, key.to))))
}

/// Removes at most `most` rows of a tenant from a table; returns how many went. `conn` is the platform's; Postgres refuses
/// unless the tenant is closed and its erasure has begun.
pub async fn batch(conn: &mut PgConnection, tenant: TenantId, table: &str, most: i32) -> Result<u64, StoreError> {
    let gone = sqlx::query_scalar!(r#"select app.erase_batch($1, $2, $3) as "gone!""#, tenant.0, table, most).fetch_one(conn).await?;
    Ok(gone.unsigned_abs())
}

fn sorted(tables: Vec<String>, keys: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let mut left: BTreeSet<String> = tables.into_iter().filter(|table| !KEPT.contains(&table.as_str())).collect();
    let mut order: Vec<String> = FIRST.iter().filter_map(|first| left.take(*first)).collect();
    // Which tables point to each.
    let mut pointed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (from, to) in keys.filter(|(from, to)| from != to && left.contains(from) && left.contains(to)) {
        pointed.entry(to).or_default().insert(from);
    }
    while !left.is_empty() {
        let free: Vec<String> = left.iter().filter(|table| pointed.get(*table).is_none_or(|from| from.is_disjoint(&left))).cloned().collect();
        // Tables that point to each other in a circle: none is better than another, and Postgres says which fails.
        let next = if free.is_empty() { left.iter().cloned().collect() } else { free };
        for table in next {
            left.remove(&table);
            order.push(table);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order_of(tables: &[&str], keys: &[(&str, &str)]) -> Vec<String> {
        sorted(tables.iter().map(|table| (*table).to_owned()).collect(), keys.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())))
    }

    #[test]
    fn what_points_to_a_table_goes_before_it_and_keys_before_all() {
        let tables = ["a", "erasures", "orgs", "tenant_keys", "totp", "users"];
        let order = order_of(&tables, &[("orgs", "orgs"), ("users", "orgs"), ("totp", "users"), ("a", "orgs"), ("totp", "elsewhere")]);
        assert_eq!(order, ["tenant_keys", "a", "totp", "users", "orgs"]);
    }

    #[test]
    fn a_circle_ends() {
        assert_eq!(order_of(&["a", "b", "c"], &[("a", "b"), ("b", "a"), ("c", "a")]), ["c", "a", "b"]);
    }
}
