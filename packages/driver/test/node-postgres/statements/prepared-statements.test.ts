import { type AuthSession, anonymousSession, trustClaims } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { beforeEach, describe, expect, it } from 'vitest'
import { fixture, proxy } from '../../file-fixture.js'
import { alice, as } from '../../fixture.js'

let pool: pg.Pool
beforeEach(() => {
  pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  return () => pool.end()
})

const parses = async (work: () => Promise<unknown>) => {
  proxy.reset()
  await work()
  // The claims statement is counted apart; a look at the catalog's statistics comes about once a second.
  return proxy.statements.filter((text) => !/pg_stat_get|set_config/.test(text)).length
}
const preparedNames = { text: 'select name, statement from pg_prepared_statements order by prepare_time' }
/** Ours without the claims statement, which stays prepared for one session alone. */
const ownNames = { text: "select from pg_prepared_statements where name !~ 'opening$'" }
const withValue = { text: 'select title from todos where id = $1', values: [1] }

describe('unnamed statements', () => {
  it('are parsed under a name when they come again, and not parsed from then on', async () => {
    const driver = nodePostgres(pool)
    expect(await parses(() => driver.query(alice, withValue))).toBe(1)
    expect(await parses(() => driver.query(alice, withValue))).toBe(1)
    expect(await parses(() => driver.query(alice, withValue))).toBe(0)
    expect(await parses(() => driver.query(as('bob'), { ...withValue, values: [3] }))).toBe(0)
    // BEGIN and COMMIT stay unnamed.
    expect(await parses(() => driver.batch(alice, [withValue, withValue]))).toBe(2)
    expect(await parses(() => driver.transaction(alice, (tx) => tx.query(withValue)))).toBe(2)
  })

  it('come again on any connection of the pool', async () => {
    const driver = nodePostgres(pool)
    await driver.query(alice, withValue)
    await pool.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined)
    expect(await parses(() => driver.query(alice, withValue))).toBe(1)
    expect(await parses(() => driver.query(alice, withValue))).toBe(0)
  })

  it('are prepared for each role apart', async () => {
    const driver = nodePostgres(pool)
    const visitor = trustClaims({ sub: 'alice' }, { role: 'anonymous' })
    for (let n = 0; n < 3; n += 1) await driver.query(alice, withValue)
    for (let n = 0; n < 3; n += 1) await driver.query(visitor, withValue)
    const roles = 'select count(*)::int as names from pg_prepared_statements where statement = $1'
    expect((await pool.query(roles, [withValue.text])).rows).toEqual([{ names: 2 }])
    expect(await parses(() => driver.query(visitor, withValue))).toBe(0)
  })

  it('stay within the bound, the least recently used one leaving first', async () => {
    const driver = nodePostgres(pool, { prepare: { max: 2 } })
    for (let n = 0; n < 20; n += 1) {
      for (let time = 0; time < 2; time += 1) await driver.query(alice, `select ${n} as n`)
      expect((await driver.query(alice, ownNames)).rowCount).toBeLessThanOrEqual(2)
    }
    expect(await parses(() => driver.query(alice, 'select 19 as n'))).toBe(0)
    expect(await parses(() => driver.query(alice, 'select 18 as n'))).toBe(1)
    expect(proxy.messages.frontend).toContain('C')
    expect(await parses(() => driver.query(alice, 'select 19 as n'))).toBe(0)
  })

  it('go unnamed where a batch has more of them than the bound', async () => {
    const driver = nodePostgres(pool, { prepare: { max: 3 } })
    const texts = Array.from({ length: 8 }, (_, n) => `select ${n} as n`)
    for (let execution = 0; execution < 3; execution += 1) {
      const results = await driver.batch(alice, texts)
      expect(results.map(({ rows }) => rows)).toEqual(texts.map((_, n) => [{ n }]))
      expect((await pool.query(ownNames)).rowCount).toBeLessThanOrEqual(3)
    }
    expect((await pool.query(ownNames)).rowCount).toBe(3)
  })

  it.each([0, 1])('a bound of %d is kept', async (max) => {
    const driver = nodePostgres(pool, { prepare: { max } })
    for (const text of ['select 1', 'select 1', 'select 2', 'select 2']) await driver.query(alice, text)
    expect((await pool.query(ownNames)).rowCount).toBe(max)
    if (max === 0) expect((await pool.query(preparedNames)).rows).toEqual([])
  })

  it('are not prepared at all with prepare: false, names of yours included', async () => {
    const driver = nodePostgres(pool, { prepare: false })
    for (let execution = 0; execution < 2; execution += 1) {
      await driver.query(alice, withValue)
      await driver.batch(alice, [{ ...withValue, name: 'mine' }])
    }
    expect((await pool.query(preparedNames)).rows).toEqual([])
  })
})

