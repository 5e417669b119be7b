import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { beforeEach, describe, expect, it } from 'vitest'
import { fixture, proxy } from '../../file-fixture.js'
import { alice, leftovers, nothingLeft } from '../../fixture.js'

let pool: pg.Pool
beforeEach(async () => {
  await fixture.owner.query(`
    drop table if exists notes;
    create table notes (id int, word text);
    insert into notes values (1, 'one');
    grant select, insert on notes to authenticated`)
  pool = fixture.pool({ connectionString: proxy.connectionString, max: 1 })
  return () => pool.end()
})

const all = { text: 'select * from notes where id = $1', values: [1] }
const insert = { text: "insert into notes values (2, 'two') returning id" }
const begin = 'begin'
const warm = async (driver: ReturnType<typeof nodePostgres>, statement: typeof all) => {
  for (let time = 0; time < 3; time += 1) await driver.query(alice, statement)
}
const parses = () => proxy.statements.filter((text) => text !== begin && text !== 'commit').length

describe('a table that has changed since a statement was prepared', () => {
  it.each([
    ['add column', 'alter table notes add column more int', { id: 1, word: 'one', more: null }],
    ['column type', 'alter table notes alter column word type varchar(9)', { id: 1, word: 'one' }],
    ['drop column', 'alter table notes drop column word', { id: 1 }],
  ])('is met by one retry: %s', async (_, change, row) => {
    const driver = nodePostgres(pool)
    await warm(driver, all)
    await driver.batch(alice, ['select 1', all])
    await driver.query(alice, all)
    proxy.reset()
    await driver.query(alice, all)
    expect(parses()).toBe(0)
    await fixture.owner.query(change)
    proxy.reset()
    expect((await driver.query(alice, all)).rows).toEqual([row])
    expect(proxy.roundTrips).toBe(2)
    proxy.reset()
    expect((await driver.query(alice, all)).rows).toEqual([row])
    expect(proxy.roundTrips).toBe(1)
  })

  it('in a batch: nothing of the first try stays', async () => {
    const driver = nodePostgres(pool)
    await warm(driver, all)
    await fixture.owner.query('alter table notes add column more int')
    const [inserted, read] = await driver.batch(alice, [insert, all])
    expect(inserted?.rows).toEqual([{ id: 2 }])
    expect(read?.rows).toEqual([{ id: 1, word: 'one', more: null }])
    expect((await fixture.owner.query('select id from notes where id = 2')).rows).toHaveLength(1)
  })

  it('in the first statement of a transaction', async () => {
    const driver = nodePostgres(pool)
    await warm(driver, all)
    await fixture.owner.query('alter table notes add column more int')
    const first = await driver.transaction(alice, async (tx) => {
      const { rows } = await tx.query(all)
      expect((await tx.query('select auth.user_id() as id')).rows).toEqual([{ id: 'alice' }])
      return rows
    })
    expect(first).toEqual([{ id: 1, word: 'one', more: null }])
  })

  it('in a later one the error is told, once', async () => {
    const driver = nodePostgres(pool)
    await warm(driver, all)
    for (let time = 0; time < 3; time += 1) await driver.query(alice, 'select 1')
    await fixture.owner.query('alter table notes add column more int')
    const later = () =>
      driver.transaction(alice, async (tx) => {
        await tx.query('select 1')
        await tx.query(insert)
        return (await tx.query(all)).rows
      })
    await expect(later()).rejects.toMatchObject({ code: '0A000' })
    expect(await later()).toEqual([{ id: 1, word: 'one', more: null }])
    expect((await fixture.owner.query('select id from notes where id = 2')).rows).toHaveLength(1)
  })

  it('retries for no other reason', async () => {
    const driver = nodePostgres(pool)
    await pool.query('select 1')
    const unsupported = 'select count(*) from notes for update'
    for (let attempt = 0; attempt < 2; attempt += 1) {
      proxy.reset()
      await expect(driver.query(alice, unsupported)).rejects.toMatchObject({ code: '0A000' })
      expect(proxy.roundTrips).toBe(1)
    }
  })

  it('a dropped and created table is found again', async () => {
    const driver = nodePostgres(pool)
    await warm(driver, all)
    await fixture.owner.query('drop table notes')
    await expect(driver.query(alice, all)).rejects.toMatchObject({ code: '42P01' })
    await fixture.owner.query('create table notes (id bigint, n int); grant select on notes to authenticated')
    expect((await driver.query(alice, all)).rows).toEqual([])
  })
})

