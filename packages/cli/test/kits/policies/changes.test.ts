import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answering } from '../../support/answering.js'
import { openServer, type Server } from '../../support/database.js'
import { createProject, kits, type TestProject } from '../../support/project.js'

/** What a kit does to a policy; how `docs/migrations.md` has it. */
const losses = {
  '0.31': {
    generate: {
      emptied: ['condition'],
      roles: ['roles'],
      renamed: ['kind', 'command', 'condition'],
    },
    push: {
      created: ['condition', 'check'],
      condition: ['condition'],
      kind: ['condition'],
      command: ['condition'],
      emptied: ['condition'],
      roles: ['roles'],
      renamed: ['kind', 'command', 'condition'],
    },
    // Of a table with two policies one loses its condition.
    pull: 9,
  },
  '1.0': {
    generate: { emptied: ['condition'] },
    push: { condition: ['condition'], emptied: ['condition'] },
    pull: 10,
  },
}

interface Options {
  readonly name?: string
  readonly as?: string
  readonly for?: string
  readonly using?: string
  readonly check?: string
  readonly to?: string
}

let server: Server
let roles: { member: string; other: string }
beforeAll(async () => {
  server = await openServer()
  roles = { member: server.roles.authenticated, other: `Other_${server.roles.anonymous}` }
  const names = [roles.member, roles.other, roles.other.toLowerCase()]
  await server.query(process.env.DATABASE_URL ?? '', names.map((name) => `create role "${name}"`).join(';'))
})
afterAll(() => server.close([roles.other, roles.other.toLowerCase()]))

const mine = 'owner = CURRENT_USER'

/** A policy as a schema file has it, and as SQL. */
function policy({
  name = 'own',
  as = 'permissive',
  using = mine,
  check,
  to = roles.member,
  ...rest
}: Options = {}) {
  const command = rest.for ?? 'select'
  const conditions = Object.entries({ using, withCheck: check }).filter(([, text]) => text)
  const options = conditions.map(([key, text]) => `, ${key}: sql\`${text}\``).join('')
  const clauses = conditions
    .map(([key, text]) => ` ${key === 'using' ? key : 'with check'} (${text})`)
    .join('')
  return {
    ts: `pgPolicy('${name}', { as: '${as}', for: '${command}', to: '${to}'${options} })`,
    sql: (table: string) => `create policy ${name} on ${table} as ${as} for ${command} to "${to}"${clauses}`,
  }
}

type Policies = ReturnType<typeof policy>[]

/** A table for each change, before and after it. */
function tables(): Record<string, [Policies, Policies]> {
  return {
    created: [[policy()], [policy(), policy({ name: 'two', for: 'update', check: 'id > 0' })]],
    condition: [[policy()], [policy({ using: 'id > 0' })]],
    roles: [[policy()], [policy({ to: roles.other })]],
    kind: [[policy()], [policy({ as: 'restrictive' })]],
    command: [[policy()], [policy({ for: 'all' })]],
    renamed: [[policy()], [policy({ name: 'other', as: 'restrictive', for: 'all', using: 'id > 0' })]],
    dropped: [[policy(), policy({ name: 'two' })], [policy()]],
    last: [[policy()], []],
    emptied: [[policy()], [policy({ using: '' })]],
    todos: [[policy()], [policy()]],
  }
}

function schema(state: 0 | 1, owner = 'text()'): string {
  const lines = Object.entries(tables()).map(
    ([name, states]) =>
      `export const ${name} = pgTable('${name}', { id: integer().primaryKey(), owner: ${owner}.notNull() }, () => [${states[state].map(({ ts }) => ts).join(', ')}])`,
  )
  return `import { sql } from 'drizzle-orm'\nimport { integer, pgPolicy, pgTable, text, varchar } from 'drizzle-orm/pg-core'\n\n${lines.join('\n')}\n`
}

const read = `select tablename, policyname as name, permissive as kind, roles::text as roles, cmd as command, qual as condition, with_check as "check"
  from pg_policies where schemaname = 'public' order by 1, 2`

const withoutSecurity = `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity`

