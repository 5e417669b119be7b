import { parseArgs } from 'node:util'
import { clients } from './clients/index.js'
import { addPiece, pieceOf, readPieces } from './soak/pieces.js'
import { runSoak } from './soak/run-soak.js'
import { showPieces, writePieces } from './soak/soak-report.js'

// What runs is the calls alone: in development the first one is followed by a look at how the database is set up.
process.env.NODE_ENV ??= 'production'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    record: { type: 'string' },
    report: { type: 'string' },
  },
})

if (values.report !== undefined) {
  await writePieces(await readPieces(values.report))
} else {
  const minutes = Number(values.minutes)
  const seed = Number(values.seed)
  if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
    throw new TypeError('--minutes is a number above 0, and --seed a whole number.')
  }
  console.log(`pnpm soak --minutes ${minutes} --seed ${seed} plays this again.`)
  const piece = pieceOf(await runSoak({ minutes, seed, clients }), seed)
  console.log(showPieces([piece]))
  if (values.record !== undefined) await addPiece(values.record, piece)
  process.exitCode = Object.keys(piece.wrong).length === 0 ? 0 : 1
}
