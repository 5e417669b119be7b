import { neon, neonConfig, Pool } from '@neondatabase/serverless'
import { startNeonLocal } from '@rowauth/neon-local'
import { createTestIssuer } from '@rowauth/testing'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startFixture } from './fixture.js'

it('the samples of the README run', async () => {
  await using fixture = await startFixture()
  await using partner = await createTestIssuer({ audience: 'my-app' })
  const connectionString = fixture.connectionFor(fixture.login)
  const jwksUrl = fixture.issuer.jwksUrl
  const partnerJwksUrl = partner.jwksUrl
  const databaseName = new URL(connectionString).pathname.slice(1)
  const token = await fixture.issuer.token({ sub: 'alice' })

  // #region use
  const local = await startNeonLocal({ connectionString, jwks: jwksUrl })
  neonConfig.fetchEndpoint = local.url

  const sql = neon(`postgres://authenticated@localtest/${databaseName}`, { authToken: token })
  const notes = await sql`select body from notes order by id`

  await local.close()
  // #endregion use
  expect(notes).toEqual([{ body: 'a1' }, { body: 'a2' }])

  // #region providers
  const several = await startNeonLocal({
    connectionString,
    providers: [{ jwks: jwksUrl }, { jwks: partnerJwksUrl, audience: 'my-app', roles: ['authenticated'] }],
  })
  // #endregion providers
  neonConfig.fetchEndpoint = several.url
  const authToken = await partner.token({ sub: 'bob' })
  const asPartner = neon(fixture.connectionString(), { authToken })
  expect(await asPartner`select body from notes`).toEqual([{ body: 'b1' }])
  await several.close()
})

it('the sample about WebSockets runs', async () => {
  await using fixture = await startFixture()
  const connectionString = fixture.connectionFor(fixture.login)
  neonConfig.webSocketConstructor = WebSocket

  // #region websocket
  const local = await startNeonLocal({ connectionString, passwordLogin: true })
  neonConfig.wsProxy = () => local.wsProxy
  neonConfig.useSecureWebSocket = false

  const pool = new Pool({ connectionString })
  const { rows } = await pool.query('select session_user as login')

  await pool.end()
  await local.close()
  // #endregion websocket
  expect(rows).toEqual([{ login: fixture.login.user }])
})
