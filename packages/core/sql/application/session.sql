-- The claims, or JSON null without any. A setting that has ended with its transaction reads '', not NULL.
create or replace function :"auth".session() returns pg_catalog.jsonb
language sql stable parallel safe
return cast(
  case
    when pg_catalog.current_setting('request.jwt.claims', true) operator(pg_catalog.<>) ''
      then pg_catalog.current_setting('request.jwt.claims', true)
    else 'null'
  end as pg_catalog.jsonb
);
