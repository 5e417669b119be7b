import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { postgresJs } from '@rowauth/driver/postgres-js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alice, type Fixture, startFixture, until } from '../../fixture.js'
import { client } from '../support/client.js'

/*
 * What postgres.js 3.4.9 does when a reserved connection is lost and used once more: it writes to a socket that is
 * gone, from a `setImmediate`, and ends the process (porsager/postgres#1208, #1154, #1066). So a driver over reserved
 * connections would be none.
 */
let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const run = promisify(execFile)
const script = `
import postgres from 'postgres'
const sql = postgres(process.env.DATABASE_URL, { max: 2 })
const reserved = await sql.reserve()
const [{ pid }] = await reserved\`select pg_backend_pid() as pid\`
await sql\`select pg_terminate_backend(\${pid}, 10000)\`
await reserved\`select 1\`.catch(() => {})
// Everything that can be caught was caught.
await reserved\`select 1\`.catch(() => {})
console.log('alive')
process.exit()
`

it('row 52: plain postgres.js: ends the process, and nobody can catch it', async () => {
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const env = { ...process.env, DATABASE_URL: fixture.url, NODE_OPTIONS: '' }
  const child = run(process.execPath, ['--input-type=module', '--eval', script], { cwd, env })
  await expect(child).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /Cannot read properties of null \(reading 'write'\)[\s\S]*at Immediate\.nextWrite/,
    ),
  })
})

it('row 52: authenticated: connections that are lost, used and idle, cost their calls at most', async () => {
  const name = 'to be lost'
  const driver = postgresJs(client(fixture.url, { max: 3, connection: { application_name: name } }))
  const running = Array.from({ length: 2 }, () => driver.query(alice, 'select pg_sleep(60)').catch(String))
  const own = 'from pg_stat_activity where application_name = $1'
  await driver.query(alice, 'select 1')
  const sleeping = `select ${own} and state = 'active' and query like '%pg_sleep%' offset 1`
  await until(fixture.owner, sleeping, [name])
  await fixture.owner.query(`select pg_terminate_backend(pid, 10000) ${own}`, [name])
  expect(await Promise.all(running)).toEqual(
    Array(2).fill(expect.stringMatching(/57P01|terminating connection|CONNECTION_CLOSED/)),
  )
  for (let call = 0; call < 3; call += 1) {
    const rows = await driver.query(alice, 'select auth.user_id() as id').catch(() => undefined)
    if (rows !== undefined) expect([...rows]).toEqual([{ id: 'alice' }])
  }
  expect([...(await driver.query(alice, 'select auth.user_id() as id'))]).toEqual([{ id: 'alice' }])
})
