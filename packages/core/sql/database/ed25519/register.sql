-- Makes or remakes the table of a registered key.
create or replace function :"auth".ed25519_register(key_id pg_catalog.int8, jwk pg_catalog.jsonb)
returns pg_catalog.void
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  p constant numeric := 57896044618658097711785492504343953926634992332820282019728792003956564819949;
  public_key constant bytea := :"auth".base64url_decode(jwk ->> 'x');
  point constant numeric[] := :"auth".ed25519_decompress(public_key);
begin
  if point is null then
    raise exception 'the public key is not a point of the curve' using errcode = 'internal_error';
  end if;
  delete from :"auth".ed25519_keys k where k.key_id = ed25519_register.key_id;
  insert into :"auth".ed25519_keys (key_id, public_key) values (ed25519_register.key_id, public_key);
  insert into :"auth".ed25519_key_points
  select ed25519_register.key_id, m.*
  from :"auth".ed25519_multiples(p - point[1], point[2], 50, 39) m;
end
$rowauth$;
