import { postgresJs } from '@rowauth/driver/postgres-js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { as, type Fixture, startFixture } from '../../fixture.js'
import { client } from '../support/client.js'

/*
 * What postgres.js 3.4.9 does when BEGIN is the statement that fills the pipeline of a connection: it does not reserve
 * the connection, and leaves the transaction open under whoever uses it next (porsager/postgres#1189, and #823 and
 * #1204, where two share a connection).
 */
let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
  await fixture.owner.query('create table log (entry text); grant all on log to public')
})
afterAll(() => fixture?.close())

const openTransactions = async (name: string) => {
  const { rows } = await fixture.owner.query(
    "select count(*)::int from pg_stat_activity where application_name = $1 and state like 'idle in transaction%'",
    [name],
  )
  return rows[0]?.count
}
const entries = async () => (await fixture.owner.query('delete from log returning entry')).rows

/** Two connections with room for three statements each. */
const small = { max: 2, max_pipeline: 3 }

describe('row 51: plain postgres.js, BEGIN fills the pipeline', () => {
  const fill = async (name: string) => {
    const sql = client(fixture.url, { ...small, connection: { application_name: name } })
    await Promise.all([sql`select pg_sleep(0.05)`, sql`select pg_sleep(0.05)`])
    const others = Array.from({ length: 6 }, () => sql`select pg_sleep(0.01)`.execute())
    const begun = sql.begin((tx) => tx`select 1`)
    await expect(begun).rejects.toMatchObject({ code: 'UNSAFE_TRANSACTION' })
    await Promise.all(others)
    return sql
  }

  it('and stays open on a connection that is not reserved', async () => {
    await fill('open')
    expect(await openTransactions('open')).toBe(1)
  })

  it('and the roll-back of another transaction takes what was written outside of any', async () => {
    const sql = await fill('shared')
    // One of them on either connection.
    await Promise.all([
      sql`insert into log select 'written' from pg_sleep(0.05)`,
      sql`insert into log select 'written' from pg_sleep(0.05)`,
    ])
    const undone = [0, 1].map(() =>
      sql.begin(async (tx) => {
        await tx`select pg_sleep(0.05)`
        throw new Error('changed my mind')
      }),
    )
    await Promise.allSettled(undone)
    expect(await openTransactions('shared')).toBe(0)
    expect(await entries()).toEqual([{ entry: 'written' }])
  })
})

describe('row 51: authenticated, under the same load', () => {
  const users = Array.from({ length: 40 }, (_, n) => `user-${n}`)
  const identity = 'select auth.user_id() as id, pg_catalog.txid_current()::text as transaction'

  it('each transaction is alone on its connection, and none stays open', async () => {
    const sql = client(fixture.url, { ...small, connection: { application_name: 'ours' } })
    const driver = postgresJs(sql)
    const calls = users.flatMap((user) => [
      driver.query(as(user), { text: 'insert into log values ($1)', values: [`${user} alone`] }),
      driver.transaction(as(user), async (tx) => {
        const first = await tx.query(identity)
        await tx.query({ text: 'insert into log values ($1)', values: [`${user} together`] })
        const [second] = await Promise.all([tx.query(identity), tx.query('select 1')])
        expect([...second]).toEqual([...first])
        return first[0]
      }),
      driver
        .transaction(as(user), async (tx) => {
          await tx.query("insert into log values ('undone')")
          throw new Error('changed my mind')
        })
        .catch(({ message }: Error) => message),
    ])
    const outcomes = await Promise.all(calls)
    const transactions = outcomes.filter((_, index) => index % 3 === 1) as {
      id: string
      transaction: string
    }[]
    expect(transactions.map(({ id }) => id)).toEqual(users)
    expect(new Set(transactions.map(({ transaction }) => transaction)).size).toBe(users.length)
    expect(outcomes.filter((_, index) => index % 3 === 2)).toEqual(users.map(() => 'changed my mind'))
    expect(await openTransactions('ours')).toBe(0)
    const written = (await entries()).map(({ entry }) => entry).sort()
    expect(written).toEqual(users.flatMap((user) => [`${user} alone`, `${user} together`]).sort())
  })
})
