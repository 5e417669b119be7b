import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alice, type Fixture } from '../../fixture.js'
import { attack, bothOptions, startMallory } from './mallory.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startMallory()
})
afterAll(() => fixture?.close())

/** What PostgreSQL's DISCARD ALL leaves on a connection, so `clean` does as well: docs/security.md names it. */
describe.each(bothOptions)('%s', (_, options) => {
  it('the seed of random() is what mallory has made it', async () => {
    const driver = nodePostgres(fixture.pool({ max: 1 }), options)
    const client = await fixture.client()
    await client.query('select setseed(0.5)')
    const { rows: known } = await client.query('select random() as number')
    await attack(driver, 'select setseed(0.5)')
    expect((await driver.query(alice, 'select random() as number')).rows).toEqual(known)
    // What is made to be secret does not come from it.
    const secrets = 'select gen_random_uuid() as secret'
    await client.query('select setseed(0.5)')
    const { rows: other } = await client.query(secrets)
    await attack(driver, 'select setseed(0.5)')
    expect((await driver.query(alice, secrets)).rows).not.toEqual(other)
  })

  it('a setting that nobody had defined is empty, and no longer unknown', async () => {
    const driver = nodePostgres(fixture.pool({ max: 1 }), options)
    const setting = "select current_setting('undefined.before') as value"
    await expect(driver.query(alice, setting)).rejects.toMatchObject({ code: '42704' })
    await attack(driver, "select set_config('undefined.before', 'mallory', true)")
    expect((await driver.query(alice, setting)).rows).toEqual([{ value: '' }])
  })
})
