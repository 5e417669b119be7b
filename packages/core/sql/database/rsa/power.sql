-- base ^ exponent mod modulus, RSAVP1 of RFC 8017, section 5.2.2: square and multiply, from the exponent's first bit.
--
-- Remainders are Barrett's (Handbook of Applied Cryptography, algorithm 14.42), in decimal: three multiplications cost
-- less than one `%` of numbers this long, on PostgreSQL 15 half of it. With D the digits of the modulus n, and r = 1/n
-- cut off after 2D+2 places, take for a product x < 4n² as quotient q = trunc(x' r), where x' is x without its last D-2
-- digits. Then x/n - q is not negative, and the sum of three errors: below 10^(D-2) / n <= 0.1 for the digits of x,
-- below 4n² 10^-(2D+2) < 0.04 for those of r, below 1 for trunc(). So x - qn is congruent to x and less than 2n, and two
-- such numbers have a product below 4n² again.
create or replace function :"auth".rsa_power(base pg_catalog.numeric, key :"auth".rsa_keys)
returns pg_catalog.numeric
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  modulus constant numeric := key.modulus;
  reciprocal constant numeric := key.reciprocal;
  cut constant int4 := 2 - key.modulus_digits;
  bits constant text := ltrim(key.exponent::bit(64)::text, '0');
  power numeric := base;
  product numeric;
begin
  for place in 2 .. length(bits) loop
    product := power * power;
    power := product - trunc(trunc(product, cut) * reciprocal) * modulus;
    if substr(bits, place, 1) = '1' then
      product := power * base;
      power := product - trunc(trunc(product, cut) * reciprocal) * modulus;
    end if;
  end loop;
  return mod(power, modulus);
end
$rowauth$;
