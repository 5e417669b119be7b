import { startEmbeddedPostgres, startProxy } from '@rowauth/testing'
import { expect, it, vi } from 'vitest'
import { setUp } from '../src/setup.js'
import { issueTokens } from '../src/tokens.js'

it('is set up so that the check in development has nothing to say', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  await using server = await startEmbeddedPostgres()
  await using proxy = await startProxy(await setUp(server.connectionString))
  const { issuer, ...tokens } = await issueTokens()
  await using endpoint = issuer
  vi.stubEnv('NODE_ENV', 'development')
  vi.stubEnv('DATABASE_URL', proxy.connectionString)
  vi.stubEnv('JWKS_URL', endpoint.jwksUrl)
  vi.stubEnv('ISSUER', issuer.issuer)
  const { pool } = await import('../src/db.js')
  const { seed } = await import('../src/seed.js')
  const { GET } = await import('../src/handler.js')
  try {
    proxy.reset()
    await seed(tokens)
    await GET(new Request('http://localhost/todos'))
    // Waits for what is under way on its connections.
    await pool.end()
    // Of the four round trips one is that of the check.
    expect(proxy.roundTrips).toBe(4)
    expect(warnings).toEqual([])
  } finally {
    process.off('warning', note)
    vi.unstubAllEnvs()
  }
})
