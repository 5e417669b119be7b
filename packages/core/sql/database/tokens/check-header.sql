-- Checks a JOSE header before any key is looked for. Refused are extensions that would have to be understood (RFC 7515,
-- 4.1.11; RFC 7797) and tokens that are not for sessions (RFC 8725, 3.11). Keys that a token brings along or points to
-- (RFC 7515, 4.1.2 to 4.1.6) are ignored.
create or replace function :"auth".check_header(header pg_catalog.jsonb, is_signed pg_catalog.bool) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  alg constant text := header ->> 'alg';
  kid constant text := case jsonb_typeof(header -> 'kid') when 'string' then header ->> 'kid' end;
begin
  if (jsonb_typeof(header -> 'alg') = 'string') is not true then
    perform :"auth".refuse_malformed();
  end if;
  if :"auth".key_type(alg) is null then
    perform :"auth".refuse(
      'token_algorithm_not_allowed',
      format(
        'The signature algorithm of the token is %s%s. %s',
        :"auth".printable(alg), ' (key id ' || :"auth".printable(kid) || ')',
        case when alg ~* '^(HS[0-9]+|none)$'
          then 'Have the issuer sign with asymmetric keys (ES256, RS256 or EdDSA): tokens with a shared secret or without a '
            'signature, as emulators and local stacks make them, are never accepted.'
          else 'It is not among RS256, PS256, ES256, ES384 and EdDSA.'
        end
      )
    );
  end if;
  if (
    is_signed
    and not header ?| array['crit', 'b64']
    and jsonb_typeof(coalesce(header -> 'kid', '""')) = 'string'
    and jsonb_typeof(coalesce(header -> 'typ', '""')) = 'string'
  ) is not true then
    perform :"auth".refuse_malformed();
  end if;
  -- The media type that it stands for: RFC 7515, 4.1.9.
  if (
    regexp_replace(lower(coalesce(header ->> 'typ', 'JWT') collate "C"), '^application/(?=[^/]*$)', '')
      in ('jwt', 'at+jwt')
  ) is not true then
    perform :"auth".refuse(
      'token_claims_invalid',
      'The header of the token says by its "typ" that it is of another kind than JWT and at+jwt, which open sessions.'
    );
  end if;
end
$rowauth$;
