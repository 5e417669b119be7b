import { PGlite } from '@electric-sql/pglite'
import { authSchemaSql, trustClaims } from '@rowauth/core'
import { withAuth } from '@rowauth/drizzle'
import { drizzle } from 'drizzle-orm/pglite'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { notes, sound, todos } from './support/setup-database.js'

let client: PGlite
let warnings: Error[]
const note = (warning: Error) => warnings.push(warning)
const alice = trustClaims({ sub: 'alice' })

beforeAll(async () => {
  vi.stubEnv('NODE_ENV', 'development')
  process.on('warning', note)
  client = await PGlite.create()
  await client.exec(`${authSchemaSql()}; ${sound}`)
}, 120_000)
beforeEach(() => {
  warnings = []
})
afterAll(async () => {
  await client?.close()
  process.off('warning', note)
  vi.unstubAllEnvs()
})

it('over PGlite the check says nothing of the role, a superuser that nobody can choose, and warns of tables once', async () => {
  const mine = withAuth(drizzle({ client })).$withAuth(alice)
  const seen = async () => {
    // PGlite runs one after the other.
    await client.query('select 1')
    await new Promise((resolve) => setImmediate(resolve))
    return warnings.map(({ message }) => message)
  }
  await client.exec('alter table notes disable row level security')
  await mine.select().from(todos)
  expect(await seen()).toEqual([])
  for (let time = 0; time < 3; time += 1) await mine.select().from(notes)
  expect(await seen()).toEqual([expect.stringMatching(/^Table public\.notes has policies/)])
})

it('PGlite may be closed right after the first call', async () => {
  const other = await PGlite.create()
  await other.exec(`${authSchemaSql()}; ${sound}`)
  await withAuth(drizzle({ client: other }))
    .$withAuth(alice)
    .select()
    .from(todos)
  await other.close()
  expect(warnings).toEqual([])
}, 120_000)
