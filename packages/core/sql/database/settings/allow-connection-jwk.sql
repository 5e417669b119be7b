-- Whether tokens may be checked with the key in the setting `pg_session_jwt.jwk`. Every session can set that to a key of
-- its own at any time, so whoever has SQL can then be anyone.
create or replace function :"auth".allow_connection_jwk(allowed pg_catalog.bool) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  update :"auth".verification_settings v set allow_connection_jwk = allowed;
  if allowed then
    perform :"auth".new_secret(null);
  else
    delete from :"auth".secrets s where s.key_id is null;
  end if;
end
$rowauth$;
