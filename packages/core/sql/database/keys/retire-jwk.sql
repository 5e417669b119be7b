-- Removes a registered key, and with it the sessions and tickets of its tokens. False when there is no such key.
create or replace function :"auth".retire_jwk(kid pg_catalog.text, issuer pg_catalog.text default null) returns pg_catalog.bool
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  delete from :"auth".jwks k
  where k.kid is not distinct from retire_jwk.kid and k.issuer is not distinct from retire_jwk.issuer;
  return found;
end
$rowauth$;
