-- The multiples that a table of a point (x, y) holds: digit * radix^place * (x, y), for each place and each digit from
-- 1 to radix/2, as ecdsa_digits() numbers them. Coordinates from 0 to p - 1.
--
-- Within a place, 1 to k times the point Q are known, and k more come from adding kQ to each. This is the addition of
-- SEC 1, section 2.2.1: the slope is (y2 - y1) / (x2 - x1), or (3 x^2 - 3) / 2y for kQ + kQ. All divisions of such a
-- round share one inverse, that of the product of the divisors (Montgomery's trick: Cohen, A Course in Computational
-- Algebraic Number Theory, algorithm 10.3.4). No divisor is 0: multiples of Q by less than n/2 have different x
-- coordinates, and no point has y = 0, as the order n is odd.
create or replace function :"auth".ecdsa_multiples(
  x pg_catalog.numeric,
  y pg_catalog.numeric,
  p pg_catalog.numeric,
  digits pg_catalog.int4,
  places pg_catalog.int4
)
returns table (entry pg_catalog.int4, multiple_x pg_catalog.numeric, multiple_y pg_catalog.numeric)
language plpgsql immutable strict parallel safe
set search_path = pg_catalog, pg_temp set jit = off
as $rowauth$
declare
  half constant int4 := (5 * 10 ^ (digits - 1))::int4;
  xs numeric[];
  ys numeric[];
  known int4;
  first int4;
  last int4;
  divisors numeric[];
  products numeric[];
  product numeric;
  inverse numeric;
  slope numeric;
begin
  for place in 0 .. places - 1 loop
    xs := array[x];
    ys := array[y];
    known := 1;
    loop
      -- From first to last times Q is what kQ is added to. Once all digits are known there is one more addition,
      -- radix/2 * Q to itself: its sum is the point of the next place.
      first := case when known < half then 1 else half end;
      last := case when known < half then least(known, half - known) else half end;

      divisors := array[]::numeric[];
      products := array[]::numeric[];
      product := 1;
      for i in first .. last loop
        divisors[i] := case when i = known then 2 * ys[i] else xs[known] - xs[i] end;
        products[i] := product;
        product := product * divisors[i] % p;
      end loop;

      inverse := :"auth".inverse_modulo((product + p) % p, p);
      for i in reverse last .. first loop
        slope := case when i = known then 3 * xs[i] * xs[i] - 3 else ys[known] - ys[i] end;
        slope := slope * (inverse * products[i] % p) % p;
        inverse := inverse * divisors[i] % p;
        x := (slope * slope - xs[i] - xs[known]) % p;
        x := (x + p) % p;
        y := (slope * (xs[i] - x) - ys[i]) % p;
        y := (y + p) % p;
        exit when known = half;
        xs[known + i] := x;
        ys[known + i] := y;
      end loop;
      exit when known = half;
      known := known + last;
    end loop;

    for digit in 1 .. half loop
      entry := place * half + digit;
      multiple_x := xs[digit];
      multiple_y := ys[digit];
      return next;
    end loop;
  end loop;
end
$rowauth$;
