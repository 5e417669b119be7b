-- The sum that ecdsa_steps() leads to: its x coordinate is x / zz. Where zz is 0 modulo the prime of the curve, it is
-- unknown: take ecdsa_complete_sum().
--
-- The sum is kept in XYZZ coordinates, in which a point is (x / zz, y / zzz) with zz^3 = zzz^2. The formulas are
-- `dbl-2008-s-1` and `madd-2008-s` of the Explicit-Formulas Database (Bernstein and Lange,
-- https://hyperelliptic.org/EFD/g1p/auto-shortw-xyzz.html). The second one does not hold where both points are equal or
-- opposite. There h is 0 modulo the prime, and so is zz from then on, each new one being a multiple of the one before.
--
-- `t - trunc(trunc(t, cut) * reciprocal) * p` is t modulo p, and up to PostgreSQL 17 it is faster than `%`: Barrett's
-- reduction (Menezes, van Oorschot and Vanstone, Handbook of Applied Cryptography, section 14.3.3). It leaves a number
-- between -2p and 2p, which is good enough for the next step.
create or replace function :"auth".ecdsa_sum(
  alg pg_catalog.text,
  base_scalar pg_catalog.numeric,
  key_id pg_catalog.int8,
  key_x pg_catalog.numeric,
  key_y pg_catalog.numeric,
  key_scalar pg_catalog.numeric,
  out x pg_catalog.numeric,
  out zz pg_catalog.numeric
)
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp set jit = off set plan_cache_mode = force_generic_plan
as $rowauth$
declare
  p constant numeric := (select curve.p from :"auth".ecdsa_curve(alg) curve);

  -- Products are below 100 p^2 on either side of zero. Without that many of their last digits, and with that many of
  -- 1/p, the quotient is off by less than 1.
  cut constant int4 := 3 - length(p::text);
  reciprocal constant numeric := round(1, 2 * length(p::text) + 6) / p;

  doubling bool;
  x2 numeric;
  y2 numeric;
  y numeric;
  zzz numeric;
  t numeric;
  h numeric;
  hh numeric;
  hhh numeric;
  slope numeric;
  q numeric;
begin
  zz := 0;
  for doubling, x2, y2 in
    select step.doubling, step.x, step.y
    from :"auth".ecdsa_steps(alg, base_scalar, key_id, key_x, key_y, key_scalar) step
  loop
    if doubling then
      -- The double of the point at infinity.
      continue when zzz is null;

      h := 2 * y;
      t := h * h;
      hh := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := h * hh;
      hhh := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := x * hh;
      q := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := 3 * (x - zz) * (x + zz);
      slope := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := slope * slope - 2 * q;
      x := t - trunc(trunc(t, cut) * reciprocal) * p;
    else
      -- The sum without it would be that of another key: with all multiples of the key missing, of one that is known.
      if x2 is null or y2 is null then
        raise exception 'a multiple of a point is missing from a table of ECDSA' using errcode = 'data_corrupted';
      end if;

      if zzz is null then
        x := x2;
        y := y2;
        zz := 1;
        zzz := 1;
        continue;
      end if;

      t := x2 * zz - x;
      h := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := y2 * zzz - y;
      slope := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := h * h;
      hh := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := h * hh;
      hhh := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := x * hh;
      q := t - trunc(trunc(t, cut) * reciprocal) * p;
      t := slope * slope - hhh - 2 * q;
      x := t - trunc(trunc(t, cut) * reciprocal) * p;
    end if;

    t := slope * (q - x) - y * hhh;
    y := t - trunc(trunc(t, cut) * reciprocal) * p;
    t := zz * hh;
    zz := t - trunc(trunc(t, cut) * reciprocal) * p;
    t := zzz * hhh;
    zzz := t - trunc(trunc(t, cut) * reciprocal) * p;
  end loop;
end
$rowauth$;
