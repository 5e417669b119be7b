import { crudPolicy } from '@rowauth/drizzle'
import {
  and,
  arrayContained,
  arrayContains,
  arrayOverlaps,
  between,
  eq,
  exists,
  gt,
  gte,
  ilike,
  inArray,
  isNotNull,
  isNull,
  like,
  lt,
  lte,
  ne,
  not,
  notBetween,
  notExists,
  notIlike,
  notInArray,
  notLike,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { PgDialect, QueryBuilder } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../policy/support/database.js'
import { moment, mood, one, others, rows, v } from './support/every-type.js'

let database: Database

beforeAll(async () => {
  database = await openDatabase({ v, others, mood })
  await database.client.query(rows)
})
afterAll(() => database.close())

const dialect = new PgDialect()

/** The rows that a condition holds for, as a policy's. */
async function ids(condition: SQL | undefined): Promise<number[]> {
  const [policy] = crudPolicy({ role: 'a', read: condition as SQL })
  const { sql: text, params } = dialect.sqlToQuery(policy?.using as SQL)
  expect(params).toEqual([])
  await database.client.query('begin')
  try {
    await database.client.query(`create policy p on v for select to authenticated using (${text})`)
    const found = await database.client.query(`select id from v where ${text} order by id`)
    return found.rows.map(({ id }) => id)
  } finally {
    await database.client.query('rollback')
  }
}

const query = new QueryBuilder()
const mine = query.select({ one: sql`1` }).from(others).where(eq(others.of, v.id))

describe('holds for the rows that are meant', () => {
  test.each<[string, SQL | undefined, number[]]>([
    ['eq', eq(v.text, 'a--b'), [1]],
    ['eq of char', eq(v.char, 'ab'), [1]],
    ['eq of a negative number', eq(v.small, -1), [1]],
    ['gt of -0', gt(v.double, -0), [1]],
    ['eq of a bigint', eq(v.big, 9007199254740993n), [1]],
    ['gt of a negative bigint', gt(v.big, -5n), [1, 2]],
    ['eq of a bigint as a number', eq(v.bigNumber, -5), [1]],
    ['eq of a fraction and a whole number', eq(v.small, 1.5), []],
    ['eq of real', eq(v.real, 0.1), [1]],
    ['in of real', inArray(v.real, [0.1, 7]), [1]],
    ['eq of NaN', eq(v.double, Number.NaN), [1]],
    ['eq of -Infinity', eq(v.double, Number.NEGATIVE_INFINITY), [2]],
    ['lt of Infinity', lt(v.double, Number.POSITIVE_INFINITY), [2]],
    ['eq of a small number', gt(v.double, 1e-7), [1]],
    ['eq of numeric', eq(v.numeric, 'NaN'), [1]],
    ['eq of numeric as a number', eq(v.numericNumber, 0.1), [1]],
    ['eq of numeric as a bigint', eq(v.numericBig, 12345678901234567890n), [1]],
    ['eq of boolean', eq(v.flag, true), [1]],
    ['eq of null', eq(v.flag, sql`null`), []],
    ['eq of uuid', eq(v.uuid, one), [1]],
    ['eq of an enum', eq(v.mood, 'it\'s -- "so"'), [1]],
    ['eq of a text in jsonb', eq(v.jsonb, '5'), [1]],
    ['eq of an object in jsonb', eq(v.jsonb, { a: 5 }), [2]],
    ['eq of a number in jsonb', eq(v.jsonb, 5), []],
    ['json as text', sql`${v.json}::text = ${'5'}`, [1]],
    ['eq of a date', eq(v.day, new Date('2026-01-02')), [1]],
    ['eq of a date as a text', eq(v.dayText, '2026-01-02'), [1]],
    ['eq of a time', eq(v.at, moment), [1]],
    ['eq of a time without zone', eq(v.plainAt, moment), [1]],
    ['eq of a time as a text', eq(v.atText, moment.toISOString()), [1]],
    ['eq of a time of day', eq(v.time, '03:04'), [1]],
    ['eq of an interval', eq(v.interval, '1 day -1 hour'), [1]],
    ['eq of inet', eq(v.inet, '10.0.0.1'), [1]],
    ['a point', sql`${v.point} ~= ${sql.param([1, -2], v.point)}`, [1]],
    ['a line', sql`${v.line} = ${sql.param({ a: 1, b: -2, c: 3 }, v.line)}`, [1]],
    ['eq of a list', eq(v.numbers, [1, -2]), [1]],
    ['eq of a list of reals', eq(v.reals, [0.1, Number.POSITIVE_INFINITY]), [1]],
    ['eq of a list of jsonb', eq(v.jsons, ['a', { b: 'c"d' }]), [1]],
    ['eq of a list of times', eq(v.moments, [moment]), [1]],
    ['eq of a list of an enum', eq(v.moods, ['happy']), [1]],
    ['eq of an empty list', eq(v.moods, []), [2]],
    ['eq of a type of one’s own', eq(v.cents, 1230), [1]],
    ['eq of bytes', eq(v.bytes, new Uint8Array([0, 255, 45, 45])), [1]],
    ['eq of what is encoded as SQL', eq(v.lower, 'ADA'), [1]],
    ['eq of an object in a type of one’s own', eq(v.settings, { a: [1, 'x\'--"'] }), [1]],
    ['ne', ne(v.text, 'c'), [1]],
    ['gt', gt(v.small, -1), [2]],
    ['gte', gte(v.small, -1), [1, 2]],
    ['lt', lt(v.small, 2), [1]],
    ['lte of a date', lte(v.at, moment), [1]],
    ['inArray', inArray(v.text, ['a--b', "it's"]), [1]],
    ['inArray of nothing', inArray(v.text, []), []],
    ['inArray of bigints', inArray(v.big, [9007199254740993n, 7n]), [1]],
    ['inArray of a query', inArray(v.id, query.select({ of: others.of }).from(others)), [1]],
    ['notInArray', notInArray(v.small, [-1]), [2]],
    ['notInArray of nothing', notInArray(v.small, []), [1, 2, 3]],
    ['isNull', isNull(v.text), [3]],
    ['isNotNull', isNotNull(v.text), [1, 2]],
    ['exists', exists(mine), [1]],
    ['notExists', notExists(mine), [2, 3]],
    ['between', between(v.small, -2, 1), [1]],
    ['between of dates', between(v.at, moment, moment), [1]],
    ['notBetween', notBetween(v.small, -2, 1), [2]],
    ['like', like(v.text, '%--%'), [1]],
    ['notLike', notLike(v.text, 'a%'), [2]],
    ['ilike', ilike(v.text, 'A%'), [1]],
    ['notIlike', notIlike(v.text, 'A%'), [2]],
    ['arrayContains', arrayContains(v.texts, ['a,b', "it's", 'q"\\', '--']), [1]],
    ['arrayContains of the word NULL', arrayContains(v.texts, ['NULL']), [1]],
    ['arrayContains of numbers', arrayContains(v.numbers, [-2]), [1]],
    ['arrayContained', arrayContained(v.numbers, [1, -2, 3]), [1]],
    ['arrayOverlaps', arrayOverlaps(v.texts, ['c', 'd']), [2]],
    [
      'arrayOverlaps of a query',
      arrayOverlaps(v.numbers, query.select({ n: sql`array[2]` }).from(others)),
      [2],
    ],
    ['arrayContains of an expression', arrayContains(sql`${v.texts} || '{x}'`, ['x', 'c']), [2]],
    ['any of a list', sql`${v.text} = any(${sql.param(['c', 'a--b'])})`, [1, 2]],
    ['and', and(sql`${v.id} = 3 or ${v.id} = 1`, eq(v.flag, true)), [1]],
    ['or', or(sql`${v.id} = 1 and false`, sql`${v.id} = 3`), [3]],
    ['not', not(sql`${v.id} = 1 and ${v.flag}`), [2, 3]],
    ['not of or', not(or(sql`${v.id} = 1`, sql`${v.id} = 2`) as SQL), [3]],
    ['not of a query', not(exists(mine)), [2, 3]],
    ['a test for null beside another', eq(v.flag, isNotNull(v.text)), [1]],
    ['a bare bigint', sql`${v.big} = ${9007199254740993n}`, [1]],
    ['a bare boolean', sql`${v.flag} = ${false}`, [2]],
    ['a bare object', sql`${v.jsonb} @> ${{ a: 5 }}`, [2]],
    ['bare bytes', sql`${v.bytes} = ${new Uint8Array([2])}`, [2]],
    ['a minus before a number', sql`${v.small} = 1 -${2}`, [1]],
    ['a minus before a negative number', sql`${v.small} = 1 -${-1}`, [2]],
    ['a date after a text', sql`${v.dayText} = date${'2026-01-02'}`, [1]],
  ])('%s', async (_, condition, expected) => {
    expect(await ids(condition)).toEqual(expected)
  })
})

describe('refused is', () => {
  test.each<[string, () => SQL | undefined]>([
    ['NaN beside a whole number', () => eq(v.small, Number.NaN)],
    ['Infinity beside a bigint', () => gt(v.bigNumber, Number.POSITIVE_INFINITY)],
    ['undefined', () => eq(v.text, undefined as never)],
    ['undefined in a list', () => inArray(v.text, [undefined as never])],
    ['no date', () => eq(v.at, new Date(Number.NaN))],
    ['a list beside a text', () => eq(v.text, ['a'] as never)],
    ['a date beside a text', () => eq(v.text, new Date() as never)],
    // PostgreSQL reads it when the policy is made, and what was to end by itself never would.
    ['a time that passes', () => gt(v.at, ' Now' as never)],
    ['a day that passes', () => inArray(v.day, ['2026-01-01', 'today'] as never)],
    ['a function', () => sql`${v.text} = ${(() => 'a') as never}`],
    ['a placeholder', () => eq(v.text, sql.placeholder('a'))],
  ])('%s', (_, condition) => {
    expect(() => crudPolicy({ role: 'a', read: condition() as SQL })).toThrow(TypeError)
  })
})

test('a letter in front of a value does not change how it is read', async () => {
  await expect(ids(sql`${v.text} = E${'c'}`)).rejects.toThrow(/type "e" does not exist/)
})
