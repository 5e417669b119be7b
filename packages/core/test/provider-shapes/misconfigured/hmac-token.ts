import { createHmac } from 'node:crypto'
import { encodePart, type Json } from '../provider-key.js'

/** A token that is signed with a secret, which whoever verifies could sign with, too. */
export function hmacToken(header: Json, claims: Json): string {
  const input = `${encodePart({ alg: 'HS256', typ: 'JWT', ...header })}.${encodePart(claims)}`
  return `${input}.${createHmac('sha256', 'the-legacy-secret-of-the-project').update(input).digest('base64url')}`
}
