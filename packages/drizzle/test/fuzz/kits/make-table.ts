import type { Definition, Type } from '../language/condition.js'
import { members } from '../language/condition.js'
import { named } from '../language/hazards.js'
import { ConditionMaker } from '../language/make-condition.js'
import { makeDefinition } from '../language/make-definition.js'
import type { Columns } from '../language/make-value.js'
import type { Random } from '../random.js'
import type { TableModel } from './history.js'

const optional: Readonly<Record<string, Type>> = {
  owner: 'text',
  ownerId: 'uuid',
  title: 'text',
  n: 'integer',
  flag: 'boolean',
  listId: 'integer',
  at: 'timestamptz',
  labels: 'text[]',
  meta: 'jsonb',
}

/** Names that have to be quoted, among others. */
const columnNames: Readonly<Record<string, readonly string[]>> = {
  owner: ['owner', 'user', 'Owner'],
  ownerId: ['owner_id', 'user id'],
  title: ['title', 'näme'],
  n: ['n', 'order'],
  flag: ['flag', 'is "set"'.replaceAll('"', '')],
  listId: ['list_id', 'listId'],
}

const tableNames = ['docs', 'Notes', 'user', 'two words', 'files', 'häuser']

/** A name for a column, other than the one that it has. */
export function columnName(random: Random, key: string, taken?: string): string {
  return random.pick((columnNames[key] ?? [key, `${key}_2`]).filter((name) => name !== taken))
}

/** A name that no table has. */
export function tableName(random: Random, taken: readonly string[]): string {
  return random.pick(tableNames.filter((name) => !taken.includes(name)))
}

export function makeColumn(random: Random, key: string) {
  return { name: columnName(random, key), type: optional[key] ?? 'integer' }
}

export const optionalColumns = Object.keys(optional)

export function makeTable(random: Random, key: string, taken: readonly string[] = []): TableModel {
  const chosen = optionalColumns.filter(() => random.percent(60))
  const columns = Object.fromEntries(
    [...new Set(['owner', ...chosen])].map((column) => [column, makeColumn(random, column)]),
  )
  // Tables of one schema are made one after the other, with names from different ends.
  const name = taken.length > 0 ? tableName(random, taken) : (tableNames[Number(key.slice(1))] ?? 'docs')
  return withDefinitions(random, {
    ...{ key, name, definitions: [], locked: false },
    columns: { id: { name: 'id', type: 'integer' }, ...columns },
  })
}

/** A definition for a table as it is. */
export function definitionFor(random: Random, { key, columns, definitions }: TableModel): Definition {
  const types: Columns = {
    [members.name]: members.columns,
    [key]: Object.fromEntries(Object.entries(columns).map(([column, { type }]) => [column, type])),
  }
  const looksUp = key !== members.name && 'listId' in columns
  return named(makeDefinition(random, new ConditionMaker(random, key, types, { looksUp })), definitions)
}

export function withDefinitions(random: Random, table: TableModel): TableModel {
  let defined = table
  for (let left = random.below(4); left > 0; left -= 1) {
    defined = { ...defined, definitions: [...defined.definitions, definitionFor(random, defined)] }
  }
  return defined
}
