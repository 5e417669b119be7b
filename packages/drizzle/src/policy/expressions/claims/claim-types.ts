/** What a claim can be read as, and the type that a query then returns. */
export interface ClaimTypes {
  /** A string as it is; a number, boolean, object or array as its JSON text. */
  text: string
  uuid: string
  /** JSON `true` and `false`, or the strings "true" and "false". */
  boolean: boolean
  /** A whole number that fits 32 bits, or a string of its digits. */
  integer: number
  /** Another name for `integer`. */
  int: number
  /** A whole number that fits 64 bits, or a string of its digits. */
  bigint: bigint
  /** A decimal number, or a string of its digits; kept as a string, which loses nothing. */
  numeric: string
  /** Seconds since the epoch, as `iat` or `auth_time`: the NumericDate of RFC 7519. */
  timestamptz: Date
  jsonb: unknown
  /** A list of strings, numbers and booleans, or the names of an object's members. What else is in it is null. */
  'text[]': (string | null)[]
  /** A list of strings that are UUIDs, or the names of an object's members. What else is in it is null. */
  'uuid[]': (string | null)[]
  /** A list of whole numbers that fit 32 bits, or strings of their digits. What else is in it is null. */
  'integer[]': (number | null)[]
  /** Another name for `integer[]`. */
  'int[]': (number | null)[]
  /** A list of whole numbers that fit 64 bits, or strings of their digits. What else is in it is null. */
  'bigint[]': (bigint | null)[]
}

/** The types that are a list. */
export type ListType = Extract<keyof ClaimTypes, `${string}[]`>

/** The claim's text where it has this form, and NULL where it has not, so that a cast of it cannot fail. */
const matching = (text: string, form: string) => `pg_catalog.substring(${text}, '^${form}$')`

function wholeNumber(text: string, type: 'integer' | 'bigint', from: string, to: string): string {
  const digits = matching(text, '-?[0-9]{1,19}')
  const number = `cast(${digits} as numeric)`
  const fits = `${number} operator(pg_catalog.>=) ${from} and ${number} operator(pg_catalog.<=) ${to}`
  return `case when ${fits} then cast(${digits} as ${type}) end`
}

/**
 * From the SQL text of a claim to the SQL text of its value in a type. A claim that does not fit is NULL, as in
 * `auth.uid()`: an error would break every query on a table for whoever holds such a token. The casts are
 * spelled out because drizzle-kit takes a trailing `::type` off a column default.
 */
export const casts = {
  uuid: (text) =>
    `cast(${matching(text, '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}')} as pg_catalog.uuid)`,
  boolean: (text) => `cast(${matching(text, '(?:true|false)')} as boolean)`,
  integer: (text) => wholeNumber(text, 'integer', '-2147483648', '2147483647'),
  bigint: (text) => wholeNumber(text, 'bigint', '-9223372036854775808', '9223372036854775807'),
  numeric: (text) => `cast(${matching(text, '-?[0-9]{1,200}(?:[.][0-9]{1,200})?')} as numeric)`,
  timestamptz: (text) =>
    `pg_catalog.to_timestamp(cast(${matching(text, '-?[0-9]{1,11}(?:[.][0-9]{1,9})?')} as double precision))`,
} satisfies Record<Exclude<keyof ClaimTypes, 'text' | 'jsonb' | 'int' | ListType>, (text: string) => string>

/** Other names, and what they stand for. */
export const synonyms = { int: 'integer', 'int[]': 'integer[]' } as const

/** Where the driver's value is not yet the one that {@link ClaimTypes} promises. */
export const decoders = {
  bigint: (value: unknown) => BigInt(String(value)),
  timestamptz: (value: unknown) => (value instanceof Date ? value : new Date(String(value))),
  'uuid[]': (value: unknown) => elementsOf(value, String),
  'integer[]': (value: unknown) => elementsOf(value, Number),
  'bigint[]': (value: unknown) => elementsOf(value, (element) => BigInt(String(element))),
}

/** Without `fetch_types`, postgres.js gives a list as its text, `{1,NULL}`; with it, NULL as the text "NULL", or as NaN. */
function elementsOf<T>(value: unknown, decoded: (element: unknown) => T): (T | null)[] {
  const inner = String(value).slice(1, -1)
  const elements = Array.isArray(value) ? value : inner === '' ? [] : inner.split(',')
  const isNull = (element: unknown) => element === null || element === 'NULL' || Number.isNaN(element)
  return elements.map((element) => (isNull(element) ? null : decoded(element)))
}
