//! The start-up check: the server refuses to serve when a login role could step over the fence, or when a table has none.

use sqlx::PgConnection;

use crate::roles::{APP, OWNER, PLATFORM};
use crate::{Store, StoreError};

/// Why the server must not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GuardError {
    /// Tenants would not be kept apart.
    #[error("refusing to start, because tenants would not be kept apart:{}", findings.iter().map(|finding| format!("\n  - {finding}")).collect::<String>())]
    Unsafe {
        /// What is wrong and how to put it right, one sentence each.
        findings: Vec<String>,
    },
    /// The check itself failed.
    #[error("the start-up check failed: {0}")]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for GuardError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

/// Looks at both login roles as they are when connected, and at every table that has a `tenant_id`.
pub async fn check(store: &Store) -> Result<(), GuardError> {
    let mut findings = Vec::new();
    for (wanted, pool) in store.pools() {
        let mut connection = pool.acquire().await.map_err(StoreError::from)?;
        role(&mut connection, wanted, &mut findings).await?;
        if wanted == APP {
            tables(&mut connection, &mut findings).await?;
        }
    }
    if findings.is_empty() { Ok(()) } else { Err(GuardError::Unsafe { findings }) }
}

async fn role(connection: &mut PgConnection, wanted: &str, findings: &mut Vec<String>) -> Result<(), GuardError> {
    let me = sqlx::query!(
        r#"select r.rolname::text as "name!", r.rolsuper as "superuser!", r.rolbypassrls as "bypass!",
            r.rolcreaterole as "create_role!", r.rolreplication as "replication!",
            (select count(*) from pg_class c where c.relowner = r.oid) as "owned!",
            array(select m.rolname::text from pg_roles m
                where m.oid <> r.oid and pg_has_role(r.oid, m.oid, 'member')
                  and (m.rolsuper or m.rolbypassrls or m.rolcreaterole or m.rolname = any($1)
                       or m.rolname in ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'))) as "member_of!"
        from pg_roles r where r.rolname = current_user"#,
        &[OWNER.to_owned(), APP.to_owned(), PLATFORM.to_owned()],
    )
    .fetch_one(connection)
    .await?;
    let name = me.name;
    if name != wanted {
        findings.push(format!("the server is connected as {name} where it must be {wanted}"));
    }
    for (wrong, is, without) in [
        (me.superuser, "a superuser", "nosuperuser"),
        (me.bypass, "allowed to bypass row level security", "nobypassrls"),
        (me.create_role, "allowed to make roles", "nocreaterole"),
        (me.replication, "allowed to replicate the whole server", "noreplication"),
    ] {
        if wrong {
            findings.push(format!("the role {name} is {is}: run `alter role {name} {without}`"));
        }
    }
    if me.owned > 0 {
        findings.push(format!("the role {name} owns {} tables or indexes, whose fence it may take down: run `reassign owned by {name} to {OWNER}`", me.owned));
    }
    // A superuser is a member of everything; that is said already.
    if !me.superuser {
        for role in me.member_of {
            findings.push(format!("the role {name} is a member of {role}, which steps over the fence: run `revoke {role} from {name}`"));
        }
    }
    Ok(())
}

async fn tables(connection: &mut PgConnection, findings: &mut Vec<String>) -> Result<(), GuardError> {
    // A partition is reached through its parent, whose policies hold; on its own it has row level security, no policy
    // and no grant, so that nothing comes out of it.
    let tables = sqlx::query!(
        r#"select format('%I.%I', n.nspname, c.relname) as "name!", c.relrowsecurity as "enabled!", c.relforcerowsecurity as "forced!",
            c.relispartition or exists (
                select from pg_policy p
                where p.polrelid = c.oid and not p.polpermissive and p.polcmd = '*'
                  and ((select r.oid from pg_roles r where r.rolname = $1) = any(p.polroles) or 0 = any(p.polroles))
                  and pg_get_expr(p.polqual, p.polrelid) like '(tenant_id = ( SELECT app.tenant()%'
                  and pg_get_expr(p.polwithcheck, p.polrelid) like '(tenant_id = ( SELECT app.tenant()%') as "floor!"
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.relkind in ('r', 'p') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
        order by 1"#,
        APP,
    )
    .fetch_all(connection)
    .await?;
    for table in tables {
        let name = table.name;
        if !table.enabled || !table.forced {
            findings.push(format!(
                "the table {name} has row level security switched off: run `alter table {name} enable row level security, force row level security`"
            ));
        }
        if !table.floor {
            findings.push(format!("the table {name} has no tenant floor for {APP}: run `call app.fence('{name}', null)` as {OWNER}, or restore its policies from the migration that made it"));
        }
    }
    Ok(())
}
