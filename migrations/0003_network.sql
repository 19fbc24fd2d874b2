-- Devices, interfaces, the counters last read, and what was measured.

create table devices (
    tenant_id         uuid        not null,
    id                uuid        not null,
    org_id            uuid        not null,
    name              text        not null,
    address           text        not null,
    port              integer     not null,
    snmp_version      text        not null,
    -- The community or USM user and passphrases as JSON, sealed (crates/store/src/secrets.rs).
    credential        bytea       not null,
    interval_seconds  integer     not null,
    max_interfaces    integer     not null default 4096,
    simulated         boolean     not null default false,
    sys_name          text,
    sys_descr         text,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    -- Counts up with each change; a form that was opened on an older version is told so.
    version           integer     not null default 1,
    removed_at        timestamptz,
    constraint devices_pkey primary key (tenant_id, id),
    constraint devices_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint devices_name_check check (char_length(name) between 1 and 120),
    constraint devices_port_check check (port between 1 and 65535),
    constraint devices_snmp_version_check check (snmp_version in ('v1', 'v2c', 'v3')),
    constraint devices_interval_seconds_check check (interval_seconds between 10 and 300),
    constraint devices_max_interfaces_check check (max_interfaces between 1 and 65536)
);
create unique index devices_name_key on devices (tenant_id, lower(name)) where removed_at is null;
call app.fence('devices', 'org_id');

-- The schedule and the lease of each device's polling. Kept apart from `devices` because it changes with every poll.
create table device_polls (
    tenant_id       uuid        not null,
    device_id       uuid        not null,
    org_id          uuid        not null,
    next_at         timestamptz not null,
    -- Interfaces are looked for again when this time has come.
    discover_at     timestamptz not null,
    lease_until     timestamptz,
    -- Counts up with each lease: a worker whose lease was taken over can no longer write (fencing token).
    fence           bigint      not null default 0,
    state           text        not null default 'pending',
    state_since     timestamptz not null,
    last_ok_at      timestamptz,
    last_error      text,
    last_error_at   timestamptz,
    failures        integer     not null default 0,
    duration_ms     integer,
    -- What this agent is known to stand: adapted by the poller.
    max_repetitions integer     not null default 20,
    constraint device_polls_pkey primary key (tenant_id, device_id),
    constraint device_polls_device_fkey foreign key (tenant_id, device_id) references devices (tenant_id, id) on delete cascade,
    constraint device_polls_state_check check (state in ('pending', 'up', 'down'))
);
create index device_polls_next_idx on device_polls (next_at);
call app.fence('device_polls', 'org_id');

create table interfaces (
    tenant_id          uuid        not null,
    id                 uuid        not null,
    -- The node that this interface is assigned to: the ISP itself, or the reseller or client it serves.
    org_id             uuid        not null,
    device_id          uuid        not null,
    -- Identity within the device: ifName, made unique by a suffix where an agent repeats it.
    if_name            text        not null,
    if_index           bigint      not null,
    if_alias           text        not null default '',
    if_type            integer     not null default 0,
    mac                text,
    -- From ifHighSpeed or ifSpeed; NULL where the agent tells nothing that can be believed.
    speed_bps          bigint,
    speed_override_bps bigint,
    oper_up            boolean     not null default false,
    -- Which counters the series is made of; never changed silently (a change is a new baseline).
    counter_kind       text        not null,
    -- Last measured interval, for lists.
    last_from          timestamptz,
    last_at            timestamptz,
    last_in_bps        bigint,
    last_out_bps       bigint,
    created_at         timestamptz not null,
    gone_at            timestamptz,
    constraint interfaces_pkey primary key (tenant_id, id),
    constraint interfaces_if_name_key unique (tenant_id, device_id, if_name),
    constraint interfaces_device_fkey foreign key (tenant_id, device_id) references devices (tenant_id, id) on delete cascade,
    constraint interfaces_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint interfaces_counter_kind_check check (counter_kind in ('hc64', 'c32'))
);
create index interfaces_org_idx on interfaces (tenant_id, org_id);
call app.fence('interfaces', 'org_id');

