import { npmVersion } from 'drizzle-orm/version'
import type { Definition } from './condition.js'

/** What the policies' names begin with: two definitions of a table that begin alike are refused. */
export function stemOf({ name, as, role }: Definition): string {
  const kind = as === 'restrictive' ? 'restrict' : 'allow'
  return name ?? `${kind}_${[role].flat().sort().join('_')}`
}

/** A definition whose policies have other names than those that are there. */
export function named(definition: Definition, beside: readonly Definition[]): Definition {
  const taken = beside.map(stemOf)
  if (!taken.includes(stemOf(definition))) return definition
  for (let number = beside.length + 1; ; number += 1) {
    const name = `more ${number}`
    if (!taken.includes(name)) return { ...definition, name }
  }
}

/**
 * What of a definition no kit could carry: `crudPolicy` may refuse it, and must refuse nothing else. 0.31 writes roles
 * without quotes into ALTER POLICY.
 */
export function hazards({ name, role }: Definition): string[] {
  const odd = npmVersion.startsWith('0.') ? /[A-Z]/ : /"/
  return [
    ...(name !== undefined && /"|--/.test(name) ? [name] : []),
    ...[role].flat().filter((each) => odd.test(each)),
  ]
}
