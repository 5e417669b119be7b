-- Why a public JWK (RFC 7518, section 6.2.1) cannot verify signatures of the algorithm, as a part of a sentence; NULL
-- when it can. The point is checked as SEC 1, section 3.2.2.1, says; its last step follows from n being the order of
-- the whole group, and the point at infinity has no coordinates.
create or replace function :"auth".ecdsa_key_problem(jwk pg_catalog.jsonb, alg pg_catalog.text)
returns pg_catalog.text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  curve record;
  x numeric;
  y numeric;
begin
  select * into curve from :"auth".ecdsa_curve(alg);
  if (curve.crv is not null) is not true then
    return 'the algorithm is not ES256 or ES384';
  end if;
  if (jwk ->> 'kty' = 'EC') is not true then
    return 'the key type is not EC';
  end if;
  if (jwk ->> 'crv' = curve.crv) is not true then
    return format('the curve is not %s, which %s is for', curve.crv, alg);
  end if;

  x := :"auth".ecdsa_coordinate(jwk, 'x', curve.octets);
  y := :"auth".ecdsa_coordinate(jwk, 'y', curve.octets);
  if (x is not null and y is not null) is not true then
    return format('the coordinates `x` and `y` are not %s bytes of base64url each', curve.octets);
  end if;
  if (x < curve.p and y < curve.p) is not true then
    return 'a coordinate is not less than the prime of the curve';
  end if;
  if ((y * y - (x * x - 3) * x - curve.b) % curve.p = 0) is not true then
    return 'the point is not on the curve';
  end if;
  return null;
end
$rowauth$;
