import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answering } from '../../support/answering.js'
import { openServer, type Server } from '../../support/database.js'
import { createProject, kits, type TestProject } from '../../support/project.js'
import { rowauth } from '../../support/run.js'
import { schemaWith } from './schema.js'

type Finding = { code: string; object: string; message: string; sql?: string }

let server: Server
const folded: string[] = []
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server.close(folded))

describe.each(kits)('policies of a project with drizzle-kit $line', { timeout: 120_000 }, (kit) => {
  const isOld = kit.line === '0.31'
  let project: TestProject
  let url: string
  let editor: string
  beforeAll(async () => {
    project = await createProject(kit)
    editor = `Editor_${server.roles.authenticated}_${isOld ? 'a' : 'b'}`
    folded.push(editor, editor.toLowerCase())
    url = await server.createDatabase()
    await server.query(url, `create role "${editor}"; create role ${editor}`)
    expect(await rowauth(['init', ...server.rolesOption], { cwd: project.root })).toMatchObject({
      exitCode: 0,
    })
    const { authenticated } = server.roles
    await project.write(
      'src/schema.ts',
      schemaWith([
        `pgPolicy('read', { for: 'select', to: '${authenticated}', using: sql\`\${t.owner} = current_user\` })`,
        `pgPolicy('write', { for: 'insert', to: '${authenticated}', withCheck: sql\`id > 0 -- as ids are
          and \${t.owner} = current_user\` })`,
        `pgPolicy('narrow', { for: 'select', to: '${authenticated}', using: sql\`id < 100\` })`,
      ]),
    )
    await project.write(
      'src/migrate.mjs',
      await readFile(new URL('../project/src/migrate.mjs', import.meta.url), 'utf8'),
    )
    await project.kit('generate')
  })
  afterAll(() => project.remove())

  async function check(...args: string[]) {
    const { exitCode, json } = await rowauth(['check', '--json', ...args], { cwd: project.root })
    const { ok, findings, warnings, policies } = json() as Record<string, Finding[]>
    expect(exitCode).toBe(ok ? 0 : 1)
    return { findings: findings ?? [], warnings: warnings ?? [], policies }
  }
  const scratch = ['--scratch', process.env.DATABASE_URL ?? '']
  const apply = (findings: readonly Finding[]) =>
    server.query(url, `drop policy if exists "none" on todos; ${findings.map(({ sql }) => sql).join('\n')}`)

  test(`a condition that the kit cut is found${isOld ? ' in PGlite' : ''}`, async () => {
    const { findings, policies } = await check(...(isOld ? [] : scratch))
    expect(policies).toEqual({ compared: true, policies: 3, unreadable: [] })
    if (!isOld) return expect(findings).toEqual([])
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'policy_differs',
        object: 'policy write on todos',
        message: expect.stringMatching(
          /WITH CHECK: \(id > 0\), and should be: \(\(id > 0\) AND \(owner = CURRENT_USER\)\)/,
        ),
        sql: expect.stringMatching(/^alter policy "write" on "public"\."todos" to ".*" with check \(.*\);$/),
      }),
    ])
  })

  test('changes that a rename loses, and roles that become others, are found before and after they are migrated', async () => {
    const { authenticated } = server.roles
    await project.write(
      'src/schema.ts',
      schemaWith([
        `pgPolicy('read', { for: 'select', to: '${editor}', using: sql\`\${t.owner} = current_user\` })`,
        `pgPolicy('write', { for: 'insert', to: '${authenticated}', withCheck: sql\`id > 0 -- as ids are
          and \${t.owner} = current_user\` })`,
        `pgPolicy('restrict_narrow', { as: 'restrictive', for: 'all', to: '${authenticated}', using: sql\`id between 1 and 50 and id <> 7\` })`,
      ]),
    )
    await project.kitWith(answering, 'generate')
    const lost = (await check(...scratch)).findings
    await project.node('src/migrate.mjs', { DATABASE_URL: url })
    const there = (await check('--url', url, ...scratch)).findings
    const objects = (findings: readonly Finding[]) =>
      findings.map(({ code, object }) => `${code} ${object}`).sort()
    expect(objects(there)).toEqual(objects(lost))
    expect(objects(there)).toEqual(
      isOld
        ? ['read', 'restrict_narrow', 'write'].map((name) => `policy_differs policy ${name} on todos`)
        : [],
    )
    // What is made of a printed text is printed with fewer parentheses afterwards.
    await apply(there)
    expect((await check('--url', url, ...scratch)).findings).toEqual([])
  })

  test('what somebody has changed in the database is found, and the statements make it good', async () => {
    await server.query(
      url,
      `alter policy read on todos using (true);
       drop policy write on todos;
       create policy extra on todos using (true);
       alter table todos disable row level security`,
    )
    const { findings } = await check('--url', url, ...scratch)
    expect(findings.map(({ code, object }) => [code, object])).toEqual([
      ['row_security_differs', '"public"."todos"'],
      ['policy_differs', 'policy read on todos'],
      ['policy_missing', 'policy write on todos'],
      ['policy_unknown', 'policy extra on todos'],
    ])
    await apply(findings)
    expect((await check('--url', url, ...scratch)).findings).toEqual([])
  })

  test('what the kit lost is made good by a migration', async () => {
    const { findings } = await check(...scratch)
    const before = await project.migrations()
    await project.kit('generate', '--custom', '--name=lost')
    const file = (await project.migrations()).find((each) => !before.includes(each)) ?? ''
    await project.write(
      file,
      `select 1;\n${findings.map(({ sql }) => sql).join('\n--> statement-breakpoint\n')}`,
    )
    expect((await check(...scratch)).findings).toEqual([])
    await project.write(file, 'alter policy read on todos using (true);')
    expect((await check(...scratch)).findings).toContainEqual(
      expect.objectContaining({ code: 'policy_differs', object: 'policy read on todos' }),
    )
    await project.write(
      file,
      '-- rowauth: ignore policy_differs, for a day\nalter policy read on todos using (true);',
    )
    expect((await check(...scratch)).findings.map(({ object }) => object)).not.toContain(
      'policy read on todos',
    )
  })

  test('nothing is left of the scratch', async () => {
    const left = `select from pg_database where datname like 'rowauth_scratch_%'`
    await check('--url', url, ...scratch)
    expect(await server.query(url, left)).toEqual([])
  })

  test('says what is wrong with the server of a scratch', async () => {
    await server.query(url, `create role no_databases login password 'secret'`)
    const weak = new URL(url)
    weak.username = 'no_databases'
    weak.password = 'secret'
    const refused = await rowauth(['check', '--scratch', weak.href], { cwd: project.root })
    expect(refused.err).toMatch(/on the server of --scratch\.\nIts role needs CREATEDB\. .*permission denied/)
    const gone = await rowauth(['check', '--scratch', 'postgres://127.0.0.1:1/x'], { cwd: project.root })
    expect(gone.err).toMatch(/^error The server of --scratch cannot be reached \(ECONNREFUSED\)/)
    await server.query(url, 'drop role no_databases')
  })

  test('without a scratch a check that did not look is no success, unless it was told not to', async () => {
    const file = (await project.migrations()).at(-1) ?? ''
    await project.write(file, 'select no_such_function();')
    const { findings, policies } = await check('--url', url, ...scratch)
    expect(policies).toMatchObject({ compared: false, reason: 'not_replayable' })
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'policies_not_compared',
        message: expect.stringMatching(/lost.* does not run on an empty database: function no_such_function/),
      }),
    ])
    expect(await check('--url', url, '--no-policies')).toMatchObject({
      findings: [],
      policies: { compared: false, reason: 'left_out' },
    })
    const { out } = await rowauth(['check', '--url', url, '--no-policies'], { cwd: project.root })
    expect(out).toMatch(/^ok the database: .*\nnot compared policies: /)
  })
})
