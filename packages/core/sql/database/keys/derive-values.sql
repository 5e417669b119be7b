-- Computes once what each check of a signature with a registered key needs.
create or replace function :"auth".derive_values(key_id pg_catalog.int8, jwk pg_catalog.jsonb, alg pg_catalog.text) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if alg in ('RS256', 'PS256') then
    perform :"auth".rsa_register(key_id, jwk);
  elsif alg in ('ES256', 'ES384') then
    perform :"auth".ecdsa_register(key_id, jwk);
  else
    perform :"auth".ed25519_register(key_id, jwk);
  end if;
end
$rowauth$;
