import { Random } from '../bench/random.js'
import { catchStrays } from '../bench/strays.js'
import type { TargetKind } from './target.js'

export interface FuzzResult {
  readonly attempts: number
  /** Inputs that were taken for sound. */
  readonly answered: number
  /** What was wrong, with the seed that does it again. */
  readonly findings: readonly { readonly seed: number; readonly what: string }[]
}

export interface FuzzOptions {
  /** Each makes one input. Taken one after the other until it is over. */
  readonly seeds: Iterable<number>
  over?(): boolean
}

/** How many findings are enough. */
const enough = 20

/** Gives a target one random input after the other. */
export async function runFuzz(kind: TargetKind, { seeds, over }: FuzzOptions): Promise<FuzzResult> {
  const strays = catchStrays()
  const target = await kind.start()
  const findings: { seed: number; what: string }[] = []
  let attempts = 0
  try {
    for (const seed of seeds) {
      if (over?.() === true || findings.length >= enough) break
      attempts += 1
      const what = await target.attempt(new Random(seed)).catch((error) => `It threw ${String(error)}`)
      if (what !== undefined) findings.push({ seed, what })
      await new Promise((resolve) => setImmediate(resolve))
      for (const stray of strays.take()) findings.push({ seed, what: `Nobody caught ${stray}` })
    }
  } finally {
    await target.close()
    strays.stop()
  }
  return { attempts, answered: target.answered, findings }
}

/** Seeds without an end. */
export function* seedsFrom(first: number): Generator<number> {
  for (let seed = first; ; seed += 1) yield seed
}
