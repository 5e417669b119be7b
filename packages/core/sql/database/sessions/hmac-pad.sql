-- The key of HMAC with each of its bytes combined with `pad_byte`: RFC 2104, section 2. At most 64 bytes, the block of
-- SHA-256.
create or replace function :"auth".hmac_pad(secret pg_catalog.bytea, pad_byte pg_catalog.int4) returns pg_catalog.bytea
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  pad bytea := decode(repeat(lpad(to_hex(pad_byte), 2, '0'), 64), 'hex');
begin
  for place in 0 .. length(secret) - 1 loop
    pad := set_byte(pad, place, get_byte(secret, place) # pad_byte);
  end loop;
  return pad;
end
$rowauth$;
