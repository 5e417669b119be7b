-- The claim `o.id` where it is a UUID, written in one of the ways that uid() takes.
create or replace function :"auth".organization_id() returns pg_catalog.uuid
language sql stable parallel safe
return cast(
  pg_catalog.substring(
    pg_catalog.regexp_replace(
      (
        pg_catalog.jsonb_path_query_first(
          :"auth".session(),
          cast('strict $.o.id ? (@.type() == "string")' as pg_catalog.jsonpath),
          cast('{}' as pg_catalog.jsonb),
          true
        ) operator(pg_catalog.#>>) cast('{}' as pg_catalog.text[])
      ) collate pg_catalog."C",
      '^urn:uuid:(?=.{36}$)',
      ''
    ),
    '^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'
    '|[{][0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}[}]'
    '|[0-9a-fA-F]{32})$'
  ) as pg_catalog.uuid
);
