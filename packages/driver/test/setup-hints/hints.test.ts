import { randomBytes } from 'node:crypto'
import { PGlite } from '@electric-sql/pglite'
import { Pool as NeonPool, neonConfig } from '@neondatabase/serverless'
import { type AuthSession, trustClaims } from '@rowauth/core'
import { deriveSession } from '@rowauth/core/internal'
import type { AuthDriver } from '@rowauth/driver'
import { neonHttp } from '@rowauth/driver/neon-http'
import { neonServerless } from '@rowauth/driver/neon-serverless'
import { nodePostgres, type PgStatement } from '@rowauth/driver/node-postgres'
import { pglite } from '@rowauth/driver/pglite'
import { postgresJs } from '@rowauth/driver/postgres-js'
import { startNeonLocal } from '@rowauth/neon-local'
import pg from 'pg'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Fixture, startFixture } from '../fixture.js'
import { startNeonFixture } from '../neon-http/neon-fixture.js'

let fixture: Fixture
/** The role that the application logs in as. */
let login: string
const closed = `closed_${randomBytes(4).toString('hex')}`
const ends: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  fixture = await startFixture()
  login = new URL(fixture.url).username
  await fixture.owner.query(`create table ${closed} (id serial); create table "${closed} ""2""" ();`)
  await fixture.owner.query(`create schema ${closed}; create view ${closed}_v as select 1;
    create function ${closed}_f() returns int language sql return 1;
    revoke execute on function ${closed}_f() from public; create role ${closed}_role;
    revoke execute on function auth.user_id() from authenticated;`)
})
afterAll(async () => {
  for (const end of ends) await end()
  await fixture.owner.query(`drop table ${closed}, "${closed} ""2""" cascade; drop schema ${closed};
    drop view ${closed}_v; drop function ${closed}_f; drop role ${closed}_role;
    grant execute on function auth.user_id() to authenticated;`)
  await fixture.close()
})

type Driver = AuthDriver<unknown, PgStatement>
const unknown = '<the role your application logs in as>'

const clients: Record<string, () => Promise<{ driver: Driver; user: string }>> = {
  'node-postgres': async () => ({ driver: nodePostgres(fixture.pool()), user: `"${login}"` }),
  'postgres.js': async () => {
    const driver = postgresJs(postgres(fixture.url, { max: 1 }))
    ends.push(() => driver.end())
    return { driver, user: `"${login}"` }
  },
  'Neon over HTTP': async () => {
    const neon = await startNeonFixture(fixture)
    ends.push(() => neon.close())
    return { driver: neonHttp(neon.login), user: unknown }
  },
  'Neon over WebSockets': async () => {
    const local = await startNeonLocal({ connectionString: fixture.url, passwordLogin: true })
    neonConfig.webSocketConstructor = WebSocket
    neonConfig.useSecureWebSocket = false
    neonConfig.wsProxy = () => local.wsProxy
    const pool = new NeonPool({ connectionString: fixture.url, max: 2 })
    ends.push(async () => {
      await pool.end()
      await local.close()
    })
    return { driver: neonServerless(pool), user: `"${login}"` }
  },
}

const as = (role: string): AuthSession => trustClaims({ sub: 'a-secret-subject' }, { role })
type Failure = Error & { code?: string; hint?: string | null }
const failure = (call: Promise<unknown>): Promise<Failure> =>
  call.then(
    () => expect.unreachable(),
    (error: Failure) => error,
  )

