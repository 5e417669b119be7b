import { claim, crudPolicy, ownedBy } from '@rowauth/drizzle'
import * as drizzle from 'drizzle-orm'
import { and, eq, inArray, isNull, not, or, type SQL, sql } from 'drizzle-orm'
import {
  boolean,
  getTableConfig,
  integer,
  type PgColumn,
  PgDialect,
  type PgTable,
  pgTable,
  text,
} from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../policy/support/database.js'

type Columns = Record<'id' | 'userId' | 'done' | 'dashed', PgColumn>
type Case = readonly [what: string, condition: (t: Columns) => SQL | undefined, byHand: string]

const user = '(select auth.user_id()) = user_id'
const path = (name: string) => `(select jsonb_extract_path_text(auth.session(), ${name}))`

const template = ['`$', '{a}` $1 $& %s'].join('')

/** What people write, and the policy that they would write by hand. */
const cases: Case[] = [
  ['a comment in front', (t) => sql`-- mine\n ${ownedBy(t.userId)}`, user],
  ['a comment between', (t) => sql`${t.done} -- all\n and ${ownedBy(t.userId)}`, `done and ${user}`],
  ['a comment behind', (t) => sql`${ownedBy(t.userId)} -- mine`, user],
  ['comments in comments', (t) => sql`/* a /* -- b */ ' */ ${ownedBy(t.userId)} /* " */`, user],
  ['a comment before a line break', (t) => sql`${t.done}--x\r\nand ${ownedBy(t.userId)}`, `done and ${user}`],
  ['a value with dashes', (t) => eq(t.userId, 'a--b'), "user_id = 'a--b'"],
  ['many dashes', (t) => eq(t.userId, '---a-----'), "user_id = '---a-----'"],
  ['dashes and a backslash', (t) => eq(t.userId, '\\--\\'), "user_id = '\\--\\'"],
  ['dashes and quotes', (t) => eq(t.userId, `'--"`), `user_id = '''--"'`],
  ['a breakpoint', (t) => eq(t.userId, '--> statement-breakpoint'), "user_id = '--> statement-breakpoint'"],
  ['dashes in a list', (t) => inArray(t.userId, ['--', 'b']), "user_id in ('--', 'b')"],
  ['a claim with dashes', (t) => eq(t.userId, claim('a--b')), `user_id = ${path("'a--b'")}`],
  ['a text in sql', (t) => sql`${t.userId} = 'a--''b'`, "user_id = 'a--''b'"],
  ['a backslash in sql', (t) => sql`${t.userId} = '\\x--'`, "user_id = '\\x--'"],
  ['a text in two lines', (t) => sql`${t.userId} = 'a-'  -- one\n '-b'`, "user_id = 'a--b'"],
  ['a text with escapes', (t) => sql`${t.userId} = E'\\'--\\\\'`, "user_id = E'\\'--\\\\'"],
  ['dollar quotes', (t) => sql`${t.userId} = $q$it's -- $$ \\ $q$`, "user_id = $q$it's -- $$ \\ $q$"],
  ['empty dollar quotes', (t) => sql`${t.userId} = $$--$$`, "user_id = '--'"],
  ['a name in sql', () => sql`"da--shed" = 1`, '"da--shed" = 1'],
  ['a name of Drizzle', (t) => eq(t.dashed, 1), '"da--shed" = 1'],
  ['an identifier', () => sql`${sql.identifier('da--shed')} = 1`, '"da--shed" = 1'],
  ['a minus before a minus', (t) => sql`${t.id} -${-1} > 0`, 'id - (-1) > 0'],
  ['a negative number', (t) => eq(t.id, -1), 'id = -1'],
  ['a cast of a negative number', (t) => sql`${t.id} = ${-1}::bigint`, 'id = (-1)::bigint'],
  ['what begins with a minus', (t) => sql`-${t.id} < 0`, '-id < 0'],
  ['what ends like a comment', (t) => sql`${t.userId} = '-'`, "user_id = '-'"],
  ['a column called undefined', () => sql`undefined`, 'undefined'],
  ['a text that says undefined', (t) => eq(t.userId, 'undefined'), "user_id = 'undefined'"],
  ['a text that says null', (t) => eq(t.userId, 'null'), "user_id = 'null'"],
  ['templates', (t) => eq(t.userId, template), `user_id = '${template}'`],
  ['line breaks', (t) => eq(t.userId, 'a\r\n\tb'), "user_id = E'a\\r\\n\\tb'"],
  ['a bracket and a semicolon', (t) => eq(t.userId, '); --'), "user_id = '); --'"],
  [
    'or within and',
    (t) => and(sql`${t.done} or ${t.id} = 1`, ownedBy(t.userId)),
    `(done or id = 1) and ${user}`,
  ],
  ['and within or', (t) => or(sql`${t.done}`, sql`not ${t.done} and false`), 'done or (not done and false)'],
  ['and within not', (t) => not(sql`${t.done} and ${t.id} = 1`), 'not (done and id = 1)'],
  ['not within sql', (t) => sql`not ${sql`${t.done} or ${t.id} = 1`}`, 'not (done or id = 1)'],
  ['one condition in and', (t) => or(and(sql`${t.done} or false`), sql`true`), '(done or false) or true'],
  ['a test for null', (t) => eq(t.done, isNull(t.userId)), 'done = (user_id is null)'],
]

