import { generateKeyPairSync } from 'node:crypto'

const { publicKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** A public key as a literal for `register_jwk()`. */
export function publicKey(members: { readonly kid?: string } = {}): string {
  const jwk = JSON.stringify({ ...key.export({ format: 'jwk' }), alg: 'RS256', ...members })
  return `'${jwk.replaceAll("'", "''")}'::jsonb`
}
