import type pg from 'pg'

/** What a session holds that outlives its transactions, as the server tells it; names are qualified for a reason. */
const state = `
select pg_catalog.json_build_object(
  'user', current_user,
  'role', pg_catalog.current_setting('role'),
  'claims', coalesce(pg_catalog.current_setting('request.jwt.claims', true), ''),
  'tenant', coalesce(pg_catalog.current_setting('app.tenant', true), ''),
  'search path', pg_catalog.current_setting('search_path'),
  'encoding', pg_catalog.current_setting('client_encoding'),
  'settings', (select pg_catalog.json_agg(name order by name) from pg_catalog.pg_settings where source = 'session'),
  'prepared statements', (select pg_catalog.json_agg(name order by name) from pg_catalog.pg_prepared_statements),
  'cursors', (select pg_catalog.json_agg(name order by name) from pg_catalog.pg_cursors where name <> ''),
  'relations', (select pg_catalog.json_agg(relname order by relname) from pg_catalog.pg_class
    where relnamespace = pg_catalog.pg_my_temp_schema()),
  'functions', (select pg_catalog.json_agg(proname order by proname) from pg_catalog.pg_proc
    where pronamespace = pg_catalog.pg_my_temp_schema()),
  'types', (select pg_catalog.json_agg(typname order by typname) from pg_catalog.pg_type
    where typnamespace = pg_catalog.pg_my_temp_schema()),
  'locks', (select pg_catalog.json_agg(objid) from pg_catalog.pg_locks
    where locktype = 'advisory' and pid = pg_catalog.pg_backend_pid()),
  'channels', (select pg_catalog.json_agg(name) from pg_catalog.pg_listening_channels() as name)
) as state`

/** As the next plain query on the connection would find it. */
export async function sessionState(client: pg.Pool | pg.ClientBase): Promise<object> {
  return (await client.query(state)).rows[0].state
}

/** Of a connection that was just opened. */
export const newSession = (login: string) => ({
  user: login,
  role: 'none',
  claims: '',
  tenant: '',
  'search path': '"$user", public',
  encoding: 'UTF8',
  settings: null,
  'prepared statements': null,
  cursors: null,
  relations: null,
  functions: null,
  types: null,
  locks: null,
  channels: null,
})
