import type { NodePostgresOptions, nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { expect } from 'vitest'
import { as, leftovers, nothingLeft } from '../../fixture.js'

const whoami = {
  text: 'select auth.user_id() as id, $1::text as word, pg_backend_pid() as server',
  values: ['x'],
}
const named = { ...whoami, name: 'whoami' }
const users = Array.from({ length: 10 }, (_, n) => `user-${n}`)

/** The ways in which the driver prepares statements. */
export const preparing: [title: string, options: NodePostgresOptions][] = [
  ['prepared', {}],
  ['a small set', { prepare: { max: 2 } }],
  ['prepare: false', { prepare: false }],
]

/**
 * Statements, named ones, batches and transactions of ten users, side by side: each is answered as its own user, and
 * nothing stays behind.
 *
 * @returns how many connections of the server have served them
 */
export async function mixedCalls(pool: pg.Pool, driver: ReturnType<typeof nodePostgres>): Promise<number> {
  const servers = new Set<unknown>()
  const check = (user: string, { rows }: { rows: unknown[] } | undefined = { rows: [] }) => {
    expect(rows).toEqual([{ id: user, word: 'x', server: expect.any(Number) }])
    servers.add((rows[0] as { server: number }).server)
  }
  const calls: ((user: string) => Promise<void>)[] = [
    async (user) => check(user, await driver.query(as(user), whoami)),
    async (user) => check(user, await driver.query(as(user), named)),
    async (user) => {
      const [first, second] = await driver.batch(as(user), [whoami, named, 'select 1'])
      check(user, first)
      check(user, second)
    },
    (user) =>
      driver.transaction(as(user), async (tx) => {
        check(user, await tx.query(named))
        await tx.transaction((inner) => inner.query('select 1/0')).catch(() => undefined)
        check(user, await tx.query(whoami))
      }),
    async (user) => {
      await expect(driver.query(as(user), 'select 1/0')).rejects.toMatchObject({ code: '22012' })
    },
  ]
  const rounds = Array.from({ length: 20 }, (_, round) =>
    users.map((user, n) => calls[(n + round) % calls.length]?.(user)),
  )
  await Promise.all(rounds.flat())
  for (let n = 0; n < 4; n += 1) expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
  return servers.size
}
