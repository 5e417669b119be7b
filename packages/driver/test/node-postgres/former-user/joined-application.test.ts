import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { alice, type Fixture, leftovers, nothingLeft, startFixture } from '../../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const text = 'select current_user = session_user as login'

it('the application sends itself what a call that joined its transaction has sent', async () => {
  const client = await fixture.client()
  const joined = nodePostgres(fixture.pool()).within?.(client)
  await client.query('begin')
  expect((await joined?.query(alice, text))?.rows).toEqual([{ login: false }])
  expect((await client.query(text)).rows).toEqual([{ login: true }])
  expect((await client.query({ text, values: [] })).rows).toEqual([{ login: true }])
  await client.query('commit')
})

it('also while that call is on its way', async () => {
  const client = await fixture.client()
  const joined = nodePostgres(fixture.pool()).within?.(client)
  await client.query('begin')
  const called = joined?.query(alice, text)
  await new Promise((resolve) => setImmediate(resolve))
  const own = client.query(text)
  expect((await called)?.rows).toEqual([{ login: false }])
  expect((await own).rows).toEqual([{ login: true }])
  await client.query('commit')
})

it('savepoints of the user are set as the application, and lead out of a failed transaction', async () => {
  const client = await fixture.client()
  const joined = nodePostgres(fixture.pool()).within?.(client)
  await client.query('begin')
  await joined?.transaction(alice, async (tx) => {
    await tx.query('savepoint mine')
    await expect(tx.query('select 1 / 0')).rejects.toMatchObject({ code: '22012' })
    await tx.query('rollback to savepoint mine')
    expect((await tx.query(text)).rows).toEqual([{ login: false }])
    await client.query('rollback to savepoint mine')
    expect((await client.query(leftovers)).rows).toEqual([nothingLeft])
    expect((await tx.query(text)).rows).toEqual([{ login: false }])
  })
  await client.query('commit')
})
