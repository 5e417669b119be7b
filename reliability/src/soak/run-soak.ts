import { type Bench, createBench, trustModes } from '../bench/bench.js'
import { Random } from '../bench/random.js'
import { type Server, startServer } from '../bench/server.js'
import { catchStrays } from '../bench/strays.js'
import type { ClientUnderTest } from '../clients/client-under-test.js'
import { assembleCrew } from './crew.js'
import { disturb } from './disturbances.js'
import { hasGrown, heapInUse } from './memory.js'
import { createTally, noteWrong, type Tally } from './tally.js'

export interface SoakOptions {
  readonly minutes: number
  readonly seed: number
  readonly clients: readonly ClientUnderTest[]
}

export interface SoakResult {
  readonly tally: Tally
  readonly seconds: number
  /** In bytes, after a fifth of the run and at its end. */
  readonly heap: readonly [early: number, late: number]
  readonly serverVersion: string
}

/** Random calls of random users on every client in both trust modes, under faults, each answer checked. */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const tally = createTally()
  const strays = catchStrays()
  const server = await startServer()
  const benches: Bench[] = []
  try {
    for (const mode of trustModes) benches.push(await createBench(server, mode))
    return await soak(options, tally, server, benches)
  } finally {
    for (const bench of benches) await bench.close()
    await server.close()
    await new Promise((resolve) => setImmediate(resolve))
    for (const stray of strays.found) noteWrong(tally, 'unhandled', String(stray))
    strays.stop()
  }
}

async function soak(
  { minutes, seed, clients }: SoakOptions,
  tally: Tally,
  server: Server,
  benches: readonly Bench[],
): Promise<SoakResult> {
  const random = new Random(seed)
  const crew = await assembleCrew({ clients, benches, random, tally, seed })
  try {
    const start = performance.now()
    const length = minutes * 60_000
    const over = () => performance.now() - start > length
    let early = 0
    const soon = setTimeout(() => {
      early = heapInUse()
    }, length / 5)
    await Promise.all([
      ...crew.workers.map((worker) => worker.run(over)),
      disturb({ server, benches, relays: crew.relays, random: random.fork(), tally }, over),
    ])
    clearTimeout(soon)
    const seconds = (performance.now() - start) / 1000
    const late = heapInUse()
    if (hasGrown(early, late)) noteWrong(tally, 'growing memory', `${early} bytes, then ${late}`)
    const [row] = (await benches[0]?.owner.query('show server_version'))?.rows ?? []
    return { tally, seconds, heap: [early, late], serverVersion: String(row?.server_version) }
  } finally {
    await crew.close()
  }
}
