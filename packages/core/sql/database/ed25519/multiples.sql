-- The multiples digit * (2 * half)^place of a point (x, y), for digits 1 to half and places 0 to places - 1, so that a
-- multiple by any number is a sum of one entry for each of its digits (see ed25519_entries) without any doubling.
-- An entry holds what an addition wants of an affine point: y + x, y - x and 2dxy modulo p, the latter two being
-- swapped or negated for its opposite. `entry` is place * half + digit.
--
-- The curve is -x² + y² = 1 + dx²y² over p = 2^255 - 19 (RFC 8032, section 5.1), in extended coordinates X, Y, Z, T
-- with x = X/Z, y = Y/Z, xy = T/Z. Formulas: Explicit-Formulas Database, "Extended coordinates with a=-1 for twisted
-- Edwards curves", madd-2008-hwcd-3 and dbl-2008-hwcd (Hisil, Wong, Carter, Dawson, 2008). The addition is complete: no
-- pair of points of the curve is an exception to it.
create or replace function :"auth".ed25519_multiples(
  x pg_catalog.numeric,
  y pg_catalog.numeric,
  half pg_catalog.int4,
  places pg_catalog.int4
)
returns table (
  entry pg_catalog.int4,
  y_plus_x pg_catalog.numeric,
  y_minus_x pg_catalog.numeric,
  xy2d pg_catalog.numeric
)
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  d2 constant numeric := 16295367250680780974490674513165176452449235426866156013048779062215315747161;
  point_x numeric;
  point_y numeric;
  point_z numeric;
  point_t numeric;
  a numeric;
  b numeric;
  c numeric;
  e numeric;
  f numeric;
  g numeric;
  h numeric;
  xs numeric[];
  ys numeric[];
  zs numeric[];
  -- Of the Z up to each multiple, for one inversion at each place (Montgomery's trick).
  products numeric[];
  inverse numeric;
  z_inverse numeric;
begin
  for place in 0 .. places - 1 loop
    y_plus_x := y + x;
    y_minus_x := y - x;
    point_x := x;
    point_y := y;
    point_z := 1;
    point_t := (x * y) % p;
    xy2d := (point_t * d2) % p;

    -- One more than the digits: twice the last multiple is where the next place starts.
    for multiple in 1 .. half + 1 loop
      if multiple = half + 1 then
        a := point_x * point_x;
        b := point_y * point_y;
        c := 2 * point_z * point_z;
        e := (2 * point_x * point_y) % p;
        g := (b - a) % p;
        f := (b - a - c) % p;
        h := (-a - b) % p;
      elsif multiple > 1 then
        a := (point_y - point_x) * y_minus_x;
        b := (point_y + point_x) * y_plus_x;
        c := (point_t * xy2d) % p;
        e := (b - a) % p;
        f := 2 * point_z - c;
        g := 2 * point_z + c;
        h := (b + a) % p;
      end if;
      if multiple > 1 then
        point_x := (e * f) % p;
        point_y := (g * h) % p;
        point_z := (f * g) % p;
        point_t := (e * h) % p;
      end if;
      xs[multiple] := point_x;
      ys[multiple] := point_y;
      zs[multiple] := point_z;
      products[multiple] := case when multiple = 1 then 1 else (products[multiple - 1] * point_z) % p end;
    end loop;

    inverse := :"auth".inverse_modulo((products[half + 1] + p) % p, p);
    for multiple in reverse half + 1 .. 1 loop
      z_inverse := case when multiple = 1 then inverse else (inverse * products[multiple - 1]) % p end;
      inverse := (inverse * zs[multiple]) % p;
      point_x := ((xs[multiple] * z_inverse) % p + p) % p;
      point_y := ((ys[multiple] * z_inverse) % p + p) % p;
      if multiple > half then
        x := point_x;
        y := point_y;
      else
        entry := place * half + multiple;
        y_plus_x := (point_y + point_x) % p;
        y_minus_x := (point_y - point_x + p) % p;
        xy2d := ((point_x * point_y) % p * d2) % p;
        return next;
      end if;
    end loop;
  end loop;
end
$rowauth$;
