-- What a node decides for itself. NULL: as the node above has it. Language and time zone may differ within a tenant; money
-- and the week are the whole tenant's.

alter table orgs alter column time_zone drop not null;
update orgs set time_zone = null where id <> tenant_id;
alter table orgs
    -- ISO 8601: 1 is Monday. NULL: not chosen.
    add column first_day        smallint,
    add column settings_version bigint not null default 0,
    add constraint orgs_time_zone_root_check check (time_zone is not null or id <> tenant_id),
    add constraint orgs_first_day_check check (first_day between 1 and 7),
    add constraint orgs_first_day_root_check check (first_day is null or id = tenant_id);
