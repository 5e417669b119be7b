import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { authSchemaSql } from '@rowauth/core'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowauth } from '../support/run.js'
import { soundSchema } from './support/sound-database.js'

describe('rowauth doctor', () => {
  let server: EmbeddedPostgres
  let client: pg.Client

  const doctor = (...args: string[]) =>
    rowauth(['doctor', '--url', server.connectionString, '--app-role', 'authenticator', ...args])

  beforeAll(async () => {
    server = await startEmbeddedPostgres()
    client = new pg.Client(server.connectionString)
    await client.connect()
    await client.query(`${authSchemaSql()} ${soundSchema}`)
  })

  afterAll(async () => {
    await client.end()
    await server.stop()
  })

  const lookedAt = 'Looked at 4 tables, 3 policies as authenticator (--app-role)\n'

  test('says what it looked at, and so when there is nothing to say', async () => {
    expect(await doctor()).toMatchObject({ exitCode: 0, out: `${lookedAt}ok nothing found\n`, err: '' })
    const circumstances = { appRole: 'authenticator', chosen: 'given', tables: 4, policies: 3 }
    for (const option of [['--json'], ['--format', 'json']]) {
      expect((await doctor(...option)).json()).toEqual({
        ok: true,
        circumstances: expect.objectContaining(circumstances),
        count: { error: 0, warning: 0, info: 0 },
        findings: [],
        ignored: [],
      })
    }
  })

  test("takes the login role of the auth schema beside an administrator's connection", async () => {
    const { exitCode, out } = await rowauth(['doctor', '--url'], {
      env: { DATABASE_URL: server.connectionString },
    })
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: `Looked at 4 tables, 3 policies as authenticator (login role of the auth schema)\nok nothing found\n`,
    })
  })

  test('a database without tables is nothing to look at', async () => {
    await client.query('create database empty')
    const url = new URL(server.connectionString)
    url.pathname = '/empty'
    const look = (...args: string[]) => rowauth(['doctor', '--url', url.href, '--ignore', '208,501', ...args])
    const { exitCode, out } = await look()
    expect(exitCode).toBe(1)
    expect(out).toMatch(/\nThere is nothing to look at: the database has no tables\. .*\n$/)
    expect(out).not.toMatch(/^ok/m)
    expect((await look('--json')).json()).toMatchObject({ ok: false, circumstances: { tables: 0 } })
    expect((await look('--format', 'github')).out).toContain('::error title=rowauth doctor::There is nothing')
    expect(await look('--fail-on', 'never')).toMatchObject({ exitCode: 0 })
  })

  test('prints the worst first, one line a finding, and fails from the level that is asked for', async () => {
    await client.query('create policy done on app.todos for select to authenticated using (done)')
    expect(await doctor()).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/\n1 for information\n\n● 307 table app\.todos: select by .*\n\n/),
    })
    expect(await doctor('--fail-on', 'warning')).toMatchObject({ exitCode: 0 })
    expect(await doctor('--fail-on', 'info')).toMatchObject({ exitCode: 1 })
    await client.query(
      'grant truncate on app.todos to authenticated; alter table app.lists disable row level security',
    )
    expect(await doctor('--ignore', '102')).toMatchObject({ exitCode: 0 })
    expect(await doctor('--ignore', '102', '--fail-on', 'warning')).toMatchObject({ exitCode: 1 })
    expect(await doctor('--fail-on', 'never')).toMatchObject({ exitCode: 0 })
    const { exitCode, out } = await doctor()
    expect(exitCode).toBe(1)
    expect(out.split('\n').slice(0, 6)).toEqual([
      'Looked at 4 tables, 4 policies as authenticator (--app-role)',
      '1 error, 1 warning, 1 for information',
      '',
      '✖ 102 table app.lists: not asked: member',
      '▲ 108 table app.todos: authenticated may truncate it',
      '● 307 table app.todos: select by authenticated: done, own',
    ])
    expect(out).toContain('  102 https://github.com/rowauth/rowauth/blob/main/docs/doctor.md#lint-102\n')
    const { json } = await doctor('--json', '--ignore', '108,307')
    expect(json()).toMatchObject({
      ok: false,
      count: { error: 1, warning: 0, info: 0 },
      findings: [
        {
          number: 102,
          name: 'policies-without-rls',
          level: 'error',
          object: 'table app.lists',
          fix: 'alter table app.lists enable row level security;',
          page: expect.stringMatching(/#lint-102$/),
        },
      ],
    })
  })

  test('--verbose has why and the fix, as wide as the terminal is', async () => {
    const options = ['doctor', '--url', server.connectionString, '--app-role', 'authenticator']
    const { out } = await rowauth([...options, '--verbose'], { columns: 60 })
    expect(out).toContain(
      '✖ error 102 A table has policies, but row-level security is off\n  PostgreSQL accepts',
    )
    expect(out).toContain('\n    alter table app.lists enable row level security;\n')
    const texts = out.split('\n').filter((line) => /^ {2}[A-Za-z][^:]*$/.test(line))
    expect(texts.length).toBeGreaterThan(5)
    expect(Math.max(...texts.map((line) => line.length))).toBeLessThanOrEqual(60)
    const narrow = await rowauth(options, { columns: 40, colors: true })
    expect(narrow.out).toContain('\u001b[31m✖ 102\u001b[39m table app.lists')
    expect(narrow.out).toContain(' table app.todos: select by\n      authenticated: done, own\n')
  })

  test('what comments say to ignore is counted, and listed with who says so', async () => {
    await client.query(
      `comment on table app.lists is E'Lists.\\ndoctor: ignore 102, 308, all of them may be read'`,
    )
    expect((await doctor()).out).toMatch(/\n1 warning, 1 for information\n1 ignored by comments\n\n▲ 108/)
    expect((await doctor('--verbose')).out).toMatch(
      /\nIgnored by comments\n {2}102 table app\.lists: not asked: member \(postgres: all of them may be read\)\n$/,
    )
    const { exitCode, json } = await doctor('--json')
    expect(exitCode).toBe(0)
    expect(json()).toMatchObject({
      count: { error: 0 },
      ignored: [
        {
          number: 102,
          object: 'table app.lists',
          ...{ owner: 'postgres', byApplication: false, reason: 'all of them may be read' },
          page: expect.stringMatching(/#lint-102$/),
        },
      ],
    })
    await client.query('alter table app.lists owner to authenticated')
    const { out } = await doctor('--ignore', '206')
    expect(out).toMatch(
      /\n1 ignored by comments\n {2}102 table app\.lists: .* \(authenticated, whom the application can be: all of them/,
    )
    await client.query(`alter table app.lists owner to postgres; comment on table app.lists is null;
      grant select on app.lists to authenticated`)
  })

  test('a baseline leaves out what is known, and says what is gone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rowauth-baseline-'))
    const baseline = ['--baseline', join(folder, 'doctor-baseline.json')]
    expect(await doctor(...baseline)).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('--write-baseline'),
    })
    expect(await doctor(...baseline, '--write-baseline')).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/\)\nok nothing new found\n3 findings of the baseline\n$/),
    })
    const written = await readFile(baseline[1] ?? '', 'utf8')
    expect(written).toMatch(
      /\n {4}\{"number":102,"object":"table app\.lists","detail":"not asked: member"\},\n/,
    )

    await client.query(
      'revoke truncate on app.todos from authenticated; grant truncate on app.lists to authenticated',
    )
    const { exitCode, json } = await doctor(...baseline, '--json', '--fail-on', 'warning')
    expect(exitCode).toBe(0)
    expect(json()).toMatchObject({
      known: 2,
      findings: [],
      gone: [{ number: 108, object: 'table app.todos' }],
    })
    expect((await doctor(...baseline, '--ignore', '108')).out).not.toContain('gone')
    await client.query('alter table app.lists enable row level security')
    const { out } = await doctor(...baseline)
    expect(out).toContain('\n▲ 108 table app.lists: authenticated may truncate it\n')
    expect(out).toMatch(/2 findings of the baseline gone: .*\n {2}102 table app\.lists: not asked: member\n/)
    await client.query(
      'create policy anyone on app.todos for delete to anonymous using (true); grant delete on app.todos to anonymous',
    )
    expect((await doctor(...baseline, '--write-baseline')).exitCode).toBe(0)
    await client.query('alter policy anyone on app.todos to anonymous, authenticated')
    expect((await doctor(...baseline)).out).toContain(
      '303 policy anyone on app.todos: always true in USING, for anonymous, authenticated\n',
    )
    await client.query('drop policy anyone on app.todos; revoke delete on app.todos from anonymous')
    await writeFile(baseline[1] ?? '', '{"version":1,"findings":[{}]}')
    expect((await doctor(...baseline)).err).toContain('is no baseline of rowauth doctor')
    await rm(folder, { recursive: true })
    await client.query('revoke truncate on app.lists from authenticated; drop policy done on app.todos')
  })

  test('what steers a terminal is shown in names, and escaped in SQL', async () => {
    await client.query(
      `create table app."a\u001b[31m\nb" (id int); grant select on app."a\u001b[31m\nb" to authenticated`,
    )
    for (const args of [[], ['--verbose'], ['--format', 'github']]) {
      const { out } = await doctor(...args)
      expect(out).toContain('a\\u{1b}[31m')
      expect(out).not.toContain('\u001b')
    }
    const { out: script, err } = await doctor('--sql')
    expect(err).toBe('The script settles 1.\n')
    expect(script).not.toContain('\u001b')
    expect(script).toContain('U&"a\\+00001b[31m\nb"')
    await client.query(script)
    expect((await doctor()).out).toContain('ok nothing found')
    await client.query(`drop table app."a\u001b[31m\nb"`)
  })

  test('names the script of the auth schema instead of printing it', async () => {
    const { out } = await doctor('--schema', 'app_auth', '--verbose', '--ignore', '503')
    expect(out).toContain('501 The auth schema is missing')
    expect(out.length).toBeLessThan(2500)
    expect(out).toContain('rowauth apply')
  })

  test.each([
    [['--ignore', '42'], /numbers of lints/],
    [['--ignore', '999'], /There is no lint 999/],
    [['--app-role', 'nobody'], /There is no role nobody/],
    [['--schema', 'pg_auth'], /must not start with "pg_"/],
    [['--strict'], /Unknown option '--strict'/],
    [['--fail-on', 'all'], /Allowed choices are error, warning, info, never/],
    [['--format', 'xml'], /Allowed choices are text, json, sarif, github/],
    [['--verbose', '--format', 'github'], /--verbose and --format github exclude/],
    [['--sql', '--baseline', 'x'], /--sql and --baseline exclude/],
    [['--sql', '--explain', 'app.todos'], /--explain and --app-role exclude|exclude each other/],
    [['--sql', '--format', 'github'], /--sql and --format github exclude/],
    [['--write-baseline'], /--write-baseline needs --baseline <file>/],
    [['--as', 'authenticated'], /--as needs --explain <table>/],
    [['--claims', '[]'], /--claims takes a JSON object/],
  ])('refuses %s', async (args, message) => {
    const { exitCode, out, err } = await doctor(...args)
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' })
    expect(err).toMatch(message)
  })

  test('--json and another format exclude each other', async () => {
    const { exitCode, json } = await doctor('--format', 'sarif', '--json')
    expect(exitCode).toBe(2)
    expect(json()).toMatchObject({
      error: { code: 'usage', message: expect.stringContaining('--format sarif') },
    })
  })
})
