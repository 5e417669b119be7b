import { asText, revived } from './as-text.js'
import { shrink } from './shrink.js'

/** A kind of random case. */
export interface Cases<Case> {
  make(seed: number): Case
  /** Cases in which something once went wrong, and what. */
  readonly kept: readonly { readonly why: string; readonly case: Case }[]
  /** What the cases had in them. */
  readonly counts: Record<string, number>
  smaller(given: Case): Iterable<Case>
  /** What is wrong, if anything is. */
  run(given: Case): Promise<string | undefined>
}

export interface Outcome {
  readonly attempts: number
  readonly differences: number
}

/** How many differences are enough. */
const enough = 10

/**
 * `pnpm fuzz:policies` says how long, and with which seed it begins; without it a short run whose seeds never
 * change, and whatever once went wrong.
 */
const { ROWAUTH_FUZZ_MINUTES: minutes, ROWAUTH_FUZZ_SEED: first = '1' } = process.env

export const isLong = minutes !== undefined

export const milliseconds = Number(minutes ?? 0) * 60_000

/** Tries one case after the other, and tells what is wrong with the smallest of those that fail. */
export async function fuzzCases<Case>(name: string, cases: Cases<Case>, short: number): Promise<Outcome> {
  const start = performance.now()
  let differences = 0
  let attempts = 0
  const goneWrong = async (given: Case) =>
    await cases
      .run(given)
      .catch((error) => `It threw ${error instanceof Error ? error.stack : String(error)}`)
  const attempt = async (given: Case, from: string) => {
    attempts += 1
    if ((await goneWrong(given)) === undefined) return
    differences += 1
    // What is tried again is not counted again.
    const counts = { ...cases.counts }
    const smallest = await shrink(given, cases.smaller, async (each) => (await goneWrong(each)) !== undefined)
    console.log(`${name}, ${from}: ${await goneWrong(smallest)}\n  to keep it: ${asText(smallest)}\n`)
    Object.assign(cases.counts, counts)
  }
  if (!isLong) for (const { why, case: given } of cases.kept) await attempt(revived(given) as Case, why)
  const over = () =>
    isLong ? performance.now() - start >= milliseconds : attempts >= short + cases.kept.length
  for (let seed = Number(first); seed === Number(first) || !over(); seed += 1) {
    await attempt(cases.make(seed), `seed ${seed}`)
    if (differences >= enough) break
  }
  return { attempts, differences }
}
