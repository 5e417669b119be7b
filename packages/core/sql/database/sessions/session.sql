-- The claims that this database has sealed in the setting `rowauth.session`, or JSON null while it is empty. The setting
-- is anybody's to write: what is not a seal, or is over, raises. A seal consists of its MAC (64 characters), the id of
-- the secret (36), the end (16), the transaction (16; zeros: any) and the claims.
create or replace function :"auth".session() returns pg_catalog.jsonb
language plpgsql stable parallel safe security definer set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  seal constant text := current_setting('rowauth.session', true);
  body text;
  inner_pad bytea;
  outer_pad bytea;
begin
  if (seal <> '') is not true then
    return cast('null' as jsonb);
  end if;

  body := substr(seal, 65);
  select s.inner_pad, s.outer_pad into inner_pad, outer_pad from :"auth".secrets s where s.id = left(body, 36);
  if (
    :"auth".same_mac(:"auth".mac(inner_pad, outer_pad, 'session', body), left(seal, 64))
    and substr(body, 53, 16) in (:"auth".instant(transaction_timestamp()), '0000000000000000')
  ) is not true then
    raise exception 'The session was not opened by this database, or not for this transaction.'
      using errcode = 'invalid_authorization_specification', detail = 'session_refused';
  end if;
  -- A statement can last as long as its user likes: it ends with the token, too.
  if (substr(body, 37, 16) collate "C" > :"auth".instant(clock_timestamp())) is not true then
    raise exception 'The token of the session has expired.'
      using errcode = 'invalid_authorization_specification', detail = 'token_expired';
  end if;
  return cast(substr(body, 69) as jsonb);
end
$rowauth$;
