-- The active organization: the claim `o` where it is an object.
create or replace function :"auth".organization() returns pg_catalog.jsonb
language sql stable parallel safe
return pg_catalog.jsonb_path_query_first(
  :"auth".session(),
  cast('strict $.o ? (@.type() == "object")' as pg_catalog.jsonpath),
  cast('{}' as pg_catalog.jsonb),
  true
);
