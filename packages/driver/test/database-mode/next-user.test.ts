import { type AuthSession, anonymousSession } from '@rowauth/core'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { replaceAll } from '../node-postgres/former-user/mallory.js'
import { type Bench, codeOf, type Driver, open, startBench } from './support/bench.js'

/* What mallory leaves on a pooled connection, for whoever is served there next. */

let bench: Bench
let pool: pg.Pool
let driver: Driver
let alice: AuthSession
let mallory: AuthSession
beforeAll(async () => {
  bench = await startBench()
  alice = await bench.session('alice')
  mallory = await bench.session('mallory')
})
afterAll(() => bench?.close())
beforeEach(() => {
  pool = bench.pool({ max: 1 })
  driver = bench.driver(pool)
})

const whoami = 'select current_user as role, auth.user_id() as id'
const titles = 'select title from public.todos order by title'
const asAlice = [{ role: 'authenticated', id: 'alice' }]
const asMallory = [{ role: 'authenticated', id: 'mallory' }]
const own = [{ title: 'a1' }, { title: 'a2' }]
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
const run = (text: string, by: Driver = driver) =>
  by.query(mallory, { text: 'select public.run($1)', values: [text] })

/** Alice, and then a visitor, by a statement, a batch and a transaction. */
async function nextUsers(by: Driver = driver) {
  for (let time = 0; time < 2; time += 1) {
    expect((await by.query(alice, whoami)).rows).toEqual(asAlice)
    expect((await by.query(alice, titles)).rows).toEqual(own)
    expect((await by.batch(alice, [`${whoami} -- 1`, titles])).map(({ rows }) => rows)).toEqual([
      asAlice,
      own,
    ])
    await by.transaction(alice, async (tx) => {
      expect((await tx.query(whoami)).rows).toEqual(asAlice)
      expect((await tx.query(titles)).rows).toEqual(own)
    })
    expect((await by.query(anonymousSession, whoami)).rows).toEqual([{ role: 'anonymous', id: null }])
    expect((await by.query(anonymousSession, titles)).rows).toEqual([{ title: 'public' }])
  }
}

it('the bench serves everybody on one connection', async () => {
  expect((await driver.query(mallory, whoami)).rows).toEqual(asMallory)
  expect((await driver.query(mallory, titles)).rows).toEqual([{ title: 'm1' }])
  await nextUsers()
  expect(pool.totalCount).toBe(1)
})

describe('is who he is after mallory', () => {
  it.each<[string, (token: string) => string]>([
    [
      'opened a session for the whole connection',
      (token) => `select auth.jwt_session_init(${literal(token)})`,
    ],
    [
      'took a role for it, too',
      (token) =>
        `select auth.jwt_session_init(${literal(token)}), set_config('role', 'authenticated', false)`,
    ],
    [
      'left his seal for the whole connection',
      () => "select set_config('rowauth.session', current_setting('rowauth.session'), false)",
    ],
    ['left rubbish for a seal', () => "select set_config('rowauth.session', repeat('x', 300), false)"],
    ['left claims', () => `select set_config('request.jwt.claims', '{"sub":"mallory"}', false)`],
    ['left a key of his', () => `select set_config('pg_session_jwt.jwk', '{"kty":"OKP"}', false)`],
    [
      'left a loud server',
      () =>
        "select set_config('log_parameter_max_length_on_error', '-1', false), set_config('debug_print_plan', 'on', false), set_config('client_min_messages', 'debug5', false)",
    ],
    [
      'left strange settings',
      () =>
        "select set_config('plan_cache_mode', 'force_generic_plan', false), set_config('standard_conforming_strings', 'off', false), set_config('bytea_output', 'escape', false), set_config('timezone', 'Asia/Tokyo', false)",
    ],
    [
      'left a temporary table for the secrets',
      () =>
        'create temporary table if not exists secrets (id text, key_id int8, inner_pad bytea, outer_pad bytea)',
    ],
    ['left nothing prepared', () => 'deallocate all'],
    ['discarded plans', () => 'discard plans'],
  ])('%s', async (_, leave) => {
    await nextUsers()
    await run(leave(await bench.token('mallory')))
    await nextUsers()
    const clean = bench.driver(pool, { clean: true })
    await run(leave(await bench.token('mallory')), clean)
    await nextUsers(clean)
  })
})

