-- What is to happen outside the database once a transaction has been committed, and mails kept where none can be sent.

create table outbox (
    tenant_id    uuid        not null,
    id           uuid        not null,
    org_id       uuid        not null,
    -- Which worker takes it: 'mail'.
    topic        text        not null,
    -- Sealed, because it may hold single-use tokens; erased as soon as nothing is left to do.
    payload      bytea,
    created_at   timestamptz not null,
    -- Not before this time.
    run_at       timestamptz not null,
    lease_until  timestamptz,
    -- Counts up with each lease: a worker whose lease was taken over can no longer write (fencing token).
    fence        bigint      not null default 0,
    -- Leases so far, the present one included.
    attempts     integer     not null default 0,
    delivered_at timestamptz,
    dead_at      timestamptz,
    -- A code and a short reason, never an address or a token.
    last_error   text,
    constraint outbox_pkey primary key (tenant_id, id),
    constraint outbox_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint outbox_topic_check check (topic ~ '^[a-z_]{1,40}$'),
    constraint outbox_end_check check (delivered_at is null or dead_at is null),
    constraint outbox_payload_check check ((payload is null) = (delivered_at is not null or dead_at is not null)),
    constraint outbox_last_error_check check (char_length(last_error) <= 200)
);
-- By tenant first: a round of claiming steps from tenant to tenant and takes the longest waiting few of each.
create index outbox_due_idx on outbox (topic, tenant_id, run_at) where delivered_at is null and dead_at is null;
create index outbox_over_idx on outbox (coalesce(delivered_at, dead_at)) where payload is null;
call app.fence('outbox', 'org_id');

-- Mails that stand on the page of sent mail because no mail server is configured. The id is the outbox row's.
create table kept_mails (
    tenant_id uuid        not null,
    id        uuid        not null,
    org_id    uuid        not null,
    at        timestamptz not null,
    -- Recipient, subject and text as JSON, sealed: the text holds single-use links.
    mail      bytea       not null,
    constraint kept_mails_pkey primary key (tenant_id, id),
    constraint kept_mails_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id)
);
create index kept_mails_at_idx on kept_mails (tenant_id, at desc);
create index kept_mails_over_idx on kept_mails (at);
call app.fence('kept_mails', 'org_id');

-- A tenant's transaction writes down what is to happen, and notes how it went; only the platform's worker leases.
grant select, insert on outbox, kept_mails to lastmile_app;
grant update (payload, run_at, lease_until, delivered_at, dead_at, last_error) on outbox to lastmile_app;
grant select, update, delete on outbox to lastmile_platform;
grant select, delete on kept_mails to lastmile_platform;
