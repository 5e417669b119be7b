-- scalar * (base point) + key_scalar * (point of a registered key), from the tables of their multiples: an addition for
-- each digit, no doublings. Without a key id it is the first part alone. The result is (x, y) / (zz, zzz), of which
-- only x / zz is of use here.
--
-- The sum is kept in XYZZ coordinates, in which a point is (x / zz, y / zzz) with zz^3 = zzz^2. The formula for adding
-- an affine point is `madd-2008-s` of the Explicit-Formulas Database (Bernstein and Lange,
-- https://hyperelliptic.org/EFD/g1p/auto-shortw-xyzz.html). It does not hold where both points are equal or opposite.
-- Then p_difference, and with it zz, is 0 modulo the prime, in all that follows as well, for the new zz is a multiple
-- of the old one: a zz of 0 modulo p tells the caller to take ecdsa_complete_sum(). So does an empty sum.
--
-- What looks like `t - p * trunc(t * inverse)` is t modulo p (Barrett reduction: Menezes and others, Handbook of
-- Applied Cryptography, section 14.3.3), where `%` is slow up to PostgreSQL 17. It leaves a number that may be off by
-- p, or negative, which no later step minds.
create or replace function :"auth".ecdsa_sum(
  alg pg_catalog.text,
  scalar pg_catalog.numeric,
  key_id pg_catalog.int8,
  key_scalar pg_catalog.numeric,
  out x pg_catalog.numeric,
  out zz pg_catalog.numeric
)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  curve record;
  p numeric;
  inverse numeric;
  y numeric;
  zzz numeric;
  x2 numeric;
  y2 numeric;
  t numeric;
  h numeric;
  r numeric;
  hh numeric;
  hhh numeric;
  q numeric;
begin
  select * into strict curve from :"auth".ecdsa_curve(alg);
  p := curve.p;
  inverse := round(1, 2 * length(p::text) + 6) / p;
  zz := 0;

  for x2, y2 in
    select point.x, case when digit.negative then - point.y else point.y end
    from :"auth".ecdsa_digits(scalar, curve.digits, curve.places) digit
    left join :"auth".ecdsa_base_points point on point.alg = ecdsa_sum.alg and point.entry = digit.entry
    union all
    select point.x, case when digit.negative then - point.y else point.y end
    from :"auth".ecdsa_digits(key_scalar, curve.digits, curve.places) digit
    left join :"auth".ecdsa_key_points point on point.key_id = ecdsa_sum.key_id and point.entry = digit.entry
  loop
    -- The sum without it would be another point: with all of the key's multiples missing, one that anybody can reach.
    if x2 is null then
      raise exception 'a multiple of a point is missing from the tables' using errcode = 'data_corrupted';
    end if;

    if zzz is null then
      x := x2;
      y := y2;
      zz := 1;
      zzz := 1;
      continue;
    end if;

    t := x2 * zz - x;
    h := t - p * trunc(t * inverse);
    t := y2 * zzz - y;
    r := t - p * trunc(t * inverse);
    t := h * h;
    hh := t - p * trunc(t * inverse);
    t := h * hh;
    hhh := t - p * trunc(t * inverse);
    t := x * hh;
    q := t - p * trunc(t * inverse);
    t := r * r - hhh - 2 * q;
    x := t - p * trunc(t * inverse);
    t := r * (q - x) - y * hhh;
    y := t - p * trunc(t * inverse);
    t := zz * hh;
    zz := t - p * trunc(t * inverse);
    t := zzz * hhh;
    zzz := t - p * trunc(t * inverse);
  end loop;
end
$rowauth$;
