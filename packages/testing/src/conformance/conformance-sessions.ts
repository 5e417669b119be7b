import { generateKeyPairSync, sign } from 'node:crypto'
import { type AuthSession, type Claims, trustClaims } from '@rowauth/core'
import { deriveSession, unverifiedSession } from '@rowauth/core/internal'

const kid = 'conformance'
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** The key that the database is to know in database mode. */
export const conformanceJwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256' }

/** Who a call runs as: claims, and the role if it is not `authenticated`. */
export type MakeSession = (claims: Claims, role?: string) => AuthSession

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

function signed(claims: Claims): string {
  const exp = Math.floor(Date.now() / 1000) + 3600
  const content = `${base64url({ alg: 'ES256', kid })}.${base64url({ exp, ...claims })}`
  const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${content}.${signature.toString('base64url')}`
}

const tokens = new Map<string, string>()

/** The same claims give the same token, so that its ticket is used. */
function tokenOf(claims: Claims): string {
  const key = JSON.stringify(claims)
  const token = tokens.get(key) ?? signed(claims)
  tokens.set(key, token)
  return token
}

/** How a driver of each trust mode gets its sessions. */
export const makeSession: Readonly<Record<'application' | 'database', MakeSession>> = {
  application: (claims, role) => trustClaims(claims, role === undefined ? {} : { role }),
  database: (claims, role) => deriveSession(unverifiedSession(tokenOf(claims)), { role }),
}

/** A token of the conformance issuer whose claims somebody has exchanged. */
export function forgedSession(claims: Claims): AuthSession {
  const [header, , signature] = tokenOf({ sub: 'somebody' }).split('.')
  return unverifiedSession(`${header}.${base64url({ exp: 9e9, ...claims })}.${signature}`)
}
