-- What seals and tickets are made with: a secret for each key, so that they end with the key; without a key id, the one
-- of keys that connections bring along. The id is random and changes with the secret. The pads are those of HMAC. Elsewhere
-- than where it was made, a secret has come with a dump or a copy, which others may have: `rowauth doctor` looks at that.
create table if not exists :"auth".secrets (
  id pg_catalog.text collate pg_catalog."C" primary key,
  key_id pg_catalog.int8 unique references :"auth".jwks on delete cascade,
  inner_pad pg_catalog.bytea not null,
  outer_pad pg_catalog.bytea not null,
  made_in pg_catalog.text not null
);
