import type { PgStatement } from '@rowauth/driver/node-postgres'
import { expect } from 'vitest'

export const set = (name: string, value: string) => `select set_config('${name}', '${value}', false)`
export const titles = 'select title from todos order by title'
export const own = [{ title: 'a1' }, { title: 'a2' }]

/** What mallory leaves, and what a statement of alice's gives behind it. */
export interface Case {
  readonly what: string
  readonly left: string
  readonly statement: PgStatement
  /** What alice gets with the default options, and what she ought to get. */
  readonly residue: unknown
  readonly right: unknown
}

export const cases: readonly Case[] = [
  {
    what: 'a search_path: her table is his',
    left: set('search_path', 'evil, pg_catalog, public'),
    statement: titles,
    residue: [{ title: 'fake' }],
    right: own,
  },
  {
    what: 'a search_path in which pg_catalog comes late: functions and operators are his',
    left: set('search_path', 'evil, public, pg_catalog'),
    statement: `select lower('A') as lower, 'a'::text = 'b'::text as same`,
    residue: [{ lower: 'fake', same: true }],
    right: [{ lower: 'a', same: false }],
  },
  {
    what: 'a temporary table',
    left: `create temporary table todos as select 'fake' as title`,
    statement: titles,
    residue: [{ title: 'fake' }],
    right: own,
  },
  {
    what: 'a temporary view',
    left: `create temporary view todos as select 'fake' as title`,
    statement: titles,
    residue: [{ title: 'fake' }],
    right: own,
  },
  {
    what: 'a temporary type',
    left: 'create domain pg_temp.text as pg_catalog.int4',
    statement: `select '7'::text = '07' as same`,
    residue: [{ same: true }],
    right: [{ same: false }],
  },
  {
    what: 'row_security = off',
    left: set('row_security', 'off'),
    statement: titles,
    residue: '42501',
    right: own,
  },
  {
    what: 'default_transaction_read_only',
    left: set('default_transaction_read_only', 'on'),
    statement: `insert into todos (title) values ('residue') returning title`,
    residue: '25006',
    right: [{ title: 'residue' }],
  },
  {
    what: 'statement_timeout',
    left: set('statement_timeout', '5ms'),
    statement: 'select pg_sleep(0.1) is null as slept',
    residue: '57014',
    right: [{ slept: false }],
  },
  {
    what: 'transform_null_equals',
    left: set('transform_null_equals', 'on'),
    statement: `select auth.user_id() = null as none`,
    residue: [{ none: false }],
    right: [{ none: null }],
  },
  {
    what: 'standard_conforming_strings: a backslash escapes',
    left: set('standard_conforming_strings', 'off'),
    statement: String.raw`select 'a\tb' = e'a\tb' as escaped`,
    residue: [{ escaped: true }],
    right: [{ escaped: false }],
  },
  {
    what: 'bytea_output',
    left: set('bytea_output', 'escape'),
    statement: `select '\\x61'::bytea::text as bytes`,
    residue: [{ bytes: 'a' }],
    right: [{ bytes: '\\x61' }],
  },
  {
    what: 'timezone and datestyle',
    left: `${set('timezone', 'Asia/Tokyo')}, set_config('datestyle', 'German', false)`,
    statement: `select '2022-01-01 00:00+00'::timestamptz::text as at`,
    residue: [{ at: '01.01.2022 09:00:00 JST' }],
    right: [{ at: expect.not.stringContaining('JST') }],
  },
  {
    what: 'extra_float_digits',
    left: set('extra_float_digits', '-15'),
    statement: `select 0.123456::float8 as number`,
    residue: [{ number: 0.1 }],
    right: [{ number: 0.123456 }],
  },
  {
    what: 'intervalstyle',
    left: set('intervalstyle', 'iso_8601'),
    statement: `select '1 day'::interval::text as span`,
    residue: [{ span: 'P1D' }],
    right: [{ span: '1 day' }],
  },
  {
    what: 'array_nulls',
    left: set('array_nulls', 'off'),
    statement: `select ('{null}'::text[])[1] as element`,
    residue: [{ element: 'null' }],
    right: [{ element: null }],
  },
  {
    what: 'a setting that a policy reads, and that her session does not set',
    left: set('app.tenant', 'mallory'),
    statement: `select coalesce(current_setting('app.tenant', true), '') as tenant`,
    residue: [{ tenant: 'mallory' }],
    right: [{ tenant: '' }],
  },
  {
    what: 'a cursor that is held',
    left: `declare held cursor with hold for select title from todos`,
    statement: 'fetch all from held',
    residue: [{ title: 'm1' }],
    right: '34000',
  },
  {
    what: 'the last value of a sequence',
    left: `insert into todos (title) values ('m2')`,
    statement: `select lastval() > 0 as known`,
    residue: [{ known: true }],
    right: '55000',
  },
  {
    what: 'a lock',
    left: 'select pg_advisory_lock(42)',
    statement: `select pg_advisory_unlock(42) as locked`,
    residue: [{ locked: true }],
    right: [{ locked: false }],
  },
  {
    what: 'a prepared statement of a name of her own',
    left: `prepare mine as select 'fake' as title`,
    statement: { name: 'mine', text: titles },
    // The server says that the name is taken, and she is served without it.
    residue: own,
    right: own,
  },
]
