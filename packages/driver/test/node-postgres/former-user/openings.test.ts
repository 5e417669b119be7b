import { anonymousSession } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, type Fixture } from '../../fixture.js'
import { startTransactionPooler } from '../statements/transaction-pooler.js'
import { attack, type Driver, mallory, replaceAll, startMallory } from './mallory.js'

let fixture: Fixture
let pool: pg.Pool
beforeAll(async () => {
  fixture = await startMallory()
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ max: 1 })
  return () => pool.end()
})

const whoami = 'select current_user as role, auth.user_id() as id'
const asAlice = [{ role: 'authenticated', id: 'alice' }]

/** Stands for an opening: takes as many parameters, and makes mallory, or the login role, of whoever comes next. */
const openings: [string, string][] = [
  [
    'as mallory',
    `select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '{"sub":"mallory"}', true), $1::text, $2::text`,
  ],
  [
    'as the login role',
    `select set_config('role', 'none', true), set_config('request.jwt.claims', '', true), $1::text, $2::text`,
  ],
  [
    'as the login role with claims',
    `select set_config('role', 'none', true), set_config('request.jwt.claims', $2::text, true), $1::text`,
  ],
]

/** The ways in which somebody else's opening is not sent under the name that alice's is prepared under. */
const between: [string, (driver: Driver, text: string) => Promise<unknown>][] = [
  ['mallory', attack],
  [
    'a visitor',
    (driver, text) => driver.query(anonymousSession, { text: 'select public.run($1)', values: [text] }),
  ],
  [
    'mallory, through a driver that prepares nothing',
    (_, text) => attack(nodePostgres(pool, { prepare: false }), text),
  ],
  [
    'mallory, in a transaction',
    (driver, text) =>
      driver.transaction(mallory, async (tx) => {
        await tx.query('select 1')
        await tx.query({ text: 'select public.run($1)', values: [text] })
      }),
  ],
  [
    'mallory, in a message that fails behind it',
    async (driver, text) => {
      // `deallocate` and `prepare` are not undone by the roll-back.
      const failing = driver.batch(mallory, [{ text: 'select public.run($1)', values: [text] }, 'select 1/0'])
      await expect(failing).rejects.toMatchObject({ code: '22012' })
    },
  ],
]

describe.each(openings)("row 35: alice's opening, replaced by one that runs %s", (_, opening) => {
  it.each(between)('by %s, is not what her next call opens with', async (_, replace) => {
    const driver = nodePostgres(pool)
    for (let time = 0; time < 3; time += 1) {
      expect((await driver.query(alice, whoami)).rows).toEqual(asAlice)
    }
    await replace(driver, replaceAll(opening))
    expect(
      (await driver.query(alice, 'select current_user as role, auth.user_id() as id -- unseen')).rows,
    ).toEqual(asAlice)
    const [first, second] = await driver.batch(alice, [`${whoami} -- 1`, `${whoami} -- 2`])
    expect([first?.rows, second?.rows]).toEqual([asAlice, asAlice])
  })
})

describe('the opening that is kept from one user to the next', () => {
  /** What SQL can try on prepared statements, and how often the opening is parsed for the next two users. */
  const attempts: [string, string, number][] = [
    // Their own statement is lost or another one, so her call goes out again, and names are given up for a while.
    ['replaces all', replaceAll(openings[0]?.[1] as string), 3],
    ['drops all', 'deallocate all', 2],
    ['discards plans', 'discard plans', 0],
    ['fails', 'select 1/0', 0],
    ['changes the search path', `select set_config('search_path', 'evil, pg_catalog', false)`, 0],
  ]
  it.each(attempts)('is what it was after mallory %s', async (_, text, times) => {
    const proxy = await fixture.proxy()
    const watched = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
    const driver = nodePostgres(watched)
    // Under a name of his own, so that the unnamed statement stays the opening.
    const attempt = { name: 'mine', text: 'select public.run($1)', values: [text] }
    const tried = () => driver.query(mallory, attempt).catch((error) => error.code)
    for (let time = 0; time < 3; time += 1) {
      expect((await driver.query(alice, whoami)).rows).toEqual(asAlice)
      await tried()
    }
    proxy.reset()
    expect((await driver.query(alice, whoami)).rows).toEqual(asAlice)
    expect((await driver.query(bob, whoami)).rows).toEqual([{ role: 'authenticated', id: 'bob' }])
    const parsed = proxy.statements.filter((sent) => sent.includes('request.jwt.claims'))
    expect(parsed).toHaveLength(times)
  })

  it('cannot be prepared by SQL: it has no name', async () => {
    await expect(pool.query('prepare "" as select 1')).rejects.toMatchObject({ code: '42601' })
  })
})

describe('behind a pooler in transaction mode', () => {
  it.each(openings)(
    "alice's opening is not replaced over another client, by one that runs %s",
    async (_, opening) => {
      const pooler = await startTransactionPooler(fixture.url, 1)
      const own = fixture.pool({ connectionString: pooler.connectionString, max: 1 })
      const other = fixture.pool({ connectionString: pooler.connectionString, max: 1 })
      const driver = nodePostgres(own)
      for (let time = 0; time < 3; time += 1)
        expect((await driver.query(alice, whoami)).rows).toEqual(asAlice)
      await attack(nodePostgres(other), replaceAll(opening))
      expect((await driver.query(alice, `${whoami} -- unseen`)).rows).toEqual(asAlice)
    },
  )
})
