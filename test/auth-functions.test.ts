import { expect, test } from 'vitest'

const script = new URL('../scripts/auth-functions.mjs', import.meta.url)
const { assertListed, fillFunctions } = await import(script.href)

const listed = [{ name: 'session', arguments: ['pg_catalog.text'], result: 'pg_catalog.jsonb' }]
const created = (name: string, result = 'pg_catalog.jsonb') =>
  `create or replace function :"auth".${name}(of pg_catalog.text) returns ${result}\nreturn null;`

test.each([
  [
    'a function that is not in the list',
    [created('session'), created('other')],
    /lacks other\(pg_catalog.text\)/,
  ],
  ['one of the list that is not created', [], /no file creates session\(pg_catalog.text\)/],
  ['another result', [created('session', 'pg_catalog.text')], /lacks session\(.*\) returns pg_catalog.text/],
])('`pnpm sql` refuses %s', (_, statements, message) => {
  expect(() => assertListed([created('session')], listed)).not.toThrow()
  expect(() => assertListed(statements, listed)).toThrow(message)
})

test('the list stands in for its placeholders, four signatures a line', () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((name) => ({
    name,
    arguments: ['int4', 'text'],
    result: 'text',
  }))
  expect(fillFunctions('grant on\n  :functions\nto x', five)).toBe(
    'grant on\n  :"auth".a(int4, text), :"auth".b(int4, text), :"auth".c(int4, text), :"auth".d(int4, text),\n' +
      '  :"auth".e(int4, text)\nto x',
  )
  expect(fillFunctions('in (:function_names)', five)).toBe("in ('a', 'b', 'c', 'd', 'e')")
})
