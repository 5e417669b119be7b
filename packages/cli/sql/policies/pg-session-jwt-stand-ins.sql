-- The functions of the extension pg_session_jwt, as far as policies name them. Nothing of it is ever called.
create schema if not exists auth;
create function auth.session() returns jsonb language sql stable as 'select null::jsonb';
create function auth.jwt() returns jsonb language sql stable as 'select null::jsonb';
create function auth.user_id() returns text language sql stable as 'select null::text';
create function auth.uid() returns uuid language sql stable as 'select null::uuid';
create function auth.organization() returns jsonb language sql stable as 'select null::jsonb';
create function auth.organization_id() returns uuid language sql stable as 'select null::uuid'
