import { randomBytes } from 'node:crypto'
import { authSchemaSql } from '@rowauth/core'
import { type NeonLocal, type NeonLocalOptions, startNeonLocal } from '@rowauth/neon-local'
import { createTestIssuer, startPostgres, type TestIssuer } from '@rowauth/testing'
import pg from 'pg'

/** A database with policies, a login without rights of its own, an issuer of tokens, and the endpoint. */
export interface Fixture extends AsyncDisposable {
  /** As the owner of everything. */
  readonly owner: pg.Pool
  readonly issuer: TestIssuer
  readonly local: NeonLocal
  /** The login that the endpoint uses; its password is known, so that it can log in by itself too. */
  readonly login: { readonly user: string; readonly password: string }
  /** A connection string as clients send it. */
  connectionString(user?: string, password?: string): string
  /** The connection string of a login, to the server itself. */
  connectionFor(login: Fixture['login']): string
  /** Starts another endpoint in front of the same database. */
  start(options?: Partial<NeonLocalOptions>): Promise<NeonLocal>
}

const tables = `
create table notes (
  id int generated always as identity primary key,
  owner text not null default (auth.user_id()),
  body text not null constraint no_secrets check (body <> 'secret')
);
grant select, insert, update, delete on notes to authenticated;
grant select on notes to anonymous;
alter table notes enable row level security;
create policy own_notes on notes to authenticated
  using ((select auth.user_id()) = owner) with check ((select auth.user_id()) = owner);
create policy public_notes on notes for select to anonymous using (body = 'public');
insert into notes (owner, body) values ('alice', 'a1'), ('alice', 'a2'), ('bob', 'b1'), ('carol', 'public');
`

export async function startFixture(options: Partial<NeonLocalOptions> = {}): Promise<Fixture> {
  const server = await startPostgres()
  const issuer = await createTestIssuer()
  const owner = new pg.Pool({ connectionString: server.connectionString, max: 3 })
  const login = {
    user: `app_${randomBytes(6).toString('hex')}`,
    password: `p%20/@${randomBytes(8).toString('hex')}`,
  }
  await owner.query(authSchemaSql())
  await owner.query(tables)
  await owner.query(`create role ${login.user} login noinherit password '${login.password}'`)
  await owner.query(`grant authenticated, anonymous to ${login.user}`)
  const connectionFor = ({ user, password }: Fixture['login']) => {
    const url = new URL(server.connectionString)
    url.username = user
    url.password = encodeURIComponent(password)
    return url.href
  }
  const { pathname } = new URL(server.connectionString)

  const started: NeonLocal[] = []
  const start = async (more: Partial<NeonLocalOptions> = {}) => {
    const keys = more.providers === undefined ? { jwks: issuer.jwksUrl } : {}
    const local = await startNeonLocal({
      connectionString: connectionFor(login),
      passwordLogin: true,
      ...keys,
      ...options,
      ...more,
    })
    started.push(local)
    return local
  }
  const local = await start()
  return {
    owner,
    issuer,
    local,
    login,
    connectionString(user = 'authenticated', password) {
      const credentials = password === undefined ? user : `${user}:${encodeURIComponent(password)}`
      return `postgres://${credentials}@localtest${pathname}`
    },
    connectionFor,
    start,
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((endpoint) => endpoint.close()))
      await issuer.close()
      await owner.query(`drop owned by ${login.user}`)
      await owner.query(`drop role ${login.user}`)
      await owner.end()
      await server.stop()
    },
  }
}
