-- Multiples of the opposite of each registered key, in radix 100: digit 1 to 50 at places 0 to 38.
-- See ed25519_multiples().
create table if not exists :"auth".ed25519_key_points (
  key_id pg_catalog.int8 not null references :"auth".ed25519_keys on delete cascade,
  entry pg_catalog.int4 not null,
  y_plus_x pg_catalog.numeric not null,
  y_minus_x pg_catalog.numeric not null,
  xy2d pg_catalog.numeric not null,
  primary key (key_id, entry)
);
