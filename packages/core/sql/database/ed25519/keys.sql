-- The registered Ed25519 keys, as they are hashed.
create table if not exists :"auth".ed25519_keys (
  key_id pg_catalog.int8 primary key references :"auth".jwks on delete cascade,
  public_key pg_catalog.bytea not null
);
