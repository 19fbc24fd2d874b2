-- Groups of interfaces whose traffic is added up, such as the VLANs of one contract (docs/decisions/0021).

create table interface_groups (
    tenant_id     uuid        not null,
    id            uuid        not null,
    -- The node that it is held by: what is measured of it, and of those below it, counts.
    org_id        uuid        not null,
    name          text        not null,
    -- What the contract allows; without it, the members' speeds say how much is in use.
    capacity_bps  bigint,
    -- A problem from this sum on; none: not watched.
    threshold_bps bigint,
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    version       integer     not null default 1,
    constraint interface_groups_pkey primary key (tenant_id, id),
    constraint interface_groups_name_key unique (tenant_id, name),
    -- What the members' copy of the holder refers to.
    constraint interface_groups_org_id_key unique (tenant_id, id, org_id),
    constraint interface_groups_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint interface_groups_capacity_bps_check check (capacity_bps > 0),
    constraint interface_groups_threshold_bps_check check (threshold_bps > 0)
);
call app.fence('interface_groups', 'org_id');

create table interface_group_members (
    tenant_id    uuid not null,
    group_id     uuid not null,
    interface_id uuid not null,
    -- The group's holder, for the fence; follows it.
    org_id       uuid not null,
    constraint interface_group_members_pkey primary key (tenant_id, group_id, interface_id),
    constraint interface_group_members_group_fkey foreign key (tenant_id, group_id, org_id)
        references interface_groups (tenant_id, id, org_id) on update cascade on delete cascade,
    constraint interface_group_members_interface_fkey foreign key (tenant_id, interface_id) references interfaces (tenant_id, id) on delete cascade
);
create index interface_group_members_interface_idx on interface_group_members (tenant_id, interface_id);
call app.fence('interface_group_members', 'org_id');

grant select, insert, update, delete on interface_groups to lastmile_app;
grant select, insert, delete on interface_group_members to lastmile_app;

-- The 95th percentile of a month is made of its five minutes: a year's months and the present one can be asked for, and a
-- partition goes only when the whole month lies before that.
update app.partitioned set keep = '14 months' where relation = 'rollups_5m';

-- Groups have problems too: an object of an alert is an interface, a device or a group.
alter table alert_states
    drop constraint alert_states_pkey,
    drop constraint alert_states_object_check,
    drop column object_id,
    add column group_id uuid,
    add column object_id uuid not null generated always as (coalesce(interface_id, device_id, group_id)) stored,
    add constraint alert_states_pkey primary key (tenant_id, rule_id, object_id),
    add constraint alert_states_group_fkey foreign key (tenant_id, group_id) references interface_groups (tenant_id, id) on delete cascade,
    add constraint alert_states_object_check check (num_nonnulls(interface_id, device_id, group_id) = 1);
alter table alert_transitions
    drop constraint alert_transitions_object_check,
    add column group_id uuid,
    add constraint alert_transitions_object_check check (num_nonnulls(interface_id, device_id, group_id) = 1);