// What a pooler in transaction mode does to a client, seen from the client.
describe.each(['deallocate all', 'discard all', 'a statement of the same name'])('lost by %s', (how) => {
  const lose = async () => {
    if (how !== 'a statement of the same name') return pool.query(how)
    await pool.query('deallocate all')
    return pool.query('prepare mine as select 1')
  }
  const mine = { ...all, name: 'mine' }

  it('is met by one safe retry, and by unnamed statements for a while', async () => {
    const driver = nodePostgres(pool)
    await warm(driver, all)
    await driver.query(alice, mine)
    await lose()
    proxy.reset()
    expect((await driver.query(alice, mine)).rows).toEqual([{ id: 1, word: 'one' }])
    expect(proxy.roundTrips).toBe(2)
    await lose()
    proxy.reset()
    expect((await driver.query(alice, all)).rows).toEqual([{ id: 1, word: 'one' }])
    expect(proxy.roundTrips).toBe(2)
    for (const statement of [all, mine]) {
      await lose()
      proxy.reset()
      expect((await driver.query(alice, statement)).rows).toEqual([{ id: 1, word: 'one' }])
      expect(proxy.roundTrips).toBe(1)
    }
    expect((await pool.query(leftovers)).rows).toEqual([nothingLeft])
  })

  it.each(['batch', 'transaction'])('in a %s each statement takes effect once', async (kind) => {
    const driver = nodePostgres(pool)
    await driver.batch(alice, [all, mine, insert])
    await fixture.owner.query('delete from notes where id = 2')
    await lose()
    proxy.reset()
    if (kind === 'batch') await driver.batch(alice, [insert, mine])
    else {
      await driver.transaction(alice, async (tx) => {
        await tx.query(insert)
        await tx.query(mine)
      })
    }
    // One for the failure and one for the roll-back come on top of a batch. A transaction uses no name of an earlier
    // one that it has not seen at work.
    expect(proxy.roundTrips).toBe(kind === 'batch' ? 1 + 2 : 3)
    expect((await fixture.owner.query('select id from notes where id = 2')).rows).toHaveLength(1)
  })
})

it('a name that the server has and the client does not know of is met in the same way', async () => {
  await pool.query('prepare taken as select 1')
  const driver = nodePostgres(pool)
  expect((await driver.query(alice, { ...all, name: 'taken' })).rows).toEqual([{ id: 1, word: 'one' }])
  expect((await driver.batch(alice, [insert, { ...all, name: 'taken' }]))[0]?.rows).toEqual([{ id: 2 }])
})

it('an error 26000 of the statement itself is not taken for a loss', async () => {
  await fixture.owner.query(`
    create or replace function lose() returns int language plpgsql as $$
    begin raise exception 'gone' using errcode = '26000'; end $$`)
  const driver = nodePostgres(pool)
  await pool.query('select 1')
  for (let attempt = 0; attempt < 4; attempt += 1) {
    proxy.reset()
    await expect(driver.query(alice, 'select lose()')).rejects.toMatchObject({ code: '26000' })
    expect(proxy.roundTrips).toBe(1)
  }
  await warm(driver, all)
  proxy.reset()
  await driver.query(alice, all)
  expect(parses()).toBe(0)
})

it("names that a user's SQL has dropped are prepared again", async () => {
  const driver = nodePostgres(pool)
  await warm(driver, all)
  await driver.query(alice, "do $$ begin execute 'deallocate all'; end $$")
  for (let time = 0; time < 3; time += 1) {
    expect((await driver.query(alice, all)).rows).toEqual([{ id: 1, word: 'one' }])
  }
})
