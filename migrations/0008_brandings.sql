-- How a node's portal looks and signs its mail. A portal whose node has no row takes that of the nearest node above.
create table brandings (
    tenant_id       uuid        not null,
    org_id          uuid        not null,
    -- Part of the addresses of style sheet, logo and icons, which browsers keep for ever: never used twice for other
    -- content, not even after the row was removed and made anew, hence taken from the clock (Unix milliseconds).
    version         bigint      not null,
    product_name    text        not null,
    accent          text,
    -- All images are PNG, made by the server from what was sent.
    logo            bytea,
    logo_dark       bytea,
    favicon         bytea       not null,
    icon_192        bytea       not null,
    icon_512        bytea       not null,
    icon_maskable   bytea       not null,
    sender_name     text,
    mail_footer     text,
    support_contact text,
    updated_at      timestamptz not null,
    constraint brandings_pkey primary key (tenant_id, org_id),
    constraint brandings_org_fkey foreign key (tenant_id, org_id) references orgs (tenant_id, id),
    constraint brandings_version_check check (version > 0),
    constraint brandings_product_name_check check (char_length(product_name) between 1 and 60),
    constraint brandings_accent_check check (accent ~ '^#[0-9a-f]{6}$'),
    constraint brandings_logo_check check (octet_length(logo) <= 8388608),
    constraint brandings_logo_dark_check check (octet_length(logo_dark) <= 8388608),
    constraint brandings_sender_name_check check (char_length(sender_name) between 1 and 60),
    constraint brandings_mail_footer_check check (char_length(mail_footer) between 1 and 1000),
    constraint brandings_support_contact_check check (char_length(support_contact) between 1 and 120)
);
call app.fence('brandings', 'org_id');

grant select, insert, update, delete on brandings to lastmile_app;
-- The platform role reads the look together with the host, before a tenant is known.
grant select on brandings to lastmile_platform;