-- The baseline: what the counters read at the last poll. Moves in the same transaction that stores the difference,
-- so a crash between two polls neither loses nor doubles a byte.
create table interface_counters (
    tenant_id     uuid        not null,
    interface_id  uuid        not null,
    org_id        uuid        not null,
    at            timestamptz not null,
    uptime_cs     bigint      not null,
    discontinuity bigint      not null,
    counter_kind  text        not null,
    -- Unsigned 64-bit counters as the same 64 bits signed (Postgres has no unsigned type).
    in_octets     bigint      not null,
    out_octets    bigint      not null,
    -- One implausible reading was set aside already; the next one makes a new baseline.
    suspect       boolean     not null default false,
    constraint interface_counters_pkey primary key (tenant_id, interface_id),
    constraint interface_counters_interface_fkey foreign key (tenant_id, interface_id) references interfaces (tenant_id, id) on delete cascade
);
call app.fence('interface_counters', 'org_id');

-- Measured differences, cut at whole minutes so that every rollup is a plain sum. No foreign keys: the rows are many,
-- and the writer holds the interface's row in the same transaction.
create table samples (
    tenant_id    uuid        not null,
    interface_id uuid        not null,
    org_id       uuid        not null,
    started_at   timestamptz not null,
    ended_at     timestamptz not null,
    in_octets    bigint      not null,
    out_octets   bigint      not null,
    -- The writing transaction, so that the rollup's watermark never passes a row that is not committed yet.
    ingest       bigint      not null default (pg_current_xact_id()::text::bigint),
    constraint samples_pkey primary key (tenant_id, interface_id, started_at),
    constraint samples_octets_check check (in_octets >= 0 and out_octets >= 0),
    constraint samples_span_check check (ended_at > started_at)
) partition by range (started_at);
create index samples_ingest_idx on samples using brin (ingest) with (pages_per_range = 16);
call app.fence('samples', 'org_id');

-- Where nothing could be measured, and why.
create table gaps (
    tenant_id    uuid        not null,
    interface_id uuid        not null,
    org_id       uuid        not null,
    started_at   timestamptz not null,
    ended_at     timestamptz not null,
    reason       text        not null,
    constraint gaps_pkey primary key (tenant_id, interface_id, started_at)
) partition by range (started_at);
call app.fence('gaps', 'org_id');

create table rollups_1m (
    tenant_id    uuid        not null,
    interface_id uuid        not null,
    org_id       uuid        not null,
    bucket       timestamptz not null,
    in_octets    bigint      not null,
    out_octets   bigint      not null,
    -- How much of the bucket was measured, in milliseconds; the rest is a gap.
    measured_ms  bigint      not null,
    in_peak_bps  bigint      not null,
    out_peak_bps bigint      not null,
    constraint rollups_1m_pkey primary key (tenant_id, interface_id, bucket, org_id)
) partition by range (bucket);
create table rollups_5m (like rollups_1m, constraint rollups_5m_pkey primary key (tenant_id, interface_id, bucket, org_id)) partition by range (bucket);
create table rollups_1h (like rollups_1m, constraint rollups_1h_pkey primary key (tenant_id, interface_id, bucket, org_id)) partition by range (bucket);
create table rollups_1d (like rollups_1m, constraint rollups_1d_pkey primary key (tenant_id, interface_id, bucket, org_id)) partition by range (bucket);
call app.fence('rollups_1m', 'org_id');
call app.fence('rollups_5m', 'org_id');
call app.fence('rollups_1h', 'org_id');
call app.fence('rollups_1d', 'org_id');

-- How far each rollup has come. The platform's own: no tenant in it.
create table rollup_watermarks (
    name       text        not null constraint rollup_watermarks_pkey primary key,
    ingest     bigint      not null,
    updated_at timestamptz not null
);
insert into rollup_watermarks values ('samples', 0, now());

grant select, insert, update on devices, device_polls, interfaces, interface_counters to lastmile_app, lastmile_platform;
grant select, insert on samples, gaps to lastmile_app, lastmile_platform;
grant select on rollups_1m, rollups_5m, rollups_1h, rollups_1d to lastmile_app;
grant select, insert, update on rollups_1m, rollups_5m, rollups_1h, rollups_1d to lastmile_platform;
grant select, update on rollup_watermarks to lastmile_platform;
