import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KitLine } from '../../support/project.js'
import { neonViewpoints, openNeonRls } from '../databases/neon-rls.js'
import { neonRlsProject } from '../projects/neon-rls.js'
import type { RoadServerOptions } from '../support/road-server.js'
import { beginJourney, type PreparedProject, prepareProject } from './journey.js'
import { askers, login, seen, todos } from './neon-todos.js'

/** Where the platform has made the roles that queries run as, so that since 16 nobody else may grant them. */
export function neonPlatformRoleJourneys(line: KitLine, version: RoadServerOptions['version']): void {
  describe(`from Neon RLS with roles of the platform, with drizzle-kit ${line.line}`, {
    timeout: 120_000,
  }, () => {
    let neon: Awaited<ReturnType<typeof openNeonRls>>
    let project: PreparedProject
    beforeAll(async () => {
      neon = await openNeonRls({ version })
      project = await prepareProject(line, neonRlsProject())
    }, 120_000)
    afterAll(async () => {
      await project?.remove()
      await neon?.close()
    })

    test('what cannot be granted is said with what to run, and roles of its own are a way on', async () => {
      const { database, run, changes, expectSound, ask } = await beginJourney(
        project,
        (options) => neon.createDatabase(options),
        neonViewpoints,
      )
      const migrations = await project.migrations()
      if (neon.server.major < 16) {
        await run('init', '--url', database.owner)
        await project.kitOn(database.owner, 'migrate')
        await expectSound(login)
        expect(await ask(login, {}, askers, todos)).toEqual(seen)
        return
      }
      const ways = [['init'], ['init', '--move'], ['apply', '--adopt'], ['apply', '--move']]
      for (const way of ways) {
        const { err, exitCode } = await run(...way, '--url', database.owner)
        expect(err).toContain('may not take role authenticated, and neondb_owner may not grant it')
        expect(err).toContain(
          'Make the login role yourself: create role rowauth_authenticator nologin noinherit. Then have a role with the ADMIN option on it run: grant authenticated, anonymous to rowauth_authenticator',
        )
        expect(exitCode).toBe(1)
      }
      expect(await project.migrations()).toEqual(migrations)
      expect(await changes()).toEqual({})

      const roles = 'authenticated=member,anonymous=guest'
      expect(await run('init', '--move', '--roles', roles, '--url', database.owner)).toMatchObject({
        exitCode: 0,
        err: '',
      })
      // As "drizzle-kit generate" would, which asks on a terminal whether the policies are others. The schema stays behind.
      await project.kit('generate', '--custom', '--name=roles')
      const file = (await project.migrations()).find((each) => /_roles\b/.test(each)) ?? ''
      const commands = ['select', 'insert', 'update', 'delete']
      await project.write(
        file,
        commands
          .map(
            (command) =>
              `-- rowauth: ignore policy_differs, roles of its own\nalter policy "crud-authenticated-policy-${command}" on todos to member;`,
          )
          .join('\n--> statement-breakpoint\n'),
      )
      expect(await run('grants')).toMatchObject({ exitCode: 0, err: '' })
      await project.kitOn(database.owner, 'migrate')
      await expectSound(login)
      const options = { roles: { authenticated: 'member', anonymous: 'guest' } }
      expect(await ask(login, options, askers, todos)).toEqual({ ...seen, visitor: '42501' })
    })
  })
}
