import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KitLine } from '../../support/project.js'
import { openSupabase, supabaseViewpoints } from '../databases/supabase.js'
import { supabaseProject } from '../projects/supabase.js'
import type { RoadServerOptions } from '../support/road-server.js'
import { beginJourney, type PreparedProject, prepareProject } from './journey.js'

const login = 'rowauth_authenticator'
const alice = '00000000-0000-4000-8000-0000000000a1'
const bob = '00000000-0000-4000-8000-0000000000b2'
const askers = [
  { name: 'alice', claims: { sub: alice, role: 'authenticated', email: 'alice@example.com' } },
  { name: 'bob', claims: { sub: bob, role: 'authenticated', email: 'bob@example.com' } },
  { name: 'visitor', claims: null },
  { name: 'a token that names the service role', claims: { sub: bob, role: 'service_role' } },
]

/** From Drizzle on Supabase to rowauth; Supabase and PostgREST go on beside it. */
export function supabaseJourneys(line: KitLine, version: RoadServerOptions['version']): void {
  describe(`from Supabase, with drizzle-kit ${line.line}`, { timeout: 120_000 }, () => {
    let supabase: Awaited<ReturnType<typeof openSupabase>>
    let project: PreparedProject
    beforeAll(async () => {
      supabase = await openSupabase({ version })
      project = await prepareProject(line, supabaseProject())
    }, 120_000)
    afterAll(async () => {
      await project?.remove()
      await supabase?.close()
    })
    const begin = () => beginJourney(project, supabase.createDatabase, supabaseViewpoints)

    test.each([
      ['the migrations alone', []],
      ['its database', ['--url']],
    ] as const)('it is recognised by %s, and nobody gains or loses a right', async (_, [urlOption]) => {
      const { database, run, migrate, expectSound, changes, ask } = await begin()
      const url = urlOption === undefined ? [] : [urlOption, database.owner]
      const { out, exitCode } = await run('init', ...url)
      expect(out).toMatch(
        urlOption === undefined
          ? /uses auth\.users, the table of Supabase's users/
          : /^The database has the schema auth of Supabase: auth\.email\(\), auth\.jwt\(\)/,
      )
      expect(out).toContain("{ verifier, roles: { anonymous: 'anon' } }")
      expect(exitCode).toBe(0)
      await migrate()
      await expectSound(login)
      const options = { roles: { anonymous: 'anon' } }
      expect(await ask(login, options, askers, 'select topic from rooms order by topic')).toEqual({
        alice: ['kitchen', 'lobby'],
        bob: ['lobby'],
        visitor: ['lobby'],
        'a token that names the service role': ['lobby'],
      })
      const changed = Object.keys(await changes()).filter((change) => !change.includes(login))
      expect(changed.filter((change) => !/\browauth\b/.test(change))).toEqual([])
    })

    test('the login of PostgREST is left alone, and there is nothing to move', async () => {
      const { database, run, changes } = await begin()
      for (const args of [
        ['init', '--move', '--url', database.owner],
        ['apply', '--move', '--url', database.owner],
      ]) {
        expect(await run(...args)).toMatchObject({
          exitCode: 1,
          err: expect.stringMatching(/those of Supabase, which needs them itself.*\n.*--adopt/),
        })
      }
      expect(await run('apply', '--url', database.owner)).toMatchObject({
        exitCode: 1,
        err: expect.stringMatching(/has a schema auth already.*\n.*--adopt/),
      })
      expect(await run('apply', '--adopt', '--url', database.owner)).toMatchObject({ exitCode: 0, err: '' })
      expect(await run('check', '--url', database.owner)).toMatchObject({ exitCode: 0, err: '' })
      expect(
        Object.keys(await changes()).filter(
          (change) => /authenticator/.test(change) && !change.includes(login),
        ),
      ).toEqual([])
    })

    test('storage and realtime have policies, and roles see what they saw', async () => {
      const database = await supabase.createDatabase({ platformPolicies: true })
      const { run } = await begin()
      expect(await run('apply', '--adopt', '--url', database.owner)).toMatchObject({ exitCode: 0, err: '' })
      const doctor = await run('doctor', '--url', database.owner, '--app-role', login, '--json')
      const { findings } = doctor.json() as { findings: { level: string }[] }
      expect(findings.filter(({ level }) => level === 'error')).toEqual([])
    })
  })
}
