import { randomBytes } from 'node:crypto'
import { authSchemaSql, createIssuer, generateSigningKey } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { startPostgres, startProxy } from '@rowauth/testing'
import pg from 'pg'

export const algorithms = ['RS256', 'ES256', 'EdDSA'] as const
export const modes = ['application', 'database'] as const
export type Algorithm = (typeof algorithms)[number]
export type TrustMode = (typeof modes)[number]

const rows = 1_000_000

/** Few rows, found by an index, and a million, read one by one. */
const tables = `
create table todos (id int primary key, user_id text not null, title text not null, done boolean not null default false);
insert into todos select n, 'user_' || n % 1000, 'todo number ' || n from generate_series(1, 10000) n;
create index on todos (user_id);
create table events (id int, user_id text not null);
insert into events select n, 'user_' || n % 1000 from generate_series(1, ${rows}) n;
alter table todos enable row level security;
alter table events enable row level security;
create policy own on todos to authenticated using ((select auth.user_id()) = user_id);
create policy own on events to authenticated using ((select auth.user_id()) = user_id);
grant select on todos, events to authenticated;
`

const issuer = 'https://issuer.example'

/** Signs tokens of one key. */
export async function startIssuer(alg: Algorithm) {
  const { privateJwk, publicJwk } = await generateSigningKey({ alg })
  const { sign, jwks } = createIssuer({ privateJwk, issuer, audience: 'bench' })
  let tokens = 0
  return {
    alg,
    publicJwk,
    jwks,
    /** A token that nobody has seen. */
    sign(sub: string): Promise<string> {
      tokens += 1
      return sign({ sub, email: `${sub}@app.example`, org: 'acme', jti: `token_${tokens}` })
    },
  }
}

export type Issuer = Awaited<ReturnType<typeof startIssuer>>

/** One database in one trust mode, and what an application and its owner need there. */
export async function startTrustDatabase(verification: TrustMode, issuers: readonly Issuer[]) {
  const server = await startPostgres()
  const owner = new pg.Client({ connectionString: server.connectionString })
  await owner.connect()
  await owner.query(authSchemaSql({ verification }))
  await owner.query(tables)
  if (verification === 'database') {
    for (const { publicJwk } of issuers) {
      const key = [JSON.stringify(publicJwk), issuer, ['bench']]
      await owner.query('select auth.register_jwk($1, $2, $3)', key)
    }
  }
  const login = `bench_${randomBytes(6).toString('hex')}`
  await owner.query(`create role ${login} login noinherit password 'bench'`)
  await owner.query(`grant authenticated, anonymous to ${login}`)
  await owner.query('vacuum analyze todos, events')
  // Its statistics of the catalog are complete when it is gone: nothing that follows is a migration.
  await owner.end()
  const url = new URL(server.connectionString)
  url.username = login
  url.password = 'bench'
  const proxy = await startProxy(url.href)
  const pools: pg.Pool[] = []
  const openPool = (connectionString: string) => {
    const opened = new pg.Pool({ connectionString, max: 1, idleTimeoutMillis: 0 })
    pools.push(opened)
    return opened
  }
  return {
    ownerUrl: server.connectionString,
    /** Drivers with a connection of their own each. */
    near: () => nodePostgres(openPool(url.href), { verification }),
    far: () => nodePostgres(openPool(proxy.connectionString), { verification }),
    /** A connection of the owner's, to whom no policy applies. */
    pool: () => openPool(server.connectionString),
    setLatency: (milliseconds: number) => proxy.setLatency(milliseconds),
    async close() {
      await Promise.all(pools.map((opened) => opened.end()))
      await proxy.close()
      const last = new pg.Client({ connectionString: server.connectionString })
      await last.connect()
      await last.query(`drop owned by ${login}; drop role ${login}`)
      await last.end()
      await server.stop()
    },
  }
}

export type TrustDatabase = Awaited<ReturnType<typeof startTrustDatabase>>
