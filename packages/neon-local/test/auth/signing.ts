import { generateSigningKey } from '@rowauth/core'
import { CompactSign, importJWK, type JWK } from 'jose'

type Algorithm = 'ES256' | 'RS256' | 'EdDSA'

/** A key that signs whatever it is given. */
export interface TestKey {
  readonly publicJwk: JWK
  sign(claims: unknown, header?: Readonly<Record<string, unknown>>): Promise<string>
}

export async function makeKey(alg: Algorithm, kid: string): Promise<TestKey> {
  const { privateJwk, publicJwk } = await generateSigningKey({ alg, kid })
  const key = await importJWK(privateJwk, alg)
  return {
    publicJwk,
    sign: (claims, header = {}) =>
      new CompactSign(new TextEncoder().encode(typeof claims === 'string' ? claims : JSON.stringify(claims)))
        // A member that is undefined is left out of the header.
        .setProtectedHeader({ alg, kid, typ: 'JWT', ...header } as { alg: string })
        .sign(key),
  }
}

export const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
