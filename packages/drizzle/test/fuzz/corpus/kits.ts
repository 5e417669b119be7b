import type { History, SchemaModel, TableModel } from '../kits/history.js'
import { type Condition, type Definition, members } from '../language/condition.js'
import { roles } from '../language/vocabulary.js'

const mine: Condition = { is: 'owned', table: 'members', column: 'userId' }
const first: Condition = {
  ...{ is: 'compare', by: 'eq' },
  left: { is: 'column', table: 'members', column: 'level' },
  right: { is: 'literal', value: 1 },
}

const table: TableModel = {
  ...{ key: members.name, name: members.name, locked: false, definitions: [] },
  columns: {
    listId: { name: 'list_id', type: 'integer' },
    userId: { name: 'user_id', type: 'text' },
    level: { name: 'level', type: 'integer' },
  },
}

const schema = (...definitions: Definition[]): SchemaModel => [{ ...table, definitions }]

function define(
  role: Definition['role'],
  read: Condition | boolean,
  more: Partial<Definition> = {},
): Definition {
  return { role, read, ...more }
}

function history(why: string, ...schemas: SchemaModel[]): { readonly why: string; readonly case: History } {
  return { why, case: { schemas, answers: 1 } }
}

/** Histories in which something once went wrong, and what; a history that fuzzing prints can be put here as it is. */
export const kits: readonly { readonly why: string; readonly case: History }[] = [
  history(
    'a permissive policy becomes a restrictive one',
    schema(define('authenticated', mine)),
    schema(define('authenticated', first, { as: 'restrictive' })),
  ),
  history(
    'a policy for other roles with another condition',
    schema(define('authenticated', mine)),
    schema(define(['anonymous', 'authenticated'], true, { modify: first })),
  ),
  history(
    'another definition in front',
    schema(define('authenticated', mine)),
    schema(define('authenticated', first, { name: 'first' }), define('authenticated', mine)),
  ),
  history(
    'definitions in another order',
    schema(define('authenticated', mine), define('anonymous', first), define('public', false)),
    schema(define('public', false), define('anonymous', first), define('authenticated', mine)),
  ),
  history(
    'other roles under a name of its own',
    schema(define(roles.editor, mine, { name: 'members' })),
    schema(define([roles.viewer, 'authenticated'], mine, { name: 'members' })),
  ),
  history(
    'the last policy goes, and one comes',
    schema(define('authenticated', mine)),
    schema(),
    schema(define('authenticated', first)),
  ),
  history('row-level security without a policy', schema(), [{ ...table, locked: true }], schema()),
  history(
    'a column that a policy uses is renamed',
    schema(define('authenticated', mine, { modify: first })),
    [
      {
        ...table,
        definitions: [define('authenticated', mine, { modify: first })],
        columns: { ...table.columns, userId: { name: 'Owner', type: 'text' } },
      },
    ],
  ),
  history(
    'a comment in front of the ownership test',
    schema(),
    schema(define('authenticated', true, { insert: { is: 'commented', as: 'line', of: mine } })),
  ),
]
