import { expect } from 'vitest'
import type { Finding } from '../../../src/doctor/finding.js'
import type { Rights } from '../../roads/support/rights.js'

/** Aspects whose keys are `role on object`, and whose values are what the role may do there. */
const ofObjects = ['schemas', 'relations', 'sequences', 'functions'] as const
/** What takes from a member, and gives nothing. */
const withholds = /: no (?:inherit|set)$/

/**
 * Expects fixes to change only what their findings are about: they give what the case says and nothing else, and take
 * from the roles that the findings name alone, from a group that those inherit from, or from all where PUBLIC has it.
 */
export function expectMeant(
  before: Rights,
  after: Rights,
  found: readonly Finding[],
  gains: readonly string[] | RegExp,
): void {
  const gained = [...added(before, after, ofObjects), ...added(before, after, ['members', 'roles'])].filter(
    (right) => !withholds.test(right),
  )
  if (gains instanceof RegExp) for (const right of gained) expect(right).toMatch(gains)
  else expect(gained.sort()).toEqual([...gains].sort())
  const unmeant = added(after, before, ofObjects).filter((right) => !isMeant(right, found))
  expect(unmeant).toEqual([])
  const guarded = (rights: Rights) => Object.keys(rights['row-security'] ?? {})
  expect(guarded(after)).toEqual(expect.arrayContaining(guarded(before)))
}

/** What one has and the other does not, as `role on object: privilege`. */
function added(one: Rights, other: Rights, aspects: readonly string[]): string[] {
  return aspects.flatMap((aspect) =>
    Object.entries(other[aspect] ?? {}).flatMap(([key, value]) => {
      const had = privileges(one[aspect]?.[key])
      return [...privileges(value)].filter((each) => !had.has(each)).map((each) => `${key}: ${each}`)
    }),
  )
}

function privileges(value: unknown): Set<string> {
  return new Set(typeof value === 'string' ? value.split(/[,;] /) : [])
}

function isMeant(right: string, found: readonly Finding[]): boolean {
  const [, role = ''] = /^(.*?) on /.exec(right) ?? []
  const isGroup = !['authenticated', 'anonymous', 'authenticator', 'editor', 'web'].includes(role)
  return found.some(
    ({ object, detail, fix }) =>
      `${object} ${detail}`.includes(role) ||
      (isGroup && fix.includes(role)) ||
      /from (.*, )?public\b/.test(fix),
  )
}
