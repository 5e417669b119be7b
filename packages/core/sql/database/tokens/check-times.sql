-- Checks `exp` and `nbf` (RFC 7519, 4.1.4 and 4.1.5) with 30 seconds of leeway, and `iat` with 300; answers when the
-- session ends.
create or replace function :"auth".check_times(claims pg_catalog.jsonb) returns pg_catalog.timestamptz
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  now constant numeric := extract(epoch from clock_timestamp());
  leeway constant numeric := 30;
  exp numeric;
  name text;
begin
  foreach name in array array['exp', 'nbf', 'iat'] loop
    if jsonb_typeof(claims -> name) <> 'number' then
      perform :"auth".refuse('token_claims_invalid', format('The "%s" claim must be a number of seconds.', name));
    end if;
  end loop;

  exp := (claims ->> 'exp')::numeric;
  if exp + leeway <= now then
    perform :"auth".refuse('token_expired', 'The token has expired. Sign in again or refresh the token.');
  end if;
  if (claims ->> 'nbf')::numeric - leeway > now then
    perform :"auth".refuse('token_not_active', 'The token is not valid yet ("nbf").');
  end if;
  if (claims ->> 'iat')::numeric - 300 > now then
    perform :"auth".refuse('token_not_active', 'The token was issued in the future ("iat"): compare the clocks.');
  end if;
  -- No timestamp is as late as a number can be.
  return case when exp < 100000000000 then to_timestamp((exp + leeway)::float8) else 'infinity' end;
end
$rowauth$;
