-- Base64url without padding: RFC 7515, section 2.
create or replace function :"auth".base64url_encode(bytes pg_catalog.bytea) returns pg_catalog.text
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  -- encode() pads with `=` and breaks the line after 76 characters; translate() drops what has no counterpart.
  return translate(encode(bytes, 'base64'), '+/=' || chr(10), '-_');
end
$rowauth$;
