import { type AuthSession, anonymousSession } from '@rowauth/core'
import { nodePostgres, type PgStatement } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, as, bob, type Fixture } from '../../fixture.js'
import { leftovers } from './leftovers.js'
import { attack, bothOptions, type Driver, startMallory } from './mallory.js'

let fixture: Fixture
let pool: pg.Pool
beforeAll(async () => {
  fixture = await startMallory()
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ max: 1 })
  return async () => {
    await fixture.owner.query("delete from public.todos where title = 'written'")
    await pool.end()
  }
})

/** Qualified: what unqualified names mean to the next user is in residue.test.ts. */
const whoami =
  "select current_user as role, auth.user_id() as id, pg_catalog.current_setting('request.jwt.claims') as claims"
const read = 'select user_id, title from public.todos'
const insert = "insert into public.todos (title) values ('written') returning user_id"

/** Two ids that are the same bytes: one as UTF-8, the other as LATIN1. */
const accented = as('\u00e4')
const misread = as('\u00c3\u00a4')
const users: [string | null, AuthSession][] = [
  ['alice', alice],
  ['bob', bob],
  ['\u00e4', accented],
  ['\u00c3\u00a4', misread],
  [null, anonymousSession],
]

type Rows = { readonly rows: unknown[] }
const ways: ((
  driver: Driver,
  session: AuthSession,
  statements: readonly PgStatement[],
) => Promise<Rows[]>)[] = [
  (driver, session, statements) =>
    Promise.all(statements.map((statement) => driver.query(session, statement))),
  (driver, session, statements) => driver.batch(session, statements),
  (driver, session, statements) =>
    driver.transaction(session, async (tx) => {
      const results: Rows[] = []
      for (const statement of statements) results.push(await tx.query(statement))
      return results
    }),
]

async function isThemselves(
  driver: Driver,
  id: string | null,
  session: AuthSession,
  fails: string | undefined,
) {
  const visitor = id === null
  for (const run of ways) {
    const statements = visitor ? [whoami, read] : [whoami, insert, read]
    const outcome = await run(driver, session, statements).catch((error: unknown) => error)
    if (outcome instanceof Error) {
      expect(outcome).toMatchObject({ code: fails })
      continue
    }
    const results = outcome as Rows[]
    const role = visitor ? 'anonymous' : 'authenticated'
    expect(results[0]?.rows).toEqual([{ role, id, claims: visitor ? '' : JSON.stringify({ sub: id }) }])
    if (!visitor) expect(results[1]?.rows).toEqual([{ user_id: id }])
    const seen = results.at(-1)?.rows as { user_id: string; title: string }[]
    const own = seen.filter(({ user_id, title }) => (visitor ? title === 'public' : user_id === id))
    expect([own.length, seen.length - own.length]).toEqual([expect.toSatisfy((count) => count > 0), 0])
  }
}

const everybody = async (driver: Driver, fails: string | undefined) => {
  for (const [id, session] of users) await isThemselves(driver, id, session, fails)
}

describe.each(bothOptions)('%s', (_, options) => {
  it.each(leftovers)('row 7: whoever comes after $what is who they are', async ({ sql, fails }) => {
    const driver = nodePostgres(pool, options)
    await everybody(driver, undefined)
    for (const text of sql) await attack(driver, text)
    await everybody(driver, options.clean ? undefined : fails)
  })
})
