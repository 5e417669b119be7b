-- Where the seal is kept, and what the functions of application mode read.
create or replace function :"auth".put_session(seal pg_catalog.text, claims pg_catalog.text, is_local pg_catalog.bool) returns pg_catalog.text
language sql
return pg_catalog.set_config('rowauth.session', seal, is_local)
  operator(pg_catalog.||) pg_catalog.set_config('request.jwt.claims', claims, is_local);
