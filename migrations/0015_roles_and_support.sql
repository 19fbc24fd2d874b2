-- Roles that an ISP makes itself, and acting as somebody else (docs/decisions/0013).

create table roles (
    tenant_id   uuid        not null,
    id          uuid        not null,
    name        text        not null,
    -- The level of the nodes at which it can be given.
    kind        text        not null,
    -- Names of kernel::Permission; what this version does not know, or what does not fit the level, allows nothing.
    permissions text[]      not null,
    -- Counts changes: an edit that began on an older one is refused.
    version     bigint      not null default 1,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    constraint roles_pkey primary key (tenant_id, id),
    constraint roles_name_check check (char_length(name) between 1 and 60),
    constraint roles_kind_check check (kind in ('isp', 'branch', 'reseller', 'client')),
    constraint roles_permissions_check check (cardinality(permissions) between 1 and 200 and array_position(permissions, null) is null)
);
create unique index roles_name_key on roles (tenant_id, lower(name));
call app.fence('roles', null);

alter table memberships
    add column role_id uuid,
    add constraint memberships_role_id_fkey foreign key (tenant_id, role_id) references roles (tenant_id, id),
    add constraint memberships_role_id_check check ((role = 'custom') = (role_id is not null));
create index memberships_role_idx on memberships (tenant_id, role_id) where role_id is not null;

-- An invitation that is over outlives its role.
alter table invitations
    add column role_id uuid,
    add constraint invitations_role_id_fkey foreign key (tenant_id, role_id) references roles (tenant_id, id) on delete set null (role_id),
    add constraint invitations_role_id_check check (role_id is null or role = 'custom');
create index invitations_role_idx on invitations (tenant_id, role_id) where role_id is not null;

-- Whether the platform's people may act as this tenant's; the root's counts.
alter table orgs add column support_access boolean not null default true;

-- Each time that somebody was to act as somebody else of this tenant.
create table impersonations (
    tenant_id        uuid        not null,
    id               uuid        not null,
    -- The person acted as, and the node of the membership that holds: whoever sees the node sees this.
    org_id           uuid        not null,
    subject_id       uuid        not null,
    -- Who acts: a person of this tenant or of the platform's, whose name this tenant could not read elsewhere.
    actor_tenant     uuid        not null,
    actor_org        uuid        not null,
    actor_id         uuid        not null,
    actor_name       text        not null,
    reason           text        not null,
    ticket           text        not null,
    -- SHA-256 of what carries it from one portal to the other, once.
    token_hash       bytea       not null,
    token_expires_at timestamptz not null,
    created_at       timestamptz not null,
    started_at       timestamptz,
    expires_at       timestamptz,
    -- It began in a browser where the actor was signed in at the same portal, and ends there.
    returns          boolean     not null default false,
    ended_at         timestamptz,
    ended_by         uuid,
    constraint impersonations_pkey primary key (tenant_id, id),
    constraint impersonations_token_hash_key unique (tenant_id, token_hash),
    constraint impersonations_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint impersonations_subject_fkey foreign key (tenant_id, subject_id) references users (tenant_id, id),
    constraint impersonations_reason_check check (char_length(reason) between 10 and 500),
    constraint impersonations_ticket_check check (char_length(ticket) <= 100),
    constraint impersonations_token_hash_check check (octet_length(token_hash) = 32),
    constraint impersonations_started_check check ((started_at is null) = (expires_at is null)),
    constraint impersonations_expires_check check (expires_at <= started_at + interval '30 minutes'),
    constraint impersonations_other_check check (subject_id <> actor_id)
);
create index impersonations_created_idx on impersonations (tenant_id, created_at desc);
create index impersonations_actor_idx on impersonations (tenant_id, actor_id) where ended_at is null;
call app.fence('impersonations', 'org_id');

alter table sessions
    add column impersonation_id uuid,
    add constraint sessions_impersonation_fkey foreign key (tenant_id, impersonation_id) references impersonations (tenant_id, id);
create index sessions_impersonation_idx on sessions (tenant_id, impersonation_id) where impersonation_id is not null;

-- As whom, where that is somebody else. Part of the chain: rows that have it are hashed by another label.
alter table audit_log
    add column as_user uuid,
    add constraint audit_log_as_user_check check (as_user is null or actor_user is not null);
create index audit_log_as_user_idx on audit_log (tenant_id, seq) where as_user is not null;

grant select, insert, update, delete on roles to lastmile_app;
grant select, insert, update on impersonations to lastmile_app;
