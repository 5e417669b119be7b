-- Registers a public key (RFC 7517), and what tokens under it must say. The same key again changes only the latter.
create or replace function :"auth".register_jwk(
  jwk pg_catalog.jsonb,
  issuer pg_catalog.text default null,
  audience pg_catalog.text[] default null,
  not_before pg_catalog.timestamptz default null,
  not_after pg_catalog.timestamptz default null
) returns pg_catalog.int8
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  problem constant text := :"auth".jwk_problem(jwk);
  public_jwk constant jsonb := :"auth".public_jwk(jwk);
  algorithm constant text := :"auth".jwk_algorithm(jwk);
  known :"auth".jwks;
  key_id int8;
begin
  if problem is not null then
    raise exception 'The key cannot be registered: %.', problem using errcode = 'invalid_parameter_value';
  end if;
  if issuer = '' or cardinality(audience) = 0 or array_position(audience, null) is not null
    or '' = any (audience) or not_after <= not_before
  then
    raise exception 'The issuer and each audience must be non-empty texts, and `not_after` later than `not_before`.'
      using errcode = 'invalid_parameter_value';
  end if;

  -- One registration at a time: two could bring the same key.
  lock table :"auth".jwks in share row exclusive mode;
  select k.* into known from :"auth".jwks k
  where k.kid is not distinct from register_jwk.jwk ->> 'kid' and k.issuer is not distinct from register_jwk.issuer;

  if known.id is null then
    insert into :"auth".jwks (kid, alg, jwk, issuer, audience, not_before, not_after)
    values (
      register_jwk.jwk ->> 'kid', algorithm, public_jwk, register_jwk.issuer, register_jwk.audience,
      register_jwk.not_before, register_jwk.not_after
    )
    returning id into key_id;
    perform :"auth".derive_values(key_id, public_jwk, algorithm);
    perform :"auth".new_secret(key_id);
    return key_id;
  end if;

  if (known.jwk = public_jwk and known.alg = algorithm) is not true then
    raise exception 'Another key is registered under this key id and issuer.'
      using errcode = 'unique_violation', hint = 'Retire that one first: retire_jwk(kid, issuer).';
  end if;
  if (known.audience, known.not_before, known.not_after) is distinct from (audience, not_before, not_after) then
    update :"auth".jwks k
    set audience = register_jwk.audience, not_before = register_jwk.not_before, not_after = register_jwk.not_after
    where k.id = known.id;
    -- Tickets were made by the former rules.
    perform :"auth".new_secret(known.id);
  end if;
  return known.id;
end
$rowauth$;
