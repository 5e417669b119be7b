import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { alice, type Fixture, startFixture } from '../fixture.js'

const mebibyte = 1024 ** 2
/** What the texts and parameters that stay prepared on a connection may add up to, in bytes. */
const bound = 262_144

let fixture: Fixture
let pool: pg.Pool
beforeAll(async () => {
  fixture = await startFixture()
  const login = new URL(fixture.url).username
  await fixture.owner.query(`
    grant select on pg_catalog.pg_backend_memory_contexts to ${login};
    grant execute on function pg_catalog.pg_get_backend_memory_contexts() to ${login}`)
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ max: 1 })
  return () => pool.end()
})

type Driver = ReturnType<typeof nodePostgres>

/** What the one backend of a pool has allocated, in bytes. */
async function allocated(of: pg.Pool): Promise<number> {
  const { rows } = await of.query('select sum(total_bytes)::float8 as bytes from pg_backend_memory_contexts')
  return rows[0].bytes
}

/** What is prepared on the server, and what pg has been told of it, each in number and length. */
async function prepared() {
  const { rows } = await pool.query(
    "select count(*)::int as number, coalesce(sum(length(statement)), 0)::int as length from pg_prepared_statements where name !~ 'opening$'",
  )
  const client = await pool.connect()
  try {
    const { connection } = client as unknown as { connection: { parsedStatements: Record<string, string> } }
    const known = Object.entries(connection.parsedStatements).filter(([name]) => !name.endsWith('opening'))
    return {
      server: rows[0] as { number: number; length: number },
      client: { number: known.length, length: known.reduce((sum, [, text]) => sum + text.length, 0) },
    }
  } finally {
    client.release()
  }
}

const parameters = (count: number) => Array.from({ length: count }, (_, n) => `$${n + 1}`)
const select = (count: number) => ({
  text: `select id from todos where id in (${parameters(count).join()})`,
  values: Array.from({ length: count }, (_, n) => n),
})
const insert = (count: number) => ({
  text: `insert into todos (title) values ${parameters(count)
    .map((parameter) => `(${parameter})`)
    .join()}`,
  values: Array.from({ length: count }, (_, n) => `title ${n}`),
})

/** Each of them twice, for a text has to come again to be prepared. */
async function sendAll(
  driver: Driver,
  statement: (count: number) => { text: string; values: unknown[] },
  from: number,
  texts: number,
) {
  for (let n = 0; n < texts; n += 1) {
    const asked = statement(from - n)
    await driver.query(alice, asked)
    await driver.query(alice, asked)
  }
}

it.each([
  ['lists', select, 60_000, 50],
  ['bulk inserts', insert, 8000, 50],
])(
  '%s of every length leave nothing behind',
  async (_, statement, from, texts) => {
    const other = fixture.pool({ max: 1 })
    await sendAll(nodePostgres(other, { prepare: false }), statement, from, 3)
    await sendAll(nodePostgres(pool), statement, from, texts)
    expect(await prepared()).toEqual({
      server: { number: 0, length: 0 },
      client: { number: 0, length: 0 },
    })
    expect(await allocated(pool)).toBeLessThan((await allocated(other)) + mebibyte)
    await other.end()
    await fixture.owner.query('truncate todos')
  },
  300_000,
)

it('row 34: many texts stay within the bound of bytes', async () => {
  const driver = nodePostgres(pool)
  const filling = 'x'.repeat(4000)
  for (let n = 0; n < 2000; n += 1) {
    const asked = { text: `select '${filling}' as filling, ${n} as n, $1::int as m`, values: [n] }
    for (let time = 0; time < 2; time += 1) await driver.query(alice, asked)
  }
  const { server, client } = await prepared()
  expect(server.length).toBeLessThanOrEqual(bound)
  expect(server.length).toBeGreaterThan(bound / 2)
  expect(client).toEqual(server)
}, 300_000)
