create or replace function :"auth".jwt() returns pg_catalog.jsonb
language sql stable parallel safe
return :"auth".session();
