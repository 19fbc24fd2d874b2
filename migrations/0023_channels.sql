-- Where notices go besides e-mail, and every notice on its way there (docs/decisions/0022).

-- A destination with its queue. One worker at a time delivers to it, so that neither order nor the provider's limits suffer.
create table channels (
    tenant_id     uuid        not null,
    id            uuid        not null,
    org_id        uuid        not null,
    kind          text        not null,
    -- What its people call it.
    name          text        not null,
    -- The language of its notices.
    locale        text        not null,
    -- 'all' or 'red': which alerts go there.
    level         text        not null,
    -- 'active', 'paused' by its people, or 'gone': it has said itself that it wants nothing more.
    state         text        not null default 'active',
    -- What may be shown of where it leads: a host, a chat, the end of a telephone number.
    address       text        not null,
    -- Where exactly it leads and how to get in there, as JSON, sealed.
    secret        bytea       not null,
    -- The bot that a Telegram destination speaks as: the number at the beginning of its token.
    bot           text,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    version       bigint      not null default 1,
    -- When its next notice is due; null while nothing waits.
    next_at       timestamptz,
    -- After a fault nothing is tried before this time, whatever waits.
    rest_until    timestamptz,
    lease_until   timestamptz,
    -- Counts up with each lease: a worker whose lease was taken over can no longer write (fencing token).
    fence         bigint      not null default 0,
    -- Faults in a row.
    failures      integer     not null default 0,
    last_ok_at    timestamptz,
    last_error    text,
    last_error_at timestamptz,
    -- What a bot was told is asked for from this update on, by who holds the lease.
    poll_from     bigint      not null default 0,
    poll_at       timestamptz,
    poll_fence    bigint      not null default 0,
    constraint channels_pkey primary key (tenant_id, id),
    constraint channels_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint channels_kind_check check (kind ~ '^[a-z_]{1,40}$'),
    constraint channels_name_check check (char_length(name) between 1 and 80),
    constraint channels_level_check check (level in ('all', 'red')),
    constraint channels_state_check check (state in ('active', 'paused', 'gone')),
    constraint channels_address_check check (char_length(address) <= 300),
    constraint channels_last_error_check check (char_length(last_error) <= 200)
);
create index channels_due_idx on channels (next_at) where next_at is not null and state = 'active';
create index channels_poll_idx on channels (poll_at) where poll_at is not null and state = 'active';
call app.fence('channels', 'org_id');

-- A notice for a destination: what is on its way, and for 30 days what went.
create table channel_deliveries (
    tenant_id    uuid        not null,
    id           uuid        not null,
    org_id       uuid        not null,
    channel_id   uuid        not null,
    -- The same notice is written once for a destination, however often it is asked for.
    dedup_key    text        not null,
    -- What it is about, as the log shows it.
    what         text        not null,
    notice       jsonb       not null,
    created_at   timestamptz not null,
    run_at       timestamptz not null,
    -- Later it is of no use to anybody.
    expires_at   timestamptz not null,
    attempts     integer     not null default 0,
    delivered_at timestamptz,
    dead_at      timestamptz,
    -- A code, never an address or a token.
    last_error   text,
    -- What the provider calls it.
    provider_ref text,
    constraint channel_deliveries_pkey primary key (tenant_id, id),
    constraint channel_deliveries_channel_fkey foreign key (tenant_id, channel_id) references channels (tenant_id, id) on delete cascade,
    constraint channel_deliveries_dedup_key unique (tenant_id, channel_id, dedup_key),
    constraint channel_deliveries_what_check check (what ~ '^[a-z_]{1,40}$'),
    constraint channel_deliveries_end_check check (delivered_at is null or dead_at is null),
    constraint channel_deliveries_last_error_check check (char_length(last_error) <= 200),
    constraint channel_deliveries_provider_ref_check check (char_length(provider_ref) <= 100)
);
create index channel_deliveries_open_idx on channel_deliveries (tenant_id, channel_id, run_at) where delivered_at is null and dead_at is null;
create index channel_deliveries_log_idx on channel_deliveries (tenant_id, created_at desc);
create index channel_deliveries_over_idx on channel_deliveries (created_at);
call app.fence('channel_deliveries', 'org_id');

grant select, insert, update, delete on channels to lastmile_app;
grant select, insert on channel_deliveries to lastmile_app;
grant update (run_at, attempts, delivered_at, dead_at, last_error, provider_ref) on channel_deliveries to lastmile_app;
-- The platform's worker leases and sweeps; what is in a notice it need not read.
grant select, update, delete on channels to lastmile_platform;
grant select, delete on channel_deliveries to lastmile_platform;
