-- The registered public keys (RFC 7517), each with what its tokens must say. `jwk` has public members only.
create table if not exists :"auth".jwks (
  id pg_catalog.int8 generated always as identity primary key,
  kid pg_catalog.text check (kid operator(pg_catalog.<>) ''),
  alg pg_catalog.text not null,
  jwk pg_catalog.jsonb not null,
  issuer pg_catalog.text check (issuer operator(pg_catalog.<>) ''),
  audience pg_catalog.text[] check (audience operator(pg_catalog.<>) '{}'),
  not_before pg_catalog.timestamptz,
  not_after pg_catalog.timestamptz,
  registered_at pg_catalog.timestamptz not null default pg_catalog.now()
);
