//! Changing keys while the server runs: the master key by wrapping every data key anew, a tenant's data key by sealing every
//! value anew. Each step is a small transaction; a run that was broken off is taken up again by the next.

use chrono::{DateTime, Utc};
use kernel::TenantId;
use sqlx::{AssertSqlSafe, PgConnection};
use uuid::Uuid;

use super::envelope::{self, Key};
use super::master::FileLock;
use super::{KeyError, Place, SecretError, Wrapped, wrap_aad};
use crate::catalogue::TABLES;
use crate::roles::{APP, PLATFORM};
use crate::{Store, StoreError};

/// The advisory lock that a change of the master key takes, and a first use of a tenant's key shares.
pub(super) const LOCK: i64 = 7_305_200_016;

/// Why keys cannot be changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RotateError {
    /// The keys come from the settings, which hold only one.
    #[error(
        "the master key comes from the settings: put a new one (for example from `openssl rand -hex 32`) and a comma before it in LASTMILE_MASTER_KEY of every process, restart them, and run this again"
    )]
    OneKey,
    /// Another process is changing keys.
    #[error("another process is changing the keys")]
    Busy,
    /// Something is still wrapped with a key that should go out of use.
    #[error("{0} data keys are still wrapped with a former master key; run this again")]
    InUse(i64),
    /// The file of keys.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for RotateError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// A change of the master key under way; no other process begins one before this is dropped.
pub struct Change {
    lock: Option<FileLock>,
    /// The key that wraps from now on.
    pub to: String,
    /// Those that go out of use.
    pub from: Vec<String>,
}

/// Begins to change the master key, or takes up a change that was broken off: from now on the newest key wraps. A key in the
/// data folder is made here; keys in the settings must be two already.
pub async fn begin(store: &Store) -> Result<Change, RotateError> {
    let master = store.secrets().master();
    let lock = match master.is_file() {
        true => Some(master.lock()?.ok_or(RotateError::Busy)?),
        false => None,
    };
    master.reload();
    if master.ids().len() == 1 {
        let lock = lock.as_ref().ok_or(RotateError::OneKey)?;
        master.add(lock, &[APP, PLATFORM])?;
    }
    let mut ids = master.ids().into_iter();
    let to = ids.next().unwrap_or_default();
    let mut tx = store.platform("change the master key").await?;
    sqlx::query!("select pg_advisory_xact_lock($1)", LOCK).execute(tx.conn()).await?;
    sqlx::query!("update master_keys set state = 'retiring' where id <> $1 and state = 'current'", to).execute(tx.conn()).await?;
    sqlx::query!("insert into master_keys (id, state, created_at) values ($1, 'current', now()) on conflict (id) do update set state = 'current'", to)
        .execute(tx.conn())
        .await?;
    tx.commit().await?;
    Ok(Change { lock, to, from: ids.collect() })
}

/// Wraps at most `most` data keys anew, each in a transaction of its own; returns how many. None are left when it is 0.
pub async fn rewrap(store: &Store, change: &Change, most: i64) -> Result<u64, RotateError> {
    let mut tx = store.platform("find data keys under a former master key").await?;
    let found = sqlx::query!(
        r#"select tenant_id as "tenant_id!", id from (
               select tenant_id, null::uuid as id from tenant_keys where key_id <> $1
               union all select tenant_id, id from tenant_keys_former where key_id <> $1) k limit $2"#,
        change.to,
        most
    )
    .fetch_all(tx.conn())
    .await?;
    tx.commit().await?;
    let mut done = 0;
    for row in found {
        let tenant = TenantId(row.tenant_id);
        let mut tx = store.platform("wrap a data key anew").await?;
        match row.id {
            None => rewrap_present(store, tx.conn(), tenant, change).await?,
            Some(id) => rewrap_former(store, tx.conn(), tenant, id, change).await?,
        }
        tx.commit().await?;
        done += 1;
    }
    Ok(done)
}

