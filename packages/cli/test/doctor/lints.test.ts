import { readdirSync } from 'node:fs'
import { authSchemaSql } from '@rowauth/core'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lints } from '../../src/doctor/generated.js'
import { type DiagnoseOptions, resolveOptions } from '../../src/doctor/options.js'
import { runLints } from '../../src/doctor/run-lints.js'
import { rightsIn } from '../roads/support/rights.js'
import type { LintCases } from './support/lint-case.js'
import { publicKey } from './support/public-key.js'
import { expectMeant } from './support/rights-change.js'
import { soundSchema } from './support/sound-database.js'

const folder = new URL('cases/', import.meta.url)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort()

const numbers = lints.map(({ number }) => number)

const suites = await Promise.all(
  files.map(async (file) => {
    const { cases }: { cases: LintCases } = await import(new URL(file, folder).href)
    const [, number, name] = /(\d+)-(.*)\.ts$/.exec(file) ?? []
    return { number: Number(number), name, ...cases }
  }),
)

test('every lint has its cases, under its number and name', () => {
  const named = ({ number, name }: { number: number; name: string | undefined }) => `${number}-${name}`
  expect(suites.map(named).sort()).toEqual(lints.map(named).sort())
})

describe.each([14, 18] as const)('on PostgreSQL %i', (version) => {
  const servers: EmbeddedPostgres[] = []
  let application: pg.Client
  let database: pg.Client
  let client: pg.Client

  // Servers of their own: the cases change what roles may do.
  async function start(verification: 'application' | 'database'): Promise<pg.Client> {
    const server = await startEmbeddedPostgres({ version })
    servers.push(server)
    const connection = new pg.Client(server.connectionString)
    await connection.connect()
    await connection.query(authSchemaSql({ verification }))
    return connection
  }

  beforeAll(async () => {
    application = await start('application')
    database = await start('database')
    await database.query(`select auth.register_jwk(${publicKey({ kid: 'sound' })}, 'https://issuer.example')`)
  })

  afterAll(async () => {
    await application.end()
    await database.end()
    for (const server of servers) await server.stop()
  })

  async function begin(connection: pg.Client): Promise<void> {
    client = connection
    await client.query('begin')
    await client.query("set local search_path = ''")
    await client.query(soundSchema)
  }

  afterEach(async () => {
    await client.query('rollback')
  })

  const findings = (options: DiagnoseOptions) => runLints(client, resolveOptions(options, numbers))

  test.each(['application', 'database'] as const)(
    'nothing is found in a sound database, verification by the %s',
    async (verification) => {
      await begin(verification === 'database' ? database : application)
      expect(await findings({ appRole: 'authenticator' })).toEqual([])
    },
  )

  for (const { number, name, verification, faults, sound = [] } of suites) {
    describe(`${number}-${name}`, () => {
      beforeEach(() => begin(verification === 'database' ? database : application))

      test.each(
        faults.filter(
          ({ since = 0, until = Number.POSITIVE_INFINITY }) => version >= since && version <= until,
        ),
      )('finds and fixes: $name', async (each) => {
        const { given = '', fault, finds, fix, byHand, gains = [] } = each
        const options = { ...(!each.appRoleUnknown && { appRole: 'authenticator' }), ...each.options }
        await client.query(given)
        const sound = { ...options, ignore: [...(options.ignore ?? []), ...(each.givenIgnores ?? [])] }
        if (fault !== '' && version === 18) expect(await findings(sound)).toEqual([])
        await client.query(fault)
        const found = await findings(options)
        expect(found.map(({ number, object }) => `${number} ${object}`)).toEqual(
          finds.map((object) => `${number} ${object}`),
        )
        for (const finding of found) {
          if (fix !== undefined) expect(finding.fix).toMatch(fix)
          expect(finding.detail).not.toBe('')
          expect(/^\s*(--.*\s*)*$/.test(finding.fix)).toBe(byHand === true)
        }
        if (byHand) return
        // The fixes hold under any search_path.
        await client.query("set local search_path = ''")
        const before = version === 18 ? await rightsIn(client) : undefined
        for (const finding of found) await client.query(finding.fix)
        if (before) expectMeant(before, await rightsIn(client), found, gains)
        expect(await findings(options)).toEqual(each.remains ? found : [])
      })

      test.each(sound.filter(({ since = 0 }) => version >= since))('leaves alone: $name', async (each) => {
        await client.query(each.given)
        expect(await findings({ appRole: 'authenticator', ...each.options })).toEqual([])
      })
    })
  }
})
