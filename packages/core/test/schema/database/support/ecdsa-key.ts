import { generateKeyPairSync, sign } from 'node:crypto'
import type { Curve } from './ecdsa-curve.js'
import type { SignatureCase } from './signature-case.js'

/** A new key, and what it signs. */
export function ecdsaKey(curve: Curve) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve.opensslName })
  const jwk = publicKey.export({ format: 'jwk' })
  return {
    jwk,
    signs(message: Buffer, name = 'as it was made'): SignatureCase {
      const signature = sign(curve.hash, message, { key: privateKey, dsaEncoding: 'ieee-p1363' })
      return { name, alg: curve.alg, jwk, message, signature, genuine: true }
    },
  }
}
