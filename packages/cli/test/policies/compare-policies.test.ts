import { expect, test } from 'vitest'
import { compareRowSecurity } from '../../src/policies/compare-policies.js'
import { policyOf, type RowSecurity } from '../../src/policies/policy.js'

const table = { schema: 'public', table: 'todos', enabled: true, forced: false }
const policy = (name: string, as = '') =>
  policyOf({ ...table, name, as, using: 'id > 0', roles: ['authenticated'] })
const found = (there: Partial<RowSecurity>, meant: Partial<RowSecurity>) =>
  compareRowSecurity(
    { tables: [table], policies: [], ...there },
    { tables: [table], policies: [], ...meant },
    { found: 'the database', meant: 'the schema' },
  ).map(({ object, sql }) => [object, sql?.split(' on ')[0]])

test('what narrows is made before what it narrows', () => {
  const policies = [policy('allow'), policy('restrict', 'restrictive')]
  expect(found({}, { policies })).toEqual([
    ['policy restrict on todos', 'create policy "restrict"'],
    ['policy allow on todos', 'create policy "allow"'],
  ])
})

test('no statement opens what only the database closes', () => {
  const open = [{ ...table, enabled: false }]
  expect(found({}, { tables: open })).toEqual([['"public"."todos"', undefined]])
  expect(found({ tables: [{ ...table, forced: true }] }, {})).toEqual([['"public"."todos"', undefined]])
  expect(found({ policies: [policy('a'), policy('b', 'restrictive')] }, {})).toEqual([
    ['policy a on todos', 'drop policy "a"'],
    ['policy b on todos', undefined],
  ])
})
