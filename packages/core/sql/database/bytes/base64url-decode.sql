-- Unpadded base64url, RFC 7515, section 2; NULL for every text but the one that encoding the bytes gives. decode() by
-- itself would overlook white space, and bits after the last byte.
create or replace function :"auth".base64url_decode(text pg_catalog.text) returns pg_catalog.bytea
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  last_group constant int4 := length(text) % 4;
  bytes bytea;
begin
  if (last_group <> 1 and text collate "C" ~ '^[A-Za-z0-9_-]*$') is not true then
    return null;
  end if;
  bytes := decode(translate(text, '-_', '+/') || repeat('=', (4 - last_group) % 4), 'base64');
  if (:"auth".base64url_encode(bytes) collate "C" = text) is not true then
    return null;
  end if;
  return bytes;
end
$rowauth$;
