import { nodePostgres } from '@rowauth/driver/node-postgres'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { as, type Fixture, leftovers, nothingLeft, startFixture } from '../fixture.js'
import { runs } from './runs.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const who = 'select auth.user_id() as id, current_user::text as role, $1::text as tag'

/** One call of one user's: a statement, perhaps named, a batch, or a transaction that waits between its statements. */
const call = fc.record({
  user: fc.nat({ max: 5 }),
  kind: fc.constantFrom('query', 'named', 'batch', 'transaction', 'savepoint', 'rollback', 'failure'),
  statements: fc.integer({ min: 1, max: 3 }),
})

type Call = typeof call extends fc.Arbitrary<infer Of> ? Of : never
type Driver = ReturnType<typeof nodePostgres>

/** Makes a call, in steps that the scheduler puts between those of others, and gives what it was told. */
async function make(
  driver: Driver,
  scheduler: fc.Scheduler,
  { user, kind, statements }: Call,
): Promise<unknown[]> {
  const session = as(`user-${user}`)
  const tag = `${user} ${kind}`
  const text = { text: who, values: [tag] }
  const rows: unknown[] = []
  const wait = () => scheduler.schedule(Promise.resolve(), tag)
  await wait()
  if (kind === 'query' || kind === 'named') {
    const statement = kind === 'named' ? { ...text, name: 'who' } : text
    rows.push(...(await driver.query(session, statement)).rows)
  } else if (kind === 'batch') {
    const results = await driver.batch(session, Array(statements).fill(text))
    rows.push(...results.flatMap((result) => result.rows))
  } else if (kind === 'failure') {
    await expect(driver.query(session, 'select 1/0')).rejects.toMatchObject({ code: '22012' })
  } else {
    await driver
      .transaction(session, async (tx) => {
        for (let n = 0; n < statements; n += 1) {
          rows.push(...(await tx.query(text)).rows)
          await wait()
        }
        if (kind === 'savepoint') {
          await tx.transaction(async (inner) => {
            rows.push(...(await inner.query(text)).rows)
            await wait()
          })
        }
        if (kind === 'rollback') throw new Error('rolled back')
      })
      .catch((error) => expect(error).toMatchObject({ message: 'rolled back' }))
  }
  expect(rows).toEqual(rows.map(() => ({ id: `user-${user}`, role: 'authenticated', tag })))
  return rows
}

it('keeps every call to its user, in whatever order calls, transactions and prepared queries interleave', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(call, { minLength: 2, maxLength: 14 }),
      fc.integer({ min: 1, max: 3 }),
      async (scheduler, calls, max) => {
        const pool = fixture.pool({ max })
        try {
          // Two drivers over one pool, as two handles may have.
          const drivers = [nodePostgres(pool), nodePostgres(pool, { prepare: false })] as const
          const made = calls.map((each, index) => make(drivers[index % 2 === 0 ? 0 : 1], scheduler, each))
          await scheduler.waitFor(Promise.all(made))
          for (let n = 0; n < max; n += 1) {
            expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
          }
        } finally {
          await pool.end()
        }
      },
    ),
    runs(),
  )
}, 7_200_000)
