-- The grants of Neon's guide, as the owner runs them.
grant usage on schema public to authenticated, anonymous;
grant select, update, insert, delete on all tables in schema public to authenticated, anonymous;
alter default privileges in schema public grant select, update, insert, delete on tables to authenticated, anonymous;
