//! What every table, key, policy, grant and function of the schema must look like, asked of Postgres' own catalogue.

use sqlx::{Executor, PgConnection};
use testkit::TestDb;

/// Tables without a tenant: the platform's own.
const WITHOUT_TENANT: [&str; 6] =
    ["app.partitioned", "public._sqlx_migrations", "public.job_runs", "public.master_keys", "public.processes", "public.rollup_watermarks"];

/// Unique over all tenants on purpose: a node's id, and a host name on the wire, while it answers and while it is kept.
const GLOBALLY_UNIQUE: [&str; 3] = ["host_claims_host_key", "hosts_host_key", "orgs_id_key"];

/// The only functions that run with their owner's rights.
const SECURITY_DEFINER: [&str; 3] = [
    "app.drop_partitions(timestamp with time zone)",
    // Of closed tenants only, whose erasure has begun.
    "app.erase_batch(uuid,text,integer)",
    "app.make_partitions(timestamp with time zone,timestamp with time zone)",
];

const TABLES: &str = "select format('%I.%I', n.nspname, c.relname) as name, c.*
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'";

/// Asks for names; `{TABLES}` stands for all our tables.
async fn ask(connection: &mut PgConnection, query: &str) -> Vec<String> {
    let query = query.replace("{TABLES}", &format!("({TABLES})"));
    sqlx::query_scalar(sqlx::AssertSqlSafe(query)).fetch_all(connection).await.unwrap()
}

/// Tables with a tenant whose fence has a hole, and which.
async fn unfenced(connection: &mut PgConnection) -> Vec<String> {
    ask(
        connection,
        "select t.name || ': ' || hole
        from {TABLES} t
        join pg_attribute a on a.attrelid = t.oid and a.attname = 'tenant_id' and not a.attisdropped
        cross join lateral (values
            ('tenant_id may be null', not a.attnotnull),
            ('tenant_id is no uuid', a.atttypid <> 'uuid'::regtype),
            ('row level security is off', not t.relrowsecurity),
            ('the owner steps over it', not t.relforcerowsecurity),
            ('policies', (not t.relispartition) and (
                select coalesce(string_agg(p.polname || case when p.polpermissive then '+' else '-' end || p.polcmd::text, ' ' order by p.polname), '')
                from pg_policy p where p.polrelid = t.oid) is distinct from 'owner+* platform+* scope+* tenant_floor-*'),
            ('the floor is another', (not t.relispartition) and (
                select pg_get_expr(p.polqual, t.oid) || pg_get_expr(p.polwithcheck, t.oid) || p.polroles::regrole[]::text
                from pg_policy p where p.polrelid = t.oid and p.polname = 'tenant_floor')
                is distinct from repeat('(tenant_id = ( SELECT app.tenant() AS tenant))', 2) || '{lastmile_app}'),
            ('a partition with policies of its own', t.relispartition and exists (select from pg_policy p where p.polrelid = t.oid))
        ) as holes (hole, there)
        where holes.there order by 1",
    )
    .await
}

#[tokio::test]
async fn every_table_with_a_tenant_stands_behind_the_fence() {
    let db = TestDb::new().await;
    let mut admin = db.admin().await;
    assert_eq!(unfenced(&mut admin).await, Vec::<String>::new());
    let fenced = ask(&mut admin, "select t.name from {TABLES} t join pg_attribute a on a.attrelid = t.oid and a.attname = 'tenant_id'").await;
    assert!(fenced.len() > 40, "tables and partitions: {}", fenced.len());
    let without = ask(
        &mut admin,
        "select t.name from {TABLES} t where not exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'tenant_id') order by 1",
    )
    .await;
    assert_eq!(without, WITHOUT_TENANT);
}

#[tokio::test]
async fn a_hole_in_the_fence_is_found() {
    let db = TestDb::new().await;
    let mut admin = db.admin().await;
    for (hole, expected) in [
        ("create table bare (tenant_id uuid not null)", "public.bare: row level security is off"),
        ("drop table bare; alter table devices no force row level security", "public.devices: the owner steps over it"),
        ("alter table devices force row level security; drop policy tenant_floor on devices", "public.devices: policies"),
        (
            "create policy tenant_floor on devices as restrictive to lastmile_app using (true) with check (tenant_id = (select app.tenant()))",
            "public.devices: the floor is another",
        ),
    ] {
        admin.execute(hole).await.unwrap();
        assert!(unfenced(&mut admin).await.contains(&expected.to_owned()), "{expected}: {:?}", unfenced(&mut admin).await);
    }
}

#[tokio::test]
async fn keys_between_tenant_tables_carry_the_tenant() {
    let db = TestDb::new().await;
    let mut admin = db.admin().await;
    // Postgres checks keys without regard to row level security, so the tenant must be part of the key itself.
    let missing = ask(
        &mut admin,
        "select k.conname from pg_constraint k
        join {TABLES} t on t.oid = k.conrelid join {TABLES} f on f.oid = k.confrelid
        join pg_attribute mine on mine.attrelid = t.oid and mine.attname = 'tenant_id'
        join pg_attribute theirs on theirs.attrelid = f.oid and theirs.attname = 'tenant_id'
        where k.contype = 'f' and not exists (
            select from unnest(k.conkey, k.confkey) as pair (a, b) where pair.a = mine.attnum and pair.b = theirs.attnum)",
    )
    .await;
    assert_eq!(missing, Vec::<String>::new());
    let global = ask(
        &mut admin,
        "select i.indexrelid::regclass::text from pg_index i join {TABLES} t on t.oid = i.indrelid
        join pg_attribute a on a.attrelid = t.oid and a.attname = 'tenant_id'
        where i.indisunique and not a.attnum = any (i.indkey::int2[]) order by 1",
    )
    .await;
    assert_eq!(global, GLOBALLY_UNIQUE);
    let not_leading = ask(
        &mut admin,
        "select i.indexrelid::regclass::text from pg_index i join {TABLES} t on t.oid = i.indrelid
        join pg_attribute a on a.attrelid = t.oid and a.attname = 'tenant_id'
        where i.indisprimary and i.indkey[0] <> a.attnum",
    )
    .await;
    assert_eq!(not_leading, Vec::<String>::new(), "a primary key leads with the tenant");
}

