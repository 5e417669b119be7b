-- Where the seal is kept, and what the functions of application mode read.
create or replace function :"auth".put_session(seal pg_catalog.text, claims pg_catalog.text, is_local pg_catalog.bool) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  perform set_config('rowauth.session', seal, is_local), set_config('request.jwt.claims', claims, is_local);
end
$rowauth$;
