-- Whether a JWS signature (RFC 7518, section 3.4: r and s, of the curve's length each) is one of the message under the
-- key: FIPS 186-5, section 6.4.2. False for whatever is malformed. With a key id, the multiples of the registered
-- key's point are used; without one, everything is computed from the JWK.
create or replace function :"auth".ecdsa_verify(
  key_id pg_catalog.int8,
  jwk pg_catalog.jsonb,
  alg pg_catalog.text,
  message pg_catalog.bytea,
  signature pg_catalog.bytea
)
returns pg_catalog.bool
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  curve record;
  r numeric;
  s numeric;
  hash numeric;
  inverse numeric;
  base_scalar numeric;
  key_scalar numeric;
  key_x numeric;
  key_y numeric;
  x numeric;
  z numeric;
begin
  select * into curve from :"auth".ecdsa_curve(alg);
  if (octet_length(signature) = 2 * curve.octets and message is not null) is not true then
    return false;
  end if;
  -- A registered key has been checked; that it is of this curve costs nothing to see again.
  if (case when key_id is null then :"auth".ecdsa_key_problem(jwk, alg) is null else jwk ->> 'crv' = curve.crv end)
    is not true
  then
    return false;
  end if;

  -- Steps 1 to 4.
  r := :"auth".bytes_to_numeric(substr(signature, 1, curve.octets));
  s := :"auth".bytes_to_numeric(substr(signature, curve.octets + 1));
  if (r > 0 and r < curve.n and s > 0 and s < curve.n) is not true then
    return false;
  end if;
  hash := :"auth".bytes_to_numeric(case alg when 'ES256' then sha256(message) when 'ES384' then sha384(message) end);
  inverse := :"auth".inverse_modulo(s, curve.n);

  -- Step 5: the point (hash / s) * (base point) + (r / s) * (point of the key), of which x / z is the x coordinate.
  base_scalar := hash * inverse % curve.n;
  key_scalar := r * inverse % curve.n;
  if key_id is null then
    key_x := :"auth".ecdsa_coordinate(jwk, 'x', curve.octets);
    key_y := :"auth".ecdsa_coordinate(jwk, 'y', curve.octets);
  end if;
  select sum.x, sum.zz into strict x, z
  from :"auth".ecdsa_sum(alg, base_scalar, key_id, key_x, key_y, key_scalar) sum;
  if (z % curve.p <> 0) is not true then
    select sum.x, sum.z into strict x, z
    from :"auth".ecdsa_complete_sum(alg, base_scalar, key_id, key_x, key_y, key_scalar) sum;
  end if;

  -- Steps 6 to 9: x / z is a number below p, which is to be r modulo n: r itself or, below p, r + n. The point at
  -- infinity is no signature.
  if (z % curve.p <> 0) is not true then
    return false;
  end if;
  return coalesce(
    (x - r * z) % curve.p = 0 or (r + curve.n < curve.p and (x - (r + curve.n) * z) % curve.p = 0),
    false
  );
end
$rowauth$;
