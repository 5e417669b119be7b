import fc from 'fast-check'
import { commonTypes, relatives, textsFor, typeNames } from './column-types.js'
import { type Place, places } from './twin-schemas.js'

/** What a place holds as of now: the types of the table's columns, and that of the function's parameter. */
export interface Catalog {
  readonly types: readonly [string, string, string]
  readonly takes: string
}

/** The SQL of a change, and what it leaves; it may fail, and then nothing has changed. */
export interface Migration {
  readonly sql: string
  readonly after: Catalog
}

export interface Change {
  readonly place: Place
  readonly migration: (catalog: Catalog) => Migration
}

type Index = 0 | 1 | 2
type Types = Catalog['types']

const grants = 'grant all on t, w to authenticated'
const dropView = 'drop view if exists w'
const view = `create view w as select id, c0 as a from t; ${grants}`
const literal = (type: string, row: number) => {
  const texts = textsFor(type)
  return `'${(texts[row % Math.min(texts.length, 2)] ?? '').replaceAll("'", "''")}'`
}
const row = (types: Types, id: number) => `(${[id, ...types.map((type) => literal(type, id))].join()})`
const table = (types: Types) => {
  const [c0, c1, c2] = types
  const create = `create table t (id bigint primary key, c0 ${c0}, c1 ${c1}, c2 ${c2})`
  return `${create}; insert into t values ${[1, 2, 3, 4].map((id) => row(types, id)).join()}`
}
const mood = (values: readonly string[]) =>
  `create type mood as enum (${values.map((value) => `'${value}'`).join()})`
const fn = (type: string, body: string, name = 'f') =>
  `function ${name}(x ${type}) returns text language sql stable as $$ select '${body}' || x::text $$`

/** @returns SQL that makes everything a place holds */
export function given({ types, takes }: Catalog): string {
  return [
    mood(['5', 'ab', '007']),
    'create domain dom as integer',
    table(types),
    `create ${fn(takes, 'f')}`,
    `create ${fn('text', 'text', 'g')}`,
    view,
  ].join('; ')
}

const type = fc.constantFrom(...typeNames)
const types = fc.tuple(type, type, type)
/** Mostly the column that most statements are about. */
const index = fc.oneof({ weight: 4, arbitrary: fc.constant<Index>(0) }, fc.constantFrom<Index[]>(0, 1, 2))
const using = fc.oneof(
  { weight: 4, arbitrary: fc.constant((column: string, to: string) => `${column}::text::${to}`) },
  fc.constant(() => 'null'),
)
/** Where a type leads: mostly to one of its family. */
const next = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.nat({ max: 999 }).map((pick) => (from: string) => {
      const others = relatives(from)
      return others[pick % others.length] ?? from
    }),
  },
  type.map((to) => () => to),
)
const moods = fc.constantFrom(['5', 'ab', 't'], ['ab', '007', '5'], ['t', '5'])
/** What a function may take, and a domain be made of. */
const plainType = fc.constantFrom('integer', 'bigint', 'text', 'date', 'timestamp', 'numeric', 'json', 'uuid')
const views = fc.constantFrom(
  'select id, c1 as a from t',
  'select id, c0::text as a from t',
  'select 1::bigint as id, 5 as a',
)

const columnsOf = (catalog: Catalog, of: string) =>
  catalog.types.flatMap((columnType, at) => (columnType === of ? [`c${at}`] : []))

/** A type is dropped with its columns, and all are made anew. */
const replaced = (catalog: Catalog, name: string, drop: string, create: string): Migration => ({
  sql: [
    dropView,
    drop,
    create,
    ...columnsOf(catalog, name).map((column) => `alter table t add ${column} ${name}`),
    view,
  ].join('; '),
  after: catalog,
})

const changes: fc.Arbitrary<(catalog: Catalog) => Migration> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.tuple(index, next, using).map(([at, next, using]) => (catalog: Catalog) => {
      const [c0, c1, c2] = catalog.types
      const to = next(catalog.types[at])
      const after: Types = [at === 0 ? to : c0, at === 1 ? to : c1, at === 2 ? to : c2]
      return {
        sql: `${dropView}; alter table t alter c${at} type ${to} using ${using(`c${at}`, to)}; ${view}`,
        after: { ...catalog, types: after },
      }
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(next, next, next).map(([n0, n1, n2]) => (catalog: Catalog) => {
      const [c0, c1, c2] = catalog.types
      const types: Types = [n0(c0), n1(c1), n2(c2)]
      return { sql: `drop table t cascade; ${table(types)}; ${view}`, after: { ...catalog, types } }
    }),
  },
  types.map((types) => (catalog: Catalog) => ({
    sql: `alter table t rename to old; ${table(types)}; drop table old cascade; ${view}`,
    after: { ...catalog, types },
  })),
  fc.constant((catalog: Catalog) => ({
    sql: 'alter table t rename c0 to c; alter table t rename c1 to c0; alter table t rename c to c1',
    after: { ...catalog, types: [catalog.types[1], catalog.types[0], catalog.types[2]] as const },
  })),
  moods.map((values) => (catalog: Catalog) => {
    const columns = columnsOf(catalog, 'mood')
    return {
      sql: [
        dropView,
        ...columns.map((column) => `alter table t alter ${column} type text`),
        'drop type mood',
        mood(values),
        ...columns.map((column) => `alter table t alter ${column} type mood using null`),
        view,
      ].join('; '),
      after: catalog,
    }
  }),
  moods.map(
    (values) => (catalog: Catalog) => replaced(catalog, 'mood', 'drop type mood cascade', mood(values)),
  ),
  plainType.map(
    (base) => (catalog: Catalog) =>
      replaced(catalog, 'dom', 'drop domain dom cascade', `create domain dom as ${base}`),
  ),
  fc
    .constantFrom("add constraint k check (value::text <> '5') not valid", 'drop constraint if exists k')
    .map((clause) => (catalog: Catalog) => ({ sql: `alter domain dom ${clause}`, after: catalog })),
  fc.constantFrom('f', 'g', 'h').map((body) => (catalog: Catalog) => ({
    sql: `create or replace ${fn(catalog.takes, body)}`,
    after: catalog,
  })),
  plainType.map((takes) => (catalog: Catalog) => ({
    sql: `drop function f(${catalog.takes}); create ${fn(takes, 'f')}`,
    after: { ...catalog, takes },
  })),
  plainType.map((type) => (catalog: Catalog) => ({
    // There may be others of this name, of which it is the better match.
    sql: `drop function if exists g(${type}); create ${fn(type, type, 'g')}`,
    after: catalog,
  })),
  plainType.map((type) => (catalog: Catalog) => ({ sql: `drop function g(${type})`, after: catalog })),
  views.map((query) => (catalog: Catalog) => ({
    sql: `${dropView}; create view w as ${query}; ${grants}`,
    after: catalog,
  })),
  views.map((query) => (catalog: Catalog) => ({
    sql: `create or replace view w as ${query}`,
    after: catalog,
  })),
)

const atFirst = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...commonTypes) }, type)

export const catalog: fc.Arbitrary<Catalog> = fc.record({
  types: fc.tuple(atFirst, atFirst, atFirst),
  takes: plainType,
})

export const change: fc.Arbitrary<Change> = fc.record({
  place: fc.oneof({ weight: 8, arbitrary: fc.constant(places[0]) }, fc.constant(places[1])),
  migration: changes,
})
