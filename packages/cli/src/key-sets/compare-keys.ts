import type { Jwk, RegisteredKey } from './registered-key.js'
import { isSameKey } from './same-key.js'

/** What the tokens of a key set must say. */
export interface Pins {
  readonly issuer: string | null
  readonly audience: readonly string[] | null
  /** The accepted algorithms; undefined: those that the database knows. */
  readonly algorithms: readonly string[] | undefined
}

/** A published key that is to be registered. */
export interface Registration {
  readonly kid: string | null
  readonly jwk: Jwk
  /** The registered key that has other pins, or the other key that has this key id. */
  readonly instead?: RegisteredKey
}

/** A published key that is left out. */
export interface Skipped {
  readonly kid: string | null
  readonly reason: string
}

/** How the keys of one issuer have to change. */
export interface Difference {
  readonly added: readonly Registration[]
  /** The same keys for another audience. */
  readonly changed: readonly Registration[]
  /** Other keys under the same key ids. */
  readonly replaced: readonly Registration[]
  readonly retired: readonly RegisteredKey[]
  readonly unchanged: readonly RegisteredKey[]
  readonly skipped: readonly Skipped[]
}

/** Compares a published key set with what is registered for its issuer; keys of other issuers are left alone. */
export function compareKeys(
  published: readonly Jwk[],
  registered: readonly RegisteredKey[],
  pins: Pins,
): Difference {
  const known = new Map(
    registered.filter(({ issuer }) => issuer === pins.issuer).map((key) => [key.kid, key]),
  )
  const added: Registration[] = []
  const changed: Registration[] = []
  const replaced: Registration[] = []
  const unchanged: RegisteredKey[] = []
  const skipped: Skipped[] = []
  const seen = new Set<string | null>()
  for (const jwk of published) {
    const kid = typeof jwk.kid === 'string' ? jwk.kid : null
    const instead = known.get(kid)
    const reason =
      reasonAgainst(jwk) ??
      (seen.has(kid) ? anotherHasItsId(kid) : undefined) ??
      (instead !== undefined && isSameKey(jwk, instead) ? reasonAgainstAlgorithm(instead, pins) : undefined)
    if (reason !== undefined) {
      skipped.push({ kid, reason })
      continue
    }
    seen.add(kid)
    if (instead === undefined) added.push({ kid, jwk })
    else if (!isSameKey(jwk, instead)) replaced.push({ kid, jwk, instead })
    else if (!isSameAudience(instead.audience, pins.audience))
      changed.push({ kid, jwk: { ...jwk, alg: instead.alg }, instead })
    else unchanged.push(instead)
    known.delete(kid)
  }
  return { added, changed, replaced, unchanged, skipped, retired: [...known.values()] }
}

/** Published keys may be for something else than tokens; that is no fault of theirs (RFC 7517, section 5). */
function reasonAgainst({ use, key_ops: operations }: Jwk): string | undefined {
  if (use !== undefined && use !== 'sig') return 'It is not for signatures.'
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'))
    ? undefined
    : 'It is not for the verification of signatures.'
}

/** Why a key is not registered with these pins, whose algorithm the database has found out. */
export function reasonAgainstAlgorithm(
  { alg }: Pick<RegisteredKey, 'alg'>,
  { algorithms }: Pins,
): string | undefined {
  return algorithms?.includes(alg) === false ? `Its algorithm, ${alg}, is not an accepted one.` : undefined
}

function anotherHasItsId(kid: string | null): string {
  return kid === null
    ? 'Another key of the set has no key id either.'
    : 'Another key of the set has the same key id.'
}

function isSameAudience(one: readonly string[] | null, other: readonly string[] | null): boolean {
  if (one === null || other === null) return one === other
  const [a, b] = [new Set(one), new Set(other)]
  return a.size === b.size && [...a].every((name) => b.has(name))
}
