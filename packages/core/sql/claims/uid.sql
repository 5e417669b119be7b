-- `sub` where it is a UUID: with hyphens, and then also in braces or as a URN, or as 32 digits. All else is no match
-- and so NULL.
create or replace function :"auth".uid() returns pg_catalog.uuid
language sql stable parallel safe
return cast(
  pg_catalog.substring(
    pg_catalog.regexp_replace(:"auth".user_id() collate pg_catalog."C", '^urn:uuid:(?=.{36}$)', ''),
    '^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'
    '|[{][0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}[}]'
    '|[0-9a-fA-F]{32})$'
  ) as pg_catalog.uuid
);
