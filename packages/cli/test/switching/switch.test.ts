import { AUTH_SCHEMA_VERSION } from '@rowauth/core'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openServer, type Server } from '../support/database.js'
import { rowauth } from '../support/run.js'
import { type LoadClient, type Opening, startClient } from './clients.js'

let server: Server
let url: string
let issuer: TestIssuer
beforeAll(async () => {
  server = await openServer()
  issuer = await createTestIssuer()
})
beforeEach(async () => {
  url = await server.createDatabase()
  expect(await rowauth(['apply', '--url', url, ...server.rolesOption])).toMatchObject({ exitCode: 0 })
})
afterAll(async () => {
  await issuer.close()
  await server.close()
})

const change = (to: string, ...args: string[]) =>
  rowauth(['switch', '--to', to, '--url', url, ...server.rolesOption, ...args])
const sync = () =>
  rowauth(['jwks', 'sync', '--url', url, '--jwks', issuer.jwksUrl, '--issuer', issuer.issuer])
async function mark(): Promise<unknown> {
  const [row] = await server.query(url, `select obj_description('auth'::regnamespace) as mark`)
  return row?.mark
}
const marked = (state: string) => `rowauth auth schema, version ${AUTH_SCHEMA_VERSION}, ${state}`

async function succeeds(outcome: ReturnType<typeof rowauth>): Promise<string> {
  const { exitCode, out, err } = await outcome
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
  return out
}

describe('rowauth switch', () => {
  test('goes to the database and back in two steps each, and says what is next', async () => {
    const first = await succeeds(change('database'))
    expect(first).toMatch(
      /^ok schema auth is now between verification by the application and by the database\n/,
    )
    expect(first).toMatch(/jwks sync[\s\S]*deploy every application with verification: 'database'/)
    expect(first).toMatch(/rowauth switch --to database --finish --url …\n$/)
    expect(await mark()).toBe(marked('transition'))
    // As often as it is run without --finish.
    expect(await succeeds(change('database'))).toMatch(/^ok schema auth is between/)
    expect(await mark()).toBe(marked('transition'))

    const early = await change('database', '--finish', '--json')
    expect(early.json()).toMatchObject({ ok: false, error: { code: 'keys_missing' } })
    expect(await mark()).toBe(marked('transition'))

    await succeeds(sync())
    const last = await succeeds(change('database', '--finish'))
    expect(last).toMatch(/^ok schema auth is now for verification by the database\n/)
    expect(last).toMatch(/rowauth upgrade --verification database/)
    expect(await mark()).toBe(marked('database'))
    expect(await succeeds(change('database', '--finish'))).toMatch(/^ok schema auth is for/)

    expect((await change('application', '--finish', '--json')).json()).toMatchObject({
      error: { code: 'usage', message: expect.stringMatching(/first step was not done/) },
    })
    await succeeds(change('application'))
    expect(await mark()).toBe(marked('transition'))
    expect(await succeeds(rowauth(['jwks', 'list', '--url', url]))).toMatch(/ES256/)
    await succeeds(change('application', '--finish'))
    expect(await mark()).toBe(marked('application'))
    const check = ['check', '--url', url, '--verification', 'application', ...server.rolesOption]
    await succeeds(rowauth(check))
    expect(
      await server.query(url, `select relname from pg_class where relnamespace = 'auth'::regnamespace`),
    ).toEqual([])
  })

  test('turns round in between', async () => {
    await succeeds(change('database'))
    await succeeds(change('application', '--finish'))
    expect(await mark()).toBe(marked('application'))
  })

  test('tries and changes nothing on a dry run', async () => {
    const { json } = await change('database', '--dry-run', '--json')
    expect(json()).toMatchObject({ ok: true, dryRun: true, from: 'application', state: 'transition' })
    expect(await succeeds(change('database', '--dry-run'))).toMatch(/would be between[\s\S]*dry run/)
    expect(await mark()).toBe(marked('application'))
  })

  test('gives up, and lets requests pass, when a transaction is in the way', async () => {
    await succeeds(change('database'))
    await succeeds(sync())
    const client = new pg.Client(url)
    await client.connect()
    await client.query('begin; lock table auth.jwks in access exclusive mode')
    const { json } = await change('application', '--finish', '--json')
    await client.end()
    expect(json()).toMatchObject({ ok: false, error: { code: 'database_busy' } })
    expect(await mark()).toBe(marked('transition'))
  })

  test('is what apply and check point to', async () => {
    const apply = (verification: string) =>
      rowauth(['apply', '--url', url, '--verification', verification, ...server.rolesOption, '--json'])
    const check = async (...args: string[]) => {
      const { json } = await rowauth(['check', '--url', url, ...server.rolesOption, ...args, '--json'])
      return json()
    }
    expect((await apply('database')).json()).toMatchObject({
      error: { code: 'verification_differs', hint: expect.stringMatching(/switch --to database/) },
    })
    expect(await check('--verification', 'database')).toMatchObject({
      findings: [{ code: 'verification_differs', hint: expect.stringMatching(/switch --to database/) }],
    })
    await succeeds(change('database'))
    expect(await check()).toMatchObject({
      verification: 'transition',
      findings: [{ code: 'switch_unfinished' }],
    })
    await succeeds(rowauth(['apply', '--url', url, ...server.rolesOption]))
    expect(await mark()).toBe(marked('transition'))
    await succeeds(sync())
    await succeeds(change('database', '--finish'))
    expect(await check('--verification', 'application')).toMatchObject({
      findings: [{ code: 'verification_differs', hint: expect.stringMatching(/switch --to application/) }],
    })
    expect(await check()).toMatchObject({ ok: true, verification: 'database', findings: [] })
    await succeeds(rowauth(['apply', '--url', url, ...server.rolesOption]))
    expect(await mark()).toBe(marked('database'))
    expect(await check('--verification', 'database')).toMatchObject({ ok: true })
  })

  test('needs an auth schema', async () => {
    const empty = await server.createDatabase()
    expect((await rowauth(['switch', '--to', 'database', '--url', empty, '--json'])).json()).toMatchObject({
      error: { code: 'not_installed' },
    })
  })
})

