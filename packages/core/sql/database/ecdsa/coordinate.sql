-- A coordinate of a JWK: RFC 7518, section 6.2.1.2, which asks for leading zero bytes. NULL for anything else.
create or replace function :"auth".ecdsa_coordinate(
  jwk pg_catalog.jsonb,
  name pg_catalog.text,
  octets pg_catalog.int4
)
returns pg_catalog.numeric
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  encoded constant text := jwk ->> name;
begin
  -- Three bytes are four characters.
  if (jsonb_typeof(jwk -> name) = 'string' and octet_length(encoded) = (octets * 4 + 2) / 3) is not true then
    return null;
  end if;
  return :"auth".bytes_to_numeric(:"auth".base64url_decode(encoded));
end
$rowauth$;
