-- Pings: who pings each device and how it does, what was measured; devices as objects of alerts (docs/decisions/0020).

create table device_pings (
    tenant_id      uuid        not null,
    device_id      uuid        not null,
    org_id         uuid        not null,
    lease_until    timestamptz,
    -- Counts up with each lease: a worker whose lease was taken over can no longer write (fencing token).
    fence          bigint      not null default 0,
    -- The last write under this lease: one that is repeated is known by its number.
    written        bigint      not null default 0,
    state          text        not null default 'unknown',
    state_since    timestamptz not null,
    -- Missed pings in a row.
    misses         integer     not null default 0,
    -- When the last ping ended, and the last one that was answered.
    last_at        timestamptz,
    answered_at    timestamptz,
    -- Of that one, in microseconds.
    round_trip_us  integer,
    -- What was said of the last one that was missed.
    trouble        text,
    constraint device_pings_pkey primary key (tenant_id, device_id),
    constraint device_pings_device_fkey foreign key (tenant_id, device_id) references devices (tenant_id, id) on delete cascade,
    constraint device_pings_state_check check (state in ('unknown', 'up', 'down')),
    constraint device_pings_misses_check check (misses >= 0),
    constraint device_pings_trouble_check check (trouble ~ '^[a-z_]{1,40}$')
);
create index device_pings_lease_idx on device_pings (lease_until nulls first);
call app.fence('device_pings', 'org_id');
insert into device_pings (tenant_id, device_id, org_id, state_since) select tenant_id, id, org_id, now() from devices where removed_at is null;

-- What pings of a device came to within a minute. Round trips in microseconds; NULL where none was answered.
create table pings_1m (
    tenant_id    uuid        not null,
    device_id    uuid        not null,
    org_id       uuid        not null,
    bucket       timestamptz not null,
    sent         integer     not null,
    received     integer     not null,
    least_us     integer,
    sum_us       bigint      not null,
    most_us      integer,
    constraint pings_1m_pkey primary key (tenant_id, device_id, bucket),
    constraint pings_1m_received_check check (received between 0 and sent),
    constraint pings_1m_least_us_check check ((least_us is not null) = (received > 0) and (most_us is not null) = (received > 0))
) partition by range (bucket);
call app.fence('pings_1m', 'org_id');

-- The same by the hour, written together with the minutes: both are sums.
create table pings_1h (
    tenant_id    uuid        not null,
    device_id    uuid        not null,
    org_id       uuid        not null,
    bucket       timestamptz not null,
    sent         integer     not null,
    received     integer     not null,
    least_us     integer,
    sum_us       bigint      not null,
    most_us      integer,
    constraint pings_1h_pkey primary key (tenant_id, device_id, bucket),
    constraint pings_1h_received_check check (received between 0 and sent),
    constraint pings_1h_least_us_check check ((least_us is not null) = (received > 0) and (most_us is not null) = (received > 0))
) partition by range (bucket);
call app.fence('pings_1h', 'org_id');
insert into app.partitioned values ('pings_1m', 'day', '8 days', '3 days'), ('pings_1h', 'month', '2 years', '1 month');

grant select, insert, update, delete on device_pings to lastmile_app;
grant select, update on device_pings to lastmile_platform;
grant select, insert, update on pings_1m, pings_1h to lastmile_app;

-- Since when an interface is up or down; NULL until it is first seen to change.
alter table interfaces add column oper_since timestamptz;

-- Devices have problems too: an object of an alert is an interface or a device, and `object_id` names either.
alter table alert_states
    drop constraint alert_states_pkey,
    alter column interface_id drop not null,
    add column device_id uuid,
    add column object_id uuid not null generated always as (coalesce(interface_id, device_id)) stored,
    add constraint alert_states_pkey primary key (tenant_id, rule_id, object_id),
    add constraint alert_states_device_fkey foreign key (tenant_id, device_id) references devices (tenant_id, id) on delete cascade,
    add constraint alert_states_object_check check (num_nonnulls(interface_id, device_id) = 1);
alter table alert_transitions
    alter column interface_id drop not null,
    add column device_id uuid,
    add constraint alert_transitions_object_check check (num_nonnulls(interface_id, device_id) = 1);
