import { type AuthSession, createIssuer, generateSigningKey } from '@rowauth/core'
import { unverifiedSession } from '@rowauth/core/internal'
import { type NodePostgresOptions, nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { type Fixture, startFixture } from '../../fixture.js'

export type Driver = ReturnType<typeof nodePostgres>
type Issuer = ReturnType<typeof createIssuer>

/** Whatever can be tried runs with these rights: mallory has a role's SQL, and may make objects of every kind. */
export interface Bench extends Fixture {
  readonly login: string
  readonly database: string
  readonly issuer: Issuer
  /** The key id of the issuer. */
  readonly kid: string
  driver(pool: pg.Pool, options?: NodePostgresOptions): Driver
  token(sub: string, claims?: object): Promise<string>
  session(sub: string, claims?: object): Promise<AuthSession>
  /** A transaction of somebody's, over a connection that anybody may open who knows the connection string. */
  opened(sub: string, config?: pg.ClientConfig): Promise<Opened>
}

/** An open transaction, and everything that its user knows of himself. */
export interface Opened {
  readonly client: pg.Client
  readonly token: string
  readonly ticket: string
  readonly seal: string
}

/** Registers a new key, as the owner does. */
export async function registerIssuer(owner: pg.Pool, alg: 'ES256' | 'RS256' | 'EdDSA' = 'ES256') {
  const { privateJwk, publicJwk } = await generateSigningKey({ alg })
  await owner.query('select auth.register_jwk($1)', [publicJwk])
  return { issuer: createIssuer({ privateJwk }), kid: String(publicJwk.kid), publicJwk, privateJwk }
}

/** Opens a session for the transaction, and answers with the ticket. */
export async function open(client: pg.ClientBase, credential: string): Promise<string> {
  const { rows } = await client.query('select auth.open_session($1) as answer', [credential])
  return String(rows[0].answer).slice(65)
}

export const currentSeal = async (client: pg.ClientBase): Promise<string> =>
  (await client.query(`select pg_catalog.current_setting('rowauth.session') as seal`)).rows[0].seal

export async function startBench(): Promise<Bench> {
  const fixture = await startFixture({ verification: 'database' })
  const { issuer, kid } = await registerIssuer(fixture.owner)
  const { username: login, pathname } = new URL(fixture.url)
  const database = pathname.slice(1)
  await fixture.owner.query(`
    create function public.run(text) returns void language plpgsql as $$ begin execute $1; end $$;
    create schema evil;
    grant usage on schema evil to public;
    grant create on schema evil to authenticated;
    grant create, temporary on database "${database}" to authenticated, anonymous, ${login};
    grant execute on function auth.init(), auth.jwt_session_init(text) to ${login};
    grant usage on sequence todos_id_seq to authenticated, anonymous;
    insert into todos (user_id, title) values ('mallory', 'm1');
  `)
  const token = (sub: string, claims: object = {}) => issuer.sign({ sub, ...claims })
  return {
    ...fixture,
    login,
    database,
    issuer,
    kid,
    token,
    driver: (pool, options = {}) => nodePostgres(pool, { ...options, verification: 'database' }),
    session: async (sub, claims) => unverifiedSession(await token(sub, claims)),
    async opened(sub, config) {
      const client = await fixture.client(config)
      await client.query('begin; set local role authenticated')
      const mine = await token(sub)
      const ticket = await open(client, mine)
      return { client, token: mine, ticket, seal: await currentSeal(client) }
    },
  }
}

/** The SQLSTATE of an error, or what came back. */
export const codeOf = <T>(call: Promise<T>): Promise<T | string> =>
  call.catch((error: unknown) => (error as { code?: string }).code ?? String(error))

/** Tries something within a transaction, which goes on. The SQLSTATE where it is refused, and then undone. */
export async function tried<T>(client: pg.ClientBase, attempt: () => Promise<T>): Promise<T | string> {
  await client.query('savepoint before')
  try {
    return await attempt()
  } catch (error) {
    await client.query('rollback to before')
    return String((error as { code?: string }).code ?? error)
  }
}

/** Who a transaction is, and whose rows it sees. Names are qualified: what others mean is his business. */
export async function standing(client: pg.ClientBase): Promise<{ id: unknown; owners: unknown }> {
  const id = await tried(client, () => client.query('select auth.user_id() as id'))
  const owners = await tried(client, () => client.query('select user_id from public.todos'))
  return {
    id: typeof id === 'string' ? id : id.rows[0].id,
    owners: typeof owners === 'string' ? owners : [...new Set(owners.rows.map(({ user_id }) => user_id))],
  }
}

/** He is himself. */
export const himself = { id: 'mallory', owners: ['mallory'] }
/** Nobody has a session. */
export const nobody = { id: null, owners: [] }
/** What stands in the setting is refused wherever it is looked at. */
export const refused = { id: '28000', owners: '28000' }
