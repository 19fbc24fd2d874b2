-- Ways back in by mail, the browsers that a person has signed in with, and refusals that wait to be told.

create table mailed_links (
    tenant_id    uuid        not null,
    -- SHA-256 of the token in the mail.
    token_hash   bytea       not null,
    -- The portal's node.
    org_id       uuid        not null,
    kind         text        not null,
    -- NULL where nobody there has the address: the row is written all the same, so that both take the same work.
    user_id      uuid,
    -- Where it counts.
    host         text        not null,
    -- SHA-256 of what the browser that asked holds; NULL for links that any browser may use.
    browser_hash bytea,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    -- Used, or made worthless by a newer one.
    used_at      timestamptz,
    constraint mailed_links_pkey primary key (tenant_id, token_hash),
    constraint mailed_links_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint mailed_links_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint mailed_links_kind_check check (kind in ('password_reset', 'magic_link')),
    constraint mailed_links_token_hash_check check (octet_length(token_hash) = 32),
    constraint mailed_links_browser_hash_check check (octet_length(browser_hash) = 32),
    constraint mailed_links_browser_check check ((kind = 'magic_link') = (browser_hash is not null))
);
create index mailed_links_user_idx on mailed_links (tenant_id, user_id) where used_at is null;
create index mailed_links_expires_idx on mailed_links (expires_at);
call app.fence('mailed_links', 'org_id');

-- Failures of others do not lock a person out of a browser that this person has signed in with before.
create table known_devices (
    tenant_id  uuid        not null,
    user_id    uuid        not null,
    -- SHA-256 of the browser's cookie. It opens nothing by itself.
    token_hash bytea       not null,
    org_id     uuid        not null,
    created_at timestamptz not null,
    seen_at    timestamptz not null,
    expires_at timestamptz not null,
    constraint known_devices_pkey primary key (tenant_id, user_id, token_hash),
    constraint known_devices_user_fkey foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade,
    constraint known_devices_token_hash_check check (octet_length(token_hash) = 32)
);
create index known_devices_token_idx on known_devices (tenant_id, token_hash);
create index known_devices_expires_idx on known_devices (expires_at);
call app.fence('known_devices', 'org_id');

-- Since now a row stands for whatever is counted: an address, an address at a known browser, mails to an address.
alter table sign_in_attempts
    -- Refusals that no line of the audit log tells of yet.
    add column refused integer not null default 0,
    -- When a line last told of this row's.
    add column told_at timestamptz,
    add constraint sign_in_attempts_refused_check check (refused >= 0);
create index sign_in_attempts_last_idx on sign_in_attempts (last_at);
create index sign_in_attempts_refused_idx on sign_in_attempts (tenant_id) where refused > 0;

grant select, insert, update on mailed_links to lastmile_app;
grant select, insert, update, delete on known_devices to lastmile_app;
-- What is over is swept for all tenants at once.
grant select, delete on mailed_links, known_devices to lastmile_platform;
