-- What lists, assignments and the rollup need beyond the first shape of the network tables.

-- Facts of the device that a reseller or client must know of its line without being able to see the device.
alter table interfaces
    add column simulated        boolean     not null default false,
    add column interval_seconds integer     not null default 60,
    -- The node that held the interface until `org_since`: what was measured before that stays the former holder's.
    add column org_before       uuid,
    add column org_since        timestamptz,
    -- Its device was removed: shown to nobody any more, while what was measured stays.
    add column retired_at       timestamptz,
    add constraint interfaces_org_before_check check ((org_before is null) = (org_since is null)),
    add constraint interfaces_org_before_fkey foreign key (tenant_id, org_before) references orgs (tenant_id, id);

-- A removed device is not polled: it loses its place in the schedule.
grant delete on device_polls to lastmile_app, lastmile_platform;

-- The rollup asks for the newest transactions every few seconds. A BRIN index has no summary of just these pages until a
-- vacuum has come by, so it reads the end of the table each time; equal keys make a b-tree almost as small.
drop index samples_ingest_idx;
create index samples_ingest_idx on samples (ingest);
