-- The number of bits of an unsigned big-endian integer, without leading zeros.
create or replace function :"auth".bit_length_of(bytes pg_catalog.bytea) returns pg_catalog.int4
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  return length(ltrim(('x' || encode(bytes, 'hex'))::varbit::text, '0'));
end
$rowauth$;
