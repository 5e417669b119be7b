-- Checks a JOSE header before any key is looked for. Refused are extensions that would have to be understood (RFC 7515,
-- 4.1.11; RFC 7797), and keys that a token brings along or points to (RFC 7515, 4.1.2 to 4.1.6).
create or replace function :"auth".check_header(header pg_catalog.jsonb, is_signed pg_catalog.bool) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if (jsonb_typeof(header -> 'alg') = 'string') is not true then
    perform :"auth".refuse_malformed();
  end if;
  if :"auth".key_type(header ->> 'alg') is null then
    perform :"auth".refuse(
      'token_algorithm_not_allowed', 'The signature algorithm of the token is not among the allowed ones.'
    );
  end if;
  if (
    is_signed
    and not header ?| array['crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c']
    and jsonb_typeof(coalesce(header -> 'kid', '""')) = 'string'
    and jsonb_typeof(coalesce(header -> 'typ', '""')) = 'string'
  ) is not true then
    perform :"auth".refuse_malformed();
  end if;
end
$rowauth$;