describe.each(Object.entries(clients))('over %s an error of the first minutes has a hint', (_, start) => {
  let driver: Driver
  let user: string
  beforeAll(async () => {
    ;({ driver, user } = await start())
  })
  const of = (text: string, role = 'authenticated') => failure(driver.query(as(role), text))

  it('where the login role may not take the role', async () => {
    const error = await of('select 1', `${closed}_role`)
    expect(error).toMatchObject({
      code: '42501',
      message: expect.stringContaining(`permission denied to set role "${closed}_role"`),
      hint: `Let the role that the application logs in as take it: grant "${closed}_role" to ${user};`,
    })
  })

  it('where the role does not exist', async () => {
    expect((await of('select 1', 'nobody "here"')).hint).toBe(
      `Create it, and let the application take it: create role "nobody ""here""" nologin; grant "nobody ""here""" to ${user};`,
    )
  })

  it('where grants are missing', async () => {
    const to = 'to authenticated;'
    const tables =
      'Policies say which rows a role gets, grants say which tables and columns. If authenticated is meant to use all of it'
    expect((await of(`select * from ${closed}`)).hint).toBe(
      `${tables}: grant select, insert, update, delete on table "${closed}" ${to}`,
    )
    expect((await of(`select * from "${closed} ""2"""`)).hint).toBe(
      `${tables}: grant select, insert, update, delete on table "${closed} ""2""" ${to}`,
    )
    expect((await of(`select * from ${closed}_v`)).hint).toBe(
      `If authenticated is meant to use it: grant select on "${closed}_v" ${to}`,
    )
    expect((await of(`select * from ${closed}.x`)).hint).toBe(
      `If authenticated is meant to use it: grant usage on schema "${closed}" ${to}`,
    )
    expect((await of(`select ${closed}_f()`)).hint).toBe(
      `If authenticated is meant to use it: grant execute on function "${closed}_f" ${to}`,
    )
    expect((await of(`select nextval('${closed}_id_seq')`)).hint).toBe(
      `If authenticated is meant to use it: grant usage on sequence "${closed}_id_seq" ${to}`,
    )
  })

  it('where a function of the auth schema is not for the role', async () => {
    const apply = 'Apply the auth schema as the owner of the database: npx rowauth apply --url'
    expect((await of('select auth.user_id()')).hint).toBe(
      `${apply}; for a role of your own: grant execute on function auth."user_id" to authenticated;`,
    )
  })

  it('and none where PostgreSQL gives its own, or where there is nothing to grant', async () => {
    expect((await of('select auth.nothing()')).hint).toMatch(/^No function/)
    expect((await of('select * from pg_authid')).hint ?? undefined).toBeUndefined()
    expect((await of('select 1 / 0')).hint ?? undefined).toBeUndefined()
    expect((await of(`select set_config('timezone', 'nowhere', true)`)).hint ?? undefined).toBeUndefined()
  })

  it('in a batch as well, and no hint holds a claim', async () => {
    const error = await failure(driver.batch(as('authenticated'), ['select 1', `select * from ${closed}`]))
    expect(error.hint).toContain(`on table "${closed}" to authenticated;`)
    expect(JSON.stringify([error, error.message, error.hint])).not.toContain('a-secret-subject')
  })
})

describe('a hint', () => {
  it('is there in transactions, for the first statement and for later ones', async () => {
    const driver = nodePostgres(fixture.pool())
    const first = driver.transaction(as(`${closed}_role`), (tx) => tx.query('select 1'))
    expect((await failure(first)).hint).toContain(`grant "${closed}_role" to "${login}";`)
    const later = driver.transaction(as('authenticated'), async (tx) => {
      await tx.query('select 1')
      await tx.query(`select * from ${closed}`)
    })
    expect((await failure(later)).hint).toContain(`on table "${closed}"`)
  })

  it('is there where a transaction of the application’s is joined', async () => {
    const client = await fixture.client()
    await client.query('begin')
    const driver = nodePostgres(client).within?.(client)
    expect((await failure(Promise.resolve(driver?.query(as(`${closed}_role`), 'select 1')))).hint).toContain(
      `grant "${closed}_role" to "${login}";`,
    )
    await client.query('rollback')
  })

  it('is what observers see, too', async () => {
    let seen: unknown
    const driver = nodePostgres(fixture.pool()).observedBy(({ error }) => {
      seen = error
    })
    const error = await failure(driver.query(as('authenticated'), `select * from ${closed}`))
    expect(seen).toBe(error)
    expect(seen).toHaveProperty('hint', expect.stringContaining('grant select'))
  })

  it('takes no other setting for the role', async () => {
    const session = deriveSession(as('authenticated'), { settings: { timezone: 'unauthenticated' } })
    const error = await failure(nodePostgres(fixture.pool()).query(session, 'select 1'))
    expect(error).toMatchObject({ code: '22023', hint: undefined })
  })

  it('does not take a user of a pooler’s for a role', async () => {
    const role = `${login}.project`
    await fixture.owner.query(`create role "${role}" login password 'x'`)
    const url = new URL(fixture.url)
    url.username = role
    url.password = 'x'
    const pool = new pg.Pool({ connectionString: url.href })
    try {
      expect((await failure(nodePostgres(pool).query(as('authenticated'), 'select 1'))).hint).toContain(
        `grant authenticated to ${unknown};`,
      )
    } finally {
      await pool.end()
      await fixture.owner.query(`drop role "${role}"`)
    }
  })

  it('names the way to the auth schema where it is missing', async () => {
    const db = await PGlite.create()
    const driver = pglite(db)
    expect((await failure(driver.query(as('authenticated'), 'select 1'))).hint).toBe(
      'It comes with the auth schema. Apply the auth schema as the owner of the database: npx rowauth apply --url; ' +
        `then: grant authenticated to ${unknown};`,
    )
    expect((await failure(driver.query(as('anonymous'), 'select 1'))).hint).toContain(
      "withAuth(db, { roles: { anonymous: 'anon' } })",
    )
    await db.exec('create role authenticated')
    expect((await failure(driver.query(as('authenticated'), 'select auth.user_id()'))).hint).toBe(
      'Apply the auth schema as the owner of the database: npx rowauth apply --url',
    )
    await db.exec('create schema auth')
    expect((await failure(driver.query(as('authenticated'), 'select auth.user_id()'))).hint).toBe(
      'Apply the auth schema as the owner of the database: npx rowauth apply --url; ' +
        'for a role of your own: grant usage on schema auth to authenticated;',
    )
    await db.close()
  }, 120_000)
})
