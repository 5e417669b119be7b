import pg from 'pg'
import type { Pins, Registration } from './compare-keys.js'
import type { RegisteredKey } from './registered-key.js'

/**
 * Registers a key, or gives a registered one other pins; times that a key has are kept.
 *
 * @returns the algorithm that it is used with
 */
export async function registerKey(
  client: pg.ClientBase,
  schema: string,
  { jwk, instead }: Registration,
  { issuer, audience }: Pins,
): Promise<string> {
  const auth = pg.escapeIdentifier(schema)
  const { rows } = await client.query<{ id: string }>(
    `select ${auth}.register_jwk(
       jwk => $1, issuer => $2, audience => $3, not_before => $4, not_after => $5) as id`,
    [JSON.stringify(jwk), issuer, audience, instead?.notBefore ?? null, instead?.notAfter ?? null],
  )
  const registered = await client.query<{ alg: string }>(`select alg from ${auth}.jwks where id = $1`, [
    rows[0]?.id,
  ])
  return registered.rows[0]?.alg ?? ''
}

/** Takes a key from the database, and with it every session and ticket that it vouched for. */
export async function retireKey(
  client: pg.ClientBase,
  schema: string,
  { kid, issuer }: Pick<RegisteredKey, 'kid' | 'issuer'>,
): Promise<void> {
  await client.query(`select ${pg.escapeIdentifier(schema)}.retire_jwk(kid => $1, issuer => $2)`, [
    kid,
    issuer,
  ])
}
