//! Sealed values in the database: they open where they were sealed and nowhere else.

use kernel::Clock;
use store::{MasterKey, Place, SecretError, StoreError};
use testkit::db::{TestDb, master_key, pools};
use testkit::fixtures::{Isp, seed};
use uuid::Uuid;

fn place(row: u128) -> Place {
    Place { table: "devices", column: "credential", row: Uuid::from_u128(row) }
}

fn sealed(outcome: Result<store::Zeroizing<Vec<u8>>, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::Secret(SecretError::Sealed)))
}

#[tokio::test]
async fn a_value_opens_in_its_row_and_tenant_only() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = seed(&db, now).await;
    let store = db.store();
    let seal = async |isp: &Isp, at: Place, plain: &[u8]| {
        let mut tx = store.tenant(&isp.as_engineer(now)).await.unwrap();
        let sealed = store.secrets().seal(&mut tx, at, plain).await.unwrap();
        tx.commit().await.unwrap();
        sealed
    };
    let acme = seal(&world.acme, place(1), b"acme's").await;
    let zenith = seal(&world.zenith, place(1), b"zenith's").await;
    // As a poller: the platform role sees both; as another process: nothing remembered.
    for store in [store.clone(), db.another_store(&pools(), master_key())] {
        let mut tx = store.platform("test").await.unwrap();
        let secrets = store.secrets();
        assert_eq!(&**secrets.open(tx.conn(), world.acme.tenant, place(1), &acme).await.unwrap(), b"acme's");
        assert_eq!(&**secrets.open(tx.conn(), world.zenith.tenant, place(1), &zenith).await.unwrap(), b"zenith's");
        assert!(sealed(secrets.open(tx.conn(), world.acme.tenant, place(2), &acme).await), "another row");
        assert!(sealed(secrets.open(tx.conn(), world.acme.tenant, Place { column: "name", ..place(1) }, &acme).await), "another column");
        assert!(sealed(secrets.open(tx.conn(), world.acme.tenant, Place { table: "users", ..place(1) }, &acme).await), "another table");
        assert!(sealed(secrets.open(tx.conn(), world.zenith.tenant, place(1), &acme).await), "another tenant");
        assert!(sealed(secrets.open(tx.conn(), world.acme.tenant, place(1), &zenith).await), "swapped");
        assert!(sealed(secrets.open(tx.conn(), world.acme.tenant, place(1), b"").await), "nothing");
    }
    // Behind another tenant's fence the key itself is not there.
    let other = db.another_store(&pools(), master_key());
    let mut tx = other.tenant(&world.zenith.as_engineer(now)).await.unwrap();
    let outcome = other.secrets().open(tx.conn(), world.acme.tenant, place(1), &acme).await;
    assert!(matches!(outcome, Err(StoreError::Secret(SecretError::NoKey))));
}

#[tokio::test]
async fn a_key_that_was_rolled_back_seals_nothing() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = seed(&db, now).await;
    let store = db.store();
    // The founder has sealed nothing yet: its key is made, and lost, here.
    let ctx = kernel::Ctx::for_system(world.founder, "test", now, kernel::RequestId::generate());
    let mut tx = store.tenant(&ctx).await.unwrap();
    let lost = store.secrets().seal(&mut tx, place(1), b"lost").await.unwrap();
    assert_eq!(&**store.secrets().open(tx.conn(), world.founder, place(1), &lost).await.unwrap(), b"lost");
    drop(tx);
    let mut tx = store.tenant(&ctx).await.unwrap();
    let kept = store.secrets().seal(&mut tx, place(1), b"kept").await.unwrap();
    tx.commit().await.unwrap();
    let other = db.another_store(&pools(), master_key());
    let mut tx = other.tenant(&ctx).await.unwrap();
    assert_eq!(&**other.secrets().open(tx.conn(), world.founder, place(1), &kept).await.unwrap(), b"kept");
    assert!(sealed(other.secrets().open(tx.conn(), world.founder, place(1), &lost).await));
}

#[tokio::test]
async fn two_first_uses_at_once_share_one_key() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = seed(&db, now).await;
    let ctx = kernel::Ctx::for_system(world.founder, "test", now, kernel::RequestId::generate());
    let seal = async |row: u128| {
        let store = db.another_store(&pools(), master_key());
        let mut tx = store.tenant(&ctx).await.unwrap();
        let sealed = store.secrets().seal(&mut tx, place(row), &row.to_be_bytes()).await.unwrap();
        tx.commit().await.unwrap();
        sealed
    };
    let (one, two) = tokio::join!(seal(1), seal(2));
    let store = db.store();
    let mut tx = store.tenant(&ctx).await.unwrap();
    for (row, sealed) in [(1, one), (2, two)] {
        assert_eq!(&**store.secrets().open(tx.conn(), world.founder, place(row), &sealed).await.unwrap(), row.to_be_bytes());
    }
}

#[tokio::test]
async fn another_master_key_is_told_apart_from_a_damaged_value() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = seed(&db, now).await;
    let other = db.another_store(&pools(), MasterKey::from_hex(&"77".repeat(32)).unwrap());
    let mut tx = other.tenant(&world.acme.as_engineer(now)).await.unwrap();
    let outcome = other.secrets().seal(&mut tx, place(1), b"x").await;
    assert!(matches!(outcome, Err(StoreError::Secret(SecretError::OtherMaster { .. }))));
}
