import { Group, type Part } from '../../sql-text/expression-parts.js'

/** A column of a table whose policies are read. */
export interface Column {
  readonly number: number
  /** Quoted where PostgreSQL quotes it. */
  readonly name: string
  /** Without a length, as PostgreSQL writes it. */
  readonly type: string
  /** What an enum may be; null for other types. */
  readonly labels: readonly string[] | null
  readonly notNull: boolean
}

/** Values for the columns, as text. */
export type SampleRows = readonly (readonly (string | null)[])[]

/** At random, behind those that show each value once. */
const randomRows = 300

/**
 * Values that a condition is tried with: those that it names itself, their neighbours, and the ends of what there is. Undefined
 * for types of which a few values prove nothing.
 */
function valuesOf({ type, labels }: Column, named: Named, ids: readonly string[]): string[] | undefined {
  if (labels !== null) return [...labels]
  const whole = [...named.numbers, 0, 7, 42, 1000].flatMap((n) => [n, n - 1, n + 1]).map((n) => Math.trunc(n))
  const within = (end: number) => whole.filter((n) => Math.abs(n) <= end).map(String)
  switch (type) {
    case 'boolean':
      return ['true', 'false']
    case 'smallint':
      return [...within(32767), '32767', '-32768']
    case 'integer':
      return [...within(2147483647), '2147483647', '-2147483648']
    case 'bigint':
      return [...within(Number.MAX_SAFE_INTEGER), '9223372036854775807', '-9223372036854775808']
    case 'numeric':
    case 'real':
    case 'double precision':
      return [...within(1e15), ...named.numbers.map(String), '0.5', '-0.5', '1e30', '-1e30']
    case 'text':
    case 'character varying': {
      // Whatever length is allowed: a text that is longer.
      const longest = Math.max(10, ...named.numbers)
      if (longest > 5000) return undefined
      const likely = [...textsLike(named.strings), ...named.numbers.map(String), ...ids]
      return [...likely, '', ' ', 'a', 'B', '%', '1', 'xY'.repeat(10 * longest)]
    }
    case 'uuid':
      return [...ids, ...named.strings.filter(isUuid), '00000000-0000-4000-8000-0000000000ff']
    case 'date':
    case 'timestamp without time zone':
    case 'timestamp with time zone': {
      const dates = named.strings.filter((text) => /^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\.\d+)?)?$/.test(text))
      return [...dates, 'now', 'yesterday', 'tomorrow', '1970-01-01', '2000-01-01', '2199-12-31']
    }
    default:
      // With something to compare them with, a few values of these prove nothing.
      return named.strings.length + named.numbers.length === 0 ? someOf[type] : undefined
  }
}

const arrays = ['{}', '{1}', '{7,1}']
const someOf: Readonly<Record<string, string[]>> = {
  ...{ 'text[]': arrays, 'character varying[]': arrays, 'integer[]': arrays, 'bigint[]': arrays },
  jsonb: ['{}', '[]', '[1]', '"a"', 'null', '{"a": 1}'],
  inet: ['10.0.0.1', '192.168.0.0/16', '::1'],
  interval: ['0', '1 day', '-1 month'],
  'time without time zone': ['00:00', '12:34', '23:59:59'],
  bytea: ['', 'a', '\\x00'],
  character: ['', 'a', '1'],
}

/** Texts that patterns among the literals match, and what separators join. */
function textsLike(strings: readonly string[]): string[] {
  const few = strings.slice(0, 6)
  return [
    ...strings,
    ...strings.map((text) => text.replace(/[\^$%\\]/g, '')),
    ...strings.map((text) => text.replace(/[\^$%\\_.*+?()[\]{}|]/g, '')),
    ...few.flatMap((first) => few.map((second) => first + second)),
  ]
}

interface Named {
  readonly strings: readonly string[]
  readonly numbers: readonly number[]
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}

/** The literals of a condition, those within arrays too. */
function namedIn(parts: readonly Part[]): Named {
  const strings: string[] = []
  const numbers: number[] = []
  const look = (each: readonly Part[]) => {
    for (const part of each) {
      if (part instanceof Group) look(part.parts)
      else if (part.startsWith("'")) strings.push(part.slice(1, -1).replaceAll("''", "'"))
    }
    const words = each.filter((part) => typeof part === 'string').join('')
    numbers.push(...(words.match(/(?<![\w.'])\d+(\.\d+)?/g) ?? []).map(Number))
  }
  look(parts)
  const listed = strings
    .filter((text) => /^\{.*\}$/.test(text))
    .flatMap((text) => text.slice(1, -1).split(','))
  const all = [...strings, ...listed]
  const written = all.flatMap((text) => text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number)
  return { strings: all, numbers: [...numbers, ...written.filter((n) => Math.abs(n) < 1e15)] }
}

/**
 * Rows of a table for a condition to be tried with, the same ones each time: each value once, then at random, with NULL where the
 * column may be NULL. Undefined when rows prove nothing about one of the columns.
 */
export function sampleRows(
  columns: readonly Column[],
  condition: readonly Part[],
  ids: readonly string[],
): SampleRows | undefined {
  const named = namedIn(condition)
  const values = columns.map((column) => valuesOf(column, named, ids))
  if (!values.every((each) => each !== undefined)) return undefined
  let seed = 20
  const below = (end: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648
    return Math.floor((seed / 2147483648) * end)
  }
  const inTurn = Math.max(0, ...values.map((choice) => choice.length))
  return Array.from({ length: inTurn + randomRows }, (_, row) =>
    columns.map((column, i) => {
      const choice = values[i] as string[]
      if (row < choice.length) return choice[row] as string
      if (row >= inTurn && !column.notNull && below(8) === 0) return null
      // What the condition names comes first, and is what its parts meet in.
      const chosen = choice[below(below(2) === 0 ? Math.ceil(choice.length / 3) : choice.length)] as string
      return chosen.length > 100 ? '' : chosen
    }),
  )
}
