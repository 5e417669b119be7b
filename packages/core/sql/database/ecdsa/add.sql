-- The sum of two points of a curve y^2 = x^3 - 3x + b with an odd number of points, in homogeneous coordinates
-- [x, y, z], in which a point is (x / z, y / z) and [0, 1, 0] is the point at infinity.
--
-- These formulas are complete: they hold for equal and opposite points and for the point at infinity, too (Renes,
-- Costello and Batina, Complete addition formulas for prime order elliptic curves, EUROCRYPT 2016, section 3, with
-- a = -3). They are not those of ecdsa_sum(), as they cost half as much again.
create or replace function :"auth".ecdsa_add(
  first pg_catalog.numeric[],
  second pg_catalog.numeric[],
  p pg_catalog.numeric,
  inverse pg_catalog.numeric,
  b pg_catalog.numeric
)
returns pg_catalog.numeric[]
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  x1 constant numeric := first[1];
  y1 constant numeric := first[2];
  z1 constant numeric := first[3];
  x2 constant numeric := second[1];
  y2 constant numeric := second[2];
  z2 constant numeric := second[3];
  t numeric;
  xx numeric;
  yy numeric;
  zz numeric;
  xy numeric;
  xz numeric;
  yz numeric;
  plus numeric;
  minus numeric;
  tangent numeric;
  other numeric;
begin
  -- As in ecdsa_sum(), each second line is t modulo p.
  t := x1 * x2;
  xx := t - p * trunc(t * inverse);
  t := y1 * y2;
  yy := t - p * trunc(t * inverse);
  t := z1 * z2;
  zz := t - p * trunc(t * inverse);
  t := x1 * y2 + x2 * y1;
  xy := t - p * trunc(t * inverse);
  t := x1 * z2 + x2 * z1;
  xz := t - p * trunc(t * inverse);
  t := y1 * z2 + y2 * z1;
  yz := t - p * trunc(t * inverse);

  t := 3 * (b * zz - xz);
  t := t - p * trunc(t * inverse);
  plus := yy + t;
  minus := yy - t;
  t := 3 * (b * xz - xx - 3 * zz);
  other := t - p * trunc(t * inverse);
  tangent := 3 * (xx - zz);

  t := xy * minus - yz * other;
  xx := t - p * trunc(t * inverse);
  t := plus * minus + tangent * other;
  yy := t - p * trunc(t * inverse);
  t := yz * plus + xy * tangent;
  zz := t - p * trunc(t * inverse);
  return array[xx, yy, zz];
end
$rowauth$;
