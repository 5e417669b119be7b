-- `sub` where it is a UUID: hyphenated, also in braces or as a URN, or 32 digits. All else gives no match, so NULL.
create or replace function :"auth".uid() returns pg_catalog.uuid
language sql stable parallel safe
return cast(
  pg_catalog.substring(
    :"auth".user_id() collate pg_catalog."C",
    '^(?:urn:uuid:(?=.{36}$))?([0-9a-fA-F]{32}|(?!.{37}$)[{]?[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}[}]?)$'
  ) as pg_catalog.uuid
);