async fn rewrap_present(store: &Store, conn: &mut PgConnection, tenant: TenantId, change: &Change) -> Result<(), StoreError> {
    let row = sqlx::query_as!(Wrapped, "select key_id, wrapped from tenant_keys where tenant_id = $1 for update", tenant.0).fetch_optional(&mut *conn).await?;
    let Some(wrapped) = row.map(|row| under(store, tenant, &row, change)).transpose()? else { return Ok(()) };
    sqlx::query!("update tenant_keys set key_id = $2, wrapped = $3 where tenant_id = $1", tenant.0, change.to, wrapped).execute(conn).await?;
    Ok(())
}

async fn rewrap_former(store: &Store, conn: &mut PgConnection, tenant: TenantId, id: Uuid, change: &Change) -> Result<(), StoreError> {
    let row = sqlx::query_as!(Wrapped, "select key_id, wrapped from tenant_keys_former where tenant_id = $1 and id = $2 for update", tenant.0, id)
        .fetch_optional(&mut *conn)
        .await?;
    let Some(wrapped) = row.map(|row| under(store, tenant, &row, change)).transpose()? else { return Ok(()) };
    sqlx::query!("update tenant_keys_former set key_id = $3, wrapped = $4 where tenant_id = $1 and id = $2", tenant.0, id, change.to, wrapped)
        .execute(conn)
        .await?;
    Ok(())
}

/// The same data key under the new master key.
fn under(store: &Store, tenant: TenantId, row: &Wrapped, change: &Change) -> Result<Vec<u8>, SecretError> {
    let secrets = store.secrets();
    let key = secrets.unwrap(tenant, row)?;
    let master = secrets.wrapping(Some(change.to.clone()))?;
    master.seal(&wrap_aad(tenant, &master), key.bytes())
}

/// Ends a change: the former keys go out of the database's list and out of the file, unless something still needs them.
/// `true` where they are gone; `false` where they stand in the settings, for whoever wrote them there to take out.
pub async fn finish(store: &Store, change: Change) -> Result<bool, RotateError> {
    let mut tx = store.platform("end a change of the master key").await?;
    sqlx::query!("select pg_advisory_xact_lock($1)", LOCK).execute(tx.conn()).await?;
    let left = sqlx::query_scalar!(
        r#"select (select count(*) from tenant_keys where key_id <> $1) + (select count(*) from tenant_keys_former where key_id <> $1) as "left!""#,
        change.to
    )
    .fetch_one(tx.conn())
    .await?;
    if left > 0 {
        return Err(RotateError::InUse(left));
    }
    sqlx::query!("delete from master_keys where id <> $1", change.to).execute(tx.conn()).await?;
    tx.commit().await?;
    if let Some(lock) = &change.lock {
        store.secrets().master().keep_first(lock)?;
    }
    Ok(change.lock.is_some())
}

/// A master key and what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterUse {
    /// Its id.
    pub id: String,
    /// Wraps new data keys.
    pub current: bool,
    /// This server has it.
    pub here: bool,
    /// Data keys wrapped with it, former ones included.
    pub data_keys: i64,
}

/// Every master key that this server or the database knows, with how many data keys each wraps.
pub async fn list(store: &Store) -> Result<Vec<MasterUse>, StoreError> {
    let here = store.secrets().master().ids();
    let mut tx = store.platform("list the keys").await?;
    let rows = sqlx::query!(
        r#"select k.id as "id!", coalesce(bool_or(m.state = 'current'), false) as "current!", sum(k.uses)::bigint as "uses!"
           from (select key_id as id, 1 as uses from tenant_keys union all select key_id, 1 from tenant_keys_former
                 union all select id, 0 from master_keys union all select unnest($1::text[]), 0) k
           left join master_keys m on m.id = k.id
           group by k.id order by 2 desc, k.id"#,
        &here
    )
    .fetch_all(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(|row| MasterUse { here: here.contains(&row.id), id: row.id, current: row.current, data_keys: row.uses }).collect())
}

