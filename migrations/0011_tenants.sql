-- What a founder sets of an ISP, what state a tenant is in, and invitations.

alter table orgs
    -- Shown to those who look after the tenant; the root's counts for the whole tenant.
    add column state        text        not null default 'active',
    add column state_since  timestamptz,
    add column state_reason text        not null default '',
    -- ISO 4217, and IANA: what new people and money of this tenant start with. Roots only.
    add column currency     text,
    add column time_zone    text        not null default 'UTC',
    add constraint orgs_state_check check (state in ('active', 'suspended', 'closed')),
    add constraint orgs_state_root_check check (state = 'active' or id = tenant_id),
    add constraint orgs_state_reason_check check (char_length(state_reason) <= 500),
    add constraint orgs_currency_check check (currency ~ '^[A-Z]{3}$'),
    add constraint orgs_time_zone_check check (char_length(time_zone) between 1 and 64);

-- How much a tenant may have; no row or NULL: no limit. Written by the platform only.
create table tenant_limits (
    tenant_id   uuid        not null,
    subscribers integer,
    devices     integer,
    staff       integer,
    updated_at  timestamptz not null,
    constraint tenant_limits_pkey primary key (tenant_id),
    constraint tenant_limits_subscribers_check check (subscribers >= 0),
    constraint tenant_limits_devices_check check (devices >= 0),
    constraint tenant_limits_staff_check check (staff >= 0)
);
call app.fence('tenant_limits', null);

create table invitations (
    tenant_id   uuid        not null,
    id          uuid        not null,
    org_id      uuid        not null,
    email       text        not null,
    name        text        not null,
    role        text        not null,
    -- SHA-256 of the token in the mail: a stolen table opens nothing.
    token_hash  bytea       not null,
    -- Who invited: a person of this tenant, or of the platform; NULL where the product did.
    invited_by  uuid,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    accepted_at timestamptz,
    accepted_by uuid,
    revoked_at  timestamptz,
    constraint invitations_pkey primary key (tenant_id, id),
    constraint invitations_token_hash_key unique (tenant_id, token_hash),
    constraint invitations_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint invitations_accepted_by_fkey foreign key (tenant_id, accepted_by) references users (tenant_id, id),
    constraint invitations_accepted_check check ((accepted_at is null) = (accepted_by is null)),
    constraint invitations_email_check check (email = lower(email) and char_length(email) <= 254),
    constraint invitations_name_check check (char_length(name) <= 120),
    constraint invitations_token_hash_check check (octet_length(token_hash) = 32)
);
-- One open invitation for an address at a node.
create unique index invitations_open_key on invitations (tenant_id, org_id, email) where accepted_at is null and revoked_at is null;
call app.fence('invitations', 'org_id');

grant select, insert, update on tenant_limits, invitations to lastmile_app, lastmile_platform;
