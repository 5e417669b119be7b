import pg from 'pg'

/** The public members of a JWK (RFC 7517, section 4), and whatever else its publisher wrote there. */
export type Jwk = Readonly<Record<string, unknown>>

/** A key that a database verifies tokens with. */
export interface RegisteredKey {
  readonly kid: string | null
  readonly alg: string
  readonly jwk: Jwk
  /** The `iss` that its tokens must have; null: any. */
  readonly issuer: string | null
  /** Of these a token must name one in `aud`; null: any. */
  readonly audience: readonly string[] | null
  readonly notBefore: Date | null
  readonly notAfter: Date | null
  readonly registeredAt: Date
}

/** The registered keys, in the order in which they were registered. Only the owner of the schema may read them. */
export async function readRegisteredKeys(client: pg.ClientBase, schema: string): Promise<RegisteredKey[]> {
  const { rows } = await client.query<RegisteredKey>(
    `select kid, alg, jwk, issuer, audience, not_before as "notBefore", not_after as "notAfter",
       registered_at as "registeredAt"
     from ${pg.escapeIdentifier(schema)}.jwks order by id`,
  )
  return rows
}

/** When does it verify tokens: now, from a later time on, or not any more? */
export function stateOf(
  { notBefore, notAfter }: RegisteredKey,
  now: Date = new Date(),
): 'active' | 'not yet' | 'expired' {
  if (notAfter !== null && notAfter <= now) return 'expired'
  return notBefore !== null && notBefore > now ? 'not yet' : 'active'
}
