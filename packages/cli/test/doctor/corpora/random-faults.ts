import type { LintCase } from '../support/lint-case.js'

/** A fault of the lint cases that can be put beside others. */
export interface Fault extends Pick<LintCase, 'name' | 'given' | 'fault' | 'finds'> {
  readonly number: number
}

/**
 * Lints whose faults change what the others see, so that exactly theirs would be the wrong thing to expect: a role that
 * loses its schema has no rights left to be found (106), one that is exempt or owns a table meets no policy (206), and
 * one that is gone has none (503). Where row-level security is off (102, 103), other lints have to do with the table.
 */
const changesOthers: ReadonlySet<number> = new Set([102, 103, 106, 206, 503])

/** Those of conditions (3xx) find more than one thing in a policy. */
export function isCombinable({
  number,
  options,
  since,
  until,
  ...each
}: LintCase & { number: number }): boolean {
  return (
    Math.floor(number / 100) !== 3 &&
    !changesOthers.has(number) &&
    [options, since, until, each.byHand, each.remains, each.appRoleUnknown].every(
      (one) => one === undefined,
    ) &&
    each.fault !== ''
  )
}

/** Numbers in [0, 1) that a seed repeats: mulberry32, which is in the public domain. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** So many of them, no two of the same lint. */
export function pick(faults: readonly Fault[], count: number, random: () => number): Fault[] {
  const picked = new Map<number, Fault>()
  while (picked.size < count) {
    const fault = faults[Math.floor(random() * faults.length)]
    if (fault !== undefined && !picked.has(fault.number)) picked.set(fault.number, fault)
  }
  return [...picked.values()].sort((one, other) => one.number - other.number)
}
