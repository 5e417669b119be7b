/*
 * A prepared statement keeps the parameter types of the day it was parsed. After `alter column … type` PostgreSQL
 * reads a parameter as the old type and converts it, where a statement that is parsed anew reads it as the new one,
 * and the two can differ without an error: '2022-01-01 00:00:00-0200' loses its offset as a timestamp, '007' its
 * zeros as an integer. So statements keep a name only while every parameter has a type, and a value, of which each
 * conversion that PostgreSQL makes by itself gives what reading the text again would give.
 *
 * Not among them: date and time, floating-point, numeric (rounded as an integer), jsonb (written differently as
 * text), bpchar, bytea, bit, money, arrays, and every type that a user can define, for domains and ranges are made
 * of the others.
 */

const integer = /^(?:0|-?[1-9][0-9]*)$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

type Reads = (text: string) => boolean

/** As PostgreSQL writes them itself, values are the same text whatever type they pass through. */
const isInteger: Reads = (text) => integer.test(text)
/** Blanks at the end mean nothing to `character`, and something to `text`. */
const isText: Reads = (text) => !text.endsWith(' ')

/** By the object identifiers of pg_type, which are the same in every database. */
const stable = new Map<number, Reads>([
  [16, (text) => text === 'true' || text === 'false'],
  [20, isInteger],
  [21, isInteger],
  [23, isInteger],
  [25, isText],
  [114, isText],
  [1043, isText],
  [2950, (text) => uuid.test(text)],
])

/** Are these types such that no conversion changes a value that is written as PostgreSQL writes it? */
export function areStableTypes(types: readonly number[]): boolean {
  return types.every((type) => stable.has(type))
}

/**
 * Does this type of change nothing about these values?
 *
 * @param types - stable ones, one a parameter
 * @param values - as they are written to the wire: text, bytes, or null
 */
export function areStableValues(types: readonly number[], values: readonly unknown[]): boolean {
  return types.every((type, index) => {
    const value = values[index] ?? null
    if (value === null) return true
    return typeof value === 'string' && stable.get(type)?.(value) === true
  })
}
