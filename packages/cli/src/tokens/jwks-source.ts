import type { VerifierOptions } from '@rowauth/core'
import { CliError } from '../cli-error.js'
import { isRecord } from '../record.js'
import type { Terminal } from '../terminal/terminal.js'
import { readJson } from './read-input.js'

/** Where keys come from, and which ones were seen. */
export interface JwksSource {
  readonly options: Pick<VerifierOptions, 'jwks' | 'fetch'>
  /** Key ids of the set; undefined when it could not be had. */
  keyIds(): readonly string[] | undefined
  /** The HTTP status that the address answered with. */
  status(): number | undefined
}

/**
 * Opens a JWKS by its address or file; a file may hold a single public key as well.
 *
 * @throws {CliError} `input_unreadable`, `key_unusable`
 */
export async function openJwks(place: string, terminal: Terminal): Promise<JwksSource> {
  let keyIds: readonly string[] | undefined
  let status: number | undefined
  if (/^https?:\/\//i.test(place)) {
    const fetch: typeof globalThis.fetch = async (...request) => {
      const response = await globalThis.fetch(...request)
      status = response.status
      const seen = await response
        .clone()
        .json()
        .catch(() => undefined)
      keyIds = idsOf(seen) ?? keyIds
      return response
    }
    return { options: { jwks: place, fetch }, keyIds: () => keyIds, status: () => status }
  }
  const found = await readJson(place, terminal)
  const jwks: unknown = isRecord(found) && !Array.isArray(found.keys) ? { keys: [found] } : found
  keyIds = idsOf(jwks)
  if (keyIds === undefined) throw new CliError('key_unusable', `${place} holds no JWKS.`)
  return {
    options: { jwks: jwks as VerifierOptions['jwks'] },
    keyIds: () => keyIds,
    status: () => status,
  }
}

function idsOf(jwks: unknown): string[] | undefined {
  if (!isRecord(jwks) || !Array.isArray(jwks.keys)) return undefined
  return jwks.keys.filter(isRecord).flatMap(({ kid }) => (typeof kid === 'string' ? [kid] : []))
}
