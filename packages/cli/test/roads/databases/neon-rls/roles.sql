-- What Neon's control plane makes for each project.
create role neon_superuser nologin createdb createrole replication bypassrls;
grant pg_read_all_data, pg_write_all_data, pg_monitor to neon_superuser;

create role neondb_owner login password 'road' inherit createdb createrole replication bypassrls in role neon_superuser;
