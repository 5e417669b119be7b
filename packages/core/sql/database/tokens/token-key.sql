-- The key that a token is to be checked with: the connection's own where the owner allows it, else the registered one of
-- its key id, else the only one that could be meant. `issuer_differs`: there is one, but for the tokens of others.
create or replace function :"auth".token_key(
  header pg_catalog.jsonb,
  claims pg_catalog.jsonb,
  out id pg_catalog.int8,
  out secret_id pg_catalog.text,
  out jwk pg_catalog.jsonb,
  out alg pg_catalog.text,
  out audience pg_catalog.text[],
  out not_after pg_catalog.timestamptz,
  out issuer_differs pg_catalog.bool
)
language plpgsql set search_path = pg_catalog, pg_temp
as $rowauth$
declare
  wanted_kid constant text := header ->> 'kid';
  wanted_alg constant text := :"auth".canonical_algorithm(header ->> 'alg');
  iss constant text := case jsonb_typeof(claims -> 'iss') when 'string' then claims ->> 'iss' end;
  fitting int8;
begin
  jwk := :"auth".connection_jwk();
  alg := :"auth".jwk_algorithm(jwk);
  if alg = wanted_alg and (wanted_kid is null or coalesce(jwk ->> 'kid', wanted_kid) = wanted_kid) then
    select s.id into secret_id from :"auth".secrets s where s.key_id is null;
    not_after := 'infinity';
    issuer_differs := false;
    return;
  end if;

  select k.id, s.id, k.jwk, k.alg, k.audience, coalesce(k.not_after, 'infinity'), k.differs,
    count(*) filter (where not k.differs) over ()
  into id, secret_id, jwk, alg, audience, not_after, issuer_differs, fitting
  from (
    select r.*, (r.issuer is null or r.issuer = iss) is not true as differs
    from :"auth".jwks r
    where (wanted_kid is null or r.kid = wanted_kid) and r.alg = wanted_alg
      and (r.not_before is null or r.not_before <= clock_timestamp())
      and (r.not_after is null or r.not_after > clock_timestamp())
  ) k
  join :"auth".secrets s on s.key_id = k.id
  order by k.differs, k.issuer nulls last
  limit 1;
  if id is not null and (wanted_kid is not null or fitting <= 1) then
    return;
  end if;
  if id is null and exists (select from :"auth".jwks r where r.kid = wanted_kid and r.alg <> wanted_alg) then
    perform :"auth".refuse(
      'token_algorithm_not_allowed', 'The signature algorithm of the token is not that of its key.'
    );
  end if;
  perform :"auth".refuse('token_key_not_found', 'No registered key has the key id of the token.');
end
$rowauth$;
