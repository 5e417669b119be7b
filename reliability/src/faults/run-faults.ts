import { inspect } from 'node:util'
import { type Bench, createBench, type TrustMode, trustModes } from '../bench/bench.js'
import { withDeadline } from '../bench/error-label.js'
import { startServer } from '../bench/server.js'
import { catchStrays, type Strays } from '../bench/strays.js'
import type { ClientUnderTest } from '../clients/client-under-test.js'
import type { Fault } from './fault.js'
import { leftovers, resourcesInUse } from './leftovers.js'
import { type Effort, Trial } from './trial.js'

/** What came of one fault on one client. */
export interface Verdict {
  readonly fault: Fault
  readonly client: string
  readonly tries: number
  readonly outcomes: ReadonlyMap<string, number>
  readonly wrong: readonly string[]
}

export interface FaultRun {
  readonly faults: readonly Fault[]
  readonly clients: readonly ClientUnderTest[]
  readonly effort: Effort
  /** Default: 1. */
  readonly everyByte?: number
  /** Default: both. */
  readonly modes?: readonly TrustMode[]
  /** Told of each verdict as it is found. */
  report?(verdict: Verdict, seconds: number): void
}

/** Tries faults on clients, one after the other, in each trust mode. */
export async function runFaults({
  faults,
  clients,
  effort,
  everyByte = 1,
  modes = trustModes,
  report,
}: FaultRun): Promise<Verdict[]> {
  const strays = catchStrays()
  const server = await startServer()
  const benches: Bench[] = []
  const verdicts: Verdict[] = []
  try {
    for (const mode of modes) benches.push(await createBench(server, mode))
    for (const client of clients) {
      for (const fault of faults) {
        if (!fault.happensTo(client)) continue
        const start = performance.now()
        const trials: Trial[] = []
        for (const bench of benches) {
          if (fault.modes?.includes(bench.verification) === false) continue
          const trial = new Trial({ server, bench, client, effort, everyByte })
          trials.push(trial)
          await tryFault(fault, trial, strays)
        }
        const verdict = verdictOf(fault, client, trials)
        verdicts.push(verdict)
        report?.(verdict, (performance.now() - start) / 1000)
      }
    }
  } finally {
    for (const bench of benches) await bench.close()
    await server.close()
    strays.stop()
  }
  return verdicts
}

/** Milliseconds that all tries of one fault on one client may take. */
const deadline = 3_600_000

async function tryFault(fault: Fault, trial: Trial, strays: Strays): Promise<void> {
  // Its connection may have been lost.
  await trial.bench.owner.query('select 1')
  const before = resourcesInUse()
  try {
    await withDeadline(fault.run(trial), deadline, 'The fault')
  } catch (error) {
    trial.wrong.push(`The try itself failed: ${inspect(error)}`)
  }
  await trial.closeAll()
  if (trial.client.remote) {
    for (const left of await leftovers(trial.bench, before)) trial.wrong.push(`Left behind: ${left}.`)
  }
  await new Promise((resolve) => setImmediate(resolve))
  for (const stray of strays.take()) trial.wrong.push(`Nobody caught: ${String(stray)}`)
}

function verdictOf(fault: Fault, client: ClientUnderTest, trials: readonly Trial[]): Verdict {
  const outcomes = new Map<string, number>()
  for (const trial of trials) {
    for (const [label, count] of trial.outcomes) outcomes.set(label, (outcomes.get(label) ?? 0) + count)
  }
  return {
    fault,
    client: client.name,
    tries: trials.reduce((sum, { tries }) => sum + tries, 0),
    outcomes,
    wrong: trials.flatMap(({ bench, wrong }) => wrong.map((what) => `${bench.verification}: ${what}`)),
  }
}
