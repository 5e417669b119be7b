create or replace function :"auth".refuse_malformed() returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  perform :"auth".refuse(
    'token_malformed',
    'The token is not a signed JWT: three unpadded base64url parts, without spaces and without "Bearer".'
  );
end
$rowauth$;
