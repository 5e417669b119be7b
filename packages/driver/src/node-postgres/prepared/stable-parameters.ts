/*
 * A prepared statement keeps the parameter types of the day it was parsed. After `alter column … type` PostgreSQL
 * reads a parameter as the old type and converts it, or compares it as what it was, where a statement that is parsed
 * anew reads it as the new one. The two can differ without an error: '2022-01-01 00:00:00-0200' loses its offset as
 * a timestamp, '007' its zeros as an integer, and 'ada' is not 'Ada' for a column that has become citext. So
 * statements keep a name only while every parameter has a use, a type and a value for which each way that
 * PostgreSQL takes by itself comes to what reading the text again would come to.
 *
 * Not among them: date and time, floating-point, numeric (rounded as an integer), jsonb (written differently as
 * text), bpchar, bytea, bit, money, arrays, and every type that a user can define, for domains and ranges are made
 * of the others; parameters of functions and of other operators, which the old type may find another one of.
 */
import type { ParameterUse } from './parameter-uses.js'

const integer = /^(?:0|-?[1-9][0-9]*)$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** Beyond it `real` has no room for each integer. */
const maxCompared = 2 ** 24
/** Object identifiers from here on are the users'. */
const firstUserDefined = 16_384

type Reads = (text: string) => boolean

/** As PostgreSQL writes them itself, values are the same text whatever type they pass through. */
const isInteger: Reads = (text) => integer.test(text)
/** Blanks at the end mean nothing to `character`, and something to `text`. */
const isText: Reads = (text) => !text.endsWith(' ')
const isBoolean: Reads = (text) => text === 'true' || text === 'false'
const isUuid: Reads = (text) => uuid.test(text)
const isSmall: Reads = (text) => integer.test(text) && Number(text) >= 0 && Number(text) <= maxCompared
const any: Reads = () => true

/** By the object identifiers of pg_type, which are the same in every database. */
const stored = new Map<number, Reads>([
  [16, isBoolean],
  [20, isInteger],
  [21, isInteger],
  [23, isInteger],
  [25, isText],
  [114, isText],
  [1043, isText],
  [2950, isUuid],
])

/** Not text: case, blanks at the end and length count or not by the type of what it is compared with. */
const compared = new Map<number, Reads>([
  [16, isBoolean],
  [20, isSmall],
  [21, isSmall],
  [23, isSmall],
  [2950, isUuid],
])

function reads(type: number, use: ParameterUse | undefined): Reads | undefined {
  if (use === 'stored') return stored.get(type)
  if (use === 'compared') return compared.get(type)
  // The text itself says what they are.
  return use !== undefined && type < firstUserDefined ? any : undefined
}

/** Is this text of an array's element the same to every type that such an array can become by itself? */
export function isStableElement(type: number, text: string): boolean {
  return compared.get(type)?.(text) === true
}

/**
 * Are these such that no conversion changes a value that is written as PostgreSQL writes it?
 *
 * @param uses - one a parameter; undefined: not known
 */
export function areStableTypes(types: readonly number[], uses: readonly ParameterUse[] | undefined): boolean {
  return types.every((type, index) => reads(type, uses?.[index]) !== undefined)
}

/**
 * Does this type of change nothing about these values?
 *
 * @param types - stable ones, one a parameter
 * @param values - as they are written to the wire: text, bytes, or null
 */
export function areStableValues(
  types: readonly number[],
  uses: readonly ParameterUse[] | undefined,
  values: readonly unknown[],
): boolean {
  return types.every((type, index) => {
    const value = values[index] ?? null
    if (value === null) return true
    return typeof value === 'string' && reads(type, uses?.[index])?.(value) === true
  })
}
