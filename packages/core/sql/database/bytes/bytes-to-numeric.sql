-- An unsigned big-endian integer: OS2IP of RFC 8017, section 4.2.
create or replace function :"auth".bytes_to_numeric(bytes pg_catalog.bytea) returns pg_catalog.numeric
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  hex text := encode(bytes, 'hex');
  value numeric := 0;
begin
  if hex = '' then
    return 0;
  end if;

  -- PostgreSQL 16 reads hexadecimal integers.
  if current_setting('server_version_num')::int4 >= 160000 then
    return ('0x' || hex)::numeric;
  end if;

  -- Until then: seven bytes at a time, which fit into int8 without its sign bit.
  hex := repeat('0', (14 - length(hex) % 14) % 14) || hex;
  for place in 1 .. length(hex) by 14 loop
    value := value * 72057594037927936 + ('x' || substr(hex, place, 14))::bit(56)::int8;
  end loop;
  return value;
end
$rowauth$;
