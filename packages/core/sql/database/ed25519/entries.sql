-- A scalar as a sum of digit * (2 * half)^place with digits from -half to half - 1: the entries of the digits' absolute
-- values in a table of ed25519_multiples(), negative ones for negative digits, none for zeros. The radix 2 * half is a
-- power of ten, 10^`width`, since `numeric` is decimal: with `half` added at every place no digit is negative, and they
-- can be cut from the text.
create or replace function :"auth".ed25519_entries(
  scalar pg_catalog.numeric,
  width pg_catalog.int4,
  places pg_catalog.int4
) returns pg_catalog.int4[]
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  half_text constant text := rpad('5', width, '0');
  half constant int4 := half_text::int4;
  text constant text := (scalar + repeat(half_text, places)::numeric)::text;
  digits constant text := lpad(text, width * places, '0');
  entries int4[] := array[]::int4[];
  digit int4;
begin
  if length(text) > width * places then
    raise exception 'the scalar has too many digits' using errcode = 'internal_error';
  end if;
  for place in 0 .. places - 1 loop
    digit := substr(digits, width * (places - place - 1) + 1, width)::int4 - half;
    if digit > 0 then
      entries := entries || (place * half + digit);
    elsif digit < 0 then
      entries := entries || -(place * half - digit);
    end if;
  end loop;
  return entries;
end
$rowauth$;
