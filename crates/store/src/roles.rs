//! The three roles and their rights, made through an administrator's connection before the first migration:
//! `lastmile_owner` owns the schema and cannot log in, `lastmile_app` and `lastmile_platform` serve.

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, Executor, PgConnection};
use zeroize::Zeroizing;

use crate::cluster::OLDEST;
use crate::scram;

/// Owns every table; runs migrations and the partition keeper's two functions.
pub const OWNER: &str = "lastmile_owner";
/// Serves requests, behind the fence.
pub const APP: &str = "lastmile_app";
/// Serves the platform's own jobs, which see every tenant.
pub const PLATFORM: &str = "lastmile_platform";

/// Why the roles are not as they must be.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RoleError {
    /// The server is too old.
    #[error("PostgreSQL {found} is too old: {OLDEST} or newer is needed")]
    TooOld {
        /// Its version.
        found: String,
    },
    /// The administrator may not do what is needed; the text says what to run instead.
    #[error("the role {admin} may not {what}: run `{instead}` as a superuser, or connect as a role that may ({source})")]
    NotAllowed {
        /// Who was connected.
        admin: String,
        /// What was tried.
        what: String,
        /// What an administrator with more rights can run.
        instead: String,
        /// Postgres' word on it.
        source: sqlx::Error,
    },
    /// A role exists and its password is set, but it cannot log in.
    #[error("the role {role} cannot log in, with its password set just now: check pg_hba.conf ({source})")]
    Login {
        /// The role.
        role: &'static str,
        /// Postgres' word on it.
        source: sqlx::Error,
    },
    /// Anything else between us and the database.
    #[error("preparing the roles: {0}")]
    Database(#[from] sqlx::Error),
}

/// Makes the roles that are missing, lets `admin` act as the owner, and grants what the roles need in this database.
/// Changes nothing on a database that is as it must be, so that later starts need fewer rights.
pub async fn prepare(admin: &mut PgConnection) -> Result<(), RoleError> {
    check_version(admin).await?;
    // Two servers that start at once: the second waits, then finds everything done.
    sqlx::query!("select pg_advisory_lock(7305200002)").execute(&mut *admin).await?;
    let outcome = prepare_locked(admin).await;
    sqlx::query!("select pg_advisory_unlock(7305200002)").fetch_one(&mut *admin).await?;
    outcome
}

