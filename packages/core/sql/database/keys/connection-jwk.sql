-- The key that the connection brings along, as pg_session_jwt has it, where the owner allows that; else NULL.
create or replace function :"auth".connection_jwk() returns pg_catalog.jsonb
language plpgsql stable set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  setting constant text := current_setting('pg_session_jwt.jwk', true);
  jwk jsonb;
  problem text;
begin
  if (setting <> '' and (select v.allow_connection_jwk from :"auth".verification_settings v)) is not true then
    return null;
  end if;
  begin
    jwk := setting::jsonb;
    problem := :"auth".jwk_problem(jwk);
  exception
    when others then
      problem := 'it is not JSON';
  end;
  if problem is not null then
    perform :"auth".refuse(
      'token_key_not_found', format('The key in the setting "pg_session_jwt.jwk" cannot be used: %s.', problem)
    );
  end if;
  return :"auth".public_jwk(jwk) || jsonb_strip_nulls(jsonb_build_object('kid', jwk -> 'kid', 'alg', jwk -> 'alg'));
end
$rowauth$;
