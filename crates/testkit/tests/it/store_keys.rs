//! Keys that change while the server runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use kernel::{Clock, Ctx, Locale, MailRequest, MailTemplate, RequestId, TenantId};
use sqlx::AssertSqlSafe;
use store::secrets::rotate::{self, RotateError};
use store::{MasterKey, Place, SecretError, Store, StoreError};
use testkit::TestDb;
use testkit::db::pools;
use testkit::fixtures::{Isp, World, seed};
use tokio::task::JoinHandle;
use uuid::Uuid;

const OLD: &str = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";
const NEW: &str = "c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3";

/// A server process with these keys, the first of which wraps.
fn server(db: &TestDb, keys: &[&str]) -> Store {
    db.another_store(&pools(), MasterKey::from_hex(&keys.join(",")).unwrap())
}

async fn world() -> (TestDb, World) {
    let db = TestDb::with_pools(&pools()).await;
    let world = seed(&db, Clock::system().now()).await;
    (db, world)
}

async fn credential(store: &Store, isp: &Isp) -> Result<Vec<u8>, StoreError> {
    let mut tx = store.platform("test").await?;
    let sealed: Vec<u8> = sqlx::query_scalar("select credential from devices where tenant_id = $1 and id = $2")
        .bind(isp.tenant.0)
        .bind(isp.device.0)
        .fetch_one(tx.conn())
        .await?;
    let place = Place { table: "devices", column: "credential", row: isp.device.0 };
    let plain = store.secrets().open(tx.conn(), isp.tenant, place, &sealed).await?;
    tx.commit().await?;
    Ok(plain.to_vec())
}

/// A mail in the outbox: a value sealed now.
async fn seal_one(store: &Store, tenant: TenantId) -> Result<Uuid, StoreError> {
    let ctx = Ctx::for_system(tenant, "test", Clock::system().now(), RequestId::generate());
    let args = [("path", "/reset?token=x".to_owned()), ("minutes", "10".to_owned())];
    let mail = MailRequest::new(MailTemplate::PasswordReset, "a@example.com", Locale::ENGLISH, "acme.localhost", args);
    let mut tx = store.tenant(&ctx).await?;
    let id = tx.send_mail(store, &ctx, &mail).await?;
    tx.commit().await?;
    Ok(id)
}

async fn payload(store: &Store, tenant: TenantId, id: Uuid) -> Result<Vec<u8>, StoreError> {
    let mut tx = store.platform("test").await?;
    let sealed: Vec<u8> =
        sqlx::query_scalar("select payload from outbox where tenant_id = $1 and id = $2").bind(tenant.0).bind(id).fetch_one(tx.conn()).await?;
    let plain = store.secrets().open(tx.conn(), tenant, Place { table: "outbox", column: "payload", row: id }, &sealed).await?;
    tx.commit().await?;
    Ok(plain.to_vec())
}

