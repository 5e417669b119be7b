-- Refuses a credential: `code` is one of AuthErrorCode in @rowauth/core, or `ticket_refused`.
create or replace function :"auth".refuse(code pg_catalog.text, message pg_catalog.text) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  raise exception using errcode = 'invalid_authorization_specification', message = message, detail = code;
end
$rowauth$;
