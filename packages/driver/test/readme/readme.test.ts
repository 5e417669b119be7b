import { anonymousSession, trustClaims } from '@rowauth/core'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Fixture, startFixture } from '../fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => fixture.close())

it('runs the sample of the README', async () => {
  const pool = fixture.pool()
  const session = trustClaims({ sub: 'alice' })
  // #region use
  const driver = nodePostgres(pool)

  const { rows } = await driver.query(session, { text: 'select title from todos order by id' })

  const [inserted, counted] = await driver.batch(session, [
    { text: 'insert into todos (title) values ($1) returning title', values: ['a3'] },
    'select count(*)::int as todos from todos',
  ])

  const visible = await driver.transaction(
    anonymousSession,
    async (tx) => (await tx.query('select title from todos')).rows,
    { accessMode: 'read only' },
  )
  // #endregion use
  expect(rows).toEqual([{ title: 'a1' }, { title: 'a2' }])
  expect(inserted?.rows).toEqual([{ title: 'a3' }])
  expect(counted?.rows).toEqual([{ todos: 3 }])
  expect(visible).toEqual([{ title: 'public' }])
})
