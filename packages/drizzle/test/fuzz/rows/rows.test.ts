import { expect, it } from 'vitest'
import { openKit } from '../../policy/support/kit.js'
import { rows } from '../corpus/rows.js'
import { openFuzzDatabase } from '../database.js'
import { fuzzCases, milliseconds } from '../fuzz-cases.js'
import { report } from '../report.js'
import { makeGame } from './make-game.js'
import { runGame } from './run-game.js'
import { smallerGame } from './smaller-game.js'

it(
  'does with rows what the definitions say',
  async () => {
    const [database, kit] = [await openFuzzDatabase(), await openKit()]
    const counts = {
      tables: 0,
      definitions: 0,
      policies: 0,
      operations: 0,
      denials: 0,
      plans: 0,
      refusals: 0,
    }
    const table = { database, kit, counts }
    const outcome = await fuzzCases(
      'rows',
      { counts, kept: rows, make: makeGame, smaller: smallerGame, run: (game) => runGame(game, table) },
      20,
    )
    await report('rows', outcome, counts, database.owner)
    await kit.close()
    await database.close()
    expect(outcome.differences).toBe(0)
    // Both what is allowed and what is not has been seen.
    expect(counts.operations).toBeGreaterThan(counts.denials)
    expect(counts.definitions).toBeGreaterThan(counts.refusals)
  },
  milliseconds + 120_000,
)
