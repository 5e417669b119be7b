import { ownedBy } from '@rowauth/drizzle'
import {
  alias,
  bigserial,
  char,
  customType,
  getTableConfig,
  integer,
  jsonb,
  PgDialect,
  pgEnum,
  pgSchema,
  pgTable,
  text,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import { describe, expect, test } from 'vitest'

const dialect = new PgDialect()
const userId = customType<{ data: string }>({ dataType: () => 'text' })
const typeId = customType<{ data: string }>({ dataType: () => 'UUID' })
const citext = customType<{ data: string }>({ dataType: () => 'citext' })
const kind = pgEnum('kind', ['a', 'b'])

const columns = {
  text: text(),
  textOfSome: text('text_of_some', { enum: ['alice', 'bob'] }),
  varchar: varchar(),
  varcharOfLength: varchar('varchar_of_length', { length: 255 }),
  char: char({ length: 26 }),
  customText: userId('custom_text'),
  uuid: uuid(),
  customUuid: typeId('custom_uuid'),
  integer: integer(),
  serial: bigserial({ mode: 'bigint' }),
  json: jsonb(),
  kind: kind(),
  citext: citext(),
  texts: text().array(),
  uuids: uuid().array(),
}

type Name = keyof typeof columns

function conditionOn(name: Name): string {
  let result = ''
  const table = pgSchema('app').table('things', columns, (self) => {
    result = dialect.sqlToQuery(ownedBy(self[name])).sql
    return []
  })
  getTableConfig(table)
  expect(dialect.sqlToQuery(ownedBy(table[name])).sql).toBe(result)
  return result
}

describe('ownedBy', () => {
  test.each<[Name, string]>([
    ['text', 'text'],
    ['textOfSome', 'text_of_some'],
    ['varchar', 'varchar'],
    ['varcharOfLength', 'varchar_of_length'],
    ['char', 'char'],
    ['customText', 'custom_text'],
  ])('compares %s with the text of the user id', (name, column) => {
    expect(conditionOn(name)).toBe(`(select auth.user_id()) = "app"."things"."${column}"`)
  })

  test.each<[Name, string]>([
    ['uuid', 'uuid'],
    ['customUuid', 'custom_uuid'],
  ])('compares %s with the uuid of the user', (name, column) => {
    expect(conditionOn(name)).toBe(`(select auth.uid()) = "app"."things"."${column}"`)
  })

  test.each<Name>(['integer', 'serial', 'json', 'kind', 'citext', 'texts', 'uuids'])(
    'refuses %s and says what to do',
    (name) => {
      expect(() => conditionOn(name)).toThrow(/claim\(/)
      expect(() => conditionOn(name)).toThrow(TypeError)
    },
  )

  test('refuses what is no column', () => {
    for (const value of [undefined, null, 'user_id', pgTable('t', columns)]) {
      expect(() => ownedBy(value as never)).toThrow(TypeError)
    }
  })

  test('takes the column of an aliased table', () => {
    const other = alias(pgTable('things', columns), 'other')
    expect(dialect.sqlToQuery(ownedBy(other.uuid)).sql).toBe('(select auth.uid()) = "other"."uuid"')
  })
})
