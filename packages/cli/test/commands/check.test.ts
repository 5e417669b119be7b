import { rename, rm } from 'node:fs/promises'
import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { addMigrationFile, olderMigration } from '../support/migrations.js'
import { createProject, kits, type TestProject } from '../support/project.js'
import { rowauth } from '../support/run.js'

describe.each(kits)('rowauth check on migrations of drizzle-kit $line', (line) => {
  let project: TestProject
  let installed: Record<string, string>
  let file: string
  beforeAll(async () => {
    project = await createProject(line)
    await rowauth(['init'], { cwd: project.root })
    installed = await project.files()
    file = (await project.migrations())[0] ?? ''
  })
  beforeEach(async () => {
    await project.reset()
    for (const [name, text] of Object.entries(installed)) await project.write(name, text)
  })
  afterAll(() => project.remove())

  async function findings(...args: string[]): Promise<unknown> {
    const { exitCode, json } = await rowauth(['check', '--json', ...args], { cwd: project.root })
    const { ok, of, findings: found } = json()
    expect(of).toBe('migrations')
    expect(exitCode).toBe(ok === true ? 0 : 1)
    return found
  }

  test('finds nothing after init', async () => {
    expect(await findings()).toEqual([])
    expect(await rowauth(['check'], { cwd: project.root })).toMatchObject({
      exitCode: 0,
      out: `ok the migrations: auth schema at version ${AUTH_SCHEMA_VERSION}, verification by the application\n`,
    })
  })

  test('does not mind the line ends of Windows', async () => {
    await project.write(file, (await project.read(file)).replaceAll('\n', '\r\n'))
    expect(await findings()).toEqual([])
  })

  test('finds that there is none', async () => {
    await rm(`${project.root}/drizzle`, { recursive: true })
    expect(await findings()).toEqual([
      expect.objectContaining({
        code: 'not_installed',
        hint: expect.stringMatching(/^Run "rowauth init"\./),
      }),
    ])
    const { out } = await rowauth(['check'], { cwd: project.root })
    expect(out).toMatch(
      /^not_installed migrations folder\n {2}The migrations install no auth schema\.\n {2}Run "rowauth init"\. .*--url"\.\n$/,
    )
  })

  test.each([
    ['a statement', (text: string) => text.replace('stable parallel safe', 'immutable parallel safe')],
    ['the hash', (text: string) => text.replace(/sha256: \w{8}/, 'sha256: 00000000')],
    ['the options', (text: string) => text.replace('{"schema":"auth"', '{"schema":auth')],
    ['the end', (text: string) => `${text}\ngrant all on schema auth to public;\n`],
  ])('finds an edit of %s', async (_, edit) => {
    await project.write(file, edit(await project.read(file)))
    expect(await findings()).toEqual([
      expect.objectContaining({ code: 'migration_edited', object: file.replace('drizzle/', '') }),
    ])
  })

  test('finds an older and a newer version, and SQL of another release', async () => {
    const text = await project.read(file)
    await project.write(file, olderMigration(text, AUTH_SCHEMA_VERSION))
    expect(await findings()).toEqual([expect.objectContaining({ code: 'outdated' })])
    await project.write(file, text.replace(/version \d+\n/, 'version 999\n'))
    expect(await findings()).toEqual([expect.objectContaining({ code: 'newer_version' })])
    expect((await rowauth(['upgrade', '--json'], { cwd: project.root })).json()).toMatchObject({
      ok: false,
      error: { code: 'newer_version' },
    })
    const older = olderMigration(text, AUTH_SCHEMA_VERSION)
    await project.write(file, older.replace(/version \d+\n/, `version ${AUTH_SCHEMA_VERSION}\n`))
    expect(await findings()).toEqual([expect.objectContaining({ code: 'migration_differs' })])
  })

  test('finds a policy that has got in front of it', async () => {
    await rm(`${project.root}/drizzle`, { recursive: true })
    await addMigrationFile(project, line, 'early', 'create policy p on t to authenticated using (true);')
    await addMigrationFile(project, line, 'rowauth', installed[file] ?? '')
    await addMigrationFile(project, line, 'late', 'create policy q on t to anonymous using (true);')
    expect(await findings()).toEqual([
      expect.objectContaining({ code: 'policies_come_first', object: expect.stringMatching(/early/) }),
    ])
  })

  test('finds what migrators skip or cannot find', async () => {
    if (line.line === '1.0') {
      await rm(`${project.root}/${file.replace('migration.sql', 'snapshot.json')}`)
    } else {
      await addMigrationFile(project, line, 'merged', 'select 1;')
    }
    expect(await findings()).toEqual([
      expect.objectContaining({
        code: 'migrations_inconsistent',
        message: expect.stringMatching(
          line.line === '1.0' ? /no snapshot/ : /0001_merged\.sql is older .* skip it/,
        ),
      }),
    ])
  })

  test('asks which one is meant where there are several', async () => {
    await addMigrationFile(
      project,
      line,
      'second',
      (installed[file] ?? '').replace('{"schema":"auth"', '{"schema":"second"'),
    )
    const { exitCode, err } = await rowauth(['check'], { cwd: project.root })
    expect(exitCode).toBe(2)
    expect(err).toMatch(/several auth schemas: /)
  })

  test('does not take roles of other names for these', async () => {
    const { exitCode, err } = await rowauth(['check', '--roles', 'anonymous=guest'], { cwd: project.root })
    expect(exitCode).toBe(1)
    expect(err).toMatch(/has another name for the role anonymous than --roles/)
  })

  test.each(['js', 'mjs', 'cjs', 'json', 'mts'])('reads drizzle.config.%s', async (extension) => {
    const settings = { dialect: 'postgresql', schema: './src/schema.ts', out: './db/migrations' }
    const prefix = { cjs: 'module.exports =', json: '' }[extension] ?? 'export default'
    // What a config prints must not end up in our output.
    const noise = extension === 'json' ? '' : `console.log('loading the environment')\n`
    await rm(`${project.root}/drizzle.config.ts`)
    await project.write(`drizzle.config.${extension}`, `${noise}${prefix} ${JSON.stringify(settings)}`)
    expect(await findings()).toEqual([expect.objectContaining({ code: 'not_installed' })])
    await project.write('db/keep', '')
    await rename(`${project.root}/drizzle`, `${project.root}/db/migrations`)
    expect(await findings()).toEqual([])
  })
})

