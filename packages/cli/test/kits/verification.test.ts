import { readFile } from 'node:fs/promises'
import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { createProject, kits, type TestProject } from '../support/project.js'
import { rowauth } from '../support/run.js'

const config = await readFile(new URL('project/drizzle.config.ts', import.meta.url), 'utf8')

let server: Server
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server.close())

describe.each(kits)('who verifies, with drizzle-kit $line', { timeout: 120_000 }, (line) => {
  let project: TestProject
  beforeAll(async () => {
    project = await createProject(line)
  })
  beforeEach(async () => {
    await project.reset()
    await project.write('drizzle.config.ts', config)
  })
  afterAll(() => project.remove())

  async function run(...args: string[]): Promise<Record<string, unknown>> {
    return (await rowauth([...args, '--json'], { cwd: project.root })).json()
  }
  const init = (verification: string) => run('init', '--verification', verification, ...server.rolesOption)

  async function migrate(): Promise<string> {
    const url = await server.createDatabase()
    await project.kitOn(url, 'migrate')
    return url
  }
  const check = (url: string) => run('check', '--url', url, '--no-policies', ...server.rolesOption)

  test('is written into the migration, and check goes by it', async () => {
    expect(await init('database')).toMatchObject({ ok: true, verification: 'database' })
    const [file = ''] = await project.migrations()
    expect(await project.read(file)).toMatch(/^-- options: \{.*"verification":"database"\}$/m)
    expect(await run('check')).toMatchObject({ ok: true, verification: 'database' })
    expect(await run('check', '--no-policies', '--verification', 'application')).toMatchObject({
      ok: false,
      findings: [{ code: 'verification_differs' }],
    })
    expect(await run('upgrade')).toMatchObject({ ok: true, migration: null, verification: 'database' })
    expect(await check(await migrate())).toMatchObject({ ok: true, verification: 'database' })
  })

  test('is changed by an upgrade, for databases that are made anew and for those that were switched', async () => {
    await init('application')
    const old = await migrate()
    const upgraded = await run('upgrade', '--verification', 'database')
    expect(upgraded).toMatchObject({
      ...{ ok: true, from: AUTH_SCHEMA_VERSION, to: AUTH_SCHEMA_VERSION, verification: 'database' },
      migration: expect.stringMatching(/rowauth_verification_by_database/),
    })
    expect(await run('check')).toMatchObject({ ok: true, verification: 'database', findings: [] })
    expect(await check(await migrate())).toMatchObject({ ok: true, verification: 'database' })

    const change = (...args: string[]) =>
      run('switch', '--to', 'database', '--url', old, ...args, ...server.rolesOption)
    expect(await change()).toMatchObject({ ok: true, state: 'transition' })
    await server.query(
      old,
      `select auth.register_jwk('{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}')`,
    )
    expect(await change('--finish')).toMatchObject({ ok: true, state: 'database' })
    await project.kitOn(old, 'migrate')
    expect(await check(old)).toMatchObject({ ok: true, verification: 'database' })
    expect(await server.query(old, 'select kid, alg from auth.jwks')).toEqual([{ kid: null, alg: 'EdDSA' }])

    await run('upgrade', '--verification', 'application')
    expect(await run('check')).toMatchObject({ ok: true, verification: 'application', findings: [] })
    expect(await check(await migrate())).toMatchObject({ ok: true, verification: 'application' })
  })

  test('is not what a database has that init looks at', async () => {
    await init('application')
    const url = await migrate()
    await project.reset()
    await project.write('drizzle.config.ts', config)
    expect(
      await run('init', '--verification', 'database', '--url', url, ...server.rolesOption),
    ).toMatchObject({
      ok: false,
      error: { code: 'verification_differs' },
    })
  })
})