#[tokio::test]
async fn constraints_are_named_by_the_convention() {
    let db = TestDb::new().await;
    let misnamed = ask(
        &mut db.admin().await,
        "select k.conname from pg_constraint k join {TABLES} t on t.oid = k.conrelid
        where t.relnamespace = 'public'::regnamespace and not t.relispartition and t.relname <> '_sqlx_migrations'
          and (k.conname not like t.relname || '\\_%' or k.conname !~ case k.contype
            when 'p' then '_pkey$' when 'f' then '_fkey$' when 'u' then '_key$' when 'c' then '_check$' else '$' end)",
    )
    .await;
    assert_eq!(misnamed, Vec::<String>::new());
}

#[tokio::test]
async fn nobody_has_more_rights_than_needed() {
    let db = TestDb::new().await;
    let mut admin = db.admin().await;
    let not_the_owners = ask(&mut admin, "select t.name from {TABLES} t where t.relowner <> 'lastmile_owner'::regrole").await;
    assert_eq!(not_the_owners, Vec::<String>::new());
    // TRUNCATE and REFERENCES do not ask row level security; TRIGGER runs code as whoever writes next.
    let too_much = ask(
        &mut admin,
        "select t.name || ' ' || r || ' ' || p from {TABLES} t,
            unnest(array['lastmile_app', 'lastmile_platform']) r, unnest(array['truncate', 'references', 'trigger']) p
        where has_table_privilege(r, t.oid, p)",
    )
    .await;
    assert_eq!(too_much, Vec::<String>::new());
    let for_all = ask(
        &mut admin,
        "select t.name from {TABLES} t, aclexplode(t.relacl) g where g.grantee = 0
        union select 'public' where has_schema_privilege('lastmile_app', 'public', 'create') or has_schema_privilege('lastmile_app', 'app', 'create')",
    )
    .await;
    assert_eq!(for_all, Vec::<String>::new());
    let direct = ask(
        &mut admin,
        "select t.name || ' ' || r from {TABLES} t, unnest(array['lastmile_app', 'lastmile_platform']) r
        where t.relispartition and has_table_privilege(r, t.oid, 'select, insert, update, delete, truncate')
        union select t.name || ' column' from {TABLES} t join pg_attribute a on a.attrelid = t.oid where t.relispartition and a.attacl is not null",
    )
    .await;
    assert_eq!(direct, Vec::<String>::new(), "partitions are reached through their parent only");
    // What was written once and must not be altered; a key only where keys are changed, and never taken away.
    let alterable = ask(
        &mut admin,
        "select t || ' ' || r || ' ' || p from unnest(array['audit_log', 'tenant_keys', 'samples', 'gaps']) t,
            unnest(array['lastmile_app', 'lastmile_platform']) r, unnest(array['update', 'delete']) p
        where not (t = 'tenant_keys' and r = 'lastmile_platform' and p = 'update')
          and (has_table_privilege(r, t, p) or (p <> 'delete' and has_any_column_privilege(r, t, p)))
        union all
        select 'audit_heads ' || r || ' delete' from unnest(array['lastmile_app', 'lastmile_platform']) r where has_table_privilege(r, 'audit_heads', 'delete')",
    )
    .await;
    assert_eq!(alterable, Vec::<String>::new());
    let roles = ask(
        &mut admin,
        "select rolname || case when rolcanlogin then ' logs in' else '' end from pg_roles where rolname like 'lastmile\\_%'
            and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication) order by 1",
    )
    .await;
    assert_eq!(roles, ["lastmile_app logs in", "lastmile_owner", "lastmile_platform logs in"]);
}

#[tokio::test]
async fn nothing_runs_with_anothers_rights_but_the_partition_keeper() {
    let db = TestDb::new().await;
    let mut admin = db.admin().await;
    let views = ask(
        &mut admin,
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'app')
          and (c.relkind = 'm' or c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false))",
    )
    .await;
    assert_eq!(views, Vec::<String>::new(), "a view asks as its owner unless it is security_invoker");
    let ours = "from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'app')";
    let definers = ask(&mut admin, &format!("select p.oid::regprocedure::text {ours} and p.prosecdef order by 1")).await;
    assert_eq!(definers, SECURITY_DEFINER);
    let loose =
        ask(&mut admin, &format!("select p.proname::text {ours} and p.prosecdef and not coalesce('search_path=\"\"' = any (p.proconfig), false)")).await;
    assert_eq!(loose, Vec::<String>::new(), "search_path must be empty");
    let for_others =
        ask(&mut admin, &format!("select p.proname::text {ours} and p.prosecdef and (has_function_privilege('lastmile_app', p.oid, 'execute'))")).await;
    assert_eq!(for_others, Vec::<String>::new(), "only the platform role keeps partitions");
    let rules = ask(&mut admin, "select r.rulename from pg_rewrite r join {TABLES} t on t.oid = r.ev_class").await;
    assert_eq!(rules, Vec::<String>::new());
}
