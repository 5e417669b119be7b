// A test of an application, in Jest without any configuration. Run by `test/runtimes/commonjs.test.ts`.
const { run } = require('./clients.cjs')
const testing = require('@rowauth/testing')
const { startNeonLocal } = require('@rowauth/neon-local')

test('queries run as their users', async () => {
  const all = { select: 'works', batch: 'works', transaction: 'works' }
  const results = await run(['node-postgres', 'postgres-js', 'neon-serverless', 'neon-http'])
  expect(results['node-postgres']).toEqual(all)
  expect(results['postgres-js']).toEqual(all)
  expect(results['neon-serverless']).toEqual(all)
  expect(results['neon-http']).toEqual({ ...all, transaction: 'unsupported' })
}, 30_000)

test('an issuer for tests signs what a verifier takes', async () => {
  const { AuthError, createVerifier } = require('@rowauth/core')
  const issuer = await testing.createTestIssuer()
  const verifier = createVerifier({ jwks: issuer.jwksUrl })
  const session = await verifier.verify(await issuer.token({ sub: 'alice' }))
  expect(session.claims.sub).toBe('alice')
  await expect(verifier.verify('forged')).rejects.toThrow(AuthError)
  await issuer.close()
  expect(typeof startNeonLocal).toBe('function')
})
