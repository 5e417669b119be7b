import { fetchJwks, jwksAddress, readHttpHosts } from '@rowauth/core/internal'
import { CliError, usageError } from '../cli-error.js'
import { allowHttpHint } from '../options/allow-http.js'
import { isRecord } from '../record.js'
import type { Terminal } from '../terminal/terminal.js'
import { readJson } from '../tokens/read-input.js'
import type { Jwk } from './registered-key.js'

/**
 * The keys of a published set.
 *
 * @param place - the address of a JWKS, https or http of an allowed host; or a file, which may hold a single key as well,
 *   `-` for standard input
 * @param allowHttp - hosts that may be http, besides loopback ones
 * @throws {CliError} `jwks_unavailable` when it cannot be had, or is no set with at least one key: nothing may be
 *   concluded from it; `input_unreadable`, `usage`
 */
export async function readPublishedKeys(
  place: string,
  terminal: Terminal,
  allowHttp?: readonly string[],
): Promise<Jwk[]> {
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(place)
  const found = isAddress ? await fetchKeys(place, allowHttp) : await readJson(place, terminal)
  const isKey = !isAddress && isRecord(found) && typeof found.kty === 'string'
  const jwks = isKey ? { keys: [found] } : found
  const keys = isRecord(jwks) && Array.isArray(jwks.keys) ? jwks.keys.filter(isRecord) : undefined
  if (keys === undefined) throw unavailable('What is there is no key set (JWKS).')
  if (keys.length === 0) throw unavailable('The key set is empty.')
  return keys
}

async function fetchKeys(place: string, allowHttp: readonly string[] | undefined): Promise<unknown> {
  let address: URL
  try {
    address = jwksAddress(place, readHttpHosts(allowHttp))
  } catch (cause) {
    throw cause instanceof TypeError ? usageError(cause, allowHttpHint) : cause
  }
  try {
    return await fetchJwks(address, globalThis.fetch)
  } catch (cause) {
    throw unavailable('The key set cannot be fetched.', cause)
  }
}

function unavailable(what: string, cause?: unknown): CliError {
  const reason = cause instanceof Error ? reasonOf(cause) : undefined
  const message = reason === undefined ? what : `${what} ${reason}`
  return new CliError('jwks_unavailable', message, { hint: 'No key was registered or retired.', cause })
}

/** `fetch` itself says little; the reason is in its cause. */
function reasonOf(error: Error): string {
  const code: unknown = error.cause instanceof Error ? Reflect.get(error.cause, 'code') : undefined
  if (typeof code === 'string') return `The connection failed (${code}).`
  return error.name === 'TimeoutError' ? 'It took too long.' : error.message
}
