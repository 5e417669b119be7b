-- Opens a session for the transaction, for drivers. The credential is a token, the ticket that the answer to a token
-- brings, or '' for nobody. Answers with the SHA-256 of the credential, so that the driver sees for whom it was opened,
-- and the ticket. A ticket consists of `~`, its MAC (64 characters), the id of the secret (36), the end (16) and the
-- claims in base64, which no client encoding changes. Every statement of a driver comes here first: a statement more is
-- time for each of them.
create or replace function :"auth".open_session(credential pg_catalog.text) returns pg_catalog.text
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  is_ticket constant bool := left(credential, 1) = '~';
  body text;
  claims text;
  seal text;
  key bigint;
  inner_pad bytea;
  outer_pad bytea;
  audit_log bool;
begin
  if is_ticket then
    body := substr(credential, 66);
  elsif credential = '' then
    seal := :"auth".put_session('', '', true);
    return encode(sha256(''), 'hex');
  else
    body := :"auth".verify_token(credential);
  end if;

  select s.key_id, s.inner_pad, s.outer_pad, v.audit_log into key, inner_pad, outer_pad, audit_log
  from :"auth".secrets s, :"auth".verification_settings v where s.id = left(body, 36);
  if is_ticket and (
    octet_length(credential) <= 16384
    and :"auth".same_mac(:"auth".mac(inner_pad, outer_pad, 'ticket', body), substr(credential, 2, 64))
    and substr(body, 37, 16) collate "C" > :"auth".instant(clock_timestamp())
  ) is not true then
    perform :"auth".refuse_ticket(credential);
  end if;
  claims := convert_from(decode(substr(body, 53), 'base64'), 'UTF8');
  if current_setting('rowauth.session', true) <> '' then
    perform :"auth".refuse_other_subject(claims::jsonb);
  end if;

  seal := left(body, 52) || :"auth".instant(transaction_timestamp()) || claims;
  seal := :"auth".put_session(:"auth".mac(inner_pad, outer_pad, 'session', seal) || seal, claims, true);
  if audit_log then
    perform :"auth".write_audit(key, claims::jsonb);
  end if;

  -- The key of a connection is its own: a ticket would open a session on every other one.
  return encode(sha256(convert_to(credential, 'UTF8')), 'hex') || case
    when is_ticket or key is null then ''
    else ' ~' || :"auth".mac(inner_pad, outer_pad, 'ticket', body) || body
  end;
end
$rowauth$;
