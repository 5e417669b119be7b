import { neon, neonConfig } from '@neondatabase/serverless'
import { startNeonLocal } from '@rowauth/neon-local'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../../support/database.js'
import { addMigrationFile } from '../../support/migrations.js'
import { createProject, kits, type TestProject } from '../../support/project.js'

const breakpoint = '\n--> statement-breakpoint\n'

/** What a migration does to policies of a table in use, and whether others see the state between its statements. */
const changes = [
  {
    name: 'a restrictive policy dropped and made again, as both kits do',
    statements: [
      'drop policy narrow on notes',
      'create policy narrow on notes as restrictive using (id < 3)',
    ],
    opensOverHttp: true,
  },
  {
    name: 'the same as one block',
    statements: [
      'do $$ begin drop policy narrow on notes; create policy narrow on notes as restrictive using (id < 3); end $$',
    ],
    opensOverHttp: false,
  },
  {
    name: 'another type for a column, its policies closed meanwhile',
    statements: [
      'alter policy own on notes using (false)',
      'alter table notes alter column owner type varchar(40) using owner::varchar(40)',
      `alter policy own on notes using (owner = 'alice')`,
    ],
    opensOverHttp: false,
  },
  {
    name: 'the last policy dropped, row-level security turned off',
    statements: [
      'drop policy narrow on notes',
      'drop policy own on notes',
      'alter table notes disable row level security',
    ],
    opensOverHttp: true,
  },
] as const

let server: Server
beforeAll(async () => {
  server = await openServer()
  await server.query(process.env.DATABASE_URL ?? '', `create role ${server.roles.authenticated}`)
})
afterAll(() => server.close())

const first = () => `
  create table notes (id int, owner text);
  insert into notes values (1, 'alice'), (2, 'bob'), (3, 'alice');
  alter table notes enable row level security;
  grant select on notes to ${server.roles.authenticated};
  create policy own on notes using (owner = 'alice');
  create policy narrow on notes as restrictive using (id < 3)`

describe.each(kits)('between the statements of a migration, with drizzle-orm of kit $line', (line) => {
  let project: TestProject
  beforeAll(async () => {
    project = await createProject()
  })
  afterAll(() => project.remove())

  describe.each(changes)('$name', ({ statements, opensOverHttp }) => {
    test.each(['node-postgres', 'neon-http'] as const)('%s', async (client) => {
      const url = await server.createDatabase()
      await project.reset()
      await addMigrationFile(project, line, 'first', first())
      await migrate('node-postgres', line.orm, url, `${project.root}/drizzle`, async () => {})
      await addMigrationFile(project, line, 'change', statements.join(`;${breakpoint}`))
      const observer = new pg.Client(url)
      await observer.connect()
      const seen = new Set<string>()
      const observe = async () => {
        try {
          // A transaction that changes policies has locked the table until it ends.
          const lock = 'begin; lock table notes in access share mode nowait'
          await observer.query(`${lock}; set local role ${server.roles.authenticated}`)
          const { rows } = await observer.query(`select id from notes order by id`)
          seen.add(rows.map(({ id }) => id).join())
        } catch (error) {
          seen.add(String(Reflect.get(Object(error), 'code')))
        } finally {
          await observer.query('rollback')
        }
      }
      try {
        await migrate(client, line.orm, url, `${project.root}/drizzle`, observe)
      } finally {
        await observer.end()
      }
      expect(seen).toContain('1')
      // 55P03: locked.
      const isOpen = [...seen].some((each) => !['', '1', '55P03'].includes(each))
      expect({ seen, isOpen }).toMatchObject({
        isOpen: client === 'neon-http' && line.line === '0.31' && opensOverHttp,
      })
    })
  })
})

async function migrate(
  client: 'node-postgres' | 'neon-http',
  orm: string,
  url: string,
  migrationsFolder: string,
  observe: () => Promise<void>,
): Promise<void> {
  const { migrate: run } = await import(`${orm}/${client}/migrator`)
  const { drizzle } = await import(`${orm}/${client}`)
  if (client === 'node-postgres') {
    const connection = new pg.Client(url)
    await connection.connect()
    const query = connection.query.bind(connection) as (...args: unknown[]) => Promise<unknown>
    Reflect.set(connection, 'query', async (...args: unknown[]) => {
      await observe()
      return await query(...args)
    })
    try {
      await run(drizzle({ client: connection }), { migrationsFolder })
    } finally {
      await connection.end()
    }
    return
  }
  const endpoint = await startNeonLocal({ connectionString: url, passwordLogin: true })
  const named = new URL(url)
  named.hostname = 'project.neon.example'
  neonConfig.fetchEndpoint = endpoint.url
  neonConfig.fetchFunction = async (...args: Parameters<typeof fetch>) => {
    await observe()
    return await fetch(...args)
  }
  try {
    await run(drizzle({ client: neon(named.href) }), { migrationsFolder })
  } finally {
    await endpoint.close()
  }
}
