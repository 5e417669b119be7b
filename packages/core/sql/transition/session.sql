-- The claims of a session that this database opened for the transaction, else those that the application wrote, else those
-- of a session that the connection has for itself. Applications of either mode are served so, and a transaction goes on
-- that was opened before the switch began: in database mode with a seal alone, in application mode with claims alone.
--
-- An application in application mode writes claims in every transaction, if only empty ones: it never gets to the seal
-- that somebody has left on its pooled connection. Seals are read as database/sessions/session.sql has it.
create or replace function :"auth".session() returns pg_catalog.jsonb
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  seal constant text := current_setting('rowauth.session', true);
  written constant text := current_setting('request.jwt.claims', true);
  body constant text := substr(seal, 65);
  is_of_transaction constant bool := coalesce(substr(body, 53, 16) = :"auth".instant(transaction_timestamp()), false);
  inner_pad bytea;
  outer_pad bytea;
begin
  if not is_of_transaction and (written is not null or coalesce(seal, '') = '') then
    return cast(coalesce(nullif(written, ''), 'null') as jsonb);
  end if;

  select s.inner_pad, s.outer_pad into inner_pad, outer_pad from :"auth".secrets s where s.id = left(body, 36);
  if (
    :"auth".same_mac(:"auth".mac(inner_pad, outer_pad, 'session', body), left(seal, 64))
    and (is_of_transaction or substr(body, 53, 16) = '0000000000000000')
  ) is not true then
    raise exception 'The session was not opened by this database, or not for this transaction.'
      using errcode = 'invalid_authorization_specification', detail = 'session_refused';
  end if;
  if (substr(body, 37, 16) collate "C" > :"auth".instant(statement_timestamp())) is not true then
    raise exception 'The token of the session has expired.'
      using errcode = 'invalid_authorization_specification', detail = 'token_expired';
  end if;
  return cast(substr(body, 69) as jsonb);
end
$rowauth$;
