import { type AuthSession, authSchemaSql, createVerifier } from '@rowauth/core'
import { createTestIssuer, startPostgres, type TestIssuer, type TestServer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let server: TestServer
let issuer: TestIssuer
let client: pg.Client

beforeAll(async () => {
  server = await startPostgres()
  issuer = await createTestIssuer()
  client = new pg.Client({ connectionString: server.connectionString })
  await client.connect()
  await client.query(authSchemaSql())
  await client.query(`
    create table notes (owner text not null default auth.user_id(), body text not null);
    grant select, insert on notes to authenticated;
    alter table notes enable row level security;
    create policy own_notes on notes to authenticated
      using (owner = (select auth.user_id())) with check (owner = (select auth.user_id()));
  `)
})

afterAll(async () => {
  await client.end()
  await issuer.close()
  await server.stop()
})

/** Runs one statement as the user of a token. */
async function as(user: string, text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const verifier = createVerifier({ jwks: issuer.jwksUrl, issuer: issuer.issuer })
  const session: AuthSession = await verifier.verify(await issuer.token({ sub: user }))
  await client.query('begin')
  try {
    const settings = [session.role ?? 'authenticated', JSON.stringify(session.claims)]
    await client.query(
      "select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)",
      settings,
    )
    const result = await client.query(text, values)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

describe('policies of notes', () => {
  it('shows a user their own notes only', async () => {
    await as('alice', 'insert into notes (body) values ($1)', ['of alice'])
    await as('bob', 'insert into notes (body) values ($1)', ['of bob'])
    expect((await as('alice', 'select body from notes')).rows).toEqual([{ body: 'of alice' }])
  })

  it('refuses a note in the name of somebody else', async () => {
    const forged = as('alice', "insert into notes values ('bob', 'not of bob')")
    await expect(forged).rejects.toMatchObject({ code: '42501' })
  })
})
