-- The sum that ecdsa_steps() leads to, whatever its points are: its x coordinate is x / z, and z is 0 modulo the prime
-- of the curve for the point at infinity. It is slower than ecdsa_sum(), and only for keys that were made to need it.
--
-- The sum is kept in homogeneous coordinates, in which a point is (x / z, y / z) and the point at infinity (0, 1, 0).
-- The formulas for adding (x2, y2, z2) are complete for a curve with an odd number of points: they hold for equal and
-- opposite points and the point at infinity, too (Renes, Costello and Batina, Complete addition formulas for prime
-- order elliptic curves, EUROCRYPT 2016, section 3, here with a = -3).
create or replace function :"auth".ecdsa_complete_sum(
  alg pg_catalog.text,
  base_scalar pg_catalog.numeric,
  key_id pg_catalog.int8,
  key_x pg_catalog.numeric,
  key_y pg_catalog.numeric,
  key_scalar pg_catalog.numeric,
  out x pg_catalog.numeric,
  out z pg_catalog.numeric
)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp set jit = off set plan_cache_mode = force_generic_plan
as $rowauth$
declare
  p constant numeric := (select curve.p from :"auth".ecdsa_curve(alg) curve);
  b constant numeric := (select curve.b from :"auth".ecdsa_curve(alg) curve);
  doubling bool;
  y numeric := 1;
  x2 numeric;
  y2 numeric;
  z2 numeric;
  xx numeric;
  yy numeric;
  zz numeric;
  xy numeric;
  xz numeric;
  yz numeric;
  t numeric;
  u numeric;
begin
  x := 0;
  z := 0;
  for doubling, x2, y2, z2 in
    select step.doubling, step.x, step.y, 1::numeric
    from :"auth".ecdsa_steps(alg, base_scalar, key_id, key_x, key_y, key_scalar) step
  loop
    if doubling then
      x2 := x;
      y2 := y;
      z2 := z;
    elsif x2 is null or y2 is null then
      raise exception 'a multiple of a point is missing from a table of ECDSA' using errcode = 'data_corrupted';
    end if;

    xx := x * x2 % p;
    yy := y * y2 % p;
    zz := z * z2 % p;
    xy := (x * y2 + x2 * y) % p;
    xz := (x * z2 + x2 * z) % p;
    yz := (y * z2 + y2 * z) % p;
    t := 3 * (b * zz - xz) % p;
    u := 3 * (b * xz - xx - 3 * zz) % p;

    x := (xy * (yy - t) - yz * u) % p;
    y := ((yy + t) * (yy - t) + 3 * (xx - zz) * u) % p;
    z := (yz * (yy + t) + 3 * xy * (xx - zz)) % p;
  end loop;
end
$rowauth$;
