import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KitLine } from '../../support/project.js'
import { openHandWritten } from '../databases/hand-written.js'
import { type HandWrittenKind, handWrittenProject } from '../projects/hand-written.js'
import type { RoadServerOptions } from '../support/road-server.js'
import { type Asker, beginJourney, type PreparedProject, prepareProject } from './journey.js'

const login = 'rowauth_authenticator'
const acme = '00000000-0000-4000-8000-00000000ac3e'
const globex = '00000000-0000-4000-8000-0000000061b0'

interface Case {
  /** By what the database shows it. */
  readonly evidence: RegExp
  /** What the command has to be told: where nothing shows which role queries run as. */
  readonly args?: readonly string[]
  /** Whether the migrations alone show enough. */
  readonly inMigrations: boolean
  /** As `withAuth` takes them; `settings` as setting and claim. */
  readonly options: { readonly roles: object; readonly settings?: object }
  readonly askers: readonly Asker[]
  readonly query: string
  readonly seen: object
}

const tenantSettings = { 'app.current_user_id': 'sub', 'app.tenant_id': 'tenant_id' }
const tenants: Omit<Case, 'options'> = {
  evidence: /^Policies of the database read 'app\.current_user_id', 'app\.tenant_id'\./,
  inMigrations: false,
  askers: [
    { name: 'alice', claims: { sub: 'alice', tenant_id: acme } },
    { name: 'bob', claims: { sub: 'bob', tenant_id: globex } },
    { name: 'alice at the wrong tenant', claims: { sub: 'alice', tenant_id: globex } },
  ],
  query: 'select text from notes',
  seen: { alice: ['order fuel'], bob: ['count money'], 'alice at the wrong tenant': [] },
}
const one = (role: string) => ({ authenticated: role, anonymous: role })

const cases: Partial<Record<HandWrittenKind, Case>> = {
  'tenant-login': { ...tenants, options: { roles: one('app_user'), settings: tenantSettings } },
  'tenant-role': { ...tenants, options: { roles: one('app_tenant'), settings: tenantSettings } },
  postgraphile: {
    evidence: /^Policies of the database read 'jwt\.claims\.user_id'\./,
    inMigrations: true,
    options: {
      roles: { authenticated: 'member', anonymous: 'visitor' },
      settings: { 'jwt.claims.user_id': 'user_id' },
    },
    askers: [
      { name: 'alice', claims: { user_id: 1 } },
      { name: 'bob', claims: { user_id: 2 } },
      { name: 'nobody', claims: null },
    ],
    query: 'select text from app_public.posts order by id',
    seen: { alice: ['first', 'draft'], bob: ['first', 'reply'], nobody: ['first'] },
  },
  postgrest: {
    evidence: /^Policies of the database read 'request\.jwt\.claims'\./,
    inMigrations: true,
    options: { roles: { authenticated: 'todo_user', anonymous: 'web_anon' } },
    askers: [
      { name: 'alice', claims: { email: 'alice@example.com' } },
      { name: 'bob', claims: { email: 'bob@example.com' } },
      { name: 'nobody', claims: null },
    ],
    query: 'select task from api.todos order by id',
    seen: { alice: ['water the plants', 'call home'], bob: ['pay rent'], nobody: [] },
  },
  'neon-transaction': {
    evidence: /^The database has the functions that are in the schema auth: auth\.user_id\(\)\./,
    inMigrations: true,
    options: { roles: {} },
    askers: [
      { name: 'alice', claims: { sub: 'alice' } },
      { name: 'bob', claims: { sub: 'bob' } },
      { name: 'nobody', claims: null },
    ],
    query: 'select text from notes order by id',
    seen: { alice: ['water the plants', 'call home'], bob: ['pay rent'], nobody: [] },
  },
}

