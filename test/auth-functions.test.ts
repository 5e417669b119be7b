import { expect, test } from 'vitest'

const script = new URL('../scripts/auth-functions.mjs', import.meta.url)
const { assertCreated, createdObjects, fillLists } = await import(script.href)

const listed = [
  { name: 'session', arguments: ['pg_catalog.text'], result: 'pg_catalog.jsonb', access: 'policies' },
  { name: 'open', arguments: [], result: 'pg_catalog.text', access: 'drivers' },
]
const created = (name: string, parameters = 'of pg_catalog.text', result = 'pg_catalog.jsonb') =>
  `create or replace function :"auth".${name}(${parameters}) returns ${result}\nreturn null;`
const table = 'create table if not exists :"auth".keys (\n  id int\n);'

test('what is not in the list is the owner’s: functions and tables', () => {
  const helper = created('helper', 'a pg_catalog.int4 default 1, out b pg_catalog.int4')
  const { publicFunctions, ownerFunctions, tables } = createdObjects(
    [created('session'), helper, table],
    listed,
  )
  expect(publicFunctions).toEqual([listed[0]])
  expect(ownerFunctions).toEqual([
    { name: 'helper', arguments: ['pg_catalog.int4'], result: 'pg_catalog.jsonb' },
  ])
  expect(tables).toEqual(['keys'])
})

test.each([
  [
    'another result',
    [created('session', 'of pg_catalog.text', 'pg_catalog.text')],
    /lacks session\(.*\) returns pg_catalog.text/,
  ],
  ['other parameters', [created('session', '')], /lacks session\(\) returns/],
  [
    'a function that it cannot read',
    ['create or replace function x() returns int return 1;'],
    /not understood/,
  ],
])('`pnpm sql` refuses %s', (_, statements, message) => {
  expect(() => createdObjects([created('session')], listed)).not.toThrow()
  expect(() => createdObjects(statements, listed)).toThrow(message)
})

test('`pnpm sql` refuses a function of the list that no layout creates', () => {
  const both = createdObjects([created('session'), created('open', '', 'pg_catalog.text')], listed)
  expect(() => assertCreated(listed, [both])).not.toThrow()
  const one = createdObjects([created('session')], listed)
  expect(() => assertCreated(listed, [one])).toThrow(/no file creates open\(\)/)
})

test('the lists stand in for their placeholders, four signatures a line', () => {
  const of = (...names: string[]) =>
    names.map((name) => ({ name, arguments: ['int4', 'text'], access: 'policies' }))
  const objects = {
    publicFunctions: [...of('a', 'b', 'c'), { name: 'open', arguments: [], access: 'drivers' }],
    ownerFunctions: of('d'),
    tables: ['keys'],
  }
  const fill = (statement: string) => fillLists(statement, objects, objects)
  expect(fill('grant on\n  :functions\nto x')).toBe(
    'grant on\n  :"auth".a(int4, text), :"auth".b(int4, text), :"auth".c(int4, text), :"auth".open(),\n' +
      '  :"auth".d(int4, text)\nto x',
  )
  expect(fill('  :public_functions')).not.toMatch(/\bd\(/)
  expect(fill('  :driver_functions')).toBe('  :"auth".open()')
  expect(fill('  :owner_names')).toBe("  'd'")
  expect(fill('  :verification_tables')).toBe("  'keys'")
  expect(() => fill('  :no_such_list')).toThrow(/no list/)
})
