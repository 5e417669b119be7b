import { type Column, is } from 'drizzle-orm'
import { PgEnumColumn } from 'drizzle-orm/pg-core'
import { builtColumn } from '../expressions/built-column.js'
import { columnType, isTextType } from '../expressions/column-type.js'

/** What PostgreSQL compares with each other. A type that is not here, such as a domain, may be like any other. */
const kinds: readonly [kind: string, types: RegExp][] = [
  ['uuid', /^uuid$/],
  ['boolean', /^boolean$/],
  ['number', /^(smallint|integer|bigint|smallserial|serial|bigserial|real|double precision|numeric\b.*)$/],
  ['jsonb', /^jsonb$/],
  ['time', /^(date|timestamptz|timestamp\b.*)$/],
  [
    'other',
    /^(json|time\b.*|interval\b.*|inet|cidr|macaddr8?|bytea|point|line|vector\b.*|halfvec\b.*|bit\b.*)$/,
  ],
]

/** The kind of a type's values; undefined where the name of the type does not tell. */
export function kindOf(type: string): string | undefined {
  if (type.endsWith('[]')) return 'list'
  if (isTextType(type)) return 'text'
  return kinds.find(([, types]) => types.test(type))?.[0]
}

/** The kind of a column's values. */
export function kindOfColumn(column: Column): string | undefined {
  const type = columnType(column)
  return type.endsWith('[]') ? 'list' : kindOfElements(column)
}

/** The kind of the elements of a column's lists, or of its values. */
export function kindOfElements(column: Column): string | undefined {
  const built = builtColumn(column)
  const isEnum = [built, Reflect.get(built, 'baseColumn')].some((each) => is(each, PgEnumColumn))
  // PostgreSQL compares the values of an enum with each other alone. Nothing in the token is one.
  return isEnum ? 'enum' : kindOf(elementType(columnType(column)))
}

/** The type of a list's elements, or the type itself. */
export function elementType(type: string): string {
  return type.replace(/(\[\d*\])+$/, '')
}

/** What a claim would have to be read as to be compared with a type; undefined where there is nothing like it. */
export function wantedFor(type: string): string | undefined {
  if (type.endsWith('[]')) {
    const element = elementType(type)
    return ['text', 'uuid', 'integer', 'bigint'].includes(element) ? `${element}[]` : undefined
  }
  if (isTextType(type)) return 'text'
  if (/^(smallint|smallserial|serial)$/.test(type)) return 'integer'
  if (type === 'bigserial') return 'bigint'
  if (/^(real|double precision|numeric)/.test(type)) return 'numeric'
  if (/^(date|timestamp)/.test(type)) return 'timestamptz'
  return ['uuid', 'boolean', 'integer', 'bigint', 'jsonb'].includes(type) ? type : undefined
}
