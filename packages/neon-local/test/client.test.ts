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

const sqlAs = async (sub: string) =>
  neon(fixture.connectionString(), { authToken: await fixture.issuer.token({ sub }) })

describe('the real client', () => {
  it('sees the rows of the user whom the token names', async () => {
    const sql = await sqlAs('alice')
    expect(await sql`select body from notes where id > ${0} order by id`).toEqual([
      { body: 'a1' },
      { body: 'a2' },
    ])
  })

  it('logs in with user and password where there is no token', async () => {
    const { user, password } = fixture.login
    const sql = neon(fixture.connectionString(user, password))
    expect(await sql`select session_user, current_user`).toEqual([{ session_user: user, current_user: user }])
  })
})
