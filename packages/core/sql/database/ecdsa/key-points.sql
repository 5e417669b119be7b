-- Multiples of the point of each registered key; ecdsa_multiples() says which.
create table if not exists :"auth".ecdsa_key_points (
  key_id pg_catalog.int8 not null references :"auth".jwks on delete cascade,
  entry pg_catalog.int4 not null,
  x pg_catalog.numeric not null,
  y pg_catalog.numeric not null,
  primary key (key_id, entry)
);