/** From a transaction written by hand to rowauth, for each way of writing it. */
export function handWrittenJourneys(line: KitLine, version: RoadServerOptions['version']): void {
  describe.each(Object.entries(cases) as [HandWrittenKind, Case][])(
    `from %s, with drizzle-kit ${line.line}`,
    { timeout: 120_000 },
    (kind, { evidence, args = [], inMigrations, options, askers, query, seen }) => {
      let road: Awaited<ReturnType<typeof openHandWritten>>
      let project: PreparedProject
      beforeAll(async () => {
        road = await openHandWritten(kind, { version })
        project = await prepareProject(line, handWrittenProject(kind))
      }, 120_000)
      afterAll(async () => {
        await project?.remove()
        await road?.close()
      })

      test('settings, functions and roles stay, and nobody gains or loses a right', async () => {
        const { database, run, migrate, expectSound, changes, ask } = await beginJourney(
          project,
          road.createDatabase,
          road.viewpoints,
        )
        const withoutDatabase = await run('init', '--dry-run', '--json')
        expect(withoutDatabase.json()).toMatchObject(
          inMigrations ? { ok: true } : { ok: false, error: { code: 'roles_unknown' } },
        )
        const { out, err, exitCode } = await run('init', '--url', database.owner, ...args)
        expect(err).toBe('')
        expect(out).toMatch(evidence)
        for (const setting of Object.keys(options.settings ?? {})) {
          expect(out).toContain(`'${setting}': claim('…')`)
        }
        expect(exitCode).toBe(0)
        await migrate()
        await expectSound(login)
        expect(await ask(login, options, askers, query)).toEqual(seen)
        const changed = Object.keys(await changes()).filter((change) => !change.includes(login))
        // Where visitors had no role of their own they have one without rights now.
        expect(changed.filter((change) => !/\b(?:rowauth|anonymous)\b/.test(change))).toEqual([])
      })
    },
  )

  describe(`from tenant-owner, with drizzle-kit ${line.line}`, { timeout: 120_000 }, () => {
    let road: Awaited<ReturnType<typeof openHandWritten>>
    let project: PreparedProject
    beforeAll(async () => {
      road = await openHandWritten('tenant-owner', { version })
      project = await prepareProject(line, handWrittenProject('tenant-owner'))
    }, 120_000)
    afterAll(async () => {
      await project?.remove()
      await road?.close()
    })

    test('an application that queries as the owner gets a role to query as', async () => {
      const { database, run, migrate, expectSound, ask } = await beginJourney(
        project,
        road.createDatabase,
        road.viewpoints,
      )
      expect(await run('init', '--url', database.owner)).toMatchObject({
        exitCode: 1,
        err: expect.stringMatching(/^error Which role do queries of signed-in users run as\?.*\n.*--roles/),
      })
      const roles = one('app_member')
      const roleOption = 'authenticated=app_member,anonymous=app_member'
      expect(await run('init', '--url', database.owner, '--roles', roleOption)).toMatchObject({ exitCode: 0 })
      expect(await run('grants')).toMatchObject({ exitCode: 0, err: '' })
      await migrate()
      await expectSound(login)
      const options = { roles, settings: tenantSettings }
      expect(await ask(login, options, tenants.askers, tenants.query)).toEqual(tenants.seen)
    })
  })

  describe(`to the auth schema, with drizzle-kit ${line.line}`, { timeout: 120_000 }, () => {
    let road: Awaited<ReturnType<typeof openHandWritten>>
    let project: PreparedProject
    beforeAll(async () => {
      road = await openHandWritten('neon-transaction', { version })
      project = await prepareProject(line, handWrittenProject('neon-transaction'))
    }, 120_000)
    afterAll(async () => {
      await project?.remove()
      await road?.close()
    })

    test('functions made by hand are replaced, and nobody gains or loses a right', async () => {
      const { database, run, migrate, expectSound, changes, ask } = await beginJourney(
        project,
        road.createDatabase,
        road.viewpoints,
      )
      expect(await run('init', '--move', '--url', database.owner)).toMatchObject({ exitCode: 0, err: '' })
      await migrate()
      await expectSound(login)
      const { askers = [], query = '', seen } = cases['neon-transaction'] ?? {}
      expect(await ask(login, {}, askers, query)).toEqual(seen)
      const changed = Object.keys(await changes()).filter((change) => !change.includes(login))
      expect(changed.filter((change) => !/\bauth\b/.test(change))).toEqual([])
    })
  })
}
