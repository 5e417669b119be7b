-- Opens a session for the transaction, for drivers. The credential is a token, the ticket that the answer to a token
-- brings, or '' for nobody. Answers with the SHA-256 of the credential, so that the driver sees for whom it was opened,
-- and the ticket. A ticket consists of `~`, its MAC (64 characters), the id of the secret (36), the end (16) and the
-- claims.
create or replace function :"auth".open_session(credential pg_catalog.text) returns pg_catalog.text
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  digest constant text := encode(sha256(convert_to(credential, 'UTF8')), 'hex');
  is_ticket constant bool := left(credential, 1) = '~';
  body text;
  claims text;
  seal_body text;
  key bigint;
  inner_pad bytea;
  outer_pad bytea;
  audit_log bool;
begin
  if credential = '' then
    perform :"auth".put_session('', '', true);
    return digest;
  end if;

  if is_ticket then
    body := case when octet_length(credential) <= 16384 then substr(credential, 66) end;
  else
    body := :"auth".verify_token(credential);
  end if;
  select s.key_id, s.inner_pad, s.outer_pad, v.audit_log into key, inner_pad, outer_pad, audit_log
  from :"auth".secrets s, :"auth".verification_settings v where s.id = left(body, 36);
  if is_ticket then
    if :"auth".same_mac(:"auth".mac(inner_pad, outer_pad, 'ticket', body), substr(credential, 2, 64)) is not true then
      perform :"auth".refuse('ticket_refused', 'The ticket is not valid here any more. Send the token.');
    end if;
    if (substr(body, 37, 16) collate "C" > :"auth".instant(clock_timestamp())) is not true then
      perform :"auth".refuse('token_expired', 'The token of the ticket has expired.');
    end if;
  end if;

  claims := substr(body, 53);
  if current_setting('rowauth.session', true) <> '' then
    perform :"auth".refuse_other_subject(claims::jsonb);
  end if;
  seal_body := left(body, 52) || :"auth".instant(transaction_timestamp()) || claims;
  perform :"auth".put_session(:"auth".mac(inner_pad, outer_pad, 'session', seal_body) || seal_body, claims, true);
  if audit_log then
    perform :"auth".write_audit(key, claims::jsonb);
  end if;

  -- The key of a connection is its own: a ticket would open a session on every other one.
  if is_ticket or key is null then
    return digest;
  end if;
  return digest || ' ~' || :"auth".mac(inner_pad, outer_pad, 'ticket', body) || body;
end
$rowauth$;
