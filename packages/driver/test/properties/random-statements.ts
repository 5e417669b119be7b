import fc from 'fast-check'
import { sharedTexts, textsFor } from './column-types.js'
import { statement } from './plain-answer.js'
import type { Catalog } from './random-changes.js'
import { type Place, places } from './twin-schemas.js'

/** Where a parameter comes from: an id that is new, or one that may be there; a text for the column; any text. */
type Source = 'new id' | 'id' | 'c0' | 'c1' | 'c2' | 'c' | 'any' | 'count'

type Form = readonly [text: string, ...sources: Source[]]

/** Parameters are stored or compared as they are. `c` stands for one of the columns. */
const simple: readonly Form[] = [
  ['insert into t (id, c) values ($1, $2)', 'new id', 'c'],
  ['insert into t (id, c0, c1, c2) values ($1, $2, $3, $4)', 'new id', 'c0', 'c1', 'c2'],
  ['insert into t (id, c) values ($1, $2), ($3, $4) returning c', 'new id', 'c', 'new id', 'c'],
  ['insert into t (id, c) values ($1, $2) on conflict (id) do update set c = $3', 'id', 'c', 'c'],
  ['update t set c = $1 where id = $2', 'c', 'id'],
  ['update t set c = $1 where id < $2 returning *', 'c', 'id'],
  ['update t set c = $1 where c = $2', 'c', 'c'],
  ['delete from t where c = $1', 'c'],
  ['select id, c from t order by id'],
  ['select id, c from t where c = $1 order by id', 'c'],
  ['select id, c::text from t where c = $1 order by id', 'c'],
  ['select count(*) from t where c = $1', 'c'],
  ['select id from t where c < $1 order by id', 'c'],
  ['select id from t where c <> $1 order by id', 'c'],
  ['select id from t where c between $1 and $2 order by id', 'c', 'c'],
  ['select id from t where c in ($1, $2) order by id', 'c', 'c'],
  ['select id from t where c not in ($1, $2) order by id', 'c', 'c'],
  ['select id, case when c = $1 then 1 end from t order by id', 'c'],
  ['select id from t order by id limit $1', 'count'],
  ['select a::text from w where a = $1 order by id', 'any'],
  ['select a from w order by id'],
  ['select x.id from t as x join t as y on x.c = y.c and y.id = $1 order by x.id, y.id', 'id'],
]

/** What else there is: an old type finds other operators and functions. */
const others: readonly Form[] = [
  ['insert into t (id, c) select $1, c from t order by id limit 1', 'new id'],
  ['update t set c = c || $1 where id < $2', 'c', 'id'],
  ['update t set c = c + $1 where id < $2', 'c', 'id'],
  ['select id from t where c like $1 order by id', 'c'],
  ['select id from t where c = any ($1) order by id', 'any'],
  ['select id from t where (id, c) > ($1, $2) order by id', 'id', 'c'],
  ['select id from t where c + $1 > $2 order by id', 'c', 'c'],
  ['select id from t where lower(c::text) = $1 order by id', 'c'],
  ['select id, coalesce(c, $1)::text from t order by id', 'c'],
  ['select id, greatest(c, $1)::text from t order by id', 'c'],
  ['select f($1)', 'any'],
  ['select g($1)', 'any'],
  ['select id, g(c) from t order by id'],
  ['select id from t where c::text = f($1) order by id', 'any'],
  ['select $1::integer, $2::date, $3', 'any', 'any', 'any'],
  ['select id from t where c = $1::text::integer order by id', 'any'],
]

/** A text that is sent again and again. */
export interface Shape {
  readonly form: Form
  readonly column: number
}

export const shape: fc.Arbitrary<Shape> = fc.record({
  form: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...simple) }, fc.constantFrom(...others)),
  column: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat({ max: 2 })),
})

/** How statements travel: alone, two in a batch, or one or two in a transaction. */
export const ways = ['query', 'batch', 'first', 'later'] as const

export interface Step {
  readonly way: (typeof ways)[number]
  readonly place: Place
  /** Another connection than the last one, as far as there is one. */
  readonly elsewhere: boolean
  readonly asked: readonly { readonly shape: number; readonly picks: readonly number[] }[]
}

const asked = fc.record({
  shape: fc.nat({ max: 11 }),
  picks: fc.array(fc.nat({ max: 999 }), { minLength: 4, maxLength: 4 }),
})

export const step: fc.Arbitrary<Step> = fc.record({
  way: fc.oneof({ weight: 5, arbitrary: fc.constant(ways[0]) }, fc.constantFrom(...ways)),
  place: fc.oneof({ weight: 8, arbitrary: fc.constant(places[0]) }, fc.constant(places[1])),
  elsewhere: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true)),
  asked: fc.tuple(asked, asked),
})

const at = <T>(list: readonly T[], pick: number): T => {
  const chosen = list[pick % list.length]
  if (chosen === undefined) throw new Error('There is nothing to choose from.')
  return chosen
}

/** Makes the statements of a run: ids that are new are counted on. */
export class Statements {
  readonly #shapes: readonly Shape[]
  /** Those of the rows that are there at first. */
  #ids = 4

  constructor(shapes: readonly Shape[]) {
    this.#shapes = shapes
  }

  /** Mostly with texts that the columns read as they are now. */
  statement({ shape, picks }: Step['asked'][number], { types }: Catalog): ReturnType<typeof statement> {
    const { form, column } = at(this.#shapes, shape)
    const [text, ...sources] = form
    const values = sources.map((source, index) => {
      const pick = at(picks, index)
      if (source === 'new id') {
        this.#ids += 1
        return String(this.#ids)
      }
      if (source === 'id') return String(1 + (pick % 8))
      if (source === 'count') return String(pick % 5)
      if (source === 'any' || pick % 4 === 0) return at(sharedTexts, pick >> 2)
      const of = source === 'c' ? column : Number(source.slice(1))
      return at(textsFor(types[of] ?? 'text'), pick >> 2)
    })
    return statement(text.replace(/\bc\b/g, `c${column}`), values)
  }
}
