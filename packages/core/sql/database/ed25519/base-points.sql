-- Multiples of the base point, in radix 1000: digits 1 to 500 at places 0 to 25. See ed25519_multiples().
create table if not exists :"auth".ed25519_base_points (
  entry pg_catalog.int4 primary key,
  y_plus_x pg_catalog.numeric not null,
  y_minus_x pg_catalog.numeric not null,
  xy2d pg_catalog.numeric not null
);
