-- The language of a person, and of a tenant's pages for those who have not chosen. NULL: not chosen. Which tags exist is
-- known to the code (the folders under locales/); a tag that is no longer there counts as not chosen.

alter table users add column locale text;
alter table users add constraint users_locale_check check (char_length(locale) between 2 and 35);
alter table orgs add column locale text;
alter table orgs add constraint orgs_locale_check check (char_length(locale) between 2 and 35);