describe.each(kits)('drizzle-kit $line', { timeout: 120_000 }, (kit) => {
  const expected = losses[kit.line]
  let project: TestProject
  let migrated: string
  let meant: Record<string, unknown>[]
  beforeAll(async () => {
    project = await createProject(kit)
    await project.write(
      'src/migrate.mjs',
      await readFile(new URL('../project/src/migrate.mjs', import.meta.url), 'utf8'),
    )
    await project.write('src/schema.ts', schema(0))
    await project.kit('generate')
    migrated = await server.createDatabase()
    await project.node('src/migrate.mjs', { DATABASE_URL: migrated })
    await project.write('src/schema.ts', schema(1))
    meant = await madeAtOnce()
  })
  afterAll(() => project.remove())

  /** The policies as the schema means them. */
  async function madeAtOnce(): Promise<Record<string, unknown>[]> {
    const url = await server.createDatabase()
    const statements = Object.keys(tables()).map(
      (table) => `create table ${table} (id int primary key, owner text not null)`,
    )
    const policies = Object.entries(tables()).flatMap(([table, [, after]]) =>
      after.map(({ sql }) => sql(table)),
    )
    await server.query(url, [...statements, ...policies].join(';'))
    return await server.query(url, read)
  }

  /** What is not as it is meant, by table. */
  async function lost(url: string): Promise<Record<string, string[]>> {
    const found = await server.query(url, read)
    expect(found.map(({ tablename, name }) => [tablename, name])).toEqual(
      meant.map(({ tablename, name }) => [tablename, name]),
    )
    const entries = meant.map((policy, i) => {
      const parts = Object.keys(policy).filter((part) => policy[part] !== found[i]?.[part])
      return [String(policy.tablename), parts] as const
    })
    return Object.fromEntries(entries.filter(([, parts]) => parts.length > 0))
  }

  test('push', async () => {
    const url = await server.createDatabase()
    await project.node('src/migrate.mjs', { DATABASE_URL: url })
    await project.kitWith({ ...answering, TEST_DATABASE_URL: url }, 'push', '--force')
    expect(await lost(url)).toEqual(expected.push)
    expect(await server.query(url, withoutSecurity)).toEqual([{ relname: 'last' }])
  })

  test('generate and migrate', async () => {
    await project.kitWith(answering, 'generate')
    await project.node('src/migrate.mjs', { DATABASE_URL: migrated })
    expect(await lost(migrated)).toEqual(expected.generate)
    expect(await server.query(migrated, withoutSecurity)).toEqual([{ relname: 'last' }])
  })

  test('pull', async () => {
    const config = (await project.read('drizzle.config.ts')).replace('./drizzle', './pulled')
    await project.write('pull.config.ts', config)
    await project.kitOn(migrated, 'pull', '--config=pull.config.ts')
    const pulled = await project.read('pulled/schema.ts')
    expect(pulled.match(/pgPolicy\("/g)).toHaveLength(10)
    expect(pulled.match(/using: sql/g)?.length ?? 0).toBe(expected.pull)
  })

  test('another type for a column that policies use', async () => {
    const before = await project.migrations()
    await project.write('src/schema.ts', schema(1, 'varchar({ length: 40 })'))
    await project.kit('generate')
    const file = (await project.migrations()).find((each) => !before.includes(each)) ?? ''
    const generated = (await project.read(file)).split('--> statement-breakpoint').map((each) => each.trim())
    const using = kit.line === '1.0' ? ' USING "owner"::varchar(40)' : ''
    expect(generated).toContain(`ALTER TABLE "todos" ALTER COLUMN "owner" SET DATA TYPE varchar(40)${using};`)
    const migrate = () => project.node('src/migrate.mjs', { DATABASE_URL: migrated })
    expect(await migrate()).toMatchObject({
      ...{ ok: false, code: '0A000', message: 'cannot alter type of a column used in a policy definition' },
    })
    await project.write(file, await readFile(new URL('type-change.sql', import.meta.url), 'utf8'))
    const policies = await server.query(migrated, read)
    expect(await migrate()).toEqual({ ok: true })
    const printed = (rows: Record<string, unknown>[]) => rows.filter(({ tablename }) => tablename !== 'todos')
    expect(printed(await server.query(migrated, read))).toEqual(printed(policies))
    expect(
      await server.query(migrated, `${read.replace('order by', `and tablename = 'todos' order by`)}`),
    ).toMatchObject([{ condition: '((owner)::text = CURRENT_USER)' }])
  })
})
