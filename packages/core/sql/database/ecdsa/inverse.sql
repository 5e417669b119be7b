-- The inverse modulo a prime of a number from 1 to the prime less 1, by the extended Euclidean algorithm (Knuth, The
-- Art of Computer Programming, volume 2, section 4.5.2). Two of its steps make one turn of the loop, so that nothing
-- is moved between variables. Invariant: a = u * value and b = v * value, modulo the prime.
create or replace function :"auth".ecdsa_inverse(value pg_catalog.numeric, prime pg_catalog.numeric)
returns pg_catalog.numeric
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  a numeric := prime;
  b numeric := value;
  u numeric := 0;
  v numeric := 1;
  quotient numeric;
begin
  if (value > 0 and value < prime) is not true then
    raise exception 'the number has no inverse' using errcode = 'internal_error';
  end if;

  while b <> 1 loop
    quotient := div(a, b);
    a := a - quotient * b;
    u := u - quotient * v;
    if a = 1 then
      return (u + prime) % prime;
    end if;
    quotient := div(b, a);
    b := b - quotient * a;
    v := v - quotient * u;
  end loop;
  return (v + prime) % prime;
end
$rowauth$;
