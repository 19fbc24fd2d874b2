-- Domains that tenants bring along, what a tenant takes along when it leaves, how it is erased, and keys that change.

-- ------------------------------------------------------------------------------------------------ domains

-- Which of a node's hosts its mails lead to; none chosen: the oldest, which is the platform's own name for it.
alter table hosts add column is_primary boolean not null default false;
create unique index hosts_primary_key on hosts (tenant_id, org_id) where is_primary;

-- Whose a name is. A row of `hosts` answers; the claim behind it outlives it by the time in which nobody else gets the name.
create table host_claims (
    tenant_id         uuid        not null,
    host              text        not null,
    claimed_at        timestamptz not null,
    -- The name answers no more; until then only this tenant can have it again.
    quarantined_until timestamptz,
    constraint host_claims_pkey primary key (tenant_id, host),
    -- Intentionally global, as that of `hosts`: a violation says that the name is taken, not by whom.
    constraint host_claims_host_key unique (host)
);
create index host_claims_over_idx on host_claims (quarantined_until) where quarantined_until is not null;
call app.fence('host_claims', null);
insert into host_claims (tenant_id, host, claimed_at) select tenant_id, host, created_at from hosts;

-- A domain that somebody at an ISP says is theirs, and how the proof stands. Several tenants may say so of one domain.
create table domains (
    tenant_id     uuid        not null,
    id            uuid        not null,
    -- The node whose portal it is to be.
    org_id        uuid        not null,
    -- In its ASCII form (RFC 5891).
    host          text        not null,
    -- 160 random bits; whoever controls the domain can publish them. No secret.
    token         text        not null,
    state         text        not null default 'pending',
    created_at    timestamptz not null,
    verified_at   timestamptz,
    checked_at    timestamptz,
    -- How the last check ended, as a code.
    last_result   text,
    -- Checks in a row that did not find the record, and how many of them had a clear answer.
    failures      integer     not null default 0,
    clear_failures integer    not null default 0,
    next_check_at timestamptz not null,
    lease_until   timestamptz,
    fence         bigint      not null default 0,
    constraint domains_pkey primary key (tenant_id, id),
    constraint domains_host_key unique (tenant_id, host),
    constraint domains_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint domains_host_check check (host = lower(host) and host !~ '[:/@ ]' and char_length(host) <= 253),
    constraint domains_token_check check (token ~ '^[a-z2-7]{32}$'),
    constraint domains_state_check check (state in ('pending', 'verified', 'suspended', 'lapsed')),
    constraint domains_last_result_check check (char_length(last_result) <= 40)
);
create index domains_due_idx on domains (next_check_at) where state <> 'lapsed';
call app.fence('domains', 'org_id');

grant select, insert, update, delete on host_claims, domains to lastmile_app;
grant select, insert, update, delete on host_claims to lastmile_platform;
grant select on domains to lastmile_platform;
grant update (lease_until, fence) on domains to lastmile_platform;

-- ------------------------------------------------------------------------------------------------ leaving

-- Archives of everything a tenant has, made by a job and kept for some days.
create table exports (
    tenant_id    uuid        not null,
    id           uuid        not null,
    org_id       uuid        not null,
    -- A person of this tenant, or of the platform.
    requested_by uuid,
    created_at   timestamptz not null,
    state        text        not null default 'waiting',
    -- Tables written so far, and in all.
    tables_done  integer     not null default 0,
    tables_all   integer     not null default 0,
    rows_done    bigint      not null default 0,
    octets       bigint      not null default 0,
    -- Of the finished file.
    sha256       bytea,
    finished_at  timestamptz,
    expires_at   timestamptz,
    attempts     integer     not null default 0,
    lease_until  timestamptz,
    fence        bigint      not null default 0,
    constraint exports_pkey primary key (tenant_id, id),
    constraint exports_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint exports_state_check check (state in ('waiting', 'running', 'ready', 'failed', 'expired')),
    constraint exports_ready_check check ((state = 'ready') <= (sha256 is not null and expires_at is not null)),
    constraint exports_sha256_check check (octet_length(sha256) = 32)
);
-- One at a time.
create unique index exports_open_key on exports (tenant_id) where state in ('waiting', 'running');
create index exports_due_idx on exports (created_at) where state in ('waiting', 'running');
create index exports_over_idx on exports (expires_at) where state = 'ready';
call app.fence('exports', 'org_id');

