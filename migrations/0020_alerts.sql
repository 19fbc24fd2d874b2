-- Alerts: what is watched, how each object does, and what has happened (docs/decisions/0018).

alter table interfaces
    -- The last poll that read the interface, and how many in a row found it as it is now.
    add column oper_at    timestamptz,
    add column oper_polls integer     not null default 0,
    -- It was up at some time: a port that never was is not down but unused.
    add column seen_up    boolean     not null default false;
update interfaces set seen_up = oper_up;

-- One rule of each kind for each ISP. The thresholds are the ISP's; what a kind measures is the product's.
create table alert_rules (
    tenant_id   uuid        not null,
    id          uuid        not null,
    kind        text        not null,
    enabled     boolean     not null default true,
    -- A problem from the first on, over below the second. Utilisation: per mille of the speed. Link: polls in a row.
    raise_at    bigint      not null,
    clear_below bigint      not null,
    -- Fires on `raise_for` problems among the last `raise_of` observations, clears after `clear_for` calm ones in a row.
    raise_for   integer     not null,
    raise_of    integer     not null,
    clear_for   integer     not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    version     bigint      not null default 1,
    constraint alert_rules_pkey primary key (tenant_id, id),
    constraint alert_rules_kind_key unique (tenant_id, kind),
    constraint alert_rules_kind_check check (kind ~ '^[a-z_]{1,40}$'),
    constraint alert_rules_raise_at_check check (raise_at between 1 and 1000000),
    constraint alert_rules_clear_below_check check (clear_below between 1 and raise_at),
    constraint alert_rules_raise_of_check check (raise_of between 1 and 16),
    constraint alert_rules_raise_for_check check (raise_for between 1 and raise_of),
    constraint alert_rules_clear_for_check check (clear_for between 1 and 100)
);
call app.fence('alert_rules', null);

-- How an object does by a rule (crates/network/src/rules/alert). No row: as at the beginning, nothing remembered.
create table alert_states (
    tenant_id    uuid        not null,
    rule_id      uuid        not null,
    interface_id uuid        not null,
    -- Who held the interface then: a new holder begins anew.
    org_id       uuid        not null,
    phase        text        not null,
    silent       boolean     not null,
    flapping     boolean     not null,
    told         boolean     not null,
    problems     bigint      not null,
    calm         bigint      not null,
    history      bigint      not null,
    -- When the present problem began, and the last value seen while it lasts.
    since        timestamptz,
    value        bigint,
    acked_at     timestamptz,
    acked_by     uuid,
    updated_at   timestamptz not null,
    constraint alert_states_pkey primary key (tenant_id, rule_id, interface_id),
    constraint alert_states_rule_fkey foreign key (tenant_id, rule_id) references alert_rules (tenant_id, id),
    constraint alert_states_interface_fkey foreign key (tenant_id, interface_id) references interfaces (tenant_id, id) on delete cascade,
    constraint alert_states_acked_by_fkey foreign key (tenant_id, acked_by) references users (tenant_id, id),
    constraint alert_states_phase_check check (phase in ('ok', 'pending', 'firing', 'recovering')),
    constraint alert_states_since_check check ((since is not null) = (phase in ('firing', 'recovering'))),
    constraint alert_states_acked_check check (acked_at is null or since is not null)
);
create index alert_states_open_idx on alert_states (tenant_id, since) where since is not null;
call app.fence('alert_states', 'org_id');

-- What happened, kept for two years. No foreign keys: they are many, and what they tell of is never deleted.
create table alert_transitions (
    tenant_id    uuid        not null,
    at           timestamptz not null,
    id           uuid        not null,
    rule_id      uuid        not null,
    interface_id uuid        not null,
    org_id       uuid        not null,
    turn         text        not null,
    value        bigint,
    -- What people were told of it.
    notice       text,
    constraint alert_transitions_pkey primary key (tenant_id, at, id),
    constraint alert_transitions_turn_check check (turn ~ '^[a-z_]{1,40}$'),
    constraint alert_transitions_notice_check check (notice in ('problem', 'flapping', 'recovery'))
) partition by range (at);
call app.fence('alert_transitions', 'org_id');
insert into app.partitioned values ('alert_transitions', 'month', '2 years', '1 month');

-- How far a tenant's alerts are evaluated.
create table alert_marks (
    tenant_id uuid        not null,
    -- The last five minutes that were looked at.
    bucket    timestamptz not null,
    -- When links were looked at.
    looked_at timestamptz not null,
    constraint alert_marks_pkey primary key (tenant_id)
);
call app.fence('alert_marks', null);

grant select, insert, update on alert_rules, alert_states, alert_marks to lastmile_app;
grant select, insert on alert_transitions to lastmile_app;
grant select on alert_marks to lastmile_platform;
