import { createIssuer, generateSigningKey } from '@rowauth/core'
import { createTestIssuer } from '@rowauth/testing'

const audience = 'todos'

/** The tokens of the demo, and the issuer whose keys tell the good ones from the others. */
export async function issueTokens() {
  const issuer = await createTestIssuer({ audience })
  const anHourAgo = Math.floor(Date.now() / 1000) - 3600
  return {
    issuer,
    alice: await issuer.token({ sub: 'alice' }),
    bob: await issuer.token({ sub: 'bob' }),
    expired: await issuer.token({ sub: 'alice', exp: anHourAgo }),
    forged: await forge(issuer),
  }
}

/** What a forger can do: all that is public is right, the key id included, and the key is their own. */
async function forge({ issuer, jwksUrl }: { issuer: string; jwksUrl: string }): Promise<string> {
  const { keys } = (await (await fetch(jwksUrl)).json()) as { keys: { kid: string }[] }
  const { privateJwk } = await generateSigningKey({ kid: keys[0]?.kid ?? '' })
  return createIssuer({ privateJwk, issuer, audience }).sign({ sub: 'alice' })
}
