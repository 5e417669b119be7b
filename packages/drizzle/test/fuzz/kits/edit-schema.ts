import { type Definition, members } from '../language/condition.js'
import { named } from '../language/hazards.js'
import type { Random } from '../random.js'
import type { SchemaModel, TableModel } from './history.js'
import { columnName, definitionFor, makeColumn, makeTable, optionalColumns, tableName } from './make-table.js'

/** One edit, as people make them. */
export function editSchema(random: Random, schema: SchemaModel): SchemaModel {
  const table = random.pick(schema)
  const others = schema.filter(({ key }) => key !== members.name)
  const replaced = (next: TableModel) => schema.map((each) => (each === table ? next : each))
  const define = (definitions: readonly Definition[]) => replaced({ ...table, definitions })
  const { definitions } = table
  const at = random.below(definitions.length)
  const changed = (change: (definition: Definition) => Definition) =>
    define(
      definitions.map((each, index) =>
        index === at
          ? named(
              change(each),
              definitions.filter((_, other) => other !== at),
            )
          : each,
      ),
    )
  const some = definitions.length > 0 ? 1 : 0
  return random.oneOf<SchemaModel>([
    [4, () => define([definitionFor(random, table), ...definitions])],
    [2, () => define([...definitions, definitionFor(random, table)])],
    [3 * some, () => define(definitions.filter((_, index) => index !== at))],
    [1 * some, () => define([])],
    [
      5 * some,
      () => changed((definition) => ({ ...definition, ...conditionsOf(definitionFor(random, table)) })),
    ],
    [3 * some, () => changed((definition) => ({ ...definition, role: definitionFor(random, table).role }))],
    [
      2 * some,
      () =>
        changed((definition) => ({
          ...definition,
          as: definition.as === 'restrictive' ? 'permissive' : 'restrictive',
        })),
    ],
    [
      1 * some,
      () => changed(({ name: _, ...rest }) => ({ ...rest, ...(random.percent(60) && { name: 'renamed' }) })),
    ],
    [1 * some, () => changed((definition) => ({ ...definition, delete: null, insert: true }))],
    [2 * some, () => define(random.shuffled(definitions))],
    [1, () => replaced({ ...table, locked: !table.locked })],
    [2, () => addColumn(random, table, replaced)],
    [2, () => dropColumn(random, table, replaced)],
    [2, () => renameColumn(random, table, replaced)],
    [1, () => [...schema, makeTable(random, `t${fresh(schema)}`, taken(schema))]],
    [others.length > 1 ? 1 : 0, () => schema.filter((each) => each !== others[0])],
    [2, () => replaced({ ...table, name: tableName(random, taken(schema)) })],
  ])
}

const taken = (schema: SchemaModel) => schema.map(({ name }) => name)

const fresh = (schema: SchemaModel) => Math.max(0, ...schema.map(({ key }) => Number(key.slice(1)) || 0)) + 1

function conditionsOf({ role: _, as: __, name: ___, ...conditions }: Definition) {
  return conditions
}

type Replace = (next: TableModel) => SchemaModel

function addColumn(random: Random, table: TableModel, replaced: Replace): SchemaModel {
  const missing = optionalColumns.filter((key) => !(key in table.columns))
  if (missing.length === 0) return replaced(table)
  const key = random.pick(missing)
  return replaced({ ...table, columns: { ...table.columns, [key]: makeColumn(random, key) } })
}

/**
 * The column, and every definition that uses it. The kits drop the column first, which PostgreSQL does not take, so
 * most people drop the definitions in a migration of their own.
 */
function dropColumn(random: Random, table: TableModel, replaced: Replace): SchemaModel {
  const keys = Object.keys(table.columns).filter((key) => key !== 'id')
  // Rows of `members` are looked up by what it has.
  if (keys.length === 0 || table.key === members.name) return replaced(table)
  const gone = random.pick(keys)
  const definitions = table.definitions.filter((definition) => !uses(definition, table.key, gone))
  if (definitions.length < table.definitions.length && random.percent(75))
    return replaced({ ...table, definitions })
  const columns = Object.fromEntries(Object.entries(table.columns).filter(([key]) => key !== gone))
  return replaced({ ...table, columns, definitions })
}

function renameColumn(random: Random, table: TableModel, replaced: Replace): SchemaModel {
  const key = random.pick(Object.keys(table.columns))
  const column = table.columns[key]
  if (column === undefined || key === 'id') return replaced(table)
  const name = columnName(random, key, column.name)
  return replaced({ ...table, columns: { ...table.columns, [key]: { ...column, name } } })
}

function uses(part: unknown, table: string, column: string): boolean {
  if (typeof part !== 'object' || part === null) return false
  if (Reflect.get(part, 'table') === table && Reflect.get(part, 'column') === column) return true
  return Object.values(part).some((each) => uses(each, table, column))
}
