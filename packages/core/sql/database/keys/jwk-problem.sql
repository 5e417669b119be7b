-- Why a JWK is not taken, as the end of a sentence without anything of the key; NULL when it is.
create or replace function :"auth".jwk_problem(jwk pg_catalog.jsonb) returns pg_catalog.text
language plpgsql stable set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  alg constant text := :"auth".jwk_algorithm(case jsonb_typeof(jwk) when 'object' then jwk end);
  name text;
begin
  if (jsonb_typeof(jwk) = 'object') is not true then
    return 'it is not a JSON object';
  end if;
  foreach name in array array['kty', 'crv', 'alg', 'kid', 'use', 'n', 'e', 'x', 'y'] loop
    if jsonb_typeof(jwk -> name) <> 'string' then
      return format('its member "%s" is not a string', name);
    end if;
    if octet_length(jwk ->> name) > 4096 then
      return format('its member "%s" is too long', name);
    end if;
  end loop;
  if jwk ?| array['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'] then
    return 'it has private or secret members';
  end if;
  if jwk ->> 'use' <> 'sig' or not coalesce(jwk -> 'key_ops', '["verify"]') @> '"verify"' then
    return 'it is not meant for the verification of signatures';
  end if;
  if jwk ->> 'kid' = '' then
    return 'its key id is empty';
  end if;
  if :"auth".key_type(alg) is null then
    return 'its algorithm is not among RS256, PS256, ES256, ES384 and EdDSA';
  end if;
  if (concat_ws(' ', jwk ->> 'kty', jwk ->> 'crv') = :"auth".key_type(alg)) is not true then
    return 'its algorithm does not fit its type';
  end if;
  return case jwk ->> 'kty'
    when 'RSA' then :"auth".rsa_key_problem(:"auth".public_jwk(jwk), alg)
    when 'EC' then :"auth".ecdsa_key_problem(:"auth".public_jwk(jwk), alg)
    when 'OKP' then :"auth".ed25519_key_problem(:"auth".public_jwk(jwk), alg)
  end;
end
$rowauth$;
