-- Checks a signature with a key that was found good: a registered one, whose values are at hand, or another (NULL).
create or replace function :"auth".verify_with_key(key_id pg_catalog.int8, jwk pg_catalog.jsonb, alg pg_catalog.text, message pg_catalog.bytea, signature pg_catalog.bytea) returns pg_catalog.bool
language plpgsql stable set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if alg in ('RS256', 'PS256') then
    return :"auth".rsa_verify(key_id, jwk, alg, message, signature);
  elsif alg in ('ES256', 'ES384') then
    return :"auth".ecdsa_verify(key_id, jwk, alg, message, signature);
  elsif alg = 'EdDSA' then
    return :"auth".ed25519_verify(key_id, jwk, alg, message, signature);
  end if;
  return false;
end
$rowauth$;
