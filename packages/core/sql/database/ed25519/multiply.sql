-- scalar * (x, y) in extended coordinates, for a key without a table: four doublings for each hexadecimal digit, and an
-- addition of a multiple from -8 to 7. Formulas and entries as in ed25519_multiples().
create or replace function :"auth".ed25519_multiply(
  scalar pg_catalog.numeric,
  x pg_catalog.numeric,
  y pg_catalog.numeric
) returns pg_catalog.numeric[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  -- Remainders as in ed25519_verify().
  reciprocal constant numeric :=
    172723371101888892507727037256007991422320007288725627700474069403371836063305224e-157;
  cut constant int4 := -75;
  half constant int4 := 8;
  -- With eight added to each digit, all are positive.
  digits constant text := encode(
    :"auth".numeric_to_bytes(scalar + :"auth".bytes_to_numeric(decode(repeat('88', 32), 'hex')), 33),
    'hex'
  );
  sums numeric[];
  differences numeric[];
  products numeric[];
  digit int4;
  a numeric;
  b numeric;
  c numeric;
  e numeric;
  f numeric;
  g numeric;
  h numeric;
  z numeric := 1;
  t numeric := 0;
begin
  select
    array_agg(m.y_plus_x order by m.entry),
    array_agg(m.y_minus_x order by m.entry),
    array_agg(m.xy2d order by m.entry)
  into strict sums, differences, products
  from :"auth".ed25519_multiples(x, y, half, 1) m;

  x := 0;
  y := 1;
  for place in 1 .. 66 loop
    for doubling in 1 .. 4 loop
      a := x * x;
      b := y * y;
      e := 2 * x * y;
      g := b - a;
      f := g - 2 * z * z;
      h := -a - b;
      e := e - trunc(trunc(e, cut) * reciprocal) * p;
      f := f - trunc(trunc(f, cut) * reciprocal) * p;
      g := g - trunc(trunc(g, cut) * reciprocal) * p;
      h := h - trunc(trunc(h, cut) * reciprocal) * p;
      x := e * f;
      y := g * h;
      z := f * g;
      x := x - trunc(trunc(x, cut) * reciprocal) * p;
      y := y - trunc(trunc(y, cut) * reciprocal) * p;
      z := z - trunc(trunc(z, cut) * reciprocal) * p;
    end loop;

    -- Wanted by the addition, or by who takes the result.
    t := e * h;
    t := t - trunc(trunc(t, cut) * reciprocal) * p;

    digit := ('x' || lpad(substr(digits, place, 1), 8, '0'))::bit(32)::int4 - case when place > 2 then half else 0 end;
    continue when digit = 0;
    if digit > 0 then
      a := (y - x) * differences[digit];
      b := (y + x) * sums[digit];
      c := t * products[digit];
    else
      a := (y - x) * sums[-digit];
      b := (y + x) * differences[-digit];
      c := t * -products[-digit];
    end if;
    e := b - a;
    h := b + a;
    c := c - trunc(trunc(c, cut) * reciprocal) * p;
    e := e - trunc(trunc(e, cut) * reciprocal) * p;
    h := h - trunc(trunc(h, cut) * reciprocal) * p;
    f := 2 * z - c;
    g := 2 * z + c;
    x := e * f;
    y := g * h;
    z := f * g;
    t := e * h;
    x := x - trunc(trunc(x, cut) * reciprocal) * p;
    y := y - trunc(trunc(y, cut) * reciprocal) * p;
    z := z - trunc(trunc(z, cut) * reciprocal) * p;
    t := t - trunc(trunc(t, cut) * reciprocal) * p;
  end loop;
  return array[x, y, z, t];
end
$rowauth$;
