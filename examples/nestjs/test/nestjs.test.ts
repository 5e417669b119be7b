import { once } from 'node:events'
import { createTestIssuer } from '@rowauth/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Application, startApplication } from './support.js'

let app: Application
let alice: string
let bob: string

beforeAll(async () => {
  app = await startApplication()
  alice = await app.issuer.token({ sub: 'alice' })
  bob = await app.issuer.token({ sub: 'bob' })
  for (const [token, body] of [
    [alice, 'of alice'],
    [alice, 'for everyone'],
    [bob, 'of bob'],
  ] as const) {
    expect((await post(token, body)).status).toBe(201)
  }
  await app.owner.query(`update notes set published = true where body = 'for everyone'`)
})

afterAll(() => app?.close())

const post = (token: string | undefined, body: string) =>
  app.call(token, '/notes', { method: 'POST', body: JSON.stringify({ body }) })

const patch = (token: string, id: number) =>
  app.call(token, `/notes/${id}`, { method: 'PATCH', body: '{"body":"changed"}' })

async function bodiesOf(answer: Response): Promise<string[]> {
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { body: string }[]).map(({ body }) => body)
}

it('shows each user their own rows, and a visitor what is published', async () => {
  expect(await bodiesOf(await app.call(alice, '/notes'))).toEqual(['of alice', 'for everyone'])
  expect(await bodiesOf(await app.call(bob, '/notes'))).toEqual(['of bob'])
  expect(await bodiesOf(await app.call(undefined, '/notes'))).toEqual(['for everyone'])
})

it('answers a bad token with 401 and its code', async () => {
  const forger = await createTestIssuer({ issuer: app.issuer.issuer, audience: 'notes' })
  const forged = await forger.token({ sub: 'alice' })
  await forger.close()
  const expired = await app.issuer.token({ sub: 'alice', exp: 1 })
  for (const [token, code] of [
    [forged, 'token_key_not_found'],
    [expired, 'token_expired'],
    ['', 'token_missing'],
    ['x', 'token_malformed'],
  ] as const) {
    const answer = await app.call(token, '/notes')
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ code })
  }
})

it("answers with 404 for somebody else's row, and changes one's own", async () => {
  const { rows } = await app.owner.query(
    `select id from notes where body in ('of alice', 'of bob') order by id`,
  )
  const [ofAlice, ofBob] = rows.map(({ id }) => id as number) as [number, number]
  expect((await patch(alice, ofBob)).status).toBe(404)
  expect((await patch(bob, ofBob)).status).toBe(200)
  expect((await patch(bob, ofAlice)).status).toBe(404)
  expect(await bodiesOf(await app.call(bob, '/notes'))).toEqual(['changed'])
})

it('answers with 403 for what the database refuses', async () => {
  const answer = await post(undefined, 'of nobody')
  expect(answer.status).toBe(403)
  expect(await answer.json()).toEqual({ message: 'Forbidden' })
})

it('keeps fifty requests that run side by side apart', async () => {
  const people = { alice, bob, visitor: undefined }
  const expected: Record<string, string[]> = {}
  for (const [name, token] of Object.entries(people))
    expected[name] = await bodiesOf(await app.call(token, '/notes'))
  const names = Array.from(
    { length: 50 },
    (_, index) => Object.keys(people)[index % 3] as keyof typeof people,
  )
  const answers = await Promise.all(
    names.map(async (name) => [name, await bodiesOf(await app.call(people[name], '/notes'))] as const),
  )
  for (const [name, bodies] of answers) expect(bodies, name).toEqual(expected[name])
})

it('answers the requests under way before it ends, and leaves no connection', async () => {
  const lock = new pg.Client({ connectionString: app.ownerUrl })
  await lock.connect()
  const ended = once(app.process, 'exit')
  let answer: Promise<Response>
  try {
    await lock.query('begin; lock table notes')
    answer = app.call(alice, '/notes')
    await expect.poll(() => connections(`wait_event_type = 'Lock'`)).toBe(1)
    app.process.kill('SIGTERM')
    // An address that waits for no lock.
    await expect.poll(() => app.call(bob, '/nothing').then(String, () => 'closed')).toBe('closed')
  } finally {
    await lock.end()
  }
  expect(await bodiesOf(await answer)).toEqual(['of alice', 'for everyone'])
  expect(await ended).toEqual([null, 'SIGTERM'])
  await expect.poll(() => connections('true')).toBe(0)
})

/** How many connections of the application's the server has, by a condition. */
async function connections(condition: string): Promise<number> {
  const { rows } = await app.owner.query(
    `select count(*)::int as n from pg_stat_activity where usename = $1 and ${condition}`,
    [app.login],
  )
  return rows[0].n
}