describe('the claims statement', () => {
  const openings = async (session: AuthSession) => {
    proxy.reset()
    await driver.query(session, 'select 1')
    return proxy.statements.filter((text) => text.includes('set_config')).length
  }
  let driver: ReturnType<typeof nodePostgres>
  beforeEach(() => {
    driver = nodePostgres(pool)
  })

  it('is parsed once, whoever comes, and kept where no name leads to it', async () => {
    for (let time = 0; time < 3; time += 1) await openings(alice)
    const parsed = []
    for (const session of [alice, as('bob'), anonymousSession, alice]) parsed.push(await openings(session))
    // Statements are kept for each role: the visitor's first two are parsed, and with them the opening.
    expect(parsed).toEqual([0, 0, 1, 1])
    const names = (await pool.query('select statement from pg_prepared_statements')).rows
    expect(names.filter(({ statement }) => statement.includes('set_config'))).toEqual([])
  })

  it('is parsed anew when somebody else has used the connection', async () => {
    for (let time = 0; time < 3; time += 1) await openings(alice)
    expect(await openings(alice)).toBe(0)
    await pool.query('select 1')
    expect(await openings(alice)).toBe(1)
    expect(await openings(alice)).toBe(0)
  })

  it('is parsed anew behind a statement without a name, and behind a message that failed', async () => {
    for (let time = 0; time < 3; time += 1) await openings(alice)
    await driver.query(alice, 'select 2 as unseen')
    expect([await openings(alice), await openings(alice)]).toEqual([1, 0])
    await expect(driver.query(alice, 'select 1/0')).rejects.toMatchObject({ code: '22012' })
    expect([await openings(alice), await openings(alice)]).toEqual([1, 0])
  })
})

