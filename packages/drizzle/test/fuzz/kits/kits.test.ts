import { expect, it } from 'vitest'
import { openKit } from '../../policy/support/kit.js'
import { kits } from '../corpus/kits.js'
import { openFuzzDatabase } from '../database.js'
import { fuzzCases, milliseconds } from '../fuzz-cases.js'
import { report } from '../report.js'
import { makeHistory } from './make-history.js'
import { runHistory } from './run-history.js'
import { smallerHistory } from './smaller-history.js'

it(
  'brings policies into a database as the schema says, or somebody notices',
  async () => {
    const [database, fresh] = [await openFuzzDatabase(), await openFuzzDatabase()]
    const answering = { choose: (choices: readonly unknown[]) => choices[0] }
    const kit = await openKit((choices) => answering.choose(choices))
    const counts = {
      ...{ migrations: 0, tables: 0, definitions: 0, refusals: 0 },
      ...{ questions: 0, stopped: 0, noticed: 0, confirmed: 0 },
    }
    const workshop = { kit, answering, database, fresh, counts }
    const outcome = await fuzzCases(
      'kits',
      {
        counts,
        kept: kits,
        make: makeHistory,
        smaller: smallerHistory,
        run: (history) => runHistory(history, workshop),
      },
      10,
    )
    await report('kits', outcome, counts, database.owner)
    await kit.close()
    await database.close()
    await fresh.close()
    expect(outcome.differences).toBe(0)
    // Most migrations go through.
    expect(counts.stopped * 3).toBeLessThan(counts.migrations)
  },
  milliseconds + 120_000,
)
