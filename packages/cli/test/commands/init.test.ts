import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { AUTH_SCHEMA_VERSION, authSchemaStatements } from '@rowauth/core'
import { startPostgres, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { addMigrationFile } from '../support/migrations.js'
import { config, createProject, kits, type TestProject } from '../support/project.js'
import { rowauth } from '../support/run.js'

describe.each(kits)('with drizzle-kit $line', (line) => {
  let project: TestProject
  beforeAll(async () => {
    project = await createProject(line)
  })
  beforeEach(() => project.reset())
  afterAll(() => project.remove())
  const init = (...args: string[]) => rowauth(['init', ...args], { cwd: project.root })

  /** The command says no, and the project is as it was. */
  async function expectRefusal(code: string, message: RegExp, ...args: string[]) {
    const before = await project.files()
    const { exitCode, err, json } = await init('--json', ...args)
    expect(json()).toMatchObject({ ok: false, error: { code, message: expect.stringMatching(message) } })
    expect(err).toBe('')
    expect(exitCode).toBe(1)
    expect(await project.files()).toEqual(before)
  }

  test('adds one migration that the kit knows', async () => {
    const { exitCode, out, err } = await init()
    expect(err).toBe('')
    expect(exitCode).toBe(0)
    const [file = '', ...others] = await project.migrations()
    expect(others).toEqual([])
    expect(out).toContain(file)
    const text = await project.read(file)
    expect(text).toMatch(/^-- rowauth auth schema, version \d+\n/)
    expect(text).toMatch(/^-- sha256: [0-9a-f]{64}$/m)
    const parts = text.split('--> statement-breakpoint').map((part) => part.trim())
    const statements = authSchemaStatements()
    expect(parts).toHaveLength(statements.length)
    parts.forEach((part, index) => {
      expect(part.endsWith(statements[index] ?? 'nothing')).toBe(true)
    })
    await project.kit('generate')
    expect(await project.kit('check')).toMatch(/fine/)
    const added = (await project.migrations()).filter((each) => each !== file)
    expect(added).toHaveLength(1)
    expect(await project.read(added[0] ?? '')).toMatch(/^CREATE TABLE "notes"[^;]*;\s*$/)
  })

  test('tells what was done as JSON', async () => {
    const { out, json } = await init('--json')
    expect(json()).toEqual({
      ok: true,
      migration: (await project.migrations())[0],
      version: expect.any(Number),
      names: {
        schema: 'auth',
        authenticated: 'authenticated',
        anonymous: 'anonymous',
        authenticator: 'authenticator',
      },
      verification: 'application',
      kit: expect.stringMatching(line.line),
      database: 'not configured',
      notes: [expect.stringMatching(/No database was looked at/)],
    })
    expect(out.endsWith('}\n')).toBe(true)
  })

  test('goes behind migrations that do not need it', async () => {
    await addMigrationFile(project, line, 'tables', 'create table t (id int);')
    expect((await init()).exitCode).toBe(0)
    const files = await project.migrations()
    expect(files).toHaveLength(2)
    expect(await project.read(files[1] ?? '')).toMatch(/^-- rowauth auth schema/)
  })

  test('takes other names', async () => {
    await init('--schema', 'App Auth', '--roles', 'authenticated=member,anonymous=visitor')
    await init('--roles', 'authenticator=web', '--schema', 'second')
    const [first = '', second = ''] = await project.migrations()
    expect(await project.read(first)).toMatch(/"App Auth"\.user_id\(\)[\s\S]*to "member", "visitor"/)
    expect(await project.read(second)).toMatch(/"second"\.user_id\(\)[\s\S]*to authenticated, anonymous/)
  })

  test('refuses a second time', async () => {
    await init()
    await expectRefusal(
      'already_installed',
      new RegExp(`already, in version ${AUTH_SCHEMA_VERSION}: .*rowauth_auth_schema`),
    )
  })

  test('refuses behind a policy for the roles, as the kit writes it', async () => {
    await project.write(
      'src/schema.ts',
      `import { sql } from 'drizzle-orm'
       import { integer, pgPolicy, pgTable } from 'drizzle-orm/pg-core'
       export const notes = pgTable('notes', { id: integer().primaryKey() }, () => [
         pgPolicy('all', { to: 'authenticated', using: sql\`true\` }),
       ])`,
    )
    await project.kit('generate')
    await expectRefusal('policies_come_first', /names the role authenticated, and would run before/)
    expect((await init('--schema', 'app_auth', '--roles', 'authenticated=member')).exitCode).toBe(0)
  })

  test('refuses behind a policy that needs it, where nothing shows whose the function is', async () => {
    await addMigrationFile(project, line, 'p', 'create policy p on t using ((select auth.user_id()) = o);')
    await expectRefusal('policies_come_first', /calls auth\.user_id\(\), and would run before/)
    const { json } = await init('--adopt', '--json')
    expect(json()).toMatchObject({
      ok: true,
      adopts: 'functions',
      evidence: expect.stringMatching(/nothing in them says/),
    })
  })

  test.each([
    ['create extension pg_session_jwt;', 'pg_session_jwt', 'anonymous'],
    [
      'create policy "crud-authenticated-policy-select" on t to authenticated using ((select auth.user_id() = t.o));',
      'pg_session_jwt',
      'anonymous',
    ],
    ['alter table t add foreign key (o) references "auth"."users" (id);', 'supabase', 'anon'],
    [
      "create policy p on t to app_user using (o = current_setting('app.user', true));",
      'settings',
      'anonymous',
    ],
  ])('adopts what %s shows', async (sql, adopts, anonymous) => {
    await addMigrationFile(project, line, 'before', sql)
    const before = await project.migrations()
    const dry = await init('--dry-run', '--json')
    expect(dry.json()).toMatchObject({ ok: true, migration: null, adopts, names: { anonymous } })
    expect(await project.migrations()).toEqual(before)
    const { json, err } = await init('--json')
    expect(err).toBe('')
    expect(json()).toMatchObject({
      ok: true,
      adopts,
      names: { anonymous, authenticator: 'rowauth_authenticator' },
    })
    const [, file = ''] = await project.migrations()
    expect(await project.read(file)).toMatch(/^-- rowauth adoption, version 1\n/)
    await expectRefusal('already_adopted', /has adopted what is there already/)
  })

  test('installs under another name beside what it could adopt, when that name is given', async () => {
    await addMigrationFile(project, line, 'other', 'create extension pg_session_jwt;')
    expect((await init('--schema', 'app_auth', '--json')).json()).toMatchObject({
      ok: true,
      names: { schema: 'app_auth' },
    })
  })

  test('refuses what contradicts itself', async () => {
    expect((await init('--adopt', '--move', '--json')).json()).toMatchObject({ error: { code: 'usage' } })
    await expectRefusal('nothing_to_adopt', /Neither migrations nor database/, '--adopt')
    await expectRefusal('nothing_to_move', /Neither migrations nor database/, '--move')
    await addMigrationFile(project, line, 'other', 'create extension pg_session_jwt;')
    for (const option of [['--verification', 'database'], ['--grants']]) {
      expect((await init(...option, '--json')).json()).toMatchObject({ ok: false, error: { code: 'usage' } })
    }
  })

  test('refuses a folder that is not in order', async () => {
    const migration = await addMigrationFile(project, line, 'tables', 'create table t (id int);')
    const files = await project.files()
    if (line.line === '0.31') {
      await project.write('drizzle/meta/_journal.json', '{ <<<<<<< HEAD')
      await expectRefusal('migrations_inconsistent', /_journal\.json is no JSON/)
      const journal = JSON.parse(files['drizzle/meta/_journal.json'] ?? '')
      journal.entries.push({ ...journal.entries[0], idx: 1, tag: '0001_gone' })
      await project.write('drizzle/meta/_journal.json', JSON.stringify(journal))
      await expectRefusal('migrations_inconsistent', /lists 0001_gone\.sql, which is not there/)
    } else {
      await rm(`${project.root}/${migration.replace('migration.sql', 'snapshot.json')}`)
      await expectRefusal('migrations_inconsistent', /no snapshot\.json beside it/)
    }
  })

  test('leaves other files of the folder alone', async () => {
    await project.write('drizzle/README.md', 'How we migrate.\n')
    await project.write('drizzle/seeds/users.sql', 'insert into users values (1);\n')
    expect((await init()).exitCode).toBe(0)
    expect(await project.files()).toMatchObject({
      'drizzle/README.md': 'How we migrate.\n',
      'drizzle/seeds/users.sql': 'insert into users values (1);\n',
    })
  })

  describe('a kit that fails', () => {
    const script = 'node_modules/drizzle-kit/bin.cjs'
    let original: string
    beforeAll(async () => {
      original = await project.read(script)
    })
    afterAll(() => project.write(script, original))

    test('takes back what was made', async () => {
      await addMigrationFile(project, line, 'tables', 'create table t (id int);')
      await project.write(
        script,
        `const { mkdirSync, writeFileSync } = require('node:fs')
         mkdirSync('drizzle/29990101000000_x', { recursive: true })
         writeFileSync('drizzle/29990101000000_x/migration.sql', '-- empty')
         writeFileSync('drizzle/9999_y.sql', '-- empty')
         mkdirSync('drizzle/meta', { recursive: true })
         writeFileSync('drizzle/meta/_journal.json', 'half of a jour')
         console.error('Something broke\\nin the middle')
         process.exit(0)`,
      )
      await expectRefusal(
        'kit_failed',
        /^drizzle-kit made no migration\. It says:\nSomething broke\nin the middle$/,
      )
    })

    test('takes back a migration that would not be the last one', async () => {
      const later = 'drizzle/29980101000000_tables'
      await addMigrationFile(project, line, 'tables', 'create table t (id int);')
      await project.write(`${later}/migration.sql`, 'select 1;')
      await project.write(`${later}/snapshot.json`, '{}')
      await project.write(
        script,
        `const { mkdirSync, writeFileSync } = require('node:fs')
         mkdirSync('drizzle/20250101000000_x', { recursive: true })
         writeFileSync('drizzle/20250101000000_x/migration.sql', '-- empty')
         writeFileSync('drizzle/20250101000000_x/snapshot.json', '{}')`,
      )
      await expectRefusal('kit_failed', /would not be applied last/)
    })

    test('takes back what there is when it is interrupted', async () => {
      await addMigrationFile(project, line, 'tables', 'create table t (id int);')
      await project.write(
        script,
        `require('node:fs').writeFileSync('drizzle/9999_y.sql', '-- empty')
         setTimeout(() => {}, 60_000)`,
      )
      const before = await project.files()
      const running = init('--json')
      await vi.waitUntil(() => existsSync(`${project.root}/drizzle/9999_y.sql`), { timeout: 20_000 })
      process.emit('SIGINT')
      const { exitCode, json } = await running
      expect(exitCode).toBe(1)
      expect(json()).toMatchObject({ error: { code: 'interrupted' } })
      expect(await project.files()).toEqual(before)
      expect(process.listenerCount('SIGTERM')).toBe(0)
    })

    test('says that a schema file has to be there', async () => {
      await project.write(script, `console.error('No schema files found for path config'); process.exit(1)`)
      const { json } = await init('--json')
      expect(json()).toMatchObject({ error: { hint: expect.stringContaining('it may be empty') } })
    })

    test('leaves no folder behind where there was none', async () => {
      await project.write(script, `require('node:fs').mkdirSync('drizzle/meta', { recursive: true })`)
      await expectRefusal('kit_failed', /^drizzle-kit made no migration\.$/)
      expect(existsSync(`${project.root}/drizzle`)).toBe(false)
    })
  })

  test('refuses a config that cannot be read', async () => {
    await project.write('drizzle.config.ts', `throw new Error('DATABASE_URL is not set')`)
    await expectRefusal('config_unreadable', /drizzle\.config\.ts cannot be read.*DATABASE_URL is not set/)
    await project.write('drizzle.config.ts', 'export default { dialect: ')
    await expectRefusal('config_unreadable', /cannot be read/)
    await project.write('drizzle.config.ts', `export default { dialect: 'sqlite' }`)
    await expectRefusal('config_not_postgres', /names a dialect other than "postgresql"/)
    await expectRefusal('config_not_found', /no config file other\.ts/, '--config', 'other.ts')
  })

  test('says what the config should say', async () => {
    await project.write(
      'drizzle.config.ts',
      config.replace(
        "schemaFilter: ['public'],",
        "schemaFilter: ['public', 'auth'],\n  entities: { roles: true },",
      ),
    )
    expect((await init('--json')).json().notes).toEqual([
      expect.stringMatching(/^Set schemaFilter: \['public'\]/),
      expect.stringMatching(/exclude: \['authenticated', 'anonymous', 'authenticator'\]/),
      expect.stringMatching(/No database/),
    ])
  })

  describe('with a database', () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startPostgres()
    })
    afterAll(() => server.stop())

    async function database(sql: string): Promise<string> {
      const url = await server.createDatabase()
      const client = new pg.Client(url)
      await client.connect()
      await client.query(sql)
      await client.end()
      return url
    }

    test('looks at the one that is given, and the one of the config', async () => {
      const url = await database('select 1')
      expect((await init('--json', '--url', url)).json()).toMatchObject({ ok: true, database: 'checked' })
      await project.write(
        'drizzle.config.ts',
        config.replace("process.env.TEST_DATABASE_URL ?? ''", JSON.stringify(url)),
      )
      const json = (await init('--json', '--schema', 'second')).json()
      expect(json).toMatchObject({ ok: true, database: 'checked', notes: [] })
    })

    test('goes on when that of the config is away, not when the given one is', async () => {
      const away = 'postgres://nobody:hidden@127.0.0.1:1/none'
      await project.write(
        'drizzle.config.ts',
        config.replace("process.env.TEST_DATABASE_URL ?? ''", JSON.stringify(away)),
      )
      const refused = await init('--url', away)
      expect(refused).toMatchObject({ exitCode: 1, err: expect.stringMatching(/cannot be reached/) })
      expect(refused.err).not.toContain('hidden')
      expect((await init('--json')).json()).toMatchObject({ ok: true, database: 'unreachable' })
    })

    test.each([
      ['of Supabase', 'create schema auth; create table auth.users (id uuid)', /holds the table users/],
      ['of others', `create schema auth; comment on schema auth is 'ours'`, /a comment of its own/],
    ])('refuses a schema %s', async (_, sql, message) => {
      await expectRefusal('foreign_schema', message, '--url', await database(sql))
    })

    test('refuses without the right to create roles', async () => {
      const role = `owner_${Date.now()}_${line.line.replace('.', '')}`
      const url = new URL(await database(`create role ${role} login password 'p'; select 1`))
      const client = new pg.Client(url.href)
      await client.connect()
      await client.query(`grant create on database ${url.pathname.slice(1)} to ${role}`)
      url.username = role
      url.password = 'p'
      const roles = 'authenticated=signed_in,anonymous=anonymous,authenticator=authenticator'
      await expectRefusal(
        'rights_missing',
        /may not create roles \(CREATEROLE\), and of those that are needed there is no signed_in\./,
        ...['--url', url.href, '--roles', roles],
      )
      await client.query(`revoke create on database ${url.pathname.slice(1)} from ${role}`)
      await expectRefusal('rights_missing', /may neither create the schema auth/, '--url', url.href)
      await client.query(`drop role ${role}`)
      await client.end()
    })
  })
})

test('refuses without drizzle-kit', async () => {
  const project = await createProject()
  try {
    const before = await project.files()
    const { exitCode, err } = await rowauth(['init'], { cwd: project.root })
    expect(err).toBe(
      'error drizzle-kit is not installed in this project.\n' +
        'Install it (npm install --save-dev drizzle-kit). To do without it, use "rowauth sql" or "rowauth apply".\n',
    )
    expect(exitCode).toBe(1)
    expect(await project.files()).toEqual(before)
  } finally {
    await project.remove()
  }
})