/// A key that signs access tokens, sealed now.
async fn signing_key(store: &Store, tenant: TenantId, private: &[u8]) -> Uuid {
    let ctx = Ctx::for_system(tenant, "test", Clock::system().now(), RequestId::generate());
    let id = Uuid::now_v7();
    let mut tx = store.tenant(&ctx).await.unwrap();
    let sealed = store.secrets().seal(&mut tx, Place { table: "api_signing_keys", column: "private_key", row: id }, private).await.unwrap();
    sqlx::query("insert into api_signing_keys (tenant_id, id, public_key, private_key, created_at) values ($1, $2, sha256('public'), $3, now())")
        .bind(tenant.0)
        .bind(id)
        .bind(sealed)
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

fn is_other_master<T>(outcome: &Result<T, StoreError>) -> bool {
    matches!(outcome, Err(StoreError::Secret(SecretError::OtherMaster { .. })))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_master_key_changes_in_the_middle_of_traffic() {
    let (db, world) = world().await;
    // Running servers have both keys and still wrap with the old one.
    let running = server(&db, &[OLD, NEW]);
    let stop = Arc::new(AtomicBool::new(false));
    let counts = [Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0))];
    let traffic: Vec<_> = [world.acme.tenant, world.zenith.tenant]
        .into_iter()
        .zip(&counts)
        .map(|(tenant, count)| {
            let (store, stop, count) = (running.clone(), Arc::clone(&stop), Arc::clone(count));
            tokio::spawn(async move {
                let mut sealed = Vec::new();
                while !stop.load(Ordering::SeqCst) {
                    let id = seal_one(&store, tenant).await.unwrap();
                    // As another process would: nothing remembered.
                    store.secrets().forget(tenant);
                    payload(&store, tenant, id).await.unwrap();
                    sealed.push(id);
                    count.store(sealed.len(), Ordering::SeqCst);
                }
                sealed
            })
        })
        .collect();

    let console = server(&db, &[NEW, OLD]);
    let change = rotate::begin(&console).await.unwrap();
    assert!(matches!(rotate::finish(&console, change).await, Err(RotateError::InUse(2))), "nothing is thrown away that is needed");
    let change = rotate::begin(&console).await.unwrap();
    assert_eq!(rotate::rewrap(&console, &change, 1).await.unwrap(), 1);
    // Killed here. A tenant whose first secret comes now gets a key under the new master key.
    drop(change);
    let founders = seal_one(&running, world.founder).await.unwrap();
    let mut admin = db.admin().await;
    let wrapped_by: String =
        sqlx::query_scalar("select key_id from tenant_keys where tenant_id = $1").bind(world.founder.0).fetch_one(&mut admin).await.unwrap();
    assert_eq!(wrapped_by, console.secrets().master().id());

    // Run again.
    let change = rotate::begin(&console).await.unwrap();
    let mut rest = 0;
    loop {
        match rotate::rewrap(&console, &change, 100).await.unwrap() {
            0 => break,
            more => rest += more,
        }
    }
    assert_eq!(rest, 1);
    assert!(!rotate::finish(&console, change).await.unwrap(), "the settings are not the product's to change");
    // Both tenants go on sealing afterwards.
    let by_now = counts.each_ref().map(|count| count.load(Ordering::SeqCst));
    while counts.iter().zip(by_now).any(|(count, before)| count.load(Ordering::SeqCst) < before + 3) {
        assert!(!traffic.iter().any(JoinHandle::is_finished), "the traffic broke off");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stop.store(true, Ordering::SeqCst);
    let mut sealed = Vec::new();
    for (task, tenant) in traffic.into_iter().zip([world.acme.tenant, world.zenith.tenant]) {
        sealed.extend(task.await.unwrap().into_iter().map(|id| (tenant, id)));
    }

    // The new key alone opens all of it; the old one nothing any more.
    let (new, old) = (server(&db, &[NEW]), server(&db, &[OLD]));
    for (tenant, id) in sealed.into_iter().chain([(world.founder, founders)]) {
        payload(&new, tenant, id).await.unwrap();
        assert!(is_other_master(&payload(&old, tenant, id).await));
    }
    for isp in [&world.acme, &world.zenith] {
        assert!(credential(&new, isp).await.unwrap().starts_with(b"{"));
        assert!(is_other_master(&credential(&old, isp).await));
    }
    let list = rotate::list(&new).await.unwrap();
    assert_eq!((list.len(), list[0].current, list[0].here, list[0].data_keys), (1, true, true, 3));
    // A server that still has the old one only is refused at its first secret for a new tenant.
    let fresh = TenantId::generate();
    assert!(is_other_master(&seal_one(&old, fresh).await));
}

#[tokio::test]
async fn one_key_in_the_settings_cannot_be_changed() {
    let (db, _world) = world().await;
    assert!(matches!(rotate::begin(&server(&db, &[OLD])).await, Err(RotateError::OneKey)));
}

/// Ids of the keys that a tenant's sealed columns were sealed with.
async fn keys_in_use(db: &TestDb, tenant: TenantId) -> Vec<String> {
    let mut admin = db.admin().await;
    let parts: Vec<String> = store::catalogue::TABLES
        .iter()
        .flat_map(|table| table.sealed.iter().map(move |sealed| (table.name, sealed.column)))
        .map(|(table, column)| {
            format!("select encode(substring({column} from 2 for 8), 'hex') from {table} where tenant_id = '{tenant}' and octet_length({column}) > 9")
        })
        .collect();
    sqlx::query_scalar(AssertSqlSafe(format!("select distinct k from ({}) s (k) order by 1", parts.join(" union all ")))).fetch_all(&mut admin).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn data_keys_change_and_values_follow_even_after_a_kill() {
    let (db, world) = world().await;
    let store = db.store();
    let (acme, zenith) = (&world.acme, &world.zenith);
    let mut mails = Vec::new();
    for _ in 0..60 {
        mails.push(seal_one(&store, acme.tenant).await.unwrap());
    }
    let signing = signing_key(&store, acme.tenant, b"private").await;
    let before = (credential(&store, acme).await.unwrap(), payload(&store, acme.tenant, mails[0]).await.unwrap());
    let mut admin = db.admin().await;
    let stolen: Vec<u8> = sqlx::query_scalar("select payload from outbox where id = $1").bind(mails[0]).fetch_one(&mut admin).await.unwrap();
    let zeniths: Vec<u8> = sqlx::query_scalar("select credential from devices where tenant_id = $1").bind(zenith.tenant.0).fetch_one(&mut admin).await.unwrap();

    assert!(!rotate::new_data_key(&store, TenantId::generate(), Clock::system().now()).await.unwrap(), "nothing was sealed there");
    assert!(rotate::new_data_key(&store, acme.tenant, Clock::system().now()).await.unwrap());
    // Another process, which knows of nothing: both keys open.
    let other = db.another_store(&pools(), testkit::db::master_key());
    assert_eq!(credential(&other, acme).await.unwrap(), before.0);
    mails.push(seal_one(&other, acme.tenant).await.unwrap());
    assert_eq!(keys_in_use(&db, acme.tenant).await.len(), 2);
    assert!(!rotate::drop_former(&store, acme.tenant).await.unwrap(), "still needed");

    // Killed again and again, each time a little later; the mails go on coming.
    let mut patience = Duration::from_millis(5);
    loop {
        let died = tokio::time::timeout(patience, rotate::reseal(&store, acme.tenant, 3)).await.is_err();
        mails.push(seal_one(&other, acme.tenant).await.unwrap());
        if !died {
            break;
        }
        patience += Duration::from_millis(10);
    }
    let rest = rotate::reseal(&store, acme.tenant, 50).await.unwrap();
    assert_eq!((rest.values, rest.stuck), (0, 0));
    assert!(rotate::drop_former(&store, acme.tenant).await.unwrap());
    assert_eq!(keys_in_use(&db, acme.tenant).await.len(), 1);
    let former: i64 = sqlx::query_scalar("select count(*) from tenant_keys_former").fetch_one(&mut admin).await.unwrap();
    assert_eq!(former, 0);

    let fresh = db.another_store(&pools(), testkit::db::master_key());
    assert_eq!(credential(&fresh, acme).await.unwrap(), before.0);
    assert_eq!(payload(&fresh, acme.tenant, mails[0]).await.unwrap(), before.1);
    for mail in &mails {
        payload(&fresh, acme.tenant, *mail).await.unwrap();
    }
    let mut tx = fresh.platform("test").await.unwrap();
    let sealed: Vec<u8> = sqlx::query_scalar("select private_key from api_signing_keys where id = $1").bind(signing).fetch_one(tx.conn()).await.unwrap();
    let place = Place { table: "api_signing_keys", column: "private_key", row: signing };
    assert_eq!(*fresh.secrets().open(tx.conn(), acme.tenant, place, &sealed).await.unwrap(), b"private");
    tx.commit().await.unwrap();
    // What was copied before opens nowhere any more, and what was sealed anew opens in its own place only.
    let sealed = |outcome: Result<store::Zeroizing<Vec<u8>>, StoreError>| matches!(outcome, Err(StoreError::Secret(SecretError::Sealed)));
    let mut tx = fresh.platform("test").await.unwrap();
    let at = |row: Uuid| Place { table: "outbox", column: "payload", row };
    assert!(sealed(fresh.secrets().open(tx.conn(), acme.tenant, at(mails[0]), &stolen).await));
    let now: Vec<u8> = sqlx::query_scalar("select payload from outbox where id = $1").bind(mails[0]).fetch_one(tx.conn()).await.unwrap();
    assert!(sealed(fresh.secrets().open(tx.conn(), acme.tenant, at(mails[1]), &now).await), "another row");
    assert!(sealed(fresh.secrets().open(tx.conn(), acme.tenant, Place { column: "last_error", ..at(mails[0]) }, &now).await), "another column");
    assert!(sealed(fresh.secrets().open(tx.conn(), zenith.tenant, at(mails[0]), &now).await), "another tenant");
    tx.commit().await.unwrap();
    let untouched: Vec<u8> =
        sqlx::query_scalar("select credential from devices where tenant_id = $1").bind(zenith.tenant.0).fetch_one(&mut admin).await.unwrap();
    assert_eq!(untouched, zeniths, "others are left alone");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_command_changes_every_tenants_data_key_once_and_goes_on_after_a_kill() {
    let (db, world) = world().await;
    let (store, clock) = (db.store(), Clock::system());
    seal_one(&store, world.founder).await.unwrap();
    let made = async || rotate::data_keys(&store).await.unwrap().into_iter().map(|key| (key.tenant, key.made_at)).collect::<std::collections::BTreeMap<_, _>>();
    let before = made().await;
    // A run that died after the first tenant's new key.
    rotate::new_data_key(&store, world.acme.tenant, clock.now()).await.unwrap();
    let begun = made().await;
    server::keys::data(&store, None, &clock).await.unwrap();
    let after = made().await;
    assert_eq!(after[&world.acme.tenant], begun[&world.acme.tenant], "what was begun is finished, not begun anew");
    for tenant in [world.zenith.tenant, world.founder] {
        assert!(after[&tenant] > before[&tenant]);
    }
    server::keys::data(&store, Some("zenith.localhost"), &clock).await.unwrap();
    let only = made().await;
    assert!(only[&world.zenith.tenant] > after[&world.zenith.tenant]);
    assert_eq!(only[&world.founder], after[&world.founder]);
    assert!(server::keys::data(&store, Some("nowhere.localhost"), &clock).await.is_err());
    for isp in [&world.acme, &world.zenith] {
        credential(&store, isp).await.unwrap();
    }
    let mut admin = db.admin().await;
    let noted: i64 = sqlx::query_scalar("select count(*) from audit_log where action = 'keys.data'").fetch_one(&mut admin).await.unwrap();
    assert_eq!(noted, 4);

    // And the master key, by the command: written down in the platform's own log.
    let console = server(&db, &[NEW, OLD]);
    server::keys::master(&console, &clock).await.unwrap();
    credential(&server(&db, &[NEW]), &world.acme).await.unwrap();
    let noted: i64 = sqlx::query_scalar("select count(*) from audit_log where action = 'keys.master' and tenant_id = $1")
        .bind(world.founder.0)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    assert_eq!(noted, 1);
}
