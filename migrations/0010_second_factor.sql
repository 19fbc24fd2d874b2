-- A person's own account security: what a session was opened from, the second factor (TOTP, RFC 6238) with its recovery
-- codes, a sign-in that waits for its code, and the founder's way back in.

alter table sessions
    -- What lists and forms call a session; the hash stays inside.
    add column id             uuid not null default gen_random_uuid(),
    -- Browser family and system, from closed lists in the code; never the whole user agent.
    add column browser        text not null default 'unknown',
    add column system         text not null default 'unknown',
    -- Until then a new password may be set without the present one (the founder's way back in).
    add column password_until timestamptz,
    add constraint sessions_id_key unique (tenant_id, id),
    add constraint sessions_browser_check check (char_length(browser) between 1 and 20),
    add constraint sessions_system_check check (char_length(system) between 1 and 20);
create index sessions_user_idx on sessions (tenant_id, user_id);

-- A confirmed authenticator. No row: no second factor.
create table totp (
    tenant_id  uuid        not null,
    user_id    uuid        not null,
    org_id     uuid        not null,
    -- Sealed; the place is bound to the user's id.
    secret     bytea       not null,
    -- The newest 30-second step whose code was used: this one and all before are spent.
    last_step  bigint      not null,
    created_at timestamptz not null,
    constraint totp_pkey primary key (tenant_id, user_id),
    constraint totp_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
call app.fence('totp', 'org_id');

-- An authenticator that was shown but not confirmed yet, in the session that asked for it and in no other.
create table totp_enrolments (
    tenant_id  uuid        not null,
    id_hash    bytea       not null,
    user_id    uuid        not null,
    org_id     uuid        not null,
    secret     bytea       not null,
    expires_at timestamptz not null,
    constraint totp_enrolments_pkey primary key (tenant_id, id_hash),
    constraint totp_enrolments_session_fkey foreign key (tenant_id, id_hash) references sessions (tenant_id, id_hash) on delete cascade,
    constraint totp_enrolments_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);
call app.fence('totp_enrolments', 'org_id');

create table recovery_codes (
    tenant_id  uuid        not null,
    user_id    uuid        not null,
    -- SHA-256 of 120 random bits: nothing to guess, so nothing to slow down.
    code_hash  bytea       not null,
    org_id     uuid        not null,
    created_at timestamptz not null,
    used_at    timestamptz,
    constraint recovery_codes_pkey primary key (tenant_id, user_id, code_hash),
    constraint recovery_codes_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint recovery_codes_code_hash_check check (octet_length(code_hash) = 32)
);
call app.fence('recovery_codes', 'org_id');

-- The password was right, the code is still to come.
create table pending_sign_ins (
    tenant_id  uuid        not null,
    -- SHA-256 of the value in the browser's cookie.
    token_hash bytea       not null,
    user_id    uuid        not null,
    org_id     uuid        not null,
    host       text        not null,
    attempts   integer     not null default 0,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint pending_sign_ins_pkey primary key (tenant_id, token_hash),
    constraint pending_sign_ins_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint pending_sign_ins_token_hash_check check (octet_length(token_hash) = 32)
);
create index pending_sign_ins_expires_idx on pending_sign_ins (expires_at);
create index pending_sign_ins_user_idx on pending_sign_ins (tenant_id, user_id);
call app.fence('pending_sign_ins', 'org_id');

-- Made on the server's console only, for people of the founder's tenant.
create table recovery_links (
    tenant_id  uuid        not null,
    token_hash bytea       not null,
    user_id    uuid        not null,
    org_id     uuid        not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    constraint recovery_links_pkey primary key (tenant_id, token_hash),
    constraint recovery_links_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint recovery_links_token_hash_check check (octet_length(token_hash) = 32)
);
call app.fence('recovery_links', 'org_id');

grant select, insert, update, delete on totp, pending_sign_ins, recovery_codes to lastmile_app;
grant select, insert, delete on totp_enrolments to lastmile_app;
grant select, insert, update on recovery_links to lastmile_app;
-- What is over is swept for all tenants at once.
grant select, delete on pending_sign_ins, totp_enrolments to lastmile_platform;