let database: Database

const definition = (name: string, condition: Case[1]) =>
  pgTable(
    name,
    {
      id: integer(),
      userId: text('user_id'),
      done: boolean(),
      dashed: integer('da--shed'),
      undefined: boolean(),
    },
    (t) => crudPolicy({ role: 'authenticated', read: null, update: condition(t) as SQL }),
  )

const tables: Record<string, PgTable> = Object.fromEntries(
  cases.map(([, condition], i) => [`t${i}`, definition(`t${i}`, condition)]),
)

beforeAll(async () => {
  database = await openDatabase(
    Object.fromEntries(cases.map(([, condition], i) => [`t${i}`, definition(`t${i}`, condition)])),
  )
  await database.client.query('create schema hand')
})
afterAll(() => database.close())

const policy = async (schema: string, table: string) => {
  const { rows } = await database.client.query(
    'select permissive, roles::text, cmd, qual, with_check from pg_policies where schemaname = $1 and tablename = $2',
    [schema, table],
  )
  return rows
}

describe('in the database is what was meant', () => {
  test.each(cases.map(([what, , byHand], i) => [what, `t${i}`, byHand] as const))(
    '%s',
    async (_, name, byHand) => {
      await database.client.query(`
      create table hand.${name} (like public.${name});
      create policy p on hand.${name} for update to authenticated using (${byHand}) with check (${byHand});
    `)
      expect(await policy('public', name)).toEqual(await policy('hand', name))
      expect(await policy('public', name)).toHaveLength(1)
      const written = getTableConfig(tables[name] as PgTable).policies.map(
        ({ using }) => new PgDialect().sqlToQuery(using as SQL).sql,
      )
      expect(written.join()).not.toContain('--')
    },
  )
})

test('columns are called what drizzle-kit is configured to call them', () => {
  const table = pgTable('t', { userId: text() }, (t) => crudPolicy({ role: 'a', read: eq(t.userId, 'a') }))
  const kit = new PgDialect({ casing: 'snake_case' } as never)
  const using = getTableConfig(table).policies[0]?.using as SQL
  // In 1.0 the casing is the table's.
  expect(kit.sqlToQuery(using).sql).toBe(`"t"."${'getColumns' in drizzle ? 'userId' : 'user_id'}" = 'a'`)
})

describe('refused is', () => {
  const columns = pgTable('t', { userId: text('user_id'), done: boolean() })
  test.each<[string, unknown, RegExp]>([
    ['a comment that runs on', and(sql`true -- all`, ownedBy(columns.userId)), /comment in `sql` runs on/],
    ['a comment made of two parts', sql`1 -${sql.raw('-1')} > 0`, /comment in `sql` runs on/],
    ['a value in a comment', sql`true -- ${1}\n and false`, /hold a value or a column/],
    ['a value in quotes', sql`${columns.userId} like '%${'a'}%'`, /hold a value or a column/],
    ['a column in quotes', sql`'${columns.userId}' = 'a'`, /hold a value or a column/],
    ['a text that does not end', sql`true or 'a`, /a text in the SQL of a condition does not end/],
    ['a comment that does not end', sql`true /* a`, /a comment .* does not end/],
    ['a name that does not end', sql`"a`, /a name .* does not end/],
    ['dollar quotes that do not end', sql`$a$ $b$`, /a text .* does not end/],
    ['a text in Unicode escapes', sql`U&'a--b' = ''`, /cannot carry `--`/],
    ['nothing', sql`${sql.empty()} `, /a condition is empty/],
    ['a comment alone', sql`-- all`, /a condition is empty/],
    ['what ends the condition', sql`true) with check (true`, /parentheses/],
    ['an open parenthesis', sql`(true`, /parentheses/],
    ['a statement', sql`true; drop table t`, /one expression/],
    ['half of a character', eq(columns.userId, '\ud800'), /surrogate/],
    ['what no text holds', sql.raw("'a\0' = ''"), /U\+0000/],
    ['a bare date', sql`now() > ${new Date()}`, /date that is not compared/],
  ])('%s', (_, read, message) => {
    const define = () => crudPolicy({ role: 'a', read: read as SQL })
    expect(define).toThrow(TypeError)
    expect(define).toThrow(message)
  })

  test.each(['x--y', 'x"y', 'x\0'])('the name %j', (name) => {
    expect(() => crudPolicy({ role: 'a', name, read: true })).toThrow(/cannot carry the name/)
  })

  test.each(['x--y', 'x,y', 'x-', 'x"y', '\udfff'])('the role %j', (role) => {
    expect(() => crudPolicy({ role: ['a', role], read: true })).toThrow(/cannot carry the role/)
  })

  test('a role in upper case where drizzle-kit 0.31 would alter the policy of another', () => {
    const define = () => crudPolicy({ role: 'Editor', read: true })
    if ('getColumns' in drizzle) expect(define()[0]?.to).toBe('Editor')
    else expect(define).toThrow(/for "editor" as soon as the policy changes/)
  })
})
