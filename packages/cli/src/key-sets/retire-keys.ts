import type pg from 'pg'
import { CliError } from '../cli-error.js'
import { lockSchema } from '../database/lock-schema.js'
import { printable } from '../terminal/printable.js'
import { retireKey } from './key-statements.js'
import { readRegisteredKeys } from './registered-key.js'
import { isSameMaterial } from './same-key.js'
import type { SyncedKey } from './sync-keys.js'

/**
 * Retires a key, in the transaction that the client is in.
 *
 * @param issuer - undefined: whichever it is registered for
 * @throws {CliError} `key_not_found`; `usage` when several keys have this id
 */
export async function retireKeys(
  client: pg.ClientBase,
  schema: string,
  kid: string,
  issuer: string | undefined,
): Promise<SyncedKey[]> {
  await lockSchema(client, schema)
  const found = (await readRegisteredKeys(client, schema)).filter(
    (key) => key.kid === kid && (issuer === undefined || key.issuer === issuer),
  )
  const [first] = found
  if (first === undefined) {
    throw new CliError('key_not_found', 'No key of this id and issuer is registered.', {
      hint: 'See "rowauth jwks list".',
    })
  }
  if (!found.every(({ jwk }) => isSameMaterial(jwk, first.jwk))) {
    throw new CliError('usage', 'Several issuers have a key of this id.', {
      hint: `Name one with --issuer: ${found.map((key) => printable(key.issuer)).join(', ')}.`,
    })
  }
  for (const key of found) await retireKey(client, schema, key)
  return found.map(({ alg, issuer }) => ({ action: 'retired', kid, issuer, alg }))
}
