-- `sub` where it is a string. The strict path looks into an object only; the lax one would unwrap arrays.
create or replace function :"auth".user_id() returns pg_catalog.text
language sql stable parallel safe
return pg_catalog.jsonb_path_query_first(
  :"auth".session(),
  cast('strict $.sub ? (@.type() == "string")' as pg_catalog.jsonpath),
  cast('{}' as pg_catalog.jsonb),
  true
) operator(pg_catalog.#>>) cast('{}' as pg_catalog.text[]);
