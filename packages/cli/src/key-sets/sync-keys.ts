import pg from 'pg'
import { CliError } from '../cli-error.js'
import { lockSchema } from '../database/lock-schema.js'
import { compareKeys, type Pins, type Registration, reasonAgainstAlgorithm } from './compare-keys.js'
import { registerKey, retireKey } from './key-statements.js'
import { type Jwk, readRegisteredKeys } from './registered-key.js'

/** A key, and what a sync did with it. */
export interface SyncedKey {
  /** `changed`: the same key for another audience; `replaced`: another key under the same id; `skipped`: left out. */
  readonly action: 'added' | 'changed' | 'replaced' | 'retired' | 'unchanged' | 'skipped'
  readonly kid: string | null
  readonly issuer: string | null
  readonly alg?: string
  /** Why it was left out. */
  readonly reason?: string
}

/**
 * Makes the registered keys of an issuer those of a published set, in the transaction that the client is in. Two of
 * these wait for each other.
 *
 * @throws {CliError} `jwks_unusable` when no key of the set is left: then nothing may be retired
 */
export async function syncKeys(
  client: pg.ClientBase,
  schema: string,
  published: readonly Jwk[],
  pins: Pins,
): Promise<SyncedKey[]> {
  await lockSchema(client, schema)
  const difference = compareKeys(published, await readRegisteredKeys(client, schema), pins)
  const { added, changed, replaced, retired, unchanged, skipped } = difference
  const { issuer } = pins
  const done: SyncedKey[] = skipped.map((key) => ({ action: 'skipped', issuer, ...key }))
  for (const { kid, alg } of unchanged) done.push({ action: 'unchanged', kid, issuer, alg })
  for (const key of retired) {
    await retireKey(client, schema, key)
    done.push({ action: 'retired', kid: key.kid, issuer, alg: key.alg })
  }
  for (const key of replaced) await retireKey(client, schema, { kid: key.kid, issuer })
  for (const [action, keys] of Object.entries({ added, changed, replaced })) {
    for (const key of keys) {
      const { kid, instead } = key
      const { alg, reason } = await tryToRegister(client, schema, key, pins)
      if (reason === undefined) {
        done.push({ action: action as SyncedKey['action'], kid, issuer, alg })
        continue
      }
      done.push({ action: 'skipped', kid, issuer, reason })
      // The key that it was to replace is published no more, whatever became of its successor.
      if (action === 'replaced' && instead !== undefined)
        done.push({ action: 'retired', kid, issuer, alg: instead.alg })
    }
  }
  if (done.every(({ action }) => action === 'skipped' || action === 'retired')) {
    throw new CliError('jwks_unusable', `The key set has no key that can be used. ${reasonsOf(done)}`, {
      hint: 'No key was registered or retired.',
    })
  }
  return done
}

/** A key that the database refuses is left out: the others of the set are not to suffer from it. */
async function tryToRegister(
  client: pg.ClientBase,
  schema: string,
  registration: Registration,
  pins: Pins,
): Promise<{ alg: string; reason?: string }> {
  await client.query('savepoint rowauth_key')
  try {
    const alg = await registerKey(client, schema, registration, pins)
    const reason = reasonAgainstAlgorithm({ alg }, pins)
    if (reason !== undefined) await client.query('rollback to savepoint rowauth_key')
    return { alg, ...(reason === undefined ? {} : { reason }) }
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== refusal) throw error
    await client.query('rollback to savepoint rowauth_key')
    return { alg: '', reason: error.message }
  } finally {
    await client.query('release savepoint rowauth_key').catch(() => {})
  }
}

/** `invalid_parameter_value`, with which `register_jwk()` refuses a key. */
const refusal = '22023'

function reasonsOf(keys: readonly SyncedKey[]): string {
  return [...new Set(keys.flatMap(({ reason }) => reason ?? []))].join(' ')
}
