import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addMigrationFile, olderMigration } from '../support/migrations.js'
import { createProject, kits, type TestProject } from '../support/project.js'
import { rowauth } from '../support/run.js'

describe.each(kits)('rowauth upgrade with drizzle-kit $line', (line) => {
  let project: TestProject
  let current: string
  const upgrade = (...args: string[]) => rowauth(['upgrade', '--json', ...args], { cwd: project.root })
  beforeAll(async () => {
    project = await createProject(line)
    await rowauth(['init', '--schema', 'app_auth', '--roles', 'anonymous=guest'], { cwd: project.root })
    current = await project.read((await project.migrations())[0] ?? '')
  })
  beforeEach(() => project.reset())
  afterAll(() => project.remove())

  test('keeps the names that were chosen', async () => {
    await addMigrationFile(project, line, 'rowauth', olderMigration(current, AUTH_SCHEMA_VERSION))
    expect((await upgrade()).json()).toMatchObject({
      ok: true,
      names: { schema: 'app_auth', anonymous: 'guest', authenticated: 'authenticated' },
      migration: expect.stringMatching(new RegExp(`rowauth_auth_schema_v${AUTH_SCHEMA_VERSION}`)),
    })
    expect(await project.read((await project.migrations())[1] ?? '')).toBe(current)
    expect((await upgrade()).json()).toMatchObject({ ok: true, migration: null })
  })

  test('refuses where there is nothing to upgrade, or other names are given', async () => {
    expect((await upgrade()).json()).toMatchObject({ ok: false, error: { code: 'not_installed' } })
    await addMigrationFile(project, line, 'rowauth', olderMigration(current, AUTH_SCHEMA_VERSION))
    const before = await project.files()
    expect((await upgrade('--schema', 'auth')).json()).toMatchObject({ error: { code: 'not_installed' } })
    expect((await upgrade('--roles', 'anonymous=other')).json()).toMatchObject({
      error: { code: 'names_differ' },
    })
    expect(await project.files()).toEqual(before)
  })
})
