-- Time partitions: made ahead of time, dropped whole. The platform role may call these two and nothing else of the owner's.

create table app.partitioned (
    relation  text     not null primary key,
    span      text     not null check (span in ('day', 'month', 'year')),
    -- How long the rows are kept; partitions that lie wholly before that are dropped.
    keep      interval not null,
    -- How far ahead partitions are made.
    ahead     interval not null
);
insert into app.partitioned values
    ('samples',    'day',   '2 days',   '3 days'),
    ('gaps',       'month', '92 days',  '1 month'),
    ('rollups_1m', 'day',   '14 days',  '3 days'),
    ('rollups_5m', 'month', '92 days',  '1 month'),
    ('rollups_1h', 'year',  '2 years',  '2 months'),
    ('rollups_1d', 'year',  '10 years', '2 months');
grant select on app.partitioned to lastmile_platform, lastmile_app;

-- Makes the partitions of every table for `since` … now + ahead (UTC) that are missing. Returns how many were made.
create function app.make_partitions(at timestamptz, since timestamptz) returns integer
    language plpgsql security definer set search_path = '' as $$
declare
    t record;
    lower_bound timestamp;
    upper_bound timestamp;
    child text;
    made integer := 0;
begin
    -- One keeper at a time, whatever the number of processes.
    perform pg_catalog.pg_advisory_xact_lock(7305200001);
    for t in select * from app.partitioned order by relation loop
        lower_bound := pg_catalog.date_trunc(t.span, greatest(since, at - t.keep) at time zone 'UTC');
        while lower_bound <= (at + t.ahead) at time zone 'UTC' loop
            upper_bound := lower_bound + ('1 ' || t.span)::interval;
            child := t.relation || '_p' || pg_catalog.to_char(lower_bound, 'YYYYMMDD');
            if pg_catalog.to_regclass('public.' || child) is null then
                execute pg_catalog.format('create table public.%I partition of public.%I for values from (%L) to (%L)',
                    child, t.relation, lower_bound::text || '+00', upper_bound::text || '+00');
                -- No grants: reached through the parent only. Fenced all the same.
                execute pg_catalog.format('alter table public.%I enable row level security', child);
                execute pg_catalog.format('alter table public.%I force row level security', child);
                made := made + 1;
            end if;
            lower_bound := upper_bound;
        end loop;
    end loop;
    return made;
end $$;

-- Drops the partitions that lie wholly before the time their table keeps. Returns their names.
create function app.drop_partitions(at timestamptz) returns setof text
    language plpgsql security definer set search_path = '' as $$
declare
    t record;
    child record;
begin
    perform pg_catalog.pg_advisory_xact_lock(7305200001);
    for t in select * from app.partitioned loop
        for child in
            select c.relname::text as name,
                   pg_catalog.to_date(pg_catalog.right(c.relname::text, 8), 'YYYYMMDD')::timestamp as lower_bound
            from pg_catalog.pg_inherits i
            join pg_catalog.pg_class c on c.oid = i.inhrelid
            where i.inhparent = ('public.' || t.relation)::regclass and c.relname::text ~ '_p[0-9]{8}$'
        loop
            if (child.lower_bound + ('1 ' || t.span)::interval) at time zone 'UTC' <= at - t.keep then
                execute pg_catalog.format('drop table public.%I', child.name);
                return next child.name;
            end if;
        end loop;
    end loop;
end $$;

revoke all on function app.make_partitions(timestamptz, timestamptz), app.drop_partitions(timestamptz) from public;
grant execute on function app.make_partitions(timestamptz, timestamptz), app.drop_partitions(timestamptz) to lastmile_platform;
