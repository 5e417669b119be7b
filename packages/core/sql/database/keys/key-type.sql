-- The type of key, and its curve, that an algorithm takes (RFC 7518, section 3.1; RFC 8037, section 3.1); NULL for
-- algorithms that are not verified here.
create or replace function :"auth".key_type(alg pg_catalog.text) returns pg_catalog.text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  return case alg
    when 'RS256' then 'RSA'
    when 'PS256' then 'RSA'
    when 'ES256' then 'EC P-256'
    when 'ES384' then 'EC P-384'
    when 'EdDSA' then 'OKP Ed25519'
    when 'Ed25519' then 'OKP Ed25519'
  end;
end
$rowauth$;
