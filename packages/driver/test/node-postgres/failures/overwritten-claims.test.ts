import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alice, bob, type Fixture, startFixture } from '../../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const forge = `select set_config('request.jwt.claims', '{"sub":"bob"}', true)`
const titles = 'select title from todos order by title'

/**
 * In application mode the database believes whoever runs SQL on the connection: docs/security.md says so, and
 * names it no vulnerability. What must hold is that it ends with the transaction.
 */
describe('row 7: SQL that overwrites request.jwt.claims', () => {
  it('is believed within its own transaction, as documented, and reaches no further', async () => {
    const driver = nodePostgres(fixture.pool({ max: 1 }))
    const [, forged] = await driver.batch(alice, [forge, titles])
    expect(forged?.rows).toEqual([{ title: 'b1' }])
    expect((await driver.query(alice, titles)).rows).toEqual([{ title: 'a1' }, { title: 'a2' }])
    expect((await driver.query(bob, 'select auth.user_id() as id')).rows).toEqual([{ id: 'bob' }])
  })

  it('cannot survive on the connection, even when it asks to', async () => {
    const driver = nodePostgres(fixture.pool({ max: 1 }))
    await driver.query(alice, forge.replace('true', 'false'))
    expect((await driver.query(alice, titles)).rows).toEqual([{ title: 'a1' }, { title: 'a2' }])
  })
})
