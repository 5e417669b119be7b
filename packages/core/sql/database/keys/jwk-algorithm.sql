-- The algorithm of a JWK: what its member says, else the usual one of its type.
create or replace function :"auth".jwk_algorithm(jwk pg_catalog.jsonb) returns pg_catalog.text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  return coalesce(
    :"auth".canonical_algorithm(jwk ->> 'alg'),
    case concat_ws(' ', jwk ->> 'kty', jwk ->> 'crv')
      when 'RSA' then 'RS256'
      when 'EC P-256' then 'ES256'
      when 'EC P-384' then 'ES384'
      when 'OKP Ed25519' then 'EdDSA'
    end
  );
end
$rowauth$;
