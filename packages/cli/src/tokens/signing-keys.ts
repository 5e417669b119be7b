import { createIssuer, type IssuerOptions } from '@rowauth/core'
import { CliError } from '../cli-error.js'
import { isRecord } from '../record.js'
import type { Terminal } from '../terminal/terminal.js'
import { readJson } from './read-input.js'

type PrivateJwk = IssuerOptions['privateJwk']
/** A public key of a JWKS. */
export type PublicJwk = ReturnType<typeof createIssuer>['jwks']['keys'][number]

/** A private key to sign with, and its public half. */
export interface SigningJwk {
  readonly privateJwk: PrivateJwk
  readonly publicJwk: PublicJwk
}

/**
 * Reads private keys: a JWK, a JWKS, or what `rowauth keys generate --json` prints.
 *
 * @param path - a file, or `-` for standard input
 * @throws {CliError} `input_unreadable`, `key_unusable`; quotes nothing of the keys
 */
export async function readSigningKeys(path: string, terminal: Terminal): Promise<SigningJwk[]> {
  const found = await readJson(path, terminal)
  const all: readonly unknown[] = isRecord(found) && Array.isArray(found.keys) ? found.keys : [found]
  if (all.length === 0) throw unusable(path, 'It holds no key.')
  return all.map((each) => {
    const privateJwk: unknown = isRecord(each) && isRecord(each.privateJwk) ? each.privateJwk : each
    try {
      const [publicJwk] = createIssuer({ privateJwk: privateJwk as PrivateJwk }).jwks.keys
      if (publicJwk === undefined) throw new TypeError('It has no public half.')
      return { privateJwk: privateJwk as PrivateJwk, publicJwk }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      throw unusable(path, error.message)
    }
  })
}

/**
 * Reads one private key.
 *
 * @throws {CliError} as {@link readSigningKeys}
 */
export async function readSigningKey(path: string, terminal: Terminal): Promise<SigningJwk> {
  const [first, ...others] = await readSigningKeys(path, terminal)
  if (first === undefined || others.length > 0) throw unusable(path, 'It holds several keys; one is needed.')
  return first
}

function unusable(path: string, why: string): CliError {
  const where = path === '-' ? 'Standard input' : path
  return new CliError('key_unusable', `${where} holds no key to sign with. ${why.replaceAll('`', '')}`, {
    hint: 'Make one with "rowauth keys generate".',
  })
}
