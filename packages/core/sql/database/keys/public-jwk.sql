-- What makes up a public key (RFC 7518, section 6; RFC 8037, section 2), and nothing else. Some servers pad what the
-- standard wants unpadded.
create or replace function :"auth".public_jwk(jwk pg_catalog.jsonb) returns pg_catalog.jsonb
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  return (
    select jsonb_object_agg(
      member.key, case when jsonb_typeof(member.value) = 'string' then to_jsonb(rtrim(member.value #>> '{}', '=')) else member.value end
    )
    from jsonb_each(case jsonb_typeof(jwk) when 'object' then jwk end) member
    where member.key = any (
      case jwk ->> 'kty'
        when 'RSA' then array['kty', 'n', 'e']
        when 'EC' then array['kty', 'crv', 'x', 'y']
        when 'OKP' then array['kty', 'crv', 'x']
      end
    )
  );
end
$rowauth$;
