import { readFile } from 'node:fs/promises'
import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { startNeonLocal } from '@rowauth/neon-local'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { olderMigration } from '../support/migrations.js'
import { createProject, kits, type TestProject } from '../support/project.js'
import { rowauth } from '../support/run.js'

const sample = (file: string) => readFile(new URL(`project/${file}`, import.meta.url), 'utf8')
const seen = { alice: ['of alice', 'of bob, shared'], bob: ['of bob, shared'], visitor: ['of bob, shared'] }

let server: Server
const logins: string[] = []
const query = (url: string, sql: string) => server.query(url, sql)
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server.close(logins))

/** A login for the application: may take the two roles, and nothing else. */
async function loginUrl(owner: string, roles = 'authenticated, anonymous'): Promise<string> {
  const url = new URL(owner)
  url.username = `login_${url.pathname.slice(1)}`
  url.password = 'secret'
  logins.push(url.username)
  await query(
    owner,
    `create role "${url.username}" login noinherit password 'secret';
     grant ${roles} to "${url.username}"`,
  )
  return url.href
}

describe.each(kits)('a project with drizzle-kit $line', { timeout: 120_000 }, (line) => {
  let project: TestProject
  // A database on the server that is there is made sooner than PGlite starts.
  const scratch = ['--scratch', process.env.DATABASE_URL ?? '']
  const command = (...args: string[]) =>
    rowauth(args[0] === 'check' ? [...args, ...scratch] : args, { cwd: project.root })
  const only = (before: readonly string[], after: readonly string[]) => {
    const added = after.filter((file) => !before.includes(file))
    expect(added).toHaveLength(1)
    return added[0] ?? ''
  }

  beforeAll(async () => {
    project = await createProject(line)
    for (const file of ['drizzle.config.ts', 'src/schema.ts', 'src/app.mjs', 'src/migrate.mjs']) {
      await project.write(file, await sample(file))
    }
    await project.write('src/migrate-neon.mjs', await sample('src/migrate-neon.mjs'))
    // Node runs no TypeScript, and the schema has no types to strip.
    await project.write('src/schema.mjs', await sample('src/schema.ts'))
    expect(await command('init')).toMatchObject({ exitCode: 0, err: '' })
    await project.kit('generate')
    const before = await project.migrations()
    await project.kit('generate', '--custom', '--name=grants')
    await project.write(only(before, await project.migrations()), await sample('grants.sql'))
  })
  afterAll(() => project.remove())

  test('has nothing to generate the second time', async () => {
    const before = await project.files()
    expect(await project.kit('generate')).toMatch(/No schema changes/)
    expect(await project.files()).toEqual(before)
    expect(await project.kit('check')).toMatch(/fine/)
    expect(await command('check')).toMatchObject({ exitCode: 0 })
  })

  test('migrates an empty database; users see their rows; an upgrade keeps them', async () => {
    const installing = (await project.migrations())[0] ?? ''
    const current = await project.read(installing)
    const owner = await server.createDatabase()
    const kit = (...args: string[]) => project.kitOn(owner, ...args)

    // As if an older rowauth had written it.
    await project.write(installing, olderMigration(current, AUTH_SCHEMA_VERSION))
    await kit('migrate')
    const url = await loginUrl(owner)
    expect(await project.node('src/app.mjs', { DATABASE_URL: url }, 'write')).toEqual(seen)
    expect((await command('check', '--json')).json()).toMatchObject({
      ok: false,
      findings: [{ code: 'outdated' }],
    })
    expect((await command('check', '--url', owner, '--json')).json()).toMatchObject({
      ok: false,
      findings: [{ code: 'outdated' }],
    })

    const before = await project.files()
    const old = await project.migrations()
    const { migration, ...upgrade } = (await command('upgrade', '--json')).json()
    expect(upgrade).toMatchObject({ ok: true, from: AUTH_SCHEMA_VERSION - 1, to: AUTH_SCHEMA_VERSION })
    expect(migration).toBe(only(old, await project.migrations()))
    for (const file of old) expect(await project.read(file)).toBe(before[file])
    expect(await project.kit('generate')).toMatch(/No schema changes/)

    await kit('migrate')
    expect(await project.node('src/app.mjs', { DATABASE_URL: url })).toEqual(seen)
    expect(await command('check', '--url', owner)).toMatchObject({ exitCode: 0, err: '' })
    expect(await command('check')).toMatchObject({ exitCode: 0, err: '' })
    const again = await project.files()
    expect((await command('upgrade', '--json')).json()).toMatchObject({ ok: true, migration: null })
    expect(await project.files()).toEqual(again)
  })

  test('migrates with the migrator of node-postgres', async () => {
    const owner = await server.createDatabase()
    expect(await project.node('src/migrate.mjs', { DATABASE_URL: owner })).toEqual({ ok: true })
    expect(await project.node('src/migrate.mjs', { DATABASE_URL: owner })).toEqual({ ok: true })
    const url = await loginUrl(owner)
    expect(await project.node('src/app.mjs', { DATABASE_URL: url }, 'write')).toEqual(seen)
    expect(await command('check', '--url', owner)).toMatchObject({ exitCode: 0, err: '' })
  })

  test('migrates with the migrator of neon-http', async () => {
    const owner = await server.createDatabase()
    const endpoint = await startNeonLocal({ connectionString: owner, passwordLogin: true })
    try {
      // The name of the host only tells which project it is; requests go to the endpoint.
      const url = new URL(owner)
      url.hostname = 'project.neon.example'
      const env = { DATABASE_URL: url.href, NEON_ENDPOINT: endpoint.url }
      expect(await project.node('src/migrate-neon.mjs', env)).toEqual({ ok: true })
    } finally {
      await endpoint.close()
    }
    const url = await loginUrl(owner)
    expect(await project.node('src/app.mjs', { DATABASE_URL: url }, 'write')).toEqual(seen)
    expect(await command('check', '--url', owner)).toMatchObject({ exitCode: 0, err: '' })
  })

  test('migrates nothing where it may not create roles, and says why', async () => {
    const owner = await server.createDatabase()
    const name = new URL(owner).pathname.slice(1)
    const weak = `weak_${name}`
    await query(
      owner,
      `create role "${weak}" login password 'p'; grant create on database "${name}" to "${weak}";
       grant create on schema public to "${weak}"`,
    )
    const url = new URL(owner)
    url.username = weak
    url.password = 'p'
    const files = await project.migrations()
    const texts = await Promise.all(files.map((file) => project.read(file)))
    try {
      // Roles belong to the server, which has the usual ones already.
      await Promise.all(
        files.map((file, index) =>
          project.write(file, (texts[index] ?? '').replaceAll('authenticat', 'admitt')),
        ),
      )
      expect(await project.node('src/migrate.mjs', { DATABASE_URL: url.href })).toEqual({
        ok: false,
        code: '42501',
        message: expect.stringMatching(/role admitted does not exist and .* may not create it/),
        hint: expect.stringMatching(/CREATEROLE/),
      })
      expect(await query(owner, `select from pg_namespace where nspname = 'auth'`)).toEqual([])
      expect(await query(owner, `select from pg_class where relname = 'todos'`)).toEqual([])
    } finally {
      await Promise.all(files.map((file, index) => project.write(file, texts[index] ?? '')))
      await query(owner, `drop owned by "${weak}"; drop role "${weak}"`)
    }
  })

  test('pulls the policies and leaves the auth schema aside', async () => {
    const owner = await server.createDatabase()
    await project.node('src/migrate.mjs', { DATABASE_URL: owner })
    await project.write(
      'pull.config.ts',
      (await sample('drizzle.config.ts')).replace('./drizzle', './pulled'),
    )
    await project.kitOn(owner, 'pull', '--config=pull.config.ts')
    const pulled = await project.read('pulled/schema.ts')
    expect(pulled.match(/pgPolicy\("\w+"/g)).toHaveLength(5)
    expect(pulled).not.toMatch(/pgSchema|pgRole/)
    if (line.line === '1.0') {
      expect(pulled.match(/(using|withCheck): sql/g)).toHaveLength(6)
      expect(await project.kitOn(owner, 'push', '--explain')).toMatch(/No changes/)
    } else {
      // A defect of this kit that docs/migrations.md warns of.
      expect(pulled.match(/(using|withCheck): sql/g)?.length ?? 0).toBeLessThan(6)
    }
  })

  test('is pushed after apply, with its policies as far as the kit can', async () => {
    const owner = await server.createDatabase()
    expect(await command('apply', '--url', owner)).toMatchObject({ exitCode: 0, err: '' })
    await project.kitOn(owner, 'push', '--force')
    const found = (await command('check', '--url', owner, '--json')).json().findings
    const policies = await query(owner, 'select qual, with_check from pg_policies')
    expect(policies).toHaveLength(5)
    // Another defect of 0.31: it leaves the conditions out.
    const open = { qual: null, with_check: null }
    if (line.line === '1.0') {
      expect(policies).not.toContainEqual(open)
      expect(found).toEqual([])
    } else {
      expect(policies).toContainEqual(open)
      expect(found).toContainEqual(expect.objectContaining({ code: 'policy_differs' }))
    }
  })

  test('works under other names', async () => {
    const { authenticated, anonymous } = server.roles
    const other = await createProject(line)
    const schema = (await sample('src/schema.ts'))
      .replaceAll('ownedBy(table.userId)', "ownedBy(table.userId, { schema: 'app_auth' })")
      .replace('authUserId()', "authUserId({ schema: 'app_auth' })")
      .replaceAll(/(?<=role.*)authenticatedRole/g, `'${authenticated}'`)
      .replaceAll(/(?<=role.*)anonymousRole/g, `'${anonymous}'`)
    try {
      for (const file of ['drizzle.config.ts', 'src/app.mjs', 'src/migrate.mjs']) {
        await other.write(file, await sample(file))
      }
      await other.write('src/schema.ts', schema)
      await other.write('src/schema.mjs', schema)
      const names = ['--schema', 'app_auth', ...server.rolesOption]
      const options = { cwd: other.root }
      expect(await rowauth(['init', ...names], options)).toMatchObject({ exitCode: 0, err: '' })
      await other.kit('generate')
      const before = await other.migrations()
      await other.kit('generate', '--custom', '--name=grants')
      const grants = (await sample('grants.sql'))
        .replaceAll('authenticated', authenticated)
        .replaceAll('anonymous', anonymous)
      await other.write(only(before, await other.migrations()), grants)
      expect(await other.kit('generate')).toMatch(/No schema changes/)

      const owner = await server.createDatabase()
      expect(await other.node('src/migrate.mjs', { DATABASE_URL: owner })).toEqual({ ok: true })
      const url = await loginUrl(owner, `${authenticated}, ${anonymous}`)
      const env = { DATABASE_URL: url, ROLES: JSON.stringify({ authenticated, anonymous }) }
      expect(await other.node('src/app.mjs', env, 'write')).toEqual(seen)
      expect(await rowauth(['check', ...scratch], options)).toMatchObject({ exitCode: 0 })
      expect(await rowauth(['check', '--url', owner, ...names, ...scratch], options)).toMatchObject({
        exitCode: 0,
        err: '',
      })
    } finally {
      await other.remove()
    }
  })

  test('would lose the auth schema to a push without schemaFilter, which init warns of', async () => {
    if (line.line !== '1.0') {
      expect((await command('init', '--schema', 'other', '--json')).json().notes).not.toContainEqual(
        expect.stringMatching(/schemaFilter/),
      )
      return
    }
    const owner = await server.createDatabase()
    await project.node('src/migrate.mjs', { DATABASE_URL: owner })
    const config = (await sample('drizzle.config.ts')).replace("schemaFilter: ['public'],", '')
    await project.write('careless.config.ts', config)
    expect(await project.kitOn(owner, 'push', '--explain', '--config=careless.config.ts')).toMatch(
      /DROP SCHEMA "auth"/,
    )
    const { json } = await command('init', '--schema', 'other', '--config', 'careless.config.ts', '--json')
    expect(json().notes).toContainEqual(expect.stringMatching(/^Set schemaFilter/))
  })
})
