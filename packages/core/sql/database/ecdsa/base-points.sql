-- Multiples of the base point of each curve; ecdsa_multiples() says which.
create table if not exists :"auth".ecdsa_base_points (
  alg pg_catalog.text collate pg_catalog."C" not null,
  entry pg_catalog.int4 not null,
  x pg_catalog.numeric not null,
  y pg_catalog.numeric not null,
  primary key (alg, entry)
);
