import type { Scalar } from './condition.js'

type Claims = Readonly<Record<string, unknown>>

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The session's user: `sub`, where it is a string. */
export const userId = ({ sub }: Claims): string | null => (typeof sub === 'string' ? sub : null)

export const userUuid = (claims: Claims): string | null => asUuid(userId(claims))

const asUuid = (text: string | null) => (text !== null && uuid.test(text) ? text.toLowerCase() : null)

function asInteger(text: string | null): number | null {
  if (text === null || !/^-?[0-9]{1,19}$/.test(text)) return null
  const number = Number(text)
  return number >= -(2 ** 31) && number < 2 ** 31 ? number : null
}

function at(claims: Claims, path: readonly string[]): unknown {
  let value: unknown = claims
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = Reflect.get(value, name)
  }
  return value
}

const asText = (value: unknown): string | null => {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : jsonText(value)
}

/** JSON as PostgreSQL writes `jsonb`: with a blank after commas. There are no objects of several members here. */
function jsonText(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(jsonText).join(', ')}]` : JSON.stringify(value)
}

/** One claim in a type; NULL where it is missing or does not fit. */
export function claimAs(
  claims: Claims,
  path: readonly string[],
  as: 'text' | 'uuid' | 'integer' | 'boolean',
): Scalar {
  const text = asText(at(claims, path))
  if (as === 'text') return text
  if (as === 'uuid') return asUuid(text)
  if (as === 'integer') return asInteger(text)
  return text === 'true' ? true : text === 'false' ? false : null
}

/** A list of a token: NULL unless it is a list or an object, and NULL for each element that does not fit. */
export function claimList(
  claims: Claims,
  path: readonly string[],
  of: 'text' | 'uuid' | 'integer',
): Scalar[] | null {
  const value = at(claims, path)
  const fit = (text: string | null) => (of === 'text' ? text : of === 'uuid' ? asUuid(text) : asInteger(text))
  if (Array.isArray(value)) {
    return value.map((each) => fit(typeof each === 'object' ? null : asText(each)))
  }
  if (typeof value !== 'object' || value === null) return null
  return Object.entries(value).map(([name, member]) => fit(member === null || member === false ? null : name))
}
