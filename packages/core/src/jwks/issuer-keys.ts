import { LruMap } from '../lru-map.js'
import { refusePromise } from '../refuse-promise.js'
import type { HttpHosts } from './http-hosts.js'
import { jwksAddress } from './jwks-address.js'
import type { KeySource } from './key-source.js'
import { RemoteKeys, type RemoteKeysOptions } from './remote-keys.js'

/** Issuers whose keys are kept at a time: those whose tokens came last. */
const most = 1000

/** The keys of an accepted issuer. */
export type IssuerKeys = (iss: unknown) => KeySource

/**
 * Keys of issuers that nobody has listed: each has an address, and a source, of its own.
 *
 * @param address - where the keys of an accepted issuer are
 * @returns a function that throws what `address` throws, and a TypeError for what is no address to fetch keys from
 */
export function keysByIssuer(
  address: (iss: string) => string | URL,
  httpHosts: HttpHosts,
  options: RemoteKeysOptions,
): IssuerKeys {
  const sources = new LruMap<string, { readonly href: string; readonly source: KeySource }>()
  return (iss) => {
    // Only after the issuer was accepted, which no other value is.
    const name = String(iss)
    const found: unknown = address(name)
    refusePromise('The function `jwks`', found)
    if (typeof found !== 'string' && !(found instanceof URL)) {
      throw new TypeError('The function `jwks` must return the URL of the keys of the issuer.')
    }
    const url = jwksAddress(found, httpHosts)
    const { href } = url
    const known = sources.get(name)
    // Keys that are elsewhere from now on are others: the old ones may have been given up for a reason.
    if (known?.href === href) return known.source
    const source = new RemoteKeys(url, {
      ...options,
      fetch: quietly(options.fetch),
    })
    sources.set(name, { href, source })
    sources.keepAtMost(most)
    return source
  }
}

/** An error of `fetch` names the host that it looked for, which a claim may have named. */
function quietly(given: typeof globalThis.fetch | undefined): typeof globalThis.fetch {
  return async (address, init) => {
    try {
      return await (given ?? globalThis.fetch)(address, init)
    } catch (error) {
      const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : undefined)
      throw new Error(`The JWKS endpoint cannot be reached${code === undefined ? '' : ` (${code})`}.`)
    }
  }
}

function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z_\d]{1,40}$/.test(code) ? code : undefined
}
