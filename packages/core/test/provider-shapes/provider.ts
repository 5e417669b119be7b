import type { ProviderOptions, VerifierOptions } from '@rowauth/core'
import { type Json, makeProviderKey, type ProviderKey } from './provider-key.js'

/** What a provider's tokens and keys look like, recorded from its documentation; no key or person is real. */
export interface ProviderShape {
  readonly alg: ProviderKey['alg']
  /** The header of its tokens, besides `alg`. */
  readonly header: { readonly kid: string } & Json
  /** What its JWKS address answers: `key` signs the tokens, `other` is published next to it. */
  jwks(key: Json, other: Json): Json
  /** The payload of its tokens. */
  claims(times: Times): { readonly iss: string; readonly sub: string } & Json
  /** How an application is meant to configure it. */
  preset(options: ProviderOptions): VerifierOptions
  /** The audience that the application names; absent where the tokens have none. */
  readonly audience?: string
}

/** Seconds since the epoch. */
interface Times {
  readonly iat: number
  readonly exp: number
}

export interface TokenChanges {
  /** A claim that is undefined is left out. */
  readonly claims?: Json
  readonly header?: Json
  /** Who signs: the key of the provider, the other one that it publishes, or one of somebody else. */
  readonly signer?: 'key' | 'other' | 'stranger'
}

/** A provider with keys of its own. */
export interface Provider {
  readonly shape: ProviderShape
  readonly jwks: Json
  readonly claims: ReturnType<ProviderShape['claims']>
  token(changes?: TokenChanges): string
}

/** @param ownKey - what it signs with */
export async function openProvider(
  shape: ProviderShape,
  ownKey: ProviderKey | Promise<ProviderKey> = shared(shape.alg, `own ${opened++ % 3}`),
): Promise<Provider> {
  const { alg } = shape
  const [key, other, stranger] = await Promise.all([ownKey, shared(alg, 'other'), shared(alg, 'stranger')])
  const iat = Math.floor(Date.now() / 1000) - 5
  const claims = shape.claims({ iat, exp: iat + 600 })
  return {
    shape,
    jwks: shape.jwks(key.publicMembers, other.publicMembers),
    claims,
    token: (changes = {}) => {
      const signer = { key, other, stranger }[changes.signer ?? 'key']
      return signer.sign({ ...shape.header, ...changes.header }, { ...claims, ...changes.claims })
    },
  }
}

export async function openProviders<Name extends string>(
  shapes: Readonly<Record<Name, ProviderShape>>,
): Promise<Record<Name, Provider>> {
  const entries = Object.entries<ProviderShape>(shapes)
  const pairs = await Promise.all(
    entries.map(async ([name, shape]) => [name, await openProvider(shape)] as const),
  )
  return Object.fromEntries(pairs) as Record<Name, Provider>
}

let opened = 0
const sharedKeys = new Map<string, Promise<ProviderKey>>()

/** RSA keys take a while to make; key ids tell providers apart. */
function shared(alg: ProviderKey['alg'], name: string): Promise<ProviderKey> {
  const id = `${alg} ${name}`
  const key = sharedKeys.get(id) ?? makeProviderKey(alg)
  sharedKeys.set(id, key)
  return key
}
