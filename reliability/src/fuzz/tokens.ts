import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { AuthError, createVerifier, type Verifier } from '@rowauth/core'
import { sessionClaimsJson, unverifiedSession } from '@rowauth/core/internal'
import type { Random } from '../bench/random.js'
import { mutateBytes } from './mutate-bytes.js'
import { mutateJson } from './mutate-json.js'
import type { TargetKind } from './target.js'

const encode = (text: string) => Buffer.from(text).toString('base64url')

function signed(key: KeyObject, header: string, payload: string): string {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

const issuer = 'https://issuer.example'
const header = { alg: 'ES256', typ: 'JWT', kid: 'k1' }
const claims = () => ({
  iss: issuer,
  sub: 'alice',
  aud: ['app'],
  exp: Math.floor(Date.now() / 1000) + 3600,
  nested: { list: [1, 'zwei', null], text: 'ä "quoted" \\ line\nline' },
})

/** What a text came to: a code, or the claims that were taken from it. */
async function verified(verifier: Verifier, token: string): Promise<{ code: string } | { claims: string }> {
  try {
    // What is sent, since whole numbers beyond 2^53 are texts in `claims`.
    const sent = sessionClaimsJson(await verifier.verify(token)) || '{}'
    return { claims: JSON.stringify(JSON.parse(sent)) }
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    return { code: error.code }
  }
}

/** The claims of a payload as JSON reads them, or undefined. */
function claimsIn(payload: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(payload))
  } catch {
    return undefined
  }
}

/** The token parser, and with it the verifier. */
export const tokens: TargetKind = {
  name: 'tokens',
  async start() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { privateKey: strange } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const jwks = { keys: [{ kty: 'EC' as const, crv: 'P-256', x, y, kid: 'k1', alg: 'ES256', use: 'sig' }] }
    const verifier = createVerifier({ jwks, issuer, audience: 'app' })

    let answered = 0

    /** A change of a good token's text: nobody has signed that. */
    const altered = async (random: Random) => {
      const good = signed(privateKey, JSON.stringify(header), JSON.stringify(claims()))
      const text = mutateBytes(Buffer.from(good), random).toString(random.percent(80) ? 'latin1' : 'utf8')
      const token = random.percent(10) ? text.split('.').reverse().join('.') : text
      const result = await verified(verifier, token)
      if ('claims' in result && token !== good) return `An altered token passed: ${token}`
      // What does not verify must not fall over either.
      try {
        unverifiedSession(token)
      } catch (error) {
        if (!(error instanceof AuthError)) throw error
      }
      return undefined
    }

    /** Something odd that the right key has signed: taken as it is, or refused. */
    const odd = async (random: Random) => {
      const payload = random.percent(50)
        ? JSON.stringify(mutateJson(claims(), random))
        : mutateBytes(Buffer.from(JSON.stringify(claims())), random).toString('latin1')
      const head = random.percent(30) ? JSON.stringify(mutateJson(header, random)) : JSON.stringify(header)
      const result = await verified(verifier, signed(privateKey, head, payload))
      if ('claims' in result) answered += 1
      if ('claims' in result && result.claims !== claimsIn(payload))
        return `Other claims than were signed: ${payload}`
      return undefined
    }

    /** A good token of somebody else's key. */
    const foreign = async (random: Random) => {
      const head = JSON.stringify(random.percent(50) ? header : mutateJson(header, random))
      const token = signed(strange, head, JSON.stringify(claims()))
      return 'claims' in (await verified(verifier, token)) ? `A stranger's token passed: ${token}` : undefined
    }

    return {
      get answered() {
        return answered
      },
      attempt: (random) => random.pick([altered, altered, odd, foreign])(random),
      close: async () => {},
    }
  },
}
