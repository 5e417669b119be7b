-- Verifies a token and opens a session for as long as the connection, the token and its key last.
create or replace function :"auth".jwt_session_init(jwt pg_catalog.text) returns pg_catalog.void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  body constant text := :"auth".verify_token(jwt);
  claims constant text := convert_from(decode(substr(body, 53), 'base64'), 'UTF8');
  seal_body constant text := left(body, 52) || '0000000000000000' || claims;
  key bigint;
  mac text;
  audit_log bool;
begin
  select s.key_id, :"auth".mac(s.inner_pad, s.outer_pad, 'session', seal_body), v.audit_log into key, mac, audit_log
  from :"auth".secrets s, :"auth".verification_settings v where s.id = left(body, 36);
  if current_setting('rowauth.session', true) <> '' then
    perform :"auth".refuse_other_subject(claims::jsonb);
  end if;
  mac := :"auth".put_session(mac || seal_body, claims, false);
  if audit_log then
    perform :"auth".write_audit(key, claims::jsonb);
  end if;
end
$rowauth$;