async fn prepare_locked(admin: &mut PgConnection) -> Result<(), RoleError> {
    for (role, statement) in
        [(OWNER, "create role lastmile_owner nologin"), (APP, "create role lastmile_app login"), (PLATFORM, "create role lastmile_platform login")]
    {
        let exists = sqlx::query_scalar!(r#"select exists (select from pg_roles where rolname = $1) as "exists!""#, role);
        if exists.fetch_one(&mut *admin).await? {
            continue;
        }
        match admin.execute(statement).await {
            // Roles belong to the whole server: another database's set-up may have been first.
            Err(error) if !is(&error, &["42710", "23505"]) => {
                return Err(not_allowed(admin, format!("create the role {role}"), statement.to_owned(), error).await);
            }
            _ => {}
        }
    }
    act_as_owner(admin).await?;
    grant(admin).await
}

async fn check_version(admin: &mut PgConnection) -> Result<(), RoleError> {
    let version = sqlx::query!(r#"select current_setting('server_version_num')::integer as "number!", current_setting('server_version') as "name!""#)
        .fetch_one(admin)
        .await?;
    let (major, minor) = (version.number / 10_000, version.number % 10_000);
    if major < OLDEST.cast_signed() {
        return Err(RoleError::TooOld { found: version.name });
    }
    // CVE-2025-8713: planner statistics tell of rows that row level security hides.
    let safe = match major {
        15 => 14,
        16 => 10,
        17 => 6,
        _ => 0,
    };
    if minor < safe {
        tracing::warn!(version = version.name, "this PostgreSQL lacks security fixes that row level security needs (CVE-2025-8713): update it");
    }
    Ok(())
}

/// Migrations run under SET ROLE, which needs membership in the owner role.
async fn act_as_owner(admin: &mut PgConnection) -> Result<(), RoleError> {
    const TRY: &str = "set role lastmile_owner; reset role";
    if admin.execute(TRY).await.is_ok() {
        return Ok(());
    }
    let granted = admin.execute("grant lastmile_owner to current_user").await.map(drop);
    match admin.execute(TRY).await {
        Ok(_) => Ok(()),
        Err(error) => {
            let name = current_user(admin).await;
            let instead = format!("grant {OWNER} to \"{name}\"");
            Err(not_allowed(admin, format!("act as {OWNER}"), instead, granted.err().unwrap_or(error)).await)
        }
    }
}

async fn grant(admin: &mut PgConnection) -> Result<(), RoleError> {
    let has = sqlx::query!(
        r#"select
            has_database_privilege($1, current_database(), 'connect') and has_database_privilege($2, current_database(), 'connect') as "connect!",
            has_database_privilege($3, current_database(), 'create') as "create!",
            has_schema_privilege($3, 'public', 'create') and has_schema_privilege($3, 'public', 'usage') as "own!",
            has_schema_privilege($1, 'public', 'usage') and has_schema_privilege($2, 'public', 'usage') as "usage!",
            not has_schema_privilege($1, 'public', 'create') and not has_schema_privilege($2, 'public', 'create') as "closed!",
            not has_database_privilege($1, current_database(), 'temporary') and not has_database_privilege($2, current_database(), 'temporary') as "no_temporary!",
            format('%I', current_database()) as "database!""#,
        APP,
        PLATFORM,
        OWNER,
    )
    .fetch_one(&mut *admin)
    .await?;
    let database = has.database;
    for (done, statement) in [
        (has.connect, format!("grant connect on database {database} to {APP}, {PLATFORM}")),
        (has.create, format!("grant create on database {database} to {OWNER}")),
        (has.own, format!("grant usage, create on schema public to {OWNER}")),
        (has.usage, format!("grant usage on schema public to {APP}, {PLATFORM}")),
        // A temporary table stands before the real one of the same name, for as long as the pooled connection lives.
        (has.no_temporary, format!("revoke temporary on database {database} from public")),
        // The default before PostgreSQL 15, carried over by upgrades: anybody could put a table or function in the way.
        (has.closed, "revoke create on schema public from public".to_owned()),
    ] {
        if done {
            continue;
        }
        if let Err(error) = admin.execute(sqlx::AssertSqlSafe(statement.clone())).await {
            return Err(not_allowed(admin, "grant rights in its database".to_owned(), statement, error).await);
        }
    }
    Ok(())
}

/// Makes sure that `role` can log in at `server` with one of `passwords`; sets the first when it cannot with any. Returns
/// the one that counts.
pub(crate) async fn ensure_login(
    admin: &mut PgConnection,
    server: &PgConnectOptions,
    role: &'static str,
    passwords: &[Zeroizing<String>],
) -> Result<Zeroizing<String>, RoleError> {
    for password in passwords {
        match PgConnection::connect_with(&server.clone().username(role).password(password)).await {
            Ok(connection) => {
                connection.close().await?;
                return Ok(password.clone());
            }
            Err(error) if !is(&error, &["28P01", "28000"]) => return Err(error.into()),
            Err(_refused) => {}
        }
    }
    let password = passwords.first().cloned().unwrap_or_default();
    let options = server.clone().username(role).password(&password);
    let statement = format!("alter role {role} password '{}'", scram::verifier(&password));
    if let Err(error) = admin.execute(sqlx::AssertSqlSafe(statement)).await {
        let name = current_user(admin).await;
        let instead = format!("alter role \"{name}\" createrole; grant {role} to \"{name}\" with admin option");
        return Err(not_allowed(admin, format!("set the password of {role}"), instead, error).await);
    }
    match PgConnection::connect_with(&options).await {
        Ok(connection) => {
            connection.close().await?;
            Ok(password)
        }
        Err(source) => Err(RoleError::Login { role, source }),
    }
}

/// Makes the database `name`, owned by the owner role, unless it is there.
pub(crate) async fn create_database(admin: &mut PgConnection, name: &'static str) -> Result<(), RoleError> {
    let exists = sqlx::query_scalar!(r#"select exists (select from pg_database where datname = $1) as "exists!""#, name);
    if !exists.fetch_one(&mut *admin).await? {
        admin.execute(sqlx::AssertSqlSafe(format!("create database {name} owner {OWNER}"))).await?;
    }
    Ok(())
}

fn is(error: &sqlx::Error, codes: &[&str]) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| codes.contains(&&*code))
}

async fn current_user(admin: &mut PgConnection) -> String {
    sqlx::query_scalar!(r#"select current_user::text as "name!""#).fetch_one(admin).await.unwrap_or_else(|_| "?".to_owned())
}

async fn not_allowed(admin: &mut PgConnection, what: String, instead: String, source: sqlx::Error) -> RoleError {
    if is(&source, &["42501"]) { RoleError::NotAllowed { admin: current_user(admin).await, what, instead, source } } else { RoleError::Database(source) }
}
