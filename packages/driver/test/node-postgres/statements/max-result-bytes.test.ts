import { nodePostgres } from '@rowauth/driver/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alice, type Fixture, startFixture } from '../../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture?.close())

const megabytes = (count: number) => `select repeat('x', ${count} * 1024 * 1024) as x`
const whoami = 'select auth.user_id() as id'

describe.each<['a pool' | 'one client', () => pg.Pool | Promise<pg.Client>]>([
  ['a pool', () => fixture.pool({ max: 1 })],
  ['one client', () => fixture.client()],
])('maxResultBytes on %s', (kind, connect) => {
  it('ends a call whose answer is larger, and the connection with it', async () => {
    const source = await connect()
    const driver = nodePostgres(source, { maxResultBytes: 1024 * 1024 })
    const refused = driver.query(alice, megabytes(64))
    await expect(refused).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching('maxResultBytes'),
    })
    const rows = driver.query(alice, 'select n, repeat(n::text, 1000) from generate_series(1, 1000) n')
    if (kind === 'one client') {
      await expect(rows).rejects.toThrow()
      return
    }
    await expect(rows).rejects.toMatchObject({ code: 'unsupported' })
    expect((await driver.query(alice, whoami)).rows).toEqual([{ id: 'alice' }])
  })

  it('counts each call by itself', async () => {
    const driver = nodePostgres(await connect(), { maxResultBytes: 3 * 1024 * 1024 })
    for (let call = 0; call < 4; call += 1) {
      const { rows } = await driver.query(alice, megabytes(2))
      expect((rows[0] as { x: string }).x).toHaveLength(2 * 1024 * 1024)
    }
  })
})

it.each([0, -1, Number.NaN, '1'])('maxResultBytes: %j is a TypeError', (maxResultBytes) => {
  const options = { maxResultBytes: maxResultBytes as number }
  expect(() => nodePostgres(fixture.pool(), options)).toThrow(TypeError)
})
