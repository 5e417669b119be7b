-- Replaces the secret of a key, or of the keys that connections bring along (NULL); what was made with it is void.
create or replace function :"auth".new_secret(for_key pg_catalog.int8) returns pg_catalog.void
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  -- Random UUIDs have 122 bits each from the server's cryptographic source.
  secret constant bytea := sha512(
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
      || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
  );
begin
  delete from :"auth".secrets s where s.key_id is not distinct from for_key;
  insert into :"auth".secrets (id, key_id, inner_pad, outer_pad, made_in)
  values (
    gen_random_uuid()::text, for_key, :"auth".hmac_pad(secret, x'36'::int4), :"auth".hmac_pad(secret, x'5c'::int4),
    -- Not in a dump are these two; a copy of the whole database has the second one alone.
    format(
      '%s.%s',
      (select d.oid from pg_database d where d.datname = current_database()),
      (select v.tableoid from :"auth".verification_settings v)
    )
  );
end
$rowauth$;
