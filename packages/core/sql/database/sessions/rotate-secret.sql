-- Ends every session and voids every ticket, as after a restore: the secrets are in dumps. Tokens stay valid.
create or replace function :"auth".rotate_secret() returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  perform :"auth".new_secret(s.key_id) from :"auth".secrets s;
end
$rowauth$;