-- Links that open an archive for whoever has them.
create table export_links (
    tenant_id  uuid        not null,
    token_hash bytea       not null,
    export_id  uuid        not null,
    org_id     uuid        not null,
    -- The tenant at whose portals the link opens: this one, or the platform's.
    portal     uuid        not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint export_links_pkey primary key (tenant_id, token_hash),
    constraint export_links_export_fkey foreign key (tenant_id, export_id) references exports (tenant_id, id) on delete cascade,
    constraint export_links_token_hash_check check (octet_length(token_hash) = 32)
);
create index export_links_export_idx on export_links (tenant_id, export_id);
call app.fence('export_links', 'org_id');

grant select, insert, update on exports to lastmile_app;
grant select, insert, delete on export_links to lastmile_app;
grant select, update on exports to lastmile_platform;
grant select, delete on export_links to lastmile_platform;

-- A closed tenant that waits to be erased, or is just being erased.
create table erasures (
    tenant_id   uuid        not null,
    noted_at    timestamptz not null,
    -- Not before this time.
    due_at      timestamptz not null,
    started_at  timestamptz,
    -- SHA-256 of the tenant's id and its first host: whoever knows both can find the entry.
    slug_hash   bytea,
    -- Where its audit chain ended.
    audit_seq   bigint,
    audit_hash  bytea,
    -- Rows removed so far, by table.
    counts      jsonb       not null default '{}',
    lease_until timestamptz,
    fence       bigint      not null default 0,
    constraint erasures_pkey primary key (tenant_id),
    constraint erasures_audit_hash_check check (octet_length(audit_hash) = 32),
    constraint erasures_slug_hash_check check (octet_length(slug_hash) = 32)
);
create index erasures_due_idx on erasures (due_at);
call app.fence('erasures', null);

-- What is left of a tenant: that there was one, and that it is to be erased again from a backup that still holds it.
create table erasure_log (
    tenant_id  uuid        not null,
    erased_at  timestamptz not null,
    slug_hash  bytea       not null,
    audit_seq  bigint      not null,
    audit_hash bytea       not null,
    counts     jsonb       not null,
    constraint erasure_log_pkey primary key (tenant_id, erased_at),
    constraint erasure_log_slug_hash_check check (octet_length(slug_hash) = 32),
    constraint erasure_log_audit_hash_check check (octet_length(audit_hash) = 32)
);
call app.fence('erasure_log', null);

grant select, insert on erasures to lastmile_app;
grant update (due_at) on erasures to lastmile_app;
grant select, insert, update, delete on erasures to lastmile_platform;
grant select, insert on erasure_log to lastmile_platform;
-- Links of other tenants' people to accounts of a tenant that is erased.
grant select (peer_tenant), delete on account_links to lastmile_platform;

-- Which tables hold rows of tenants. A table that a later migration adds is among them without being named anywhere.
create function app.tenant_tables() returns setof text language sql stable set search_path = '' as $$
    select c.relname::text
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by 1
$$;
revoke all on function app.tenant_tables() from public;
grant execute on function app.tenant_tables() to lastmile_app, lastmile_platform;

-- Removes at most `most` rows of a tenant that is being erased from one table; how many went. No login role may delete
-- audit rows, keys or samples: this may, of a closed tenant whose erasure has begun (or has been: stragglers), and of no
-- other. Rows that others of the same table hang on wait for the next round.
create function app.erase_batch(tenant uuid, relation text, most integer) returns bigint
    language plpgsql security definer set search_path = '' as $$
declare
    keys  text;
    same  text;
    leafs text;
    gone  bigint;
