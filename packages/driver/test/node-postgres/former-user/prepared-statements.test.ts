import { type NodePostgresOptions, nodePostgres, type PgStatement } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { alice, type Fixture } from '../../fixture.js'
import { attack, type Driver, replaceAll, startMallory } from './mallory.js'

let fixture: Fixture
let pool: pg.Pool
beforeAll(async () => {
  fixture = await startMallory()
})
afterAll(() => fixture?.close())
beforeEach(() => {
  pool = fixture.pool({ max: 1 })
  return () => pool.end()
})

const whoami = 'select current_user as role, auth.user_id() as id'
const titles = 'select title from todos order by title'
const own = [{ title: 'a1' }, { title: 'a2' }]
const asAlice = [{ role: 'authenticated', id: 'alice' }]

/** Until everything has a name, and its types are known. */
const warm = async (driver: Driver, ...statements: PgStatement[]) => {
  for (let time = 0; time < 3; time += 1) await driver.batch(alice, statements)
}

describe("alice's own statements, replaced", () => {
  const fake = "select 'fake'::text as title"

  it('are what he made of them, with the default options: docs/security.md says so', async () => {
    const driver = nodePostgres(pool)
    await warm(driver, titles)
    await attack(driver, replaceAll(fake))
    expect((await driver.query(alice, titles)).rows).toEqual([{ title: 'fake' }])
  })

  it('and what follows one in a batch is as whoever he says, with the default options', async () => {
    const driver = nodePostgres(pool)
    await warm(driver, titles, whoami)
    const forge = `select set_config('request.jwt.claims', '{"sub":"bob"}', true) as title`
    await attack(driver, replaceAll(forge))
    const [, me] = await driver.batch(alice, [titles, `${whoami} -- not prepared`])
    expect(me?.rows).toEqual([{ role: 'authenticated', id: 'bob' }])
    // It ends with the transaction, as ever.
    expect((await driver.query(alice, `${whoami} -- nor this`)).rows).toEqual(asAlice)
  })

  it.each<[string, NodePostgresOptions]>([
    ['`clean`', { clean: true }],
    ['`prepare: false`', { prepare: false }],
    ['`prepare: { max: 0 }`', { prepare: { max: 0 } }],
  ])('are hers with %s', async (_, options) => {
    const driver = nodePostgres(pool, options)
    await warm(driver, titles, whoami)
    await attack(driver, replaceAll(fake))
    const [read, me] = await driver.batch(alice, [titles, whoami])
    expect([read?.rows, me?.rows]).toEqual([own, asAlice])
  })

  it.each([
    ['deallocated', "do $$ begin execute 'deallocate all'; end $$"],
    ['replaced by one with other parameters', replaceAll('select $1::int, $2::int')],
    ['replaced by one that cannot be planned', replaceAll('select 1/0')],
  ])('%s, are prepared again, without an error', async (_, text) => {
    const driver = nodePostgres(pool)
    const one = { text: 'select title from todos where title = $1', values: ['a1'] }
    await warm(driver, titles, one)
    await attack(driver, text)
    for (let time = 0; time < 3; time += 1) {
      expect((await driver.query(alice, one)).rows).toEqual([{ title: 'a1' }])
      expect((await driver.query(alice, titles)).rows).toEqual(own)
    }
  })

  it('of a name of her own, taken by him, are served', async () => {
    const driver = nodePostgres(pool)
    const mine = { name: 'mine', text: titles }
    await attack(driver, `prepare mine as ${fake}`)
    expect((await driver.query(alice, mine)).rows).toEqual(own)
    expect((await driver.query(alice, mine)).rows).toEqual(own)
  })
})

it('names that will come next are of no use to him', async () => {
  const driver = nodePostgres(pool)
  await warm(driver, titles)
  // Names that are on the connection stay; the next hundred are taken.
  await attack(
    driver,
    `do $$ declare prefix text; begin
    select substring(name from '^rowauth_[0-9a-f]+_') into prefix from pg_prepared_statements limit 1;
    for number in 50..150 loop execute format('prepare %I as select %L as title', prefix || number, 'fake'); end loop;
    execute format('prepare %I as select %L as title', prefix || 'opening2', 'fake');
  end $$`,
  )
  for (let number = 0; number < 160; number += 1) {
    const text = `select title, ${number} as number from todos order by title`
    const right = own.map((row) => ({ ...row, number }))
    expect((await driver.query(alice, text)).rows).toEqual(right)
    expect((await driver.query(alice, text)).rows).toEqual(right)
  }
})