describe('named statements', () => {
  const mine = { name: 'mine', ...withValue }

  it('are parsed once a connection, whoever sends them', async () => {
    const driver = nodePostgres(pool)
    await driver.query(alice, 'select 1')
    expect(await parses(() => driver.query(alice, mine))).toBe(1)
    expect(await parses(() => driver.query(alice, mine))).toBe(0)
    expect(await parses(() => driver.query(as('bob'), mine))).toBe(0)
    const other = { name: 'plain', text: 'select $1::int as n', values: [1] }
    expect(await parses(() => pool.query(other))).toBe(1)
    expect(await parses(() => driver.query(alice, other))).toBe(0)
    const later = { name: 'later', text: 'select $1::int as n', values: [2] }
    expect(await parses(() => driver.query(alice, later))).toBe(1)
    expect(await parses(() => pool.query(later))).toBe(0)
    expect(await parses(() => driver.query(alice, later))).toBe(0)
    expect((await pool.query(other)).rows).toEqual([{ n: 1 }])
  })

  it('survive statements that come and go', async () => {
    const driver = nodePostgres(pool, { prepare: { max: 2 } })
    await driver.query(alice, mine)
    for (let n = 0; n < 5; n += 1) await driver.query(alice, `select ${n}`)
    expect(await parses(() => driver.query(alice, mine))).toBe(0)
  })

  it('keep their text, as in pg', async () => {
    const driver = nodePostgres(pool)
    await driver.query(alice, mine)
    proxy.reset()
    const other = { ...mine, text: 'select $1::text' }
    await expect(driver.query(alice, other)).rejects.toThrow(/must be unique/)
    await expect(driver.batch(alice, [mine, other])).rejects.toThrow(/must be unique/)
    const twice = [
      { name: 'twice', text: 'select 1' },
      { name: 'twice', text: 'select 2' },
    ]
    await expect(driver.batch(alice, twice)).rejects.toThrow(/must be unique/)
    expect(proxy.messages.frontend).toEqual([])
    expect((await driver.query(alice, mine)).rows).toEqual([{ title: 'a1' }])
  })

  it.each([
    ['named', 'broken'],
    ['automatic', undefined],
  ])('row 28: a parse error does not mark the statement as prepared (%s)', async (_, name) => {
    const driver = nodePostgres(pool)
    const later = { name, text: 'select word from later' }
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(driver.query(alice, later)).rejects.toMatchObject({ code: '42P01' })
      await expect(driver.batch(alice, ['select 1', later])).rejects.toMatchObject({ code: '42P01' })
    }
    await fixture.owner.query(
      "create table later as select 'there' as word; grant select on later to authenticated",
    )
    expect((await driver.query(alice, later)).rows).toEqual([{ word: 'there' }])
    expect((await driver.query(alice, later)).rows).toEqual([{ word: 'there' }])
    await fixture.owner.query('drop table later')
    const other = { name: 'broken', text: 'select 7 as n' }
    if (name === undefined) expect((await driver.query(alice, other)).rows).toEqual([{ n: 7 }])
  })

  it('row 28: a name that failed to parse may be given another text', async () => {
    const driver = nodePostgres(pool)
    await expect(driver.query(alice, { name: 'x', text: 'selec 1' })).rejects.toMatchObject({ code: '42601' })
    expect((await driver.query(alice, { name: 'x', text: 'select 1 as n' })).rows).toEqual([{ n: 1 }])
    expect((await pool.query({ name: 'x', text: 'select 1 as n' })).rows).toEqual([{ n: 1 }])
  })

  it.each([
    ['named', 'int'],
    ['automatic', undefined],
  ])('row 28: a bind error after a good parse leaves it usable (%s)', async (_, name) => {
    const driver = nodePostgres(pool)
    const int = (value: unknown) => ({ name, text: 'select $1::int as n', values: [value] })
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(driver.query(alice, int('seven'))).rejects.toMatchObject({ code: '22P02' })
      expect((await driver.query(alice, int(7))).rows).toEqual([{ n: 7 }])
    }
    expect(await parses(async () => driver.query(alice, int(7)))).toBe(0)
    await expect(driver.query(alice, { ...int(7), values: [7, 8] })).rejects.toMatchObject({ code: '08P01' })
    expect((await driver.query(alice, int(8))).rows).toEqual([{ n: 8 }])
    expect((await pool.query(int(9))).rows).toEqual([{ n: 9 }])
  })
})

describe.each(['auto', 'force_generic_plan', 'force_custom_plan'])('plan_cache_mode=%s', (mode) => {
  it('row 10: a prepared statement shows each user their own rows, execution after execution', async () => {
    const one = fixture.pool({ max: 1, options: `-c plan_cache_mode=${mode}` })
    const driver = nodePostgres(one)
    const titles = { text: 'select title from todos where title <> $1 order by title', values: ['none'] }
    for (let execution = 0; execution < 12; execution += 1) {
      for (const statement of [titles, { ...titles, name: 'titles' }]) {
        expect((await driver.query(alice, statement)).rows).toEqual([{ title: 'a1' }, { title: 'a2' }])
        expect((await driver.query(as('bob'), statement)).rows).toEqual([{ title: 'b1' }])
        const [first] = await driver.batch(as('carol'), [statement])
        expect(first?.rows).toEqual([{ title: 'public' }])
      }
    }
  })
})