begin
    if relation in ('erasures', 'erasure_log') or relation not in (select app.tenant_tables()) then
        raise exception 'no rows are erased from %', relation using errcode = 'insufficient_privilege';
    end if;
    if not exists (select from public.erasures e where e.tenant_id = tenant and e.started_at is not null)
        and not exists (select from public.erasure_log l where l.tenant_id = tenant) then
        raise exception 'this tenant is not being erased' using errcode = 'insufficient_privilege';
    end if;
    if exists (select from public.orgs o where o.tenant_id = tenant and o.id = tenant and o.state <> 'closed') then
        raise exception 'this tenant is not closed' using errcode = 'insufficient_privilege';
    end if;
    select string_agg(format('r.%I', a.attname), ', ' order by k.place), string_agg(format('t.%1$I = d.%1$I', a.attname), ' and ' order by k.place)
    into strict keys, same
    from pg_index i
    cross join lateral unnest(i.indkey::smallint[]) with ordinality as k (attnum, place)
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    where i.indrelid = format('public.%I', relation)::regclass and i.indisprimary;
    -- A key of the table to itself: nodes below first.
    select coalesce(string_agg(format(
        ' and not exists (select from public.%I c where c.tenant_id = $1 and (%s) = (%s))', relation,
        (select string_agg(format('c.%I', a.attname), ', ' order by k.place)
         from unnest(f.conkey) with ordinality as k (attnum, place)
         join pg_attribute a on a.attrelid = f.conrelid and a.attnum = k.attnum),
        (select string_agg(format('r.%I', a.attname), ', ' order by k.place)
         from unnest(f.confkey) with ordinality as k (attnum, place)
         join pg_attribute a on a.attrelid = f.confrelid and a.attnum = k.attnum)), ''), '') into leafs
    from pg_constraint f
    where f.contype = 'f' and f.conrelid = f.confrelid and f.conrelid = format('public.%I', relation)::regclass;
    execute format(
        'delete from public.%1$I t using (select %2$s from public.%1$I r where r.tenant_id = $1%4$s limit $2) d where t.tenant_id = $1 and %3$s',
        relation, keys, same, leafs)
        using tenant, most;
    get diagnostics gone = row_count;
    return gone;
end $$;
revoke all on function app.erase_batch(uuid, text, integer) from public;
grant execute on function app.erase_batch(uuid, text, integer) to lastmile_platform;

-- ------------------------------------------------------------------------------------------------ keys

-- Data keys of before, as long as a value is sealed with them.
create table tenant_keys_former (
    tenant_id  uuid        not null,
    id         uuid        not null,
    key_id     text        not null,
    wrapped    bytea       not null,
    retired_at timestamptz not null,
    constraint tenant_keys_former_pkey primary key (tenant_id, id)
);
call app.fence('tenant_keys_former', null);
grant select on tenant_keys_former to lastmile_app;
grant select, insert, update, delete on tenant_keys_former to lastmile_platform;
-- Only what changes a key's wrapping, or the key itself; no role may take one away.
grant update (key_id, wrapped, created_at) on tenant_keys to lastmile_platform;

-- Key-encryption keys by id; the keys themselves are never in the database. No row: the first server has yet to start.
create table master_keys (
    id         text        not null constraint master_keys_pkey primary key,
    state      text        not null,
    created_at timestamptz not null,
    constraint master_keys_state_check check (state in ('current', 'retiring'))
);
create unique index master_keys_current_key on master_keys (state) where state = 'current';
grant select on master_keys to lastmile_app;
grant select, insert, update, delete on master_keys to lastmile_platform;

-- The tenant's data key for sealing. Whoever asks holds off a change of the key until the end of the transaction, so that
-- nothing is sealed with a key that was found to be out of use. Two statements, so that the second sees what the first
-- waited for.
create function app.sealing_key(tenant uuid) returns table (key_id text, wrapped bytea) language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock_shared(7305200, hashtext(tenant::text));
    return query select k.key_id, k.wrapped from public.tenant_keys k where k.tenant_id = tenant;
end $$;

-- What is sealed is sealed anew with another key, whoever's it is.
grant select, update (secret) on totp, totp_enrolments to lastmile_platform;
grant update (mail) on kept_mails to lastmile_platform;
grant update (private_key) on api_signing_keys to lastmile_platform;
