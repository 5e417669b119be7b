-- Checks a signature with any public key, registered or not. False for whatever is wrong with key, algorithm, or
-- signature.
create or replace function :"auth".verify_signature(jwk pg_catalog.jsonb, alg pg_catalog.text, message pg_catalog.bytea, signature pg_catalog.bytea) returns pg_catalog.bool
language plpgsql stable set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  named constant jsonb := case jsonb_typeof(jwk) when 'object' then jwk || jsonb_build_object('alg', alg) end;
begin
  if (
    message is not null and signature is not null
    and (jwk ->> 'alg' is null or :"auth".canonical_algorithm(jwk ->> 'alg') = :"auth".canonical_algorithm(alg))
    and :"auth".jwk_problem(named) is null
  ) is not true then
    return false;
  end if;
  return :"auth".verify_with_key(null, :"auth".public_jwk(jwk), :"auth".canonical_algorithm(alg), message, signature)
    is true;
end
$rowauth$;
