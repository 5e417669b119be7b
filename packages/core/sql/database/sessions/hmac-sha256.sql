-- HMAC-SHA-256 (RFC 2104), given hmac_pad() of the secret with 0x36 and with 0x5c.
create or replace function :"auth".hmac_sha256(inner_pad pg_catalog.bytea, outer_pad pg_catalog.bytea, message pg_catalog.bytea) returns pg_catalog.bytea
language sql immutable parallel safe
return pg_catalog.sha256(
  outer_pad operator(pg_catalog.||) pg_catalog.sha256(inner_pad operator(pg_catalog.||) message)
);
