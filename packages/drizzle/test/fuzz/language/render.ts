import { authUserId, authUserUuid, claim, crudPolicy, inClaim, ownedBy } from '@rowauth/drizzle'
import {
  and,
  arrayContained,
  arrayContains,
  arrayOverlaps,
  between,
  type Column,
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
  notInArray,
  notLike,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import { type PgTable, QueryBuilder } from 'drizzle-orm/pg-core'
import type { Clause, Condition, Definition, Value } from './condition.js'

/** Where the columns of a condition come from. */
export interface Tables {
  column(table: string, column: string): Column
  /** The table in which rows are looked up. */
  members(): PgTable
}

const comparisons = { eq, ne, gt, gte, lt, lte }

function value(of: Value, tables: Tables): Column | SQL | unknown {
  switch (of.is) {
    case 'column':
      return tables.column(of.table, of.column)
    case 'literal':
      return of.raw === true ? sql`${of.value}` : of.value
    case 'negated':
      return sql`-${of.value}`
    case 'claim':
      return claim(of.path, { as: of.as })
    case 'user id':
      return authUserId()
    case 'user uuid':
      return authUserUuid()
  }
}

/** A condition as an application would write it, with Drizzle's operators and rowauth's expressions. */
export function render(condition: Condition, tables: Tables): SQL {
  const of = (each: Value) => value(each, tables) as Column
  const all = (conditions: readonly Condition[]) => conditions.map((each) => render(each, tables))
  switch (condition.is) {
    case 'compare':
      return comparisons[condition.by](of(condition.left), of(condition.right))
    case 'and':
      return and(...all(condition.of)) as SQL
    case 'or':
      return or(...all(condition.of)) as SQL
    case 'not':
      return not(render(condition.of, tables)) as SQL
    case 'null':
      return (condition.not ? isNotNull : isNull)(of(condition.of))
    case 'between':
      return (condition.not ? notBetween : between)(of(condition.of), condition.from, condition.to)
    case 'in':
      return (condition.not ? notInArray : inArray)(of(condition.of), [...condition.list])
    case 'like':
      return { like, notLike, ilike }[condition.by](of(condition.of), condition.pattern) as SQL
    case 'raw': {
      const [left, right] = all(condition.of)
      const by = sql.raw(condition.by)
      if (condition.commented) return sql`${left} -- who else?\n${by} ${right}`
      return condition.by === 'and' ? sql`${left} and ${right}` : sql`${left} or ${right}`
    }
    case 'commented': {
      const inner = render(condition.of, tables)
      return condition.as === 'line'
        ? sql`-- whoever is allowed\n${inner}`
        : sql`/* 'whoever' is allowed */ ${inner}`
    }
    case 'list':
      return { arrayContains, arrayContained, arrayOverlaps }[condition.by](
        tables.column(condition.table, condition.column) as never,
        [...condition.with] as never,
      )
    case 'claim list': {
      const column = tables.column(condition.table, condition.column) as never
      const list = claim(condition.path, { as: 'text[]' }) as never
      return condition.by === 'arrayContains' ? arrayContains(list, column) : arrayOverlaps(column, list)
    }
    case 'json':
      return comparisons[condition.by](tables.column(condition.table, condition.column), condition.value)
    case 'constant':
      return sql.raw(String(condition.value))
    case 'owned':
      return ownedBy(tables.column(condition.table, condition.column) as never)
    case 'in claim':
      return inClaim(tables.column(condition.table, condition.column) as never, condition.path)
    case 'claim has':
      return sql`${condition.value} = any(${claim(condition.path, { as: 'text[]' })})`
    case 'lookup': {
      const where = render(condition.where, tables)
      const select = new QueryBuilder()
        .select({ id: tables.column('members', 'listId') as never })
        .from(tables.members() as never)
        .where(where)
      const { column, table } = condition.column
      if (condition.by === 'exists') return exists(select)
      if (condition.by === 'notExists') return notExists(select)
      const looked = tables.column(table, column)
      if (condition.by === 'any') return sql`${looked} = any(array${select})`
      return (condition.by === 'inArray' ? inArray : notInArray)(looked, select as never)
    }
  }
}

function clause(given: Clause, tables: Tables): SQL | boolean | null {
  return typeof given === 'boolean' || given === null ? given : render(given, tables)
}

/** The policies of a definition, as `crudPolicy` makes them. */
export function policiesOf(definition: Definition, tables: Tables) {
  const { read, update, ...rest } = definition
  const commands = Object.fromEntries(
    (['modify', 'insert', 'delete'] as const).flatMap((command) =>
      rest[command] === undefined ? [] : [[command, clause(rest[command], tables)]],
    ),
  )
  return crudPolicy({
    role: definition.role,
    ...(definition.as && { as: definition.as }),
    ...(definition.name !== undefined && { name: definition.name }),
    read: clause(read, tables),
    ...commands,
    ...(update !== undefined && {
      update:
        typeof update === 'object' && update !== null && 'using' in update
          ? {
              using: clause(update.using, tables) as SQL | boolean,
              check: clause(update.check, tables) as SQL | boolean,
            }
          : clause(update, tables),
    }),
  })
}
