-- The fence every tenant table stands behind. Run as lastmile_owner; the roles exist before the first migration
-- (crates/store/src/roles.rs creates them, because creating roles needs rights that the owner does not have).

create schema app;
grant usage on schema app to lastmile_app, lastmile_platform;

-- Who may be seen in this transaction. No setting means no rows: NULL never equals anything.
-- After a first use the setting reads '' instead of NULL, hence nullif.
create function app.tenant() returns uuid language sql stable parallel safe
    return nullif(current_setting('app.tenant', true), '')::uuid;

create function app.whole_tenant() returns boolean language sql stable parallel safe
    return coalesce(nullif(current_setting('app.whole_tenant', true), ''), 'off') = 'on';

create function app.orgs() returns uuid[] language sql stable parallel safe
    return nullif(current_setting('app.orgs', true), '')::uuid[];

-- Puts the fence round a table. `scope_column` names the tree node that owns a row (NULL: the whole tenant shares it).
-- The restrictive policy is the floor: a permissive policy added by mistake cannot open another tenant.
create procedure app.fence(relation regclass, scope_column text) language plpgsql as $$
declare
    scope text := case when scope_column is null then 'true'
        else format('((select app.whole_tenant()) or %I = any((select app.orgs())::uuid[]))', scope_column) end;
begin
    execute format('alter table %s enable row level security', relation);
    execute format('alter table %s force row level security', relation);
    execute format('create policy tenant_floor on %s as restrictive to lastmile_app
        using (tenant_id = (select app.tenant())) with check (tenant_id = (select app.tenant()))', relation);
    execute format('create policy scope on %s as permissive to lastmile_app using (%s) with check (%s)', relation, scope, scope);
    execute format('create policy platform on %s as permissive to lastmile_platform using (true) with check (true)', relation);
    -- The owner runs the partition keeper and migrations; it cannot log in.
    execute format('create policy owner on %s as permissive to lastmile_owner using (true) with check (true)', relation);
end $$;
