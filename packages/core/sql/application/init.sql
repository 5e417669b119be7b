create or replace function :"auth".init() returns pg_catalog.void
language plpgsql set search_path = ''
as $rowauth$
begin
  raise exception 'the database does not verify tokens: its auth schema is installed in application mode'
    using errcode = 'feature_not_supported',
      hint = 'Verify the token in the application, or install the auth schema with verification by the database.';
end
$rowauth$;
