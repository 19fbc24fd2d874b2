//! Time partitions: made ahead of time, dropped whole when their time is over (`app.partitioned` says how long).

use chrono::{DateTime, Utc};

use crate::{Store, StoreError};

/// Makes the partitions that are missing between `since` and some time after `at` (both UTC; never further back than a
/// table keeps its rows). Returns how many were made; running it again makes none.
pub async fn ensure(store: &Store, at: DateTime<Utc>, since: DateTime<Utc>) -> Result<i32, StoreError> {
    let mut tx = store.platform("partition keeper").await?;
    let made = sqlx::query_scalar!(r#"select app.make_partitions($1, $2) as "made!""#, at, since).fetch_one(tx.conn()).await?;
    tx.commit().await?;
    Ok(made)
}

/// Drops the partitions whose rows are all older than their table keeps them, seen from `at`. Returns their names.
pub async fn expire(store: &Store, at: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
    let mut tx = store.platform("partition keeper").await?;
    let dropped = sqlx::query_scalar!(r#"select app.drop_partitions($1) as "name!""#, at).fetch_all(tx.conn()).await?;
    tx.commit().await?;
    Ok(dropped)
}
