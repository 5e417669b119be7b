/** Something that a user with SQL of his own leaves on a connection. */
export interface Leftover {
  readonly what: string
  /** His statements, each a call of its own. */
  readonly sql: readonly string[]
  /** The driver throws the connection away, or there is nothing to be seen. */
  readonly unseen?: boolean
  /** The SQLSTATE with which the next user's statements fail, where they do. */
  readonly fails?: string
}

const setting = (name: string, value: string, more: Partial<Leftover> = {}): Leftover => ({
  what: `${name} = ${value}`,
  sql: [`select set_config('${name}', '${value}', false)`],
  ...more,
})

/** Settings of a session that any role may change: who it is, what names mean, and what answers look like. */
const settings: readonly Leftover[] = [
  setting('role', 'anonymous'),
  setting('role', 'none', { unseen: true }),
  setting('request.jwt.claims', '{"sub":"bob"}'),
  {
    what: 'role and claims',
    sql: [
      `select set_config('role', 'authenticated', false), set_config('request.jwt.claims', '{"sub":"bob"}', false)`,
    ],
  },
  setting('app.tenant', 'mallory'),
  setting('row_security', 'off', { fails: '42501' }),
  setting('client_encoding', 'LATIN1', { unseen: true }),
  setting('client_encoding', 'SQL_ASCII', { unseen: true }),
  setting('default_transaction_read_only', 'on', { fails: '25006' }),
  setting('default_transaction_isolation', 'serializable'),
  setting('default_transaction_deferrable', 'on'),
  setting('statement_timeout', '1h'),
  setting('lock_timeout', '1h'),
  setting('idle_in_transaction_session_timeout', '1h'),
  setting('idle_session_timeout', '1h'),
  setting('transform_null_equals', 'on'),
  setting('standard_conforming_strings', 'off'),
  setting('backslash_quote', 'on'),
  setting('array_nulls', 'off'),
  setting('bytea_output', 'escape'),
  setting('datestyle', 'German'),
  setting('timezone', 'Asia/Tokyo'),
  setting('extra_float_digits', '-15'),
  setting('intervalstyle', 'iso_8601'),
  setting('xmloption', 'document'),
  setting('quote_all_identifiers', 'on'),
  setting('default_text_search_config', 'pg_catalog.german'),
  setting('plan_cache_mode', 'force_generic_plan'),
  setting('work_mem', '64kB'),
  setting('enable_indexscan', 'off'),
  setting('synchronous_commit', 'off'),
  setting('client_min_messages', 'debug5'),
  setting('application_name', 'mallory'),
]

const objects: readonly Leftover[] = [
  {
    what: 'search_path with look-alike tables, functions, operators and types',
    sql: [`select set_config('search_path', 'evil, pg_catalog, public', false)`],
  },
  {
    what: 'a temporary table that shadows one',
    sql: [`create temporary table todos as select 0::bigint as id, 'mallory' as user_id, 'fake' as title`],
  },
  {
    what: 'a temporary view that shadows a table',
    sql: [`create temporary view todos as select 0::bigint as id, 'mallory' as user_id, 'fake' as title`],
  },
  {
    what: 'a temporary function',
    sql: ['create function pg_temp.user_id() returns text language sql as $$ select $q$bob$q$ $$'],
  },
  {
    what: 'a temporary type that shadows a built-in one',
    sql: ['create domain pg_temp.text as pg_catalog.int4'],
  },
  { what: 'a temporary sequence', sql: ['create temporary sequence todos_id_seq'] },
  { what: 'a cursor that is held', sql: ['declare mine cursor with hold for select * from public.todos'] },
  { what: 'an advisory lock', sql: ['do $$ begin perform pg_advisory_lock(42); end $$'] },
  { what: 'a channel', sql: ['listen mine'] },
  { what: 'a prepared statement', sql: ['prepare mine as delete from public.todos'] },
  { what: 'no prepared statements', sql: ['deallocate all'], unseen: true },
]

export const leftovers: readonly Leftover[] = [...settings, ...objects]
