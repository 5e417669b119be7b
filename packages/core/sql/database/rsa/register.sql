-- Makes or remakes the derived values of a registered key.
create or replace function :"auth".rsa_register(key_id pg_catalog.int8, jwk pg_catalog.jsonb)
returns pg_catalog.void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $rowauth$
begin
  delete from :"auth".rsa_keys k where k.key_id = rsa_register.key_id;
  insert into :"auth".rsa_keys select d.* from :"auth".rsa_derive(rsa_register.key_id, rsa_register.jwk) d;
end
$rowauth$;
