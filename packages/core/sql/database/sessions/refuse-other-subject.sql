-- A transaction is one person's: a seal of the first one could be put back by the second. What stands in the setting and
-- is not valid in this transaction alone does not count.
create or replace function :"auth".refuse_other_subject(claims pg_catalog.jsonb) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  seal constant text := current_setting('rowauth.session', true);
  opened jsonb;
begin
  if substr(seal, 117, 16) <> :"auth".instant(transaction_timestamp()) then
    return;
  end if;

  begin
    select substr(seal, 133)::jsonb into opened from :"auth".secrets s
    where s.id = substr(seal, 65, 36)
      and :"auth".same_mac(:"auth".mac(s.inner_pad, s.outer_pad, 'session', substr(seal, 65)), left(seal, 64));
  exception
    when others then
      return;
  end;
  if opened is null or opened = claims then
    return;
  end if;
  if (
    opened -> 'sub' = claims -> 'sub'
    and opened -> 'iss' is not distinct from claims -> 'iss'
  ) is not true then
    raise exception 'This transaction has a session of another subject already.'
      using errcode = 'invalid_authorization_specification', detail = 'session_refused',
        hint = 'Open one session in a transaction.';
  end if;
end
$rowauth$;
