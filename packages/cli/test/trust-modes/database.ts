import { createTestIssuer, startEmbeddedPostgres, type TestIssuer } from '@rowauth/testing'
import pg from 'pg'
import { rowauth } from '../support/run.js'
import { block, rowauthCalls } from './page.js'

const tables = `
create table todos (user_id text not null default auth.user_id(), title text not null);
alter table todos enable row level security;
create policy own on todos to authenticated using ((select auth.user_id()) = user_id);
grant select, insert on todos to authenticated;
insert into todos values ('alice', 'a1'), ('bob', 'b1');
`

/** A server of its own, since the page gives its roles logins, set up as the page says. */
export interface PageDatabase {
  readonly owner: pg.Client
  readonly ownerUrl: string
  /** As which the application logs in. */
  readonly applicationUrl: string
  /** The same with a login role of its own, which has no rights in the schema. */
  readonly ownRoleUrl: string
  readonly issuer: TestIssuer
  close(): Promise<void>
}

export async function openPageDatabase(): Promise<PageDatabase> {
  const server = await startEmbeddedPostgres()
  const issuer = await createTestIssuer({
    alg: 'RS256',
    issuer: 'https://id.example.com',
    audience: 'my-api',
  })
  for (const args of rowauthCalls('apply')) {
    const own = args.map((arg) =>
      arg === 'https://id.example.com/.well-known/jwks.json' ? issuer.jwksUrl : arg,
    )
    const { exitCode, err } = await rowauth(own, { env: { DATABASE_URL: server.connectionString } })
    if (exitCode !== 0) throw new Error(err)
  }
  const owner = new pg.Client(server.connectionString)
  await owner.connect()
  await owner.query(block('sql', 'alter role authenticator'))
  await owner.query(`create role app login noinherit password 'own'; grant authenticated, anonymous to app`)
  await owner.query(tables)

  const loginUrl = (role: string, password: string) => {
    const url = new URL(server.connectionString)
    url.username = role
    url.password = password
    return url.href
  }
  return {
    owner,
    issuer,
    ownerUrl: server.connectionString,
    applicationUrl: loginUrl('authenticator', 'a long random one'),
    ownRoleUrl: loginUrl('app', 'own'),
    async close() {
      await owner.end()
      await issuer.close()
      await server.stop()
    },
  }
}

export async function withClient<T>(
  config: pg.ClientConfig & { readonly options?: string },
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export async function withPool<T>(connectionString: string, work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString, max: 2 })
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}

/** Runs the SQL of a block, and gives the rows of its last select. */
export async function run(client: pg.Client, code: string): Promise<unknown[]> {
  const results: unknown = await client.query(code)
  const all = (Array.isArray(results) ? results : [results]) as pg.QueryResult[]
  return all.findLast(({ command }) => command === 'SELECT')?.rows ?? []
}

export const whoAmI = (client: pg.Client) => run(client, 'select auth.user_id() as user_id')
