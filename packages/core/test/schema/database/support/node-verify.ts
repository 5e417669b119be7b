import { constants, createPublicKey, verify } from 'node:crypto'
import type { SignatureCase } from './signature-case.js'

/** What `node:crypto` says of a signature. */
export function nodeVerify({
  alg,
  jwk,
  message,
  signature,
}: Omit<SignatureCase, 'genuine' | 'name'>): boolean {
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  if (alg === 'EdDSA') return verify(null, message, key, signature)
  if (alg === 'ES256') return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
  if (alg === 'ES384') return verify('sha384', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
  if (alg === 'RS256') return verify('sha256', message, key, signature)
  return verify(
    'sha256',
    message,
    { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
    signature,
  )
}