/// A tenant's data key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataKey {
    /// Whose.
    pub tenant: TenantId,
    /// When the present one was made.
    pub made_at: DateTime<Utc>,
    /// Former ones that values are still sealed with.
    pub former: i64,
    /// When the oldest of these went out of use.
    pub former_since: Option<DateTime<Utc>>,
}

/// Every tenant's data key. A former one is left over where a change was broken off.
pub async fn data_keys(store: &Store) -> Result<Vec<DataKey>, StoreError> {
    let mut tx = store.platform("list the keys").await?;
    let rows = sqlx::query!(
        r#"select k.tenant_id, k.created_at, count(f.id) as "former!", min(f.retired_at) as former_since
           from tenant_keys k left join tenant_keys_former f on f.tenant_id = k.tenant_id
           group by k.tenant_id, k.created_at order by k.tenant_id"#
    )
    .fetch_all(tx.conn())
    .await?;
    tx.commit().await?;
    let key = |tenant, made_at, former, former_since| DataKey { tenant: TenantId(tenant), made_at, former, former_since };
    Ok(rows.into_iter().map(|row| key(row.tenant_id, row.created_at, row.former, row.former_since)).collect())
}

/// Gives a tenant another data key; the one of before still opens. `false` where the tenant has none yet.
pub async fn new_data_key(store: &Store, tenant: TenantId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let secrets = store.secrets();
    let mut tx = store.platform("change a data key").await?;
    sqlx::query!("select pg_advisory_xact_lock_shared($1)", LOCK).execute(tx.conn()).await?;
    // Waits for every transaction that is just sealing with the present key.
    sqlx::query!("select pg_advisory_xact_lock(7305200, hashtext($1::uuid::text))", tenant.0).execute(tx.conn()).await?;
    let row = sqlx::query_as!(Wrapped, "select key_id, wrapped from tenant_keys where tenant_id = $1 for update", tenant.0).fetch_optional(tx.conn()).await?;
    let Some(row) = row else { return Ok(false) };
    let current = sqlx::query_scalar!("select id from master_keys where state = 'current'").fetch_optional(tx.conn()).await?;
    let master = secrets.wrapping(current)?;
    let wrapped = master.seal(&wrap_aad(tenant, &master), Key::random().bytes())?;
    sqlx::query!(
        "insert into tenant_keys_former (tenant_id, id, key_id, wrapped, retired_at) values ($1, $2, $3, $4, $5)",
        tenant.0,
        Uuid::now_v7(),
        row.key_id,
        row.wrapped,
        now
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!("update tenant_keys set key_id = $2, wrapped = $3, created_at = $4 where tenant_id = $1", tenant.0, master.name(), wrapped, now)
        .execute(tx.conn())
        .await?;
    tx.commit().await?;
    Ok(true)
}

/// How sealing a tenant's values anew went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// Values sealed anew.
    pub values: u64,
    /// Values that no key of the tenant opens: they were damaged before, and stay as they are.
    pub stuck: u64,
}

