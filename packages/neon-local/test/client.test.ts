import { neon, neonConfig } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fixture, startFixture } from './fixture.js'

let fixture: Fixture

beforeAll(async () => {
  fixture = await startFixture()
  neonConfig.fetchEndpoint = fixture.local.url
})

afterAll(async () => {
  await fixture[Symbol.asyncDispose]()
})

const sqlAs = async (sub: string, user?: string) =>
  neon(fixture.connectionString(user), { authToken: await fixture.issuer.token({ sub }) })

describe('the real client, with nothing changed but its endpoint', () => {
  it('sees the rows of the user whom the token names', async () => {
    const sql = await sqlAs('alice')
    const rows = await sql`select body from notes where id > ${0} order by id`
    expect(rows).toEqual([{ body: 'a1' }, { body: 'a2' }])
  })

  it('as anonymous sees what is public', async () => {
    const sql = await sqlAs('alice', 'anonymous')
    expect(await sql`select owner, body from notes`).toEqual([{ owner: 'carol', body: 'public' }])
  })

  it('writes as that user, and not in the name of others', async () => {
    const sql = await sqlAs('dora')
    expect(await sql`insert into notes (body) values ('d1') returning owner`).toEqual([{ owner: 'dora' }])
    const forged = sql`insert into notes (owner, body) values ('alice', 'x')`
    await expect(forged).rejects.toMatchObject({ name: 'NeonDbError', code: '42501' })
  })

  it('logs in with user and password where there is no token', async () => {
    const { user, password } = fixture.login
    const sql = neon(fixture.connectionString(user, password))
    const rows = await sql`select session_user, current_user`
    expect(rows).toEqual([{ session_user: user, current_user: user }])
  })

  it('parses values as it does with Neon', async () => {
    const sql = await sqlAs('alice')
    const [row] = await sql`select 1::int as i, 2::bigint as b, 1.5::float8 as f, true as t, null as n,
      '{"a": [1]}'::jsonb as j, array[1, 2] as a, '2024-01-02T03:04:05Z'::timestamptz as d, '\\x00ff'::bytea as y`
    expect(row).toEqual({
      i: 1,
      b: '2',
      f: 1.5,
      t: true,
      n: null,
      j: { a: [1] },
      a: [1, 2],
      d: new Date('2024-01-02T03:04:05Z'),
      y: Buffer.from([0, 255]),
    })
  })

  it('sends parameters of every kind', async () => {
    const sql = await sqlAs('alice')
    const day = new Date('2024-01-02T03:04:05.678Z')
    const [row] = await sql`select ${1}::int as i, ${true}::bool as t, ${null}::text as n, ${'ü'}::text as s,
      ${[1, 2]}::int[] as a, ${{ k: 'v' }}::jsonb as j, ${day}::timestamptz as d, ${Buffer.from([1, 2])}::bytea as y,
      ${12345678901234567890n}::numeric as b`
    expect(row).toEqual({
      i: 1,
      t: true,
      n: null,
      s: 'ü',
      a: [1, 2],
      j: { k: 'v' },
      d: day,
      y: Buffer.from([1, 2]),
      b: '12345678901234567890',
    })
  })

  it('gets rows as arrays and full results', async () => {
    const sql = await sqlAs('alice')
    const result = await sql.query('select 1 as a, 2 as a', [], { arrayMode: true, fullResults: true })
    expect(result).toMatchObject({ rows: [[1, 2]], rowCount: 1, command: 'SELECT', rowAsArray: true })
  })

  it('sends a batch with its isolation level', async () => {
    const sql = await sqlAs('alice')
    const results = await sql.transaction(
      [sql`select current_setting('transaction_isolation') as level`, sql`select auth.user_id() as id`],
      { isolationLevel: 'Serializable', readOnly: true, deferrable: true },
    )
    expect(results).toEqual([[{ level: 'serializable' }], [{ id: 'alice' }]])
    const writing = sql.transaction([sql`insert into notes (body) values ('x')`], { readOnly: true })
    await expect(writing).rejects.toMatchObject({ code: '25006' })
  })

  it('gets errors with their fields', async () => {
    const sql = await sqlAs('alice')
    await expect(sql`insert into notes (body) values ('secret')`).rejects.toMatchObject({
      name: 'NeonDbError',
      code: '23514',
      constraint: 'no_secrets',
      table: 'notes',
      schema: 'public',
      severity: 'ERROR',
    })
    await expect(sql`select nope`).rejects.toMatchObject({ code: '42703', position: '8' })
  })

  it('gets the message about a token', async () => {
    const authToken = await fixture.issuer.token({ sub: 'alice', exp: 1000 })
    const sql = neon(fixture.connectionString(), { authToken })
    await expect(sql`select 1`).rejects.toThrow('JWT token has expired (exp=1000)')
  })
})
