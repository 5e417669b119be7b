import { deriveSession } from '@rowauth/core/internal'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import fc from 'fast-check'
import type pg from 'pg'
import { expect } from 'vitest'
import { alice, type Fixture } from '../fixture.js'
import { type Outcome, outcomeOf, plainly } from './plain-answer.js'
import { type Catalog, type Change, catalog, change, given } from './random-changes.js'
import { type Shape, Statements, type Step, shape, step } from './random-statements.js'
import { openTwin, type Place, places, type Twin } from './twin-schemas.js'

type Driver = ReturnType<typeof nodePostgres>
type Pair = [ReturnType<Statements['statement']>, ReturnType<Statements['statement']>]

/** Some statements, then changes of the catalog in quick succession. */
interface Round {
  readonly steps: readonly Step[]
  readonly changes: readonly Change[]
}

export interface History {
  readonly main: Catalog
  readonly other: Catalog
  /** The texts that are sent again and again. */
  readonly shapes: readonly Shape[]
  readonly rounds: readonly Round[]
}

export const history: fc.Arbitrary<History> = fc.record({
  main: catalog,
  other: catalog,
  shapes: fc.array(shape, { minLength: 1, maxLength: 3 }),
  rounds: fc.array(
    fc.record({
      steps: fc.array(step, { minLength: 5, maxLength: 12 }),
      changes: fc.array(change, { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 3, maxLength: 8, size: 'max' },
  ),
})

const whole = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.find((outcome) => 'code' in outcome) ?? {
    rows: outcomes.map((outcome) => ('rows' in outcome ? outcome.rows : [])),
  }

async function send(driver: Driver, schema: string, way: Step['way'], [one, two]: Pair): Promise<Outcome> {
  const session = deriveSession(alice, { settings: { search_path: `${schema}, public` } })
  const all = async () => {
    if (way === 'query') return [await driver.query(session, one)]
    if (way === 'batch') return driver.batch(session, [one, two])
    return driver.transaction(session, async (tx) =>
      way === 'first' ? [await tx.query(one)] : [await tx.query(one), await tx.query(two)],
    )
  }
  return outcomeOf(all().then((results) => ({ rows: results.map(({ rows }) => rows) })))
}

/** One history, of which rowauth sees one twin, and node-postgres the other. */
class Play {
  readonly #pool: pg.Pool
  readonly #plain: pg.ClientBase
  readonly #asked: Twin
  readonly #compared: Twin
  readonly #statements: Statements
  /** What has happened, for the report of a failure. */
  readonly #past: string[] = []
  steps = 0

  constructor(
    pool: pg.Pool,
    plain: pg.ClientBase,
    [asked, compared]: [Twin, Twin],
    shapes: readonly Shape[],
  ) {
    this.#pool = pool
    this.#plain = plain
    this.#asked = asked
    this.#compared = compared
    this.#statements = new Statements(shapes)
  }

  async run({ main, other, rounds }: History): Promise<void> {
    const catalogs = { main, other }
    for (const place of places) await this.#migrate(place, given(catalogs[place]))
    for (const round of rounds) {
      // What a driver has noticed keeps it from preparing anything for a while; this one has noticed nothing.
      const driver = nodePostgres(this.#pool)
      for (const step of round.steps) await this.#step(driver, step, catalogs[step.place])
      await this.#sameContents()
      for (const { place, migration } of round.changes) {
        const { sql, after } = migration(catalogs[place])
        if (await this.#migrate(place, sql)) catalogs[place] = after
      }
    }
  }

  async #migrate(place: Place, sql: string): Promise<boolean> {
    const code = await this.#asked.migrate(place, sql)
    this.#past.push(`${place}: ${sql}${code === undefined ? '' : ` -- ${code}`}`)
    expect(await this.#compared.migrate(place, sql), this.#report()).toBe(code)
    return code === undefined
  }

  async #step(driver: Driver, step: Step, catalog: Catalog): Promise<void> {
    const [one, two] = step.asked.map((asked) => this.#statements.statement(asked, catalog))
    if (one === undefined || two === undefined) throw new Error('A step has two statements.')
    const sent = step.way === 'query' || step.way === 'first' ? [one] : [one, two]
    for (const { text, values } of sent)
      this.#past.push(`${step.place}, ${step.way}: ${text} ${JSON.stringify(values)}`)
    // While somebody else has the connection that was used last, another one is used.
    const held = step.elsewhere ? await this.#pool.connect() : undefined
    try {
      await this.#compare(driver, step, [one, two], 2)
    } finally {
      held?.release()
    }
  }

  /** @param mayFail - how often a later statement of a transaction may fail where plain does not: once a connection */
  async #compare(driver: Driver, step: Step, pair: Pair, mayFail: number): Promise<void> {
    const { way, place } = step
    this.steps += 1
    const ours = await send(driver, this.#asked.schema(place), way, pair)
    const sent = way === 'batch' || way === 'later' ? pair : pair.slice(0, 1)
    const end = 'code' in ours ? 'rollback' : 'commit'
    const theirs = await this.#plainly(place, sent, end)
    const told = 'code' in ours && !('code' in theirs && theirs.code === ours.code)
    if (way === 'later' && told && mayFail > 0) return this.#compare(driver, step, pair, mayFail - 1)
    if ('rows' in ours && 'code' in theirs && theirs.code.startsWith('22')) {
      // Planned once for all values, a statement refuses a value when it comes to a row to put it in, and not before.
      expect(ours, this.#report()).toEqual(await this.#plainly(place, sent, end, 'force_generic_plan'))
    } else expect(ours, this.#report()).toEqual(theirs)
  }

  async #plainly(
    place: Place,
    sent: readonly Pair[0][],
    end: 'commit' | 'rollback',
    plans = 'auto',
  ): Promise<Outcome> {
    const settings = { search_path: `${this.#compared.schema(place)}, public`, plan_cache_mode: plans }
    return whole(await plainly(this.#plain, deriveSession(alice, { settings }), sent, end))
  }

  async #sameContents(): Promise<void> {
    for (const place of places) {
      expect(await this.#asked.contents(place), this.#report()).toEqual(await this.#compared.contents(place))
    }
  }

  #report(): string {
    return `The answers differ after:\n${this.#past.join('\n')}\n`
  }
}

/** @returns how many steps were compared */
export async function playHistory(fixture: Fixture, plain: pg.ClientBase, history: History): Promise<number> {
  const twins: [Twin, Twin] = [await openTwin(fixture), await openTwin(fixture)]
  const pool = fixture.pool({ max: 2 })
  try {
    const play = new Play(pool, plain, twins, history.shapes)
    await play.run(history)
    return play.steps
  } finally {
    await pool.end()
    for (const twin of twins) await twin.close()
  }
}