/// Seals every value of a tenant that a former key sealed with the present one, `at_once` in a transaction. A value that
/// changes meanwhile was sealed with the present key by whoever changed it.
pub async fn reseal(store: &Store, tenant: TenantId, at_once: u32) -> Result<Resealed, StoreError> {
    let mut done = Resealed::default();
    for (table, sealed) in TABLES.iter().flat_map(|table| table.sealed.iter().map(move |sealed| (table.name, sealed))) {
        let column = Column { table, column: sealed.column, row: sealed.row };
        let mut after = Uuid::nil();
        loop {
            let mut tx = store.platform("seal values anew").await?;
            let Some(key) = present(store, tx.conn(), tenant).await? else { return Ok(done) };
            let rows = column.under_others(tx.conn(), tenant, &key, after, at_once).await?;
            let Some((last, _)) = rows.last() else { break };
            after = *last;
            for (row, value) in rows {
                let place = Place { table, column: sealed.column, row };
                let plain = match store.secrets().open(tx.conn(), tenant, place, &value).await {
                    Ok(plain) => plain,
                    Err(StoreError::Secret(error)) => {
                        tracing::error!(%tenant, table, column = sealed.column, %row, %error, "a sealed value does not open");
                        done.stuck += 1;
                        continue;
                    }
                    Err(error) => return Err(error),
                };
                let anew = key.seal(&place.bound_to(tenant, &key), &plain)?;
                done.values += column.replace(tx.conn(), tenant, row, &value, &anew).await?;
            }
            tx.commit().await?;
        }
    }
    Ok(done)
}

/// Destroys a tenant's former keys if no value needs them any more; `false` where one does.
pub async fn drop_former(store: &Store, tenant: TenantId) -> Result<bool, StoreError> {
    let mut tx = store.platform("destroy former data keys").await?;
    sqlx::query!("select pg_advisory_xact_lock(7305200, hashtext($1::uuid::text))", tenant.0).execute(tx.conn()).await?;
    let Some(key) = present(store, tx.conn(), tenant).await? else { return Ok(true) };
    for (table, sealed) in TABLES.iter().flat_map(|table| table.sealed.iter().map(move |sealed| (table.name, sealed))) {
        let column = Column { table, column: sealed.column, row: sealed.row };
        if !column.under_others(tx.conn(), tenant, &key, Uuid::nil(), 1).await?.is_empty() {
            return Ok(false);
        }
    }
    sqlx::query!("delete from tenant_keys_former where tenant_id = $1", tenant.0).execute(tx.conn()).await?;
    tx.commit().await?;
    store.secrets().forget(tenant);
    Ok(true)
}

async fn present(store: &Store, conn: &mut PgConnection, tenant: TenantId) -> Result<Option<std::sync::Arc<Key>>, StoreError> {
    let row = sqlx::query_as!(Wrapped, "select key_id, wrapped from tenant_keys where tenant_id = $1", tenant.0).fetch_optional(conn).await?;
    Ok(row.map(|row| store.secrets().unwrap(tenant, &row)).transpose()?)
}

/// A sealed column; all names come from the catalogue in the code.
struct Column {
    table: &'static str,
    column: &'static str,
    row: &'static str,
}

impl Column {
    /// Values of the tenant that were sealed with another key than `key`, by the id that they are bound to, beyond `after`.
    async fn under_others(&self, conn: &mut PgConnection, tenant: TenantId, key: &Key, after: Uuid, most: u32) -> Result<Vec<(Uuid, Vec<u8>)>, StoreError> {
        let Self { table, column, row } = self;
        // A value that is shorter than its head holds nothing.
        let query = format!(
            "select {row}, {column} from public.{table} where tenant_id = $1 and {row} > $2 and octet_length({column}) > {head}
                 and substring({column} from 2 for {id}) <> $3
             order by {row} limit $4",
            head = envelope::KEY_ID + 1,
            id = envelope::KEY_ID
        );
        let rows = sqlx::query_as(AssertSqlSafe(query)).bind(tenant.0).bind(after).bind(key.id.as_slice()).bind(i64::from(most));
        Ok(rows.fetch_all(conn).await?)
    }

    async fn replace(&self, conn: &mut PgConnection, tenant: TenantId, at: Uuid, from: &[u8], to: &[u8]) -> Result<u64, StoreError> {
        let Self { table, column, row } = self;
        let query = format!("update public.{table} set {column} = $4 where tenant_id = $1 and {row} = $2 and {column} = $3");
        Ok(sqlx::query(AssertSqlSafe(query)).bind(tenant.0).bind(at).bind(from).bind(to).execute(conn).await?.rows_affected())
    }
}
