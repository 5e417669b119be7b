-- Where the seal is kept.
create or replace function :"auth".put_session(seal pg_catalog.text, claims pg_catalog.text, is_local pg_catalog.bool) returns pg_catalog.text
language sql
return pg_catalog.set_config('rowauth.session', seal, is_local);
