import { neon, neonConfig } from '@neondatabase/serverless'
import { startNeonLocal } from '@rowauth/neon-local'
import { createTestIssuer, type TestIssuer } from '@rowauth/testing'
import type { Fixture } from '../fixture.js'

/** A local endpoint in front of a fixture's database, reached by the real client. */
export interface NeonFixture {
  readonly issuer: TestIssuer
  /** The client of an application that logs in with a password; for claims mode. */
  readonly login: ReturnType<typeof neon>
  /** The client of an application whose tokens the endpoint verifies, as a role. */
  passwordless(role: string): ReturnType<typeof neon>
  /** Requests since the last call. */
  requests(): number
  close(): Promise<void>
}

export async function startNeonFixture(fixture: Fixture): Promise<NeonFixture> {
  const issuer = await createTestIssuer()
  const local = await startNeonLocal({
    connectionString: fixture.url,
    jwks: issuer.jwksUrl,
    passwordLogin: true,
  })
  let count = 0
  // The only override: where requests go. The client refuses addresses as hosts, so the names are made up.
  neonConfig.fetchEndpoint = () => {
    count += 1
    return local.url
  }
  const { username, password, pathname } = new URL(fixture.url)
  return {
    issuer,
    login: neon(`postgresql://${username}:${password}@db.example${pathname}`),
    passwordless: (role) => neon(`postgresql://${role}@db.example${pathname}`),
    requests() {
      const seen = count
      count = 0
      return seen
    },
    async close() {
      await local.close()
      await issuer.close()
    },
  }
}
