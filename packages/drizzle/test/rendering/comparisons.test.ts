import { type ClaimTypes, claim, crudPolicy } from '@rowauth/drizzle'
import {
  arrayContains,
  between,
  eq,
  exists,
  getTableColumns,
  gt,
  inArray,
  like,
  ne,
  type SQL,
  sql,
} from 'drizzle-orm'
import { type PgColumn, PgDialect, QueryBuilder } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from '../policy/support/database.js'
import { mood, others, v } from './support/every-type.js'

let database: Database

beforeAll(async () => {
  database = await openDatabase({ v, others, mood })
  await database.client.query(`
    create function refusal(condition text) returns text language plpgsql as $$
    begin
      execute format('select from v where %s limit 0', condition);
      return null;
    exception when others then
      return sqlerrm;
    end $$`)
})
afterAll(() => database.close())

type Value = SQL<never>

const operators: Record<string, (column: PgColumn, value: Value) => SQL | undefined> = {
  eq,
  'eq the other way round': (column, value) => eq(value, column),
  ne,
  gt,
  inArray: (column, value) => inArray(column, value),
  'inArray of several': (column, value) => inArray(column, [value, value]),
  'inArray the other way round': (column, value) => inArray(value, [column, column] as never),
  between: (column, value) => between(column, value, value),
  'between, second': (column, value) => sql`${column} between ${column} and ${value}`,
  like: (column, value) => like(column, value),
  any: (column, value) => sql`${column} = any(${value})`,
  'any the other way round': (column, value) => sql`${value} <> all(${column})`,
  distinct: (column, value) => sql`${column} is not distinct from ${value}`,
  arrayContains: (column, value) => arrayContains(column, value),
  'in a query': (column, value) =>
    exists(new QueryBuilder().select({ id: others.id }).from(others).where(eq(column, value))),
}

const types = [
  'text',
  'uuid',
  'boolean',
  'integer',
  'bigint',
  'numeric',
  'timestamptz',
  'jsonb',
  'text[]',
  'uuid[]',
  'integer[]',
  'bigint[]',
] as const satisfies (keyof ClaimTypes)[]

/** These take values of some kinds only, which has nothing to do with the claim. */
const ofOneKind = new Set(['like', 'arrayContains', 'any the other way round'].map((name) => operators[name]))

const dialect = new PgDialect()

/** What PostgreSQL says of conditions, each beside it. */
async function refusals(conditions: SQL[]): Promise<(string | null)[]> {
  const texts = conditions.map((condition) => dialect.sqlToQuery(condition).sql)
  const { rows } = await database.client.query(
    'select refusal(c) from unnest($1::text[]) with ordinality u (c, n) order by n',
    [texts],
  )
  return rows.map(({ refusal }) => refusal)
}

function refusedAtLoad(read: SQL): string | null {
  try {
    crudPolicy({ role: 'a', read })
    return null
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    return (error as Error).message
  }
}

test.each(Object.entries(operators))(
  '%s: what PostgreSQL would refuse is refused at load, and nothing else',
  async (_, operator) => {
    const pairs = Object.entries(getTableColumns(v)).flatMap(([name, column]) =>
      types.map((as) => ({
        what: `${name} ${as}`,
        condition: operator(column, claim('c', { as }) as Value) as SQL,
      })),
    )
    const postgres = await refusals(pairs.map(({ condition }) => condition))
    const differences = pairs.flatMap(({ what, condition }, i) => {
      const load = refusedAtLoad(condition)
      return (load === null) === (postgres[i] === null) || (ofOneKind.has(operator) && load === null)
        ? []
        : [`${what}: ${load} | ${postgres[i]}`]
    })
    expect(differences).toEqual([])
  },
)
