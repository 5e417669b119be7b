-- Checks `exp` and `nbf` (RFC 7519, 4.1.4 and 4.1.5) with 30 seconds of leeway; answers when the session ends.
create or replace function :"auth".check_times(claims pg_catalog.jsonb) returns pg_catalog.timestamptz
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  -- Far beyond every date that is meant, and still a timestamp.
  furthest constant numeric := 100000000000;
  name text;
  ends timestamptz := 'infinity';
begin
  foreach name in array array['exp', 'nbf', 'iat'] loop
    if jsonb_typeof(claims -> name) <> 'number' then
      perform :"auth".refuse('token_claims_invalid', format('The "%s" claim must be a number of seconds.', name));
    end if;
  end loop;

  if (claims ->> 'exp')::numeric < furthest then
    ends := to_timestamp(greatest((claims ->> 'exp')::numeric, 0)::float8 + 30);
  end if;
  if (ends > clock_timestamp()) is not true then
    perform :"auth".refuse('token_expired', 'The token has expired. Sign in again or refresh the token.');
  end if;
  if to_timestamp(greatest(least((claims ->> 'nbf')::numeric, furthest), 0)::float8 - 30) > clock_timestamp()
  then
    perform :"auth".refuse('token_not_active', 'The token is not valid yet ("nbf").');
  end if;
  return ends;
end
$rowauth$;