describe('an opening that mallory has prepared in the place of hers', () => {
  const openings: [string, (token: string) => string][] = [
    [
      'as himself',
      (token) =>
        `select set_config('role', 'authenticated', true), auth.open_session(${literal(token)}), $1::text, $2::text`,
    ],
    [
      'as himself, with her digest',
      (token) =>
        `select set_config('role', 'authenticated', true) is null, encode(sha256(convert_to($2::text, 'UTF8')), 'hex') from auth.open_session(${literal(token)}) where $1::text is not null`,
    ],
    ['as nobody', () => `select set_config('role', 'anonymous', true), $1::text, $2::text`],
  ]
  it.each(openings)('%s, is not what she is opened with', async (_, opening) => {
    const text = opening(await bench.token('mallory'))
    for (let time = 0; time < 3; time += 1) await driver.query(alice, whoami)
    await run(replaceAll(text))
    expect((await driver.query(alice, `${whoami} -- unseen`)).rows).toEqual(asAlice)
    const [first, second] = await driver.batch(alice, [`${whoami} -- 1`, `${whoami} -- 2`])
    expect([first?.rows, second?.rows]).toEqual([asAlice, asAlice])
  })

  it('is told by its answer: who is not opened for her is not hers', async () => {
    // As whatever lies between could do; SQL cannot.
    const token = await bench.token('mallory')
    pool.on('connect', (client) => {
      const { connection } = client as unknown as {
        connection: { bind(message: { values: unknown[] }): void }
      }
      const { bind } = connection
      connection.bind = (message) => {
        const isOpening = message.values?.length === 2 && message.values[0] === 'authenticated'
        bind.call(connection, isOpening ? { ...message, values: ['authenticated', token] } : message)
      }
    })
    await expect(driver.query(alice, titles)).rejects.toMatchObject({ code: 'unsupported' })
    await expect(driver.batch(alice, [titles, whoami])).rejects.toMatchObject({ code: 'unsupported' })
    await expect(driver.transaction(alice, (tx) => tx.query(titles))).rejects.toMatchObject({
      code: 'unsupported',
    })
    expect(pool.totalCount).toBe(0)
  })

  it.each([
    [{}, 'mallory'],
    [{ clean: true }, 'alice'],
    [{ prepare: false }, 'alice'],
  ] as const)(
    'a statement of hers that opens his session makes what follows in a batch his, by default alone: %o is %s',
    async (options, id) => {
      const by = bench.driver(pool, options)
      for (let time = 0; time < 3; time += 1) await by.batch(alice, [titles, whoami])
      const forge = `select set_config('rowauth.session', '', true) || auth.open_session(${literal(await bench.token('mallory'))}) as title`
      await run(replaceAll(forge), by)
      const [, me] = await by.batch(alice, [titles, `${whoami} -- not prepared`])
      expect(me?.rows).toEqual([{ role: 'authenticated', id }])
      expect((await by.query(alice, `${whoami} -- nor this`)).rows).toEqual(asAlice)
    },
  )
})

describe('a block of code that commits', () => {
  it('is refused, and is nobody behind it', async () => {
    const commits = `do $$ begin commit; insert into public.todos (title) values ('behind'); end $$`
    for (const session of [alice, mallory]) {
      await expect(driver.query(session, commits)).rejects.toMatchObject({ code: '2D000' })
      await expect(driver.batch(session, [commits, titles])).rejects.toMatchObject({ code: '2D000' })
      const failing = driver.transaction(session, (tx) => tx.query(commits))
      await expect(failing).rejects.toMatchObject({ code: '2D000' })
    }
    await nextUsers()
  })

  it('finds on a connection of his own no session but the one that was opened for all of it', async () => {
    const client = await bench.client()
    const block = (credential: string) => `do $$ begin
      perform set_config('role', 'authenticated', false), auth.open_session(${literal(credential)});
      commit;
      perform set_config('evil.seen', coalesce(auth.user_id(), 'nobody') || (select count(*) from public.todos), false);
    end $$`
    await client.query(block(await bench.token('mallory')))
    expect((await client.query("select current_setting('evil.seen') as seen")).rows).toEqual([
      { seen: 'nobody0' },
    ])
  })
})

it("a transaction that mallory left open, or failed, is nobody else's", async () => {
  const client = await pool.connect()
  await client.query('begin; set local role authenticated')
  await open(client, await bench.token('mallory'))
  client.release()
  const next = await codeOf(driver.query(alice, whoami))
  // Refused, or hers on another connection; never his.
  expect(typeof next === 'string' ? next : next.rows).toSatisfy(
    (outcome) => outcome === 'unsupported' || JSON.stringify(outcome) === JSON.stringify(asAlice),
  )
})
