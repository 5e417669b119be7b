create table if not exists :"auth".verification_settings (
  only_row pg_catalog.bool primary key default true check (only_row),
  audit_log pg_catalog.bool not null default false,
  allow_connection_jwk pg_catalog.bool not null default false
);
