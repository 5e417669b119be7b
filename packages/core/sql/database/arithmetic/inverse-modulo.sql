-- The inverse of a number modulo a prime: the extended Euclidean algorithm (Handbook of Applied Cryptography, algorithm
-- 2.142). Throughout, larger = a * value and smaller = b * value modulo the prime.
create or replace function :"auth".inverse_modulo(value pg_catalog.numeric, prime pg_catalog.numeric)
returns pg_catalog.numeric
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  larger numeric := prime;
  smaller numeric := value;
  a numeric := 0;
  b numeric := 1;
  quotient numeric;
begin
  if (value > 0 and value < prime) is not true then
    raise exception 'the number has no inverse' using errcode = 'internal_error';
  end if;

  -- Two divisions a turn: each makes the larger of the two the smaller one.
  loop
    exit when smaller = 1;
    quotient := div(larger, smaller);
    larger := larger - quotient * smaller;
    a := a - quotient * b;
    if larger = 1 then
      b := a;
      exit;
    end if;
    quotient := div(smaller, larger);
    smaller := smaller - quotient * larger;
    b := b - quotient * a;
  end loop;
  return case when b < 0 then b + prime else b end;
end
$rowauth$;