describe('under load', () => {
  const users = ['alice', 'bob', 'carol']
  const rows = 20
  let login: string
  let clients: LoadClient[]

  beforeEach(async () => {
    const { authenticated, authenticator } = server.roles
    await server.query(
      url,
      `create table notes (owner text not null default auth.user_id(), id int);
       alter table notes enable row level security;
       grant select on notes to ${authenticated};
       create policy own on notes to ${authenticated} using ((select auth.user_id()) = owner);
       insert into notes select owner, id from unnest(array['${users.join("','")}']) owner, generate_series(1, ${rows}) id;
       alter role ${authenticator} login password 'loads'`,
    )
    const address = new URL(url)
    address.username = authenticator
    address.password = 'loads'
    login = address.href
    clients = []
  })

  const application =
    (sub: string): Opening =>
    (client) =>
      client.query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
        server.roles.authenticated,
        JSON.stringify({ sub }),
      ])

  /** Sends the token at first, then the ticket that came of it. */
  function database(token: string): Opening {
    let credential = token
    return async (client) => {
      const { rows } = await client.query<{ answer: string }>(
        `select set_config('role', $1, true), auth.open_session($2) as answer`,
        [server.roles.authenticated, credential],
      )
      credential = rows[0]?.answer.split(' ')[1] ?? credential
    }
  }

  async function start(opening: (user: string) => Promise<Opening> | Opening): Promise<LoadClient[]> {
    const started = await Promise.all(
      users.map(async (user) => startClient(login, user, rows, await opening(user))),
    )
    clients.push(...started)
    return started
  }
  const startApplication = () => start(application)
  const startDatabase = () => start(async (sub) => database(await issuer.token({ sub })))
  const served = (some: readonly LoadClient[]) => Promise.all(some.map((each) => each.served(20)))
  const stop = (some: readonly LoadClient[]) => Promise.all(some.map((each) => each.stop()))

  test('no request fails, and none sees a row of somebody else, on the way there and back', async () => {
    let old = await startApplication()
    await served(old)
    await succeeds(change('database'))
    await served(old)
    await succeeds(sync())
    let current = await startDatabase()
    await served([...old, ...current])
    await stop(old)
    await succeeds(change('database', '--finish'))
    await served(current)

    old = current
    await succeeds(change('application'))
    current = await startApplication()
    await served([...old, ...current])
    await stop(old)
    await succeeds(change('application', '--finish'))
    await served(current)
    await stop(current)

    expect(clients).toHaveLength(9)
    expect(clients.flatMap(({ faults }) => faults)).toEqual([])
  })

  test('applications of the old kind find nothing after the last step', async () => {
    await succeeds(change('database'))
    await succeeds(sync())
    await succeeds(change('database', '--finish'))
    const late = await startApplication()
    await served(late)
    await stop(late)
    expect(new Set(late.flatMap(({ faults }) => faults))).toEqual(
      new Set(users.map((user) => `${user} saw 0 rows`)),
    )
  })
})
