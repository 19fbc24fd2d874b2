-- Passkeys (WebAuthn), when and how well a session proved who it is, and accounts of one human that lead to each other.

alter table sessions
    -- When the person last typed a password or used a passkey here; NULL: came over from a linked account.
    add column proven_at  timestamptz,
    -- A second factor, or a passkey that stands for both, was shown.
    add column two_factor boolean not null default false,
    -- Opened by nothing but a link in a mail: leads to no linked account before the password was typed.
    add column mailed     boolean not null default false;

-- A passkey belongs to one host: browsers offer it nowhere else.
create table passkeys (
    tenant_id     uuid        not null,
    id            uuid        not null,
    user_id       uuid        not null,
    org_id        uuid        not null,
    host          text        not null,
    credential_id bytea       not null,
    -- Public key, counter and flags, as the WebAuthn library keeps them. Nothing in it is secret.
    credential    jsonb       not null,
    name          text        not null,
    created_at    timestamptz not null,
    last_used_at  timestamptz,
    constraint passkeys_pkey primary key (tenant_id, id),
    constraint passkeys_credential_id_key unique (tenant_id, host, credential_id),
    constraint passkeys_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint passkeys_credential_id_check check (octet_length(credential_id) between 1 and 1023),
    constraint passkeys_name_check check (char_length(name) between 1 and 60)
);
create index passkeys_user_idx on passkeys (tenant_id, user_id);
call app.fence('passkeys', 'org_id');

-- A challenge that waits for its answer. One of each kind for a session, a sign-in or a browser.
create table passkey_ceremonies (
    tenant_id  uuid        not null,
    kind       text        not null,
    -- SHA-256 of what binds it: the session's id, the code cookie, or the sign-in's own cookie.
    bound_to   bytea       not null,
    host       text        not null,
    -- NULL: whoever comes with a passkey of this host.
    user_id    uuid,
    state      jsonb       not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    constraint passkey_ceremonies_pkey primary key (tenant_id, kind, bound_to),
    constraint passkey_ceremonies_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint passkey_ceremonies_kind_check check (kind in ('register', 'sign_in', 'second_factor')),
    constraint passkey_ceremonies_user_check check ((user_id is null) = (kind = 'sign_in')),
    constraint passkey_ceremonies_bound_to_check check (octet_length(bound_to) = 32)
);
create index passkey_ceremonies_created_idx on passkey_ceremonies (tenant_id, kind, created_at);
create index passkey_ceremonies_expires_idx on passkey_ceremonies (expires_at);
-- A challenge is made before anybody is known, so no node owns it.
call app.fence('passkey_ceremonies', null);

-- One side of two linked accounts; the other side stands in its own tenant, behind its own fence.
create table account_links (
    tenant_id   uuid        not null,
    id          uuid        not null,
    user_id     uuid        not null,
    org_id      uuid        not null,
    -- This side's portal.
    host        text        not null,
    peer_tenant uuid        not null,
    peer_id     uuid        not null,
    peer_user   uuid        not null,
    peer_host   text        not null,
    -- SHA-256 of the password hash that the person proved here. A password set by anybody else breaks the way out of this
    -- account: who can reset it here must not come into the other.
    proof       bytea       not null,
    created_at  timestamptz not null,
    constraint account_links_pkey primary key (tenant_id, id),
    constraint account_links_peer_key unique (tenant_id, user_id, peer_tenant, peer_user),
    constraint account_links_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint account_links_proof_check check (octet_length(proof) = 32)
);
call app.fence('account_links', 'org_id');

-- A link in the making: what one side asks for, and what the other side grants. Each ends with its session.
create table account_link_steps (
    tenant_id    uuid        not null,
    token_hash   bytea       not null,
    step         text        not null,
    user_id      uuid        not null,
    org_id       uuid        not null,
    host         text        not null,
    -- The session that must be there until the end.
    id_hash      bytea       not null,
    peer_tenant  uuid        not null,
    peer_host    text        not null,
    -- What a grant answers.
    request_hash bytea,
    expires_at   timestamptz not null,
    constraint account_link_steps_pkey primary key (tenant_id, token_hash),
    constraint account_link_steps_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint account_link_steps_session_fkey foreign key (tenant_id, id_hash) references sessions (tenant_id, id_hash) on delete cascade,
    constraint account_link_steps_step_check check (step in ('request', 'grant') and (request_hash is not null) = (step = 'grant')),
    constraint account_link_steps_token_hash_check check (octet_length(token_hash) = 32)
);
create index account_link_steps_session_idx on account_link_steps (tenant_id, id_hash);
create index account_link_steps_expires_idx on account_link_steps (expires_at);
call app.fence('account_link_steps', 'org_id');

-- A person on the way over from a linked account.
create table handovers (
    tenant_id  uuid        not null,
    token_hash bytea       not null,
    link_id    uuid        not null,
    org_id     uuid        not null,
    host       text        not null,
    -- The session that was left had shown a second factor.
    two_factor boolean     not null,
    expires_at timestamptz not null,
    constraint handovers_pkey primary key (tenant_id, token_hash),
    constraint handovers_link_fkey foreign key (tenant_id, link_id) references account_links (tenant_id, id) on delete cascade,
    constraint handovers_token_hash_check check (octet_length(token_hash) = 32)
);
create index handovers_link_idx on handovers (tenant_id, link_id);
create index handovers_expires_idx on handovers (expires_at);
call app.fence('handovers', 'org_id');

grant select, insert, update, delete on passkeys, passkey_ceremonies, account_links to lastmile_app;
grant select, insert, delete on account_link_steps, handovers to lastmile_app;
-- What is over is swept for all tenants at once.
grant select, delete on passkey_ceremonies, account_link_steps, handovers to lastmile_platform;
