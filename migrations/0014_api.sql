-- The API: tokens of people and of programs, sign-ins of apps with their refresh tokens, the keys that sign access tokens,
-- which requests have taken effect already, and which sites' pages may ask.

create table api_tokens (
    tenant_id    uuid        not null,
    id           uuid        not null,
    -- A person's: the node of the membership that it acts as. A program's: the node that it belongs to.
    org_id       uuid        not null,
    -- NULL: it belongs to the node and to no person.
    user_id      uuid,
    name         text        not null,
    -- The first characters, to tell tokens apart by.
    prefix       text        not null,
    -- SHA-256 of 256 random bits: nothing to guess, so nothing to slow down.
    secret_hash  bytea       not null,
    scopes       text[]      not null,
    created_by   uuid,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    -- To some minutes: reading with a token must not mean writing.
    last_used_at timestamptz,
    revoked_at   timestamptz,
    constraint api_tokens_pkey primary key (tenant_id, id),
    constraint api_tokens_secret_hash_key unique (tenant_id, secret_hash),
    constraint api_tokens_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint api_tokens_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint api_tokens_name_check check (char_length(name) between 1 and 120),
    constraint api_tokens_prefix_check check (char_length(prefix) between 8 and 20),
    constraint api_tokens_secret_hash_check check (octet_length(secret_hash) = 32),
    constraint api_tokens_scopes_check check (cardinality(scopes) between 1 and 100),
    constraint api_tokens_expires_at_check check (expires_at > created_at and expires_at <= created_at + interval '366 days')
);
create index api_tokens_user_idx on api_tokens (tenant_id, user_id);
call app.fence('api_tokens', 'org_id');

-- A sign-in of an app: one family of refresh tokens, of which the newest counts.
create table api_sessions (
    tenant_id    uuid        not null,
    id           uuid        not null,
    user_id      uuid        not null,
    org_id       uuid        not null,
    host         text        not null,
    -- From it and a refresh token the next one is made, so that a repeated request gets the same answer. Alone it makes none.
    seed         bytea       not null,
    created_at   timestamptz not null,
    last_used_at timestamptz not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    constraint api_sessions_pkey primary key (tenant_id, id),
    constraint api_sessions_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint api_sessions_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint api_sessions_seed_check check (octet_length(seed) = 32)
);
create index api_sessions_user_idx on api_sessions (tenant_id, user_id);
create index api_sessions_expires_idx on api_sessions (expires_at);
call app.fence('api_sessions', 'org_id');

create table api_refresh_tokens (
    tenant_id   uuid        not null,
    token_hash  bytea       not null,
    session_id  uuid        not null,
    org_id      uuid        not null,
    created_at  timestamptz not null,
    expires_at  timestamptz not null,
    used_at     timestamptz,
    -- SHA-256 of what the client that used it says of itself and where it came from.
    used_by     bytea,
    constraint api_refresh_tokens_pkey primary key (tenant_id, token_hash),
    constraint api_refresh_tokens_session_fkey foreign key (tenant_id, session_id) references api_sessions (tenant_id, id) on delete cascade,
    constraint api_refresh_tokens_used_check check ((used_at is null) = (used_by is null)),
    constraint api_refresh_tokens_token_hash_check check (octet_length(token_hash) = 32)
);
create index api_refresh_tokens_session_idx on api_refresh_tokens (tenant_id, session_id);
call app.fence('api_refresh_tokens', 'org_id');

-- What signs access tokens (Ed25519). The newest one signs; older ones check what they have signed until that is over.
create table api_signing_keys (
    tenant_id   uuid        not null,
    id          uuid        not null,
    public_key  bytea       not null,
    -- PKCS #8, sealed.
    private_key bytea       not null,
    created_at  timestamptz not null,
    constraint api_signing_keys_pkey primary key (tenant_id, id),
    constraint api_signing_keys_public_key_check check (octet_length(public_key) = 32)
);
create index api_signing_keys_created_idx on api_signing_keys (created_at);
call app.fence('api_signing_keys', null);

-- Requests that must take effect once (draft-ietf-httpapi-idempotency-key-header), kept for a day.
create table idempotency_keys (
    tenant_id    uuid        not null,
    id           uuid        not null,
    org_id       uuid        not null,
    -- The person or token that asks: nobody is given another's answer.
    principal    uuid        not null,
    -- Method and path.
    operation    text        not null,
    key          text        not null,
    -- SHA-256 of what was sent under the key the first time.
    request_hash bytea       not null,
    created_at   timestamptz not null,
    -- Until then the request counts as running; afterwards the next one with the key takes its place.
    lease_until  timestamptz not null,
    fence        bigint      not null default 1,
    -- Set in the transaction that took effect, with what it took effect on (`kind:id`).
    done         boolean     not null default false,
    object       text,
    -- The answer: status, headers and body.
    status       integer,
    reply        jsonb,
    constraint idempotency_keys_pkey primary key (tenant_id, id),
    constraint idempotency_keys_key_key unique (tenant_id, principal, operation, key),
    constraint idempotency_keys_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint idempotency_keys_key_check check (char_length(key) between 1 and 255),
    constraint idempotency_keys_operation_check check (char_length(operation) <= 500),
    constraint idempotency_keys_request_hash_check check (octet_length(request_hash) = 32),
    constraint idempotency_keys_reply_check check ((status is null) = (reply is null))
);
create index idempotency_keys_created_idx on idempotency_keys (created_at);
call app.fence('idempotency_keys', 'org_id');

-- Sites whose pages may call the API (Fetch standard, CORS). None: none.
create table api_origins (
    tenant_id  uuid        not null,
    origin     text        not null,
    created_at timestamptz not null,
    constraint api_origins_pkey primary key (tenant_id, origin),
    constraint api_origins_origin_check check (origin ~ '^https?://[^/ ]{1,250}$')
);
call app.fence('api_origins', null);

-- A form or request that was made of an older version is told so.
alter table orgs add column version integer not null default 1;

grant select, insert on api_tokens, api_sessions, api_refresh_tokens, api_signing_keys to lastmile_app;
grant update (last_used_at, revoked_at) on api_tokens, api_sessions to lastmile_app;
grant update (used_at, used_by) on api_refresh_tokens to lastmile_app;
grant select, insert, update, delete on idempotency_keys to lastmile_app;
grant select, insert, delete on api_origins to lastmile_app;
-- What is over is swept for all tenants at once.
grant select, delete on api_tokens, api_sessions, api_refresh_tokens, api_signing_keys, idempotency_keys to lastmile_platform;
