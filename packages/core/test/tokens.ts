import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import { AuthError } from '@rowauth/core'
import type { JWK } from 'jose'

export interface TestKey {
  readonly kid: string
  readonly publicJwk: JWK
  readonly privateJwk: JWK
}

/** An ES256 key pair, made without the code under test. */
export function makeKey(kid: string): TestKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { d, ...members } = privateKey.export({ format: 'jwk' })
  const publicJwk = { ...members, kid, alg: 'ES256', use: 'sig' } as JWK
  return { kid, publicJwk, privateJwk: { ...publicJwk, d: String(d) } as JWK }
}

export const encode = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url')

export interface TokenParts {
  readonly header?: Record<string, unknown>
  readonly claims?: Record<string, unknown>
  /** The payload's bytes, in place of claims. */
  readonly payload?: string | Uint8Array
}

/** Signs whatever it is given, well-formed or not, with ES256. Ends in an hour unless the claims say otherwise. */
export function makeToken(key: TestKey, { header = {}, claims = {}, payload }: TokenParts = {}): string {
  const exp = Math.floor(Date.now() / 1000) + 3600
  const head = encode(JSON.stringify({ alg: 'ES256', typ: 'JWT', kid: key.kid, ...header }))
  const body = encode(payload ?? JSON.stringify({ sub: 'alice', exp, ...claims }))
  return `${head}.${body}.${signES256(key, `${head}.${body}`)}`
}

export function signES256(key: TestKey, input: string): string {
  const privateKey = createPrivateKey({ key: { ...key.privateJwk }, format: 'jwk' })
  return encode(sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' }))
}

/** What became of a call: `accepted`, the code of an AuthError, or the name of another error. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'accepted'
  } catch (error) {
    if (error instanceof AuthError) return error.code
    return error instanceof Error ? error.name : typeof error
  }
}
