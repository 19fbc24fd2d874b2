-- The tenant tree, its hosts, its people. Isolation root = tenant_id = id of the ISP's (or founder's) own node.

create table orgs (
    tenant_id  uuid        not null,
    id         uuid        not null,
    parent_id  uuid,
    kind       text        not null,
    name       text        not null,
    -- Ids from the tenant's root down to this node itself, so that a subtree is one index scan.
    path       uuid[]      not null,
    simulated  boolean     not null default false,
    created_at timestamptz not null,
    constraint orgs_pkey primary key (tenant_id, id),
    constraint orgs_id_key unique (id),
    constraint orgs_parent_fkey foreign key (tenant_id, parent_id) references orgs (tenant_id, id),
    constraint orgs_kind_check check (kind in ('founder', 'isp', 'branch', 'reseller', 'client')),
    constraint orgs_root_check check ((id = tenant_id) = (kind in ('founder', 'isp')) and (id = tenant_id) = (parent_id is null)),
    constraint orgs_path_check check (path[1] = tenant_id and path[cardinality(path)] = id),
    constraint orgs_name_check check (char_length(name) between 1 and 120)
);
create index orgs_path_idx on orgs using gin (path);
call app.fence('orgs', 'id');

create table hosts (
    tenant_id  uuid        not null,
    host       text        not null,
    org_id     uuid        not null,
    created_at timestamptz not null,
    constraint hosts_pkey primary key (tenant_id, host),
    -- Intentionally global: one name on the wire leads to one tenant.
    constraint hosts_host_key unique (host),
    constraint hosts_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint hosts_host_check check (host = lower(host) and host !~ '[:/@ ]')
);
call app.fence('hosts', 'org_id');

create table users (
    tenant_id     uuid        not null,
    id            uuid        not null,
    org_id        uuid        not null,
    email         text        not null,
    name          text        not null,
    password_hash text,
    time_zone     text        not null default 'UTC',
    created_at    timestamptz not null,
    disabled_at   timestamptz,
    constraint users_pkey primary key (tenant_id, id),
    constraint users_email_key unique (tenant_id, email),
    constraint users_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint users_email_check check (email = lower(email) and char_length(email) <= 254)
);
call app.fence('users', 'org_id');

create table memberships (
    tenant_id  uuid        not null,
    user_id    uuid        not null,
    org_id     uuid        not null,
    role       text        not null,
    created_at timestamptz not null,
    constraint memberships_pkey primary key (tenant_id, user_id, org_id),
    constraint memberships_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint memberships_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id)
);
call app.fence('memberships', 'org_id');

create table sessions (
    tenant_id    uuid        not null,
    -- SHA-256 of the id in the cookie: a stolen table opens nothing.
    id_hash      bytea       not null,
    user_id      uuid        not null,
    org_id       uuid        not null,
    host         text        not null,
    data         jsonb       not null,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null,
    constraint sessions_pkey primary key (tenant_id, id_hash),
    constraint sessions_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint sessions_id_hash_check check (octet_length(id_hash) = 32)
);
create index sessions_expires_idx on sessions (expires_at);
call app.fence('sessions', 'org_id');

-- Failed sign-ins per e-mail and host, known or not, so that guessing slows down alike for both.
create table sign_in_attempts (
    tenant_id    uuid        not null,
    email_hash   bytea       not null,
    failures     integer     not null,
    last_at      timestamptz not null,
    locked_until timestamptz,
    constraint sign_in_attempts_pkey primary key (tenant_id, email_hash)
);
call app.fence('sign_in_attempts', null);

create table audit_log (
    tenant_id  uuid        not null,
    id         uuid        not null,
    org_id     uuid        not null,
    at         timestamptz not null,
    -- Exactly one of the two says who.
    actor_user uuid,
    actor_part text,
    action     text        not null,
    object     text        not null,
    detail     jsonb       not null,
    request_id uuid        not null,
    constraint audit_log_pkey primary key (tenant_id, id),
    constraint audit_log_actor_check check ((actor_user is null) <> (actor_part is null))
);
create index audit_log_at_idx on audit_log (tenant_id, at desc);
call app.fence('audit_log', 'org_id');

-- Per-tenant data keys, wrapped by the key-encryption key that lives outside the database.
create table tenant_keys (
    tenant_id  uuid        not null,
    key_id     text        not null,
    wrapped    bytea       not null,
    created_at timestamptz not null,
    constraint tenant_keys_pkey primary key (tenant_id)
);
call app.fence('tenant_keys', null);

grant select, insert, update on orgs, hosts, users, memberships to lastmile_app, lastmile_platform;
grant delete on memberships, hosts to lastmile_app, lastmile_platform;
grant select, insert, update, delete on sessions, sign_in_attempts to lastmile_app, lastmile_platform;
grant select, insert on audit_log, tenant_keys to lastmile_app, lastmile_platform;

-- Opens the fence for one tenant and one part of its tree, for this transaction only. NULL scope_org means all of it.
-- Runs as the caller: the rights are the caller's own.
create procedure app.enter(tenant uuid, scope_org uuid) language plpgsql as $$
begin
    perform set_config('app.tenant', tenant::text, true);
    perform set_config('app.orgs', '', true);
    if scope_org is null then
        perform set_config('app.whole_tenant', 'on', true);
    else
        perform set_config('app.whole_tenant', 'on', true);
        perform set_config('app.orgs', coalesce((
            select array_agg(o.id)::text from public.orgs o where o.tenant_id = tenant and o.path @> array[scope_org]), ''), true);
        perform set_config('app.whole_tenant', 'off', true);
    end if;
end $$;
