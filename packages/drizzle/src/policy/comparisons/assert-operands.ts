import { Column, is } from 'drizzle-orm'
import { pathText } from '../expressions/claims/claim.js'
import { columnType } from '../expressions/column-type.js'
import { sessionValue } from '../expressions/session-value.js'
import { elementType, kindOf, kindOfColumn, kindOfElements, wantedFor } from './kinds.js'

type SessionValue = NonNullable<ReturnType<typeof sessionValue>>

/**
 * Refuses a column and a value of the session that an operator of PostgreSQL does not take.
 *
 * @throws {TypeError}
 */
export function assertOperands(left: unknown, operator: string, right: unknown): void {
  if (Array.isArray(right)) {
    for (const each of right) assertOperands(left, '=', each)
    return
  }
  const column = [left, right].find((operand) => is(operand, Column))
  const value = sessionValue(right) ?? sessionValue(left)
  if (column === undefined || value === undefined) return
  if (/\b(any|some|all)\b/.test(operator)) assertAny(left, column, value)
  else assertPair(operator, column, value)
}

function assertPair(operator: string, column: Column, value: SessionValue): void {
  const type = columnType(column)
  const path = value.path && pathText(value.path)
  const [ofColumn, ofValue] = [kindOfColumn(column), kindOf(value.type)]
  const search = path === undefined ? `= any(\${${value.call}})` : `inClaim(column, ${path})`
  if (operator.endsWith('in') && (ofValue === 'list' || (value.type === 'jsonb' && type !== 'jsonb'))) {
    const outside = `<> all(\${claim(${path}, { as: '${wantedFor(type) ?? 'text'}[]' })})`
    const fix = operator === 'in' || path === undefined ? search : `sql\`\${column} ${outside}\``
    throw new TypeError(`${problem(column, value)}, which "${operator}" cannot search: write ${fix}.`)
  }
  if (ofColumn === undefined || ofValue === undefined) return
  if (ofColumn === 'list' && ofValue === 'list') assertLists(type, column, value)
  if (ofColumn === ofValue) return
  if (ofValue === 'list') throw new TypeError(`${problem(column, value)}: a value is in a list by ${search}.`)
  refuse(column, value, type)
}

/** A value that is looked for in a list, on either side. */
function assertAny(left: unknown, column: Column, value: SessionValue): void {
  const inValue = is(left, Column)
  const ofColumn = inValue ? kindOfColumn(column) : kindOfElements(column)
  const ofValue = kindOf(inValue ? elementType(value.type) : value.type)
  if (ofColumn === undefined || ofValue === undefined || ofColumn === ofValue) return
  const list = inValue && value.type.endsWith('[]') ? '[]' : ''
  refuse(column, value, inValue ? `${columnType(column)}${list}` : elementType(columnType(column)))
}

/** Lists are compared where their elements have one type; integer and bigint are two. */
function assertLists(type: string, column: Column, value: SessionValue): void {
  const [ofColumn, ofValue] = [elementType(type), elementType(value.type)]
  if (ofColumn !== ofValue && kindOfElements(column) !== undefined) refuse(column, value, type)
}

function refuse(column: Column, value: SessionValue, type: string): never {
  const path = value.path && pathText(value.path)
  const as = wantedFor(type)
  const asText = `compare it as text, as in sql\`\${column}::text${type.endsWith('[]') ? '[]' : ''} = …\``
  const fix =
    as === undefined
      ? asText
      : path === undefined
        ? "choose what has the column's type, as ownedBy(column) does"
        : `write claim(${path}, { as: '${as}' })`
  throw new TypeError(`${problem(column, value)}, which PostgreSQL does not compare: ${fix}.`)
}

function problem(column: Column, value: SessionValue): string {
  return `crudPolicy(): "${column.name}" is ${columnType(column)}, and ${value.call} is ${value.type}`
}
