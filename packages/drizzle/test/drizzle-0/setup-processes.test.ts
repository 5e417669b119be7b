import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startNeonLocal } from '@rowauth/neon-local'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SetupDatabase, startSetupDatabase } from '../setup/support/setup-database.js'

const mistake = 'alter table todos disable row level security'
let wrong: SetupDatabase
let right: SetupDatabase
beforeAll(async () => {
  wrong = await startSetupDatabase(mistake)
  right = await startSetupDatabase()
})
afterAll(async () => {
  await wrong?.close()
  await right?.close()
})

const application = fileURLToPath(new URL('../setup/application.mjs', import.meta.url))
const run = promisify(execFile)

async function applicationOver(
  client: string,
  after: string,
  { url } = wrong,
): Promise<{ stdout: string; warnings: string[]; rest: string }> {
  await using endpoint = await startNeonLocal({ connectionString: url, passwordLogin: true })
  const { stdout, stderr } = await run(process.execPath, [application, client, after], {
    env: { PATH: process.env.PATH, DATABASE_URL: url, ENDPOINT: endpoint.url },
    // A process that does not end fails the test.
    timeout: 100_000,
  })
  const parts = stderr.split(/(?=^\(node:\d+\) )/m)
  const warnings = parts.filter((part) => part.includes('[ROWAUTH_SETUP]'))
  const rest = parts.filter((part) => !warnings.includes(part)).join('')
  return { stdout, warnings, rest }
}

const clients = ['pool', 'postgres.js', 'neon-http']
const silent = { stdout: 'done\n', warnings: [], rest: '' }

describe.each(clients)('an application over %s', { timeout: 120_000 }, (client) => {
  it.each(['end', 'more', 'nothing'])('is warned once, and ends by itself, after: %s', async (after) => {
    expect(await applicationOver(client, after)).toEqual({
      stdout: 'done\n',
      warnings: [expect.stringContaining('Table public.todos has policies, but row-level security is off')],
      rest: '',
    })
  })

  it('that is set up well is told nothing', async () => {
    expect(await applicationOver(client, 'end', right)).toEqual(silent)
  })

  it('may exit at once', async () => {
    expect(await applicationOver(client, 'exit')).toMatchObject({ stdout: '', rest: '' })
  })
})

it('over one connection, on which the application may have begun a transaction, nothing is asked', async () => {
  expect(await applicationOver('client', 'end')).toEqual(silent)
})
