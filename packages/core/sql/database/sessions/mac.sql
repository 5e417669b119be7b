-- The code that shows a text to be of this database's making, and made for this purpose, as hexadecimal digits.
create or replace function :"auth".mac(inner_pad pg_catalog.bytea, outer_pad pg_catalog.bytea, purpose pg_catalog.text, body pg_catalog.text) returns pg_catalog.text
language sql stable parallel safe
return pg_catalog.encode(
  :"auth".hmac_sha256(
    inner_pad,
    outer_pad,
    pg_catalog.convert_to(
      purpose
        operator(pg_catalog.||) pg_catalog.quote_literal(cast(pg_catalog.current_database() as pg_catalog.text))
        operator(pg_catalog.||) body,
      'UTF8'
    )
  ),
  'hex'
);
