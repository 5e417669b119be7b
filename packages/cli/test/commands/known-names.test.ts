import { authSchemaSql } from '@rowauth/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { createProject, kits, type TestProject } from '../support/project.js'
import { rowauth } from '../support/run.js'

let server: Server
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server.close())

describe.each(kits)('in a project with drizzle-kit $line', { timeout: 60_000 }, (kit) => {
  let project: TestProject
  beforeAll(async () => {
    project = await createProject(kit)
  })
  beforeEach(() => project.reset())
  afterAll(() => project.remove())
  const run = (...args: string[]) => rowauth(args, { cwd: project.root })

  test('a database is checked under the names that it has chosen', async () => {
    const url = await server.createDatabase()
    await server.query(url, authSchemaSql({ roles: server.roles }))
    expect((await run('check', '--url', url, ...server.rolesOption)).exitCode).toBe(0)
    await run('init', ...server.rolesOption)
    expect(await run('check', '--url', url)).toMatchObject({ exitCode: 0, err: '' })
    expect((await run('check', '--url', url, '--roles', 'anonymous=nobody_of_this_name')).out).toMatch(
      /role_missing role nobody_of_this_name/,
    )
  })

  test('a new database gets the schema as it has chosen it', async () => {
    await run('init', '--verification', 'database', ...server.rolesOption)
    const url = await server.createDatabase()
    expect((await run('apply', '--url', url, '--json')).json()).toMatchObject({
      ...{ ok: true, verification: 'database' },
      names: server.roles,
    })
    expect(await run('check', '--url', url, '--verification', 'database')).toMatchObject({
      exitCode: 0,
      err: '',
    })
  })
})
