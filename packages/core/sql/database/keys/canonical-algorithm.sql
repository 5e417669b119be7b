-- The one name of Ed25519 signatures, which RFC 8037 calls EdDSA and RFC 9864 Ed25519.
create or replace function :"auth".canonical_algorithm(alg pg_catalog.text) returns pg_catalog.text
language sql immutable parallel safe
return case alg operator(pg_catalog.=) 'Ed25519' when true then 'EdDSA' else alg end;
