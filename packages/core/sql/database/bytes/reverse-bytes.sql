-- The bytes in reverse order: RFC 8032 writes integers with the lowest byte first.
create or replace function :"auth".reverse_bytes(bytes pg_catalog.bytea) returns pg_catalog.bytea
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  hex constant text := encode(bytes, 'hex');
  reversed text := '';
begin
  for place in 1 .. length(hex) by 2 loop
    reversed := substr(hex, place, 2) || reversed;
  end loop;
  return decode(reversed, 'hex');
end
$rowauth$;
