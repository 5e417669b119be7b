-- Makes the multiples of a registered key's point, which make a verification several times faster; again for a key
-- that has them is no error. This takes part of a second.
create or replace function :"auth".ecdsa_register(key_id pg_catalog.int8, jwk pg_catalog.jsonb)
returns pg_catalog.void
language plpgsql volatile
set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  alg constant text := case jwk ->> 'crv' when 'P-256' then 'ES256' when 'P-384' then 'ES384' end;
  problem constant text := :"auth".ecdsa_key_problem(jwk, alg);
begin
  if problem is not null then
    raise exception 'The key cannot be registered: %.', problem using errcode = 'invalid_parameter_value';
  end if;

  delete from :"auth".ecdsa_key_points known where known.key_id = ecdsa_register.key_id;
  insert into :"auth".ecdsa_key_points (key_id, entry, x, y)
  select ecdsa_register.key_id, multiple.entry, multiple.multiple_x, multiple.multiple_y
  from :"auth".ecdsa_curve(alg) curve
  cross join lateral :"auth".ecdsa_multiples(
    :"auth".ecdsa_coordinate(jwk, 'x', curve.octets),
    :"auth".ecdsa_coordinate(jwk, 'y', curve.octets),
    curve.p,
    curve.key_digits,
    curve.key_places
  ) multiple;
end
$rowauth$;
