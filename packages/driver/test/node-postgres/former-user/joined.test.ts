import { anonymousSession } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, type Fixture } from '../../fixture.js'
import { type Driver, startMallory } from './mallory.js'

let fixture: Fixture
let pool: pg.Pool
let client: pg.PoolClient
let driver: Driver
let joined: Driver
beforeAll(async () => {
  fixture = await startMallory()
})
afterAll(() => fixture?.close())
beforeEach(async () => {
  pool = fixture.pool({ max: 1 })
  client = await pool.connect()
  driver = nodePostgres(pool)
  joined = driver.within?.(client) as Driver
  return async () => {
    client.release()
    await pool.end()
    await fixture.owner.query("delete from todos where title like 'joined%'")
  }
})

const whoami = 'select current_user as role, auth.user_id() as id'
const asAlice = [{ role: 'authenticated', id: 'alice' }]
const insert = (title: string) => ({
  text: 'insert into todos (title) values ($1)',
  values: [`joined ${title}`],
})
const written = async () =>
  (await fixture.owner.query("select user_id, title from todos where title like 'joined%' order by title"))
    .rows
/** Of the application: who it is, and what claims it has. */
const application = async () =>
  (
    await client.query(
      `select current_user = session_user as login, current_setting('role') as role,
       coalesce(current_setting('request.jwt.claims', true), '') as claims`,
    )
  ).rows[0]
const nobody = { login: true, role: 'none', claims: '' }

const calls: [string, (given: Driver) => Promise<unknown>][] = [
  ['query', async (given) => expect((await given.query(alice, whoami)).rows).toEqual(asAlice)],
  [
    'batch',
    async (given) => {
      const [first, , last] = await given.batch(alice, [whoami, insert('batch'), whoami])
      expect([first?.rows, last?.rows]).toEqual([asAlice, asAlice])
    },
  ],
  [
    'transaction',
    (given) =>
      given.transaction(alice, async (tx) => {
        expect((await tx.query(whoami)).rows).toEqual(asAlice)
        await tx.query(insert('transaction'))
        expect((await tx.query(whoami)).rows).toEqual(asAlice)
      }),
  ],
  [
    'transaction with savepoints',
    (given) =>
      given.transaction(alice, async (tx) => {
        await tx.transaction(async (inner) => {
          await inner.query(insert('inner'))
          expect((await inner.query(whoami)).rows).toEqual(asAlice)
        })
        const undone = tx.transaction(async (inner) => {
          await inner.query(insert('undone'))
          await inner.query('select 1/0')
        })
        await expect(undone).rejects.toMatchObject({ code: '22012' })
        expect((await tx.query(whoami)).rows).toEqual(asAlice)
      }),
  ],
]

describe.each(calls)('%s in an open transaction of the application', (_, call) => {
  it('runs as the user, and leaves role and claims as they were', async () => {
    await client.query('begin')
    for (let time = 0; time < 3; time += 1) {
      await call(joined)
      expect(await application()).toEqual(nobody)
    }
    await client.query('commit')
    expect(await application()).toEqual(nobody)
  })

  it.each([
    ['for the transaction', 'set local role anonymous', true],
    ['for the session', 'set role anonymous', false],
  ])('leaves those that the application has set %s', async (_, role, local) => {
    await client.query('begin')
    await client.query(role)
    await client.query("select set_config('request.jwt.claims', $1, $2)", ['{"sub":"its own"}', local])
    const own = { login: false, role: 'anonymous', claims: '{"sub":"its own"}' }
    await call(joined)
    expect(await application()).toEqual(own)
    await client.query('commit')
    expect(await application()).toEqual(local ? nobody : own)
    await client.query('discard all')
  })

  it('is undone with the transaction of the application, and committed with it', async () => {
    await client.query('begin')
    await call(joined)
    await client.query('rollback')
    expect(await written()).toEqual([])
    await client.query('begin')
    await call(joined)
    expect(await written()).toEqual([])
    await client.query('commit')
    expect(
      (await written()).every(({ user_id, title }) => user_id === 'alice' && title !== 'joined undone'),
    ).toBe(true)
  })

  it('is undone with a savepoint of the application', async () => {
    await client.query('begin')
    await client.query('savepoint app')
    await call(joined)
    await client.query('rollback to savepoint app')
    expect(await application()).toEqual(nobody)
    await call(joined)
    await client.query('release savepoint app')
    expect(await application()).toEqual(nobody)
    await client.query('rollback')
    expect(await written()).toEqual([])
  })

  it('is refused where no transaction is open', async () => {
    await expect(call(joined)).rejects.toMatchObject({ code: 'unsupported' })
    await client.query('begin')
    await call(joined)
    await client.query('commit')
    await expect(call(joined)).rejects.toMatchObject({ code: 'unsupported' })
    expect(await application()).toEqual(nobody)
    expect((await written()).map(({ title }) => title)).not.toContain('joined undone')
  })

  it('fails where the transaction of the application has failed', async () => {
    await client.query('begin')
    await expect(client.query('select 1/0')).rejects.toMatchObject({ code: '22012' })
    await expect(call(joined)).rejects.toMatchObject({ code: '25P02' })
    await client.query('rollback')
    expect(await application()).toEqual(nobody)
  })

  it('fits calls for others, and statements of the application, before and behind', async () => {
    await client.query('begin')
    await call(joined)
    expect((await joined.query(bob, whoami)).rows).toEqual([{ role: 'authenticated', id: 'bob' }])
    expect((await joined.query(anonymousSession, whoami)).rows).toEqual([{ role: 'anonymous', id: null }])
    await client.query('select 1')
    await call(joined)
    expect(await application()).toEqual(nobody)
    await client.query('rollback')
  })
})

describe('an error', () => {
  it('of a statement fails the transaction of the application, as it would without us', async () => {
    await client.query('begin')
    await expect(joined.query(alice, 'select 1/0')).rejects.toMatchObject({ code: '22012' })
    await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' })
    await client.query('rollback')
    expect(await application()).toEqual(nobody)
  })

  it.each<[string, (fail: string) => Promise<unknown>]>([
    ['a batch', (fail) => joined.batch(alice, [insert('failed'), fail])],
    [
      'a transaction',
      (fail) =>
        joined.transaction(alice, async (tx) => {
          await tx.query(insert('failed'))
          await tx.query(fail)
        }),
    ],
    ['a first statement of a transaction', (fail) => joined.transaction(alice, (tx) => tx.query(fail))],
    ['a do block', (fail) => joined.query(alice, `do $$ begin execute '${fail}'; end $$`)],
  ])('in %s leaves the transaction of the application usable', async (_, run) => {
    await client.query('begin')
    await joined.query(alice, insert('kept'))
    await expect(run('select 1/0')).rejects.toMatchObject({ code: '22012' })
    expect(await application()).toEqual(nobody)
    expect((await joined.query(alice, whoami)).rows).toEqual(asAlice)
    await client.query('commit')
    expect(await written()).toEqual([{ user_id: 'alice', title: 'joined kept' }])
  })

  it('of the callback undoes what the transaction did, and nothing else', async () => {
    await client.query('begin')
    await joined.query(alice, insert('kept'))
    const failing = joined.transaction(alice, async (tx) => {
      await tx.query(insert('undone'))
      throw new Error('mine')
    })
    await expect(failing).rejects.toThrow('mine')
    expect(await application()).toEqual(nobody)
    await client.query('commit')
    expect(await written()).toEqual([{ user_id: 'alice', title: 'joined kept' }])
  })
})
