-- A scalar as a sum of signed digits: scalar = sum of digit * radix^place, with radix = 10^digits and every digit from
-- -radix/2 to radix/2 - 1. Decimal, because that is how `numeric` is stored, and signed, because the opposite of a
-- point costs nothing, so that a table holds one half of the digits.
--
-- Adding radix/2 at each place makes the digits non-negative, so that they can be cut from the text. One row for each
-- digit but 0: `entry` is where a table has the multiple for the digit's absolute value.
create or replace function :"auth".ecdsa_digits(
  scalar pg_catalog.numeric,
  digits pg_catalog.int4,
  places pg_catalog.int4
)
returns table (entry pg_catalog.int4, negative pg_catalog.bool)
language plpgsql immutable strict parallel safe rows 40 set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  half constant int4 := (5 * 10 ^ (digits - 1))::int4;
  text constant text := lpad((scalar + repeat(half::text, places)::numeric)::text, digits * places, '0');
begin
  return query
    select (places - 1 - place) * half + abs(cut.digit - half), cut.digit < half
    from generate_series(0, places - 1) place,
      cast(substr(text, place * digits + 1, digits) as int4) cut (digit)
    where cut.digit <> half;
end
$rowauth$;
