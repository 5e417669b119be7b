-- Checks what claims say besides their times: nobody is named '', and a logout token (OpenID Connect Back-Channel Logout
-- 1.0, 2.4), which older servers sign as any other JWT, opens no session.
create or replace function :"auth".check_claims(claims pg_catalog.jsonb) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  if claims -> 'sub' = '""' then
    perform :"auth".refuse('token_claims_invalid', 'The "sub" claim is empty, so it names nobody.');
  end if;
  if jsonb_typeof(claims -> 'events') = 'object'
    and claims -> 'events' ? 'http://schemas.openid.net/event/backchannel-logout'
  then
    perform :"auth".refuse('token_claims_invalid', 'The token is a logout token ("events"), and opens no session.');
  end if;
end
$rowauth$;
