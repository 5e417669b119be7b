-- What verifying with a registered RSA key needs, computed once; see rsa_derive().
create table if not exists :"auth".rsa_keys (
  key_id pg_catalog.int8 primary key references :"auth".jwks on delete cascade,
  modulus pg_catalog.numeric not null,
  exponent pg_catalog.int8 not null,
  modulus_bits pg_catalog.int4 not null,
  modulus_digits pg_catalog.int4 not null,
  reciprocal pg_catalog.numeric not null,
  encoded_message pg_catalog.numeric not null
);
