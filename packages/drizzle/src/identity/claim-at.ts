import type { Claims } from '@rowauth/core'

const position = /^-?\d+$/

/**
 * What stands at a path in the claims, as `jsonb_extract_path` finds it; undefined when nothing does. Only what the
 * claims themselves have: somebody may have put a property on every object there is, and a list has a `length`.
 */
export function claimAt(claims: Claims, path: readonly string[]): unknown {
  let value: unknown = claims
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value)) {
      value = position.test(name) ? value.at(Number(name)) : undefined
    } else {
      value = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
    }
  }
  return value
}
