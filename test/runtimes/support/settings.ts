import { authSchemaSql, createIssuer, generateSigningKey } from '@rowauth/core'
import { startNeonLocal } from '@rowauth/neon-local'
import { type PostgresMajor, startPostgres } from '@rowauth/testing'
import pg from 'pg'

const tables = `
create table todos (id bigint generated always as identity primary key, user_id text not null, title text not null);
alter table todos enable row level security;
create policy own on todos to authenticated using ((select auth.user_id()) = user_id);
create policy public on todos for select to anonymous using (title = 'public');
grant select, insert, update, delete on todos to authenticated;
grant select on todos to anonymous;
insert into todos (user_id, title) values ('alice', 'a1'), ('alice', 'a2'), ('bob', 'b1'), ('carol', 'public');
`

/** A database over TCP, over WebSockets and over HTTP for `project/clients.mjs`, and tokens of its users. */
export async function startClientSettings(version?: PostgresMajor) {
  const server = await startPostgres(version === undefined ? {} : { version })
  const owner = new pg.Client(server.connectionString)
  await owner.connect()
  await owner.query(authSchemaSql())
  await owner.query(tables)
  const login = `app_${server.version}_${process.pid}_${Date.now()}`
  await owner.query(`create role ${login} login noinherit password 'app'`)
  await owner.query(`grant authenticated, anonymous to ${login}`)
  const url = new URL(server.connectionString)
  url.username = login
  url.password = 'app'
  const local = await startNeonLocal({ connectionString: url.href, passwordLogin: true })
  const { privateJwk } = await generateSigningKey()
  const { sign, jwks } = createIssuer({ privateJwk, expiresIn: 3600 })
  const settings = {
    url: url.href,
    neonUrl: `postgresql://${login}:app@db.example${url.pathname}`,
    endpoint: local.url,
    wsProxy: local.wsProxy,
    jwks,
    tables,
    tokens: { alice: await sign({ sub: 'alice' }), bob: await sign({ sub: 'bob' }) },
  }
  return {
    settings,
    env: { SETTINGS: JSON.stringify(settings) },
    async close() {
      await local.close()
      await owner.query(`drop owned by ${login}`)
      await owner.query(`drop role ${login}`)
      await owner.end()
      await server.stop()
    },
  }
}

export type ClientSettings = Awaited<ReturnType<typeof startClientSettings>>
