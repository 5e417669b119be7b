import { type PostgresJsDriver, postgresJs } from '@rowauth/driver/postgres-js'
import type postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, bob, type Fixture, startFixture } from '../../fixture.js'
import { client } from '../support/client.js'
import { gate } from '../support/gate.js'

/*
 * What postgres.js 3.4.9 does with the handle of a transaction whose connection was lost: the callback goes on, and so
 * does the handle, on the place of that connection, which is the next user's (porsager/postgres#1216).
 */
let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const become = (tx: postgres.TransactionSql, sub: string) =>
  tx`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ${JSON.stringify({ sub })}, true)`
const titles = 'select title from todos order by title'
const backend = 'select pg_catalog.pg_backend_pid() as pid'

async function terminate(rows: readonly unknown[]): Promise<void> {
  const [{ pid }] = rows as [{ pid: number }]
  await fixture.owner.query('select pg_terminate_backend($1, 10000)', [pid])
}

const half = "insert into todos (title) values ('half')"
const halves = async () =>
  (await fixture.owner.query("delete from todos where title = 'half' returning user_id")).rows

describe('row 50: plain postgres.js, a transaction goes on after its connection is lost', () => {
  it('and reads the rows of the next user', async () => {
    const sql = client(fixture.url, { max: 1 })
    const [bobIsIn, aliceHasRead] = [gate(), gate()]
    let read: unknown
    const lost = sql.begin(async (tx) => {
      await become(tx, 'alice')
      await terminate(await tx.unsafe(backend))
      await bobIsIn.opened
      read = await tx.unsafe(titles)
      aliceHasRead.open()
    })
    await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
    await sql.begin(async (tx) => {
      await become(tx, 'bob')
      bobIsIn.open()
      await aliceHasRead.opened
    })
    expect(read).toEqual([{ title: 'b1' }])
  })

  it('and commits what the next user rolls back', async () => {
    const sql = client(fixture.url, { max: 1 })
    const [bobIsIn, aliceIsDone] = [gate(), gate()]
    const lost = sql.begin(async (tx) => {
      await become(tx, 'alice')
      await terminate(await tx.unsafe(backend))
      await bobIsIn.opened
      aliceIsDone.open()
    })
    await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
    const undone = sql.begin(async (tx) => {
      await become(tx, 'bob')
      await tx.unsafe(half)
      bobIsIn.open()
      await aliceIsDone.opened
      // Behind her commit.
      await tx.unsafe('select 1')
      throw new Error('changed my mind')
    })
    await expect(undone).rejects.toThrow('changed my mind')
    expect(await halves()).toEqual([{ user_id: 'bob' }])
  })
})

describe('row 50: authenticated, a transaction ends with its connection', () => {
  let driver: PostgresJsDriver
  beforeEach(() => {
    driver = postgresJs(client(fixture.url, { max: 1 }))
  })

  it('and its handle reads nothing any more', async () => {
    const [bobIsIn, aliceHasTried] = [gate(), gate()]
    let late: Promise<unknown> | undefined
    const lost = driver.transaction(alice, async (tx) => {
      await terminate(await tx.query(backend))
      await tx.query(titles).catch(() => undefined)
      late = bobIsIn.opened.then(() => tx.query(titles))
      late.catch(() => aliceHasTried.open())
    })
    await expect(lost).rejects.toMatchObject({ code: '57P01' })
    const seen = await driver.transaction(bob, async (tx) => {
      const before = await tx.query(titles)
      bobIsIn.open()
      await aliceHasTried.opened
      return [before, await tx.query(titles)]
    })
    await expect(late).rejects.toMatchObject({ code: 'unsupported' })
    expect(seen).toEqual([[{ title: 'b1' }], [{ title: 'b1' }]])
  })

  it('and commits nothing of the next user', async () => {
    const lost = driver
      .transaction(alice, async (tx) => {
        await terminate(await tx.query(backend))
        await tx.query(titles).catch(() => undefined)
      })
      .catch((error: unknown) => error)
    const undone = driver.transaction(bob, async (tx) => {
      await tx.query(half)
      await lost
      await tx.query('select 1')
      throw new Error('changed my mind')
    })
    await expect(undone).rejects.toThrow('changed my mind')
    expect(await lost).toMatchObject({ code: '57P01' })
    expect(await halves()).toEqual([])
  })
})
