-- What runs and how it does: one row for each server process, one for each job that it has run. The platform's own:
-- no tenant in it.

create table processes (
    id               uuid        not null constraint processes_pkey primary key,
    host             text        not null,
    pid              bigint      not null,
    version          text        not null,
    started_at       timestamptz not null,
    -- The heartbeat: a process that was silent for a while is gone or cut off.
    seen_at          timestamptz not null,
    -- It polls devices.
    collects         boolean     not null,
    polls_in_flight  bigint      not null,
    -- Within the last minute.
    polls            bigint      not null,
    polls_failed     bigint      not null,
    -- Connections that its two pools hold open, those of them that rest, and how many there may be.
    app_open         bigint      not null,
    app_idle         bigint      not null,
    app_most         bigint      not null,
    platform_open    bigint      not null,
    platform_idle    bigint      not null,
    platform_most    bigint      not null,
    redis            text        not null,
    -- Of the file system that holds its data folder; NULL where the system does not say.
    disk_bytes       bigint,
    disk_free_bytes  bigint,
    constraint processes_redis_check check (redis in ('off', 'up', 'away')),
    constraint processes_host_check check (char_length(host) <= 255),
    constraint processes_version_check check (char_length(version) <= 80)
);

create table job_runs (
    process_id       uuid        not null,
    job              text        not null,
    -- NULL: it runs when there is something to do.
    every_seconds    bigint,
    last_at          timestamptz not null,
    last_ok_at       timestamptz,
    -- A code, never data.
    last_error       text,
    last_error_at    timestamptz,
    runs             bigint      not null,
    failures         bigint      not null,
    constraint job_runs_pkey primary key (process_id, job),
    constraint job_runs_process_fkey foreign key (process_id) references processes (id) on delete cascade,
    constraint job_runs_job_check check (job ~ '^[a-z_]{1,40}$'),
    constraint job_runs_last_error_check check (char_length(last_error) <= 80)
);

grant select, insert, update, delete on processes, job_runs to lastmile_platform;
