import { nodePostgres } from '@rowauth/driver/node-postgres'
import { describe, expect, it } from 'vitest'
import { backend, insert, inserted, titles } from '../../connection-loss.js'
import { fixture, proxy } from '../../file-fixture.js'
import { alice, bob } from '../../fixture.js'

const pidOf = ({ rows }: { rows: unknown[] }) => (rows[0] as { pid: number }).pid
const bobsTitles = [{ title: 'b1' }]

/** Ends when somebody says so. */
function pause() {
  let goOn = () => {}
  const over = new Promise<void>((resolve) => {
    goOn = resolve
  })
  return { over, goOn: () => goOn() }
}

const losses: [name: string, lose: (pid: number) => Promise<unknown>, error: object][] = [
  [
    'a terminated backend',
    (pid) => fixture.owner.query('select pg_terminate_backend($1)', [pid]),
    { code: '57P01' },
  ],
  ['a closed socket', async () => proxy.cut(), { message: 'Connection terminated unexpectedly' }],
]

describe.each(losses)('row 37: %s, while the callback does something else', (_, lose, error) => {
  it('gives its place in the pool back at once, and refuses what the callback does next', async () => {
    const pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
    const driver = nodePostgres(pool)
    const { over, goOn } = pause()
    const later: unknown[] = []
    const transaction = driver.transaction(alice, async (tx) => {
      const pid = pidOf(await tx.query(backend))
      await tx.query(insert)
      await lose(pid)
      await over
      for (const statement of [insert, titles])
        later.push(await tx.query(statement).catch((reason) => reason))
      return 'fine'
    })
    transaction.catch(() => {})
    // With a pool of one this waits for the connection that is lost.
    expect((await driver.query(bob, titles)).rows).toEqual(bobsTitles)
    await driver.transaction(bob, async (tx) => {
      expect((await tx.query(titles)).rows).toEqual(bobsTitles)
      goOn()
      await expect(transaction).rejects.toMatchObject(error)
      expect((await tx.query(titles)).rows).toEqual(bobsTitles)
    })
    expect(later).toEqual([expect.objectContaining(error), expect.objectContaining(error)])
    expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0])
    expect(await inserted(fixture.owner)).toBe(0)
  })

  it('tells every later statement the same, the one that is under way among them', async () => {
    const driver = nodePostgres(fixture.pool({ connectionString: proxy.connectionString, max: 1 }))
    const later: unknown[] = []
    const transaction = driver.transaction(alice, async (tx) => {
      const pid = pidOf(await tx.query(backend))
      const lost = lose(pid)
      for (let n = 0; n < 3; n += 1)
        later.push(await tx.query('select pg_sleep(5)').catch((reason) => reason))
      await lost
    })
    await expect(transaction).rejects.toMatchObject(error)
    expect(new Set(later).size).toBe(1)
  })

  it('tells a callback that asks for nothing any more', async () => {
    const pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
    const driver = nodePostgres(pool)
    const transaction = driver.transaction(alice, async (tx) => {
      await lose(pidOf(await tx.query(backend)))
      await driver.query(bob, titles)
      return 'fine'
    })
    await expect(transaction).rejects.toMatchObject(error)
  })

  it('does not keep the next caller of a single client waiting', async () => {
    const client = await fixture.client({ connectionString: proxy.connectionString })
    const driver = nodePostgres(client)
    const { over, goOn } = pause()
    let opened = (_: number) => {}
    const pid = new Promise<number>((resolve) => {
      opened = resolve
    })
    const transaction = driver.transaction(alice, async (tx) => {
      opened(pidOf(await tx.query(backend)))
      await over
      await tx.query(insert)
    })
    transaction.catch(() => {})
    await lose(await pid)
    await expect(driver.query(bob, titles)).rejects.toThrow(/not queryable|terminating/)
    goOn()
    await expect(transaction).rejects.toMatchObject(error)
  })
})
