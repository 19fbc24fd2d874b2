-- The audit log as a chain: each row carries its number within the tenant and the hash of everything up to itself, so that
-- a row that was changed, moved or taken away is found (crates/store/src/audit/, docs/operations/audit.md).

alter table audit_log add column seq bigint, add column hash bytea;

-- Where each tenant's chain ends. Whoever appends holds this row until the commit: numbers have no gaps.
create table audit_heads (
    tenant_id uuid   not null,
    -- Number and hash of the last row; 0 and 32 zero bytes before the first.
    seq       bigint not null,
    hash      bytea  not null,
    constraint audit_heads_pkey primary key (tenant_id),
    constraint audit_heads_seq_check check (seq >= 0),
    constraint audit_heads_hash_check check (octet_length(hash) = 32)
);
call app.fence('audit_heads', null);
grant select, insert, update on audit_heads to lastmile_app, lastmile_platform;

-- The rows that are there already, in the order of their time. The same bytes as crates/store/src/audit/canonical.rs
-- makes; the functions go again at the end, so that there is one encoder in the product.
create function app.audit_field(value bytea) returns bytea language sql immutable
    return int4send(octet_length(value)) || value;

create function app.audit_json(value jsonb) returns text language plpgsql immutable as $$
begin
    return case jsonb_typeof(value)
        when 'object' then '{' || coalesce((
            select string_agg(to_json(pair.key)::text || ':' || app.audit_json(pair.value), ',' order by pair.key collate "C")
            from jsonb_each(value) as pair), '') || '}'
        when 'array' then '[' || coalesce((
            select string_agg(app.audit_json(item.value), ',' order by item.place)
            from jsonb_array_elements(value) with ordinality as item (value, place)), '') || ']'
        else value::text
    end;
end $$;

do $$
declare
    line    record;
    tenant  uuid;
    number  bigint;
    chained bytea;
begin
    for line in select * from audit_log order by tenant_id, at, id loop
        if tenant is distinct from line.tenant_id then
            tenant := line.tenant_id;
            number := 0;
            chained := decode(repeat('00', 32), 'hex');
        end if;
        number := number + 1;
        chained := sha256(chained
            || app.audit_field(convert_to('lastmile-audit-1', 'UTF8'))
            || app.audit_field(int8send(number))
            || app.audit_field(uuid_send(line.tenant_id))
            || app.audit_field(uuid_send(line.id))
            || app.audit_field(uuid_send(line.org_id))
            || app.audit_field(int8send((extract(epoch from line.at) * 1000000)::bigint))
            || app.audit_field(convert_to(case when line.actor_user is null then 'part' else 'user' end, 'UTF8'))
            || app.audit_field(coalesce(uuid_send(line.actor_user), convert_to(line.actor_part, 'UTF8')))
            || app.audit_field(convert_to(line.action, 'UTF8'))
            || app.audit_field(convert_to(line.object, 'UTF8'))
            || app.audit_field(convert_to(app.audit_json(line.detail), 'UTF8'))
            || app.audit_field(uuid_send(line.request_id)));
        update audit_log set seq = number, hash = chained where tenant_id = line.tenant_id and id = line.id;
    end loop;
    insert into audit_heads (tenant_id, seq, hash)
        select distinct on (tenant_id) tenant_id, seq, hash from audit_log order by tenant_id, seq desc;
end $$;

drop function app.audit_json(jsonb), app.audit_field(bytea);

alter table audit_log
    alter column seq set not null,
    alter column hash set not null,
    add constraint audit_log_seq_key unique (tenant_id, seq),
    add constraint audit_log_seq_check check (seq > 0),
    add constraint audit_log_hash_check check (octet_length(hash) = 32);

-- Which actions there are, and the rows of one of them in order.
create index audit_log_action_idx on audit_log (tenant_id, action, seq);