describe('rowauth check --url', () => {
  let server: Server
  let url: string
  const names = () => ['--schema', 'app_auth', ...server.rolesOption]
  beforeAll(async () => {
    server = await openServer()
    url = await server.createDatabase()
  })
  beforeEach(async () => {
    expect(await rowauth(['apply', '--url', url, ...names()])).toMatchObject({ exitCode: 0, err: '' })
  })
  const checker = () => `${server.roles.authenticator}_checker`
  afterAll(() => server.close([checker()]))

  async function findings(...args: string[]): Promise<unknown> {
    const { exitCode, json } = await rowauth(['check', '--json', '--url', url, ...names(), ...args])
    const { ok, of, findings: found } = json()
    expect(of).toBe('database')
    expect(exitCode).toBe(ok === true ? 0 : 1)
    return found
  }

  test('finds nothing where it was applied, and leaves nothing behind', async () => {
    const catalog = `select 'function' as kind, oid::text from pg_proc
      union all select 'class', oid::text from pg_class where relnamespace <> 'pg_toast'::regnamespace order by 1, 2`
    expect(await findings()).toEqual([])
    const before = await server.query(url, catalog)
    expect(await findings()).toEqual([])
    expect(await server.query(url, catalog)).toEqual(before)
  })

  test('finds a function that was changed, and one that is gone', async () => {
    await server.query(
      url,
      `create or replace function app_auth.user_id() returns text language sql stable return 'alice';
       drop function app_auth.organization();
       alter function app_auth.uid() volatile`,
    )
    expect(await findings()).toEqual([
      expect.objectContaining({ code: 'function_missing', object: '"app_auth".organization()' }),
      expect.objectContaining({ code: 'function_differs', object: '"app_auth".uid()' }),
      expect.objectContaining({ code: 'function_differs', object: '"app_auth".user_id()' }),
    ])
    await rowauth(['apply', '--url', url, ...names()])
    expect(await findings()).toEqual([])
  })

  test('finds grants that are missing and grants too many', async () => {
    const { authenticated, anonymous } = server.roles
    await server.query(
      url,
      `revoke usage on schema app_auth from ${authenticated};
       revoke execute on function app_auth.user_id() from ${anonymous};
       grant execute on function app_auth.session() to public;
       grant create on schema app_auth to public;
       create function app_auth.session(other text) returns text language sql return other`,
    )
    expect(await findings()).toEqual([
      expect.objectContaining({ code: 'grant_excess', object: 'app_auth.session()' }),
      expect.objectContaining({ code: 'grant_excess', object: 'schema app_auth' }),
      expect.objectContaining({ code: 'grant_missing', object: 'app_auth.user_id()' }),
      expect.objectContaining({
        code: 'grant_missing',
        object: 'schema app_auth',
        message: expect.stringContaining(authenticated),
      }),
    ])
    await rowauth(['apply', '--url', url, ...names()])
    expect(await findings()).toEqual([])
  })

  test('finds roles that are not what they should be', async () => {
    const { authenticated, anonymous, authenticator } = server.roles
    await server.query(
      url,
      `alter role ${authenticated} bypassrls; revoke ${anonymous} from ${authenticator}`,
    )
    expect(await findings()).toEqual([
      expect.objectContaining({ code: 'role_unsafe', object: `role ${authenticated}` }),
      expect.objectContaining({ code: 'role_membership', object: `role ${anonymous}` }),
    ])
    await server.query(url, `alter role ${authenticated} nobypassrls`)
    await rowauth(['apply', '--url', url, ...names()])
    expect(await findings()).toEqual([])
    expect(await findings('--roles', 'anonymous=no_such_role')).toContainEqual(
      expect.objectContaining({ code: 'role_missing', object: 'role no_such_role' }),
    )
  })

  test('says what is missing where the connection may not make temporary functions', async () => {
    const own = new URL(url)
    own.username = checker()
    own.password = 'checks'
    const database = own.pathname.slice(1)
    await server.query(url, `create role ${checker()} login password 'checks'`)
    await server.query(url, `revoke temporary on database ${database} from public`)
    const check = () => rowauth(['check', '--url', own.href, ...names()])
    const refused = await check()
    expect(refused).toMatchObject({
      exitCode: 1,
      err: expect.stringMatching(/may not create here\.\n.*TEMPORARY/),
    })
    await server.query(url, `grant temporary on database ${database} to ${checker()}`)
    expect(await check()).toMatchObject({ exitCode: 0 })
  })

  test('finds other versions, other schemas and none', async () => {
    await server.query(url, `comment on schema app_auth is 'rowauth auth schema, version 0, application'`)
    expect(await findings()).toEqual([expect.objectContaining({ code: 'outdated' })])
    await server.query(url, `comment on schema app_auth is 'rowauth auth schema, version 999, application'`)
    expect(await findings()).toEqual([expect.objectContaining({ code: 'newer_version' })])
    await server.query(url, 'comment on schema app_auth is null')
    expect(await findings()).toEqual([expect.objectContaining({ code: 'foreign_schema' })])
    await server.query(url, `comment on schema app_auth is 'rowauth auth schema, version 0, application'`)
    expect(await findings('--schema', 'nowhere')).toEqual([
      expect.objectContaining({ code: 'not_installed' }),
    ])
  })
})
