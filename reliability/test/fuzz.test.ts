import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { targets } from '../src/fuzz/index.js'
import { runFuzz } from '../src/fuzz/run-fuzz.js'

/** By target: seeds of inputs that were worth keeping, most of them because they once found something. */
const corpus = JSON.parse(readFileSync(new URL('../corpus/seeds.json', import.meta.url), 'utf8')) as Record<
  string,
  number[]
>

describe.each(targets)('$name', (kind) => {
  it('gives nothing away, and does not fall over', async () => {
    const fresh = Array.from({ length: 100 }, (_, seed) => seed)
    const { attempts, answered, findings } = await runFuzz(kind, {
      seeds: [...(corpus[kind.name] ?? []), ...fresh],
    })
    expect(findings).toEqual([])
    expect(attempts).toBeGreaterThan(100)
    // Otherwise nothing has come as far as to be refused for the right reason.
    expect(answered).toBeGreaterThan(0)
  }, 120_000)
})
