-- Why an Ed25519 public key (RFC 8037, section 2) is refused, or NULL.
create or replace function :"auth".ed25519_key_problem(jwk pg_catalog.jsonb, alg pg_catalog.text)
returns pg_catalog.text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  public_key bytea;
  point numeric[];
begin
  -- Ed25519 is what RFC 9864 calls EdDSA with this curve.
  if (alg in ('EdDSA', 'Ed25519')) is not true then
    return 'the algorithm is not EdDSA';
  end if;
  if (jsonb_typeof(jwk) = 'object' and jwk ->> 'kty' = 'OKP' and jwk ->> 'crv' = 'Ed25519') is not true then
    return 'the key is not an Ed25519 key';
  end if;
  if (jsonb_typeof(jwk -> 'x') = 'string' and length(jwk ->> 'x') = 43) is not true then
    return 'the public key is not of 32 bytes';
  end if;
  public_key := :"auth".base64url_decode(jwk ->> 'x');
  if public_key is null then
    return 'the public key is not base64url';
  end if;
  point := :"auth".ed25519_decompress(public_key);
  return case
    when point is null then 'the public key is not a point of the curve'
    when (:"auth".ed25519_small_order(point[2]) is false) is not true then 'the public key is of small order'
  end;
end
$rowauth$;
