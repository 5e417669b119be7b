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
  select array_agg(m.y_plus_x order by m.entry), array_agg(m.y_minus_x order by m.entry), array_agg(m.xy2d order by m.entry)
  into strict sums, differences, products
  from :"auth".ed25519_multiples(x, y, half, 1) m;

  x := 0;
  y := 1;
  for place in 1 .. 66 loop
    for doubling in 1 .. 4 loop
      a := x * x;
      b := y * y;
      e := (2 * x * y) % p;
      g := (b - a) % p;
      f := (b - a - 2 * z * z) % p;
      h := (-a - b) % p;
      x := (e * f) % p;
      y := (g * h) % p;
      z := (f * g) % p;
      if doubling = 4 then
        t := (e * h) % p;
      end if;
    end loop;

    digit := ('x' || lpad(substr(digits, place, 1), 8, '0'))::bit(32)::int4 - case when place > 2 then half else 0 end;
    continue when digit = 0;
    if digit > 0 then
      a := (y - x) * differences[digit];
      b := (y + x) * sums[digit];
      c := (t * products[digit]) % p;
    else
      a := (y - x) * sums[-digit];
      b := (y + x) * differences[-digit];
      c := (t * -products[-digit]) % p;
    end if;
    e := (b - a) % p;
    f := 2 * z - c;
    g := 2 * z + c;
    h := (b + a) % p;
    x := (e * f) % p;
    y := (g * h) % p;
    z := (f * g) % p;
    t := (e * h) % p;
  end loop;
  return array[x, y, z, t];
end
$rowauth$;
