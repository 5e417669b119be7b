import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KitLine } from '../../support/project.js'
import { neonViewpoints, openNeonRls } from '../databases/neon-rls.js'
import { neonDependents, neonRlsProject } from '../projects/neon-rls.js'
import type { RoadServerOptions } from '../support/road-server.js'
import { execute } from '../support/statements.js'
import { beginJourney, type PreparedProject, prepareProject } from './journey.js'
import { askers, login, seen, todos } from './neon-todos.js'

const dependents = neonDependents

/** From Neon RLS to rowauth, with the extension and without it. */
export function neonRlsJourneys(line: KitLine, version: RoadServerOptions['version']): void {
  describe(`from Neon RLS, with drizzle-kit ${line.line}`, { timeout: 120_000 }, () => {
    let neon: Awaited<ReturnType<typeof openNeonRls>>
    let project: PreparedProject
    beforeAll(async () => {
      neon = await openNeonRls({ version, requestRoles: 'owner' })
      project = await prepareProject(line, neonRlsProject({ dependents }))
    }, 120_000)
    afterAll(async () => {
      await project?.remove()
      await neon?.close()
    })

    const begin = () =>
      beginJourney(project, (options) => neon.createDatabase({ ...options, dependents }), neonViewpoints)

    test('the extension stays, and nobody gains or loses a right', async () => {
      const { database, run, migrate, expectSound, changes, ask } = await begin()
      const { out, exitCode } = await run('init', '--url', database.owner)
      expect(out).toContain('The database has the extension pg_session_jwt and its schema auth: auth.jwt(), ')
      expect(exitCode).toBe(0)
      await migrate()
      await expectSound(login)
      expect(await ask(login, {}, askers, todos)).toEqual(seen)
      expect(Object.keys(await changes()).filter((change) => !isOfLogin(change))).toEqual([
        'owners: schema rowauth',
        'comments: schema rowauth',
        expect.stringMatching(/^schemas: neon_superuser on rowauth/),
        expect.stringMatching(/^schemas: neondb_owner on rowauth/),
      ])
      expect(await run('init', '--adopt')).toMatchObject({
        exitCode: 1,
        err: expect.stringMatching(/has adopted what is there already.*\n.*init --move/s),
      })
    })

    test('the extension goes, and nobody gains or loses a right', async () => {
      const { database, run, migrate, expectSound, changes, ask } = await begin()
      const { out, exitCode } = await run('init', '--move', '--url', database.owner)
      expect(out).toContain('  rule _RETURN on view public.open_todos\n')
      expect(exitCode).toBe(0)
      await migrate()
      await expectSound(login)
      expect(await execute(database.owner, 'select extname from pg_extension')).toEqual([
        { extname: 'plpgsql' },
      ])
      expect(
        await execute(database.owner, "select to_regnamespace('rowauth_move')::text as left_over"),
      ).toEqual([{ left_over: null }])
      expect(await ask(login, {}, askers, todos)).toEqual(seen)
      const changed = Object.keys(await changes()).filter((change) => !isOfLogin(change))
      expect(changed.filter((change) => !/\bauth\b/.test(change))).toEqual([
        'comments: extension pg_session_jwt',
      ])
      // The functions are others, of another owner, and no longer everybody's to call.
      for (const change of changed.filter((change) => /^(?!definitions|owners|comments)/.test(change))) {
        expect(change).toMatch(
          /^(?:schemas: neondb_owner on auth|functions: neon_superuser on auth\..*|functions: reporting on auth\.(?:init|jwt_session_init)\(.*\))$/,
        )
      }
    })

    test('first kept, then gone; a new database gets there as well', async () => {
      const { database, run, migrate, expectSound, ask } = await begin()
      await run('init', '--url', database.owner)
      await migrate()
      expect(await run('init', '--move', '--url', database.owner)).toMatchObject({ exitCode: 0, err: '' })
      await migrate()
      await expectSound(login)
      expect(await execute(database.owner, "select to_regnamespace('rowauth')::text as mark")).toEqual([
        { mark: null },
      ])
      expect(await ask(login, {}, askers, todos)).toEqual(seen)

      const fresh = await neon.server.createDatabase('neondb_owner')
      const owner = fresh.as('neondb_owner')
      expect(await run('apply', '--url', owner)).toMatchObject({ exitCode: 0, err: '' })
      await project.kitOn(owner, 'migrate')
      expect(await run('check', '--url', owner)).toMatchObject({ exitCode: 0, err: '' })
    })

    test('what breaks it is seen without a database', async () => {
      const { database, run } = await begin()
      await run('init', '--url', database.owner)
      const before = await project.migrations()
      await project.kit('generate', '--custom', '--name=later')
      const [later = ''] = (await project.migrations()).filter((file) => !before.includes(file))
      const breaking = {
        'drop extension pg_session_jwt cascade;': /drops the extension pg_session_jwt/,
        'drop schema auth cascade;': /drops the schema auth/,
        'create or replace function auth.user_id() returns text return null;':
          /replaces a function of the schema auth/,
        'revoke usage on schema auth from authenticated;': /revokes rights on the schema auth/,
        'drop role rowauth_authenticator;': /drops a role, or what it has/,
        'alter role authenticated bypassrls;': /renames a role, or lets it past the policies/,
        'revoke authenticated from rowauth_authenticator;': /takes a role away/,
      }
      for (const [sql, message] of Object.entries(breaking)) {
        await project.write(later, sql)
        const { exitCode, out } = await run('check', '--no-policies')
        expect(out).toMatch(message)
        expect(exitCode).toBe(1)
      }
      await project.write(later, 'alter role authenticated nobypassrls;')
      expect(await run('check')).toMatchObject({ exitCode: 0 })
    })

    test('what breaks it is seen in the database', async () => {
      const { database, run, migrate } = await begin()
      await run('init', '--url', database.owner)
      await migrate()
      await execute(database.superuser, 'revoke execute on function auth.user_id() from public')
      expect((await run('check', '--no-policies', '--url', database.owner)).out).toMatch(
        /^grant_missing auth\.user_id\(\)\n {2}Role anonymous may not use it/,
      )
      await execute(database.superuser, 'drop extension pg_session_jwt cascade')
      expect((await run('check', '--no-policies', '--url', database.owner)).out).toMatch(
        /^functions_missing schema auth/,
      )
    })
  })
}

/** What is said of the role that the application logs in as from now on. */
function isOfLogin(change: string): boolean {
  return change.includes(login)
}
