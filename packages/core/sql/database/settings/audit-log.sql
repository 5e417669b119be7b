-- Whether each session that opens gets a line in the server's log.
create or replace function :"auth".audit_log(enabled pg_catalog.bool) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  update :"auth".verification_settings v set audit_log = enabled;
end
$rowauth$;
