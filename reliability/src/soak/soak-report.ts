import { replaceSection } from '../report/sections.js'
import { table } from '../report/table.js'
import { mebibyte } from './memory.js'
import type { Piece } from './pieces.js'

/** What must not be, in the order in which it is told. */
const kinds = [
  'foreign row',
  'lost write',
  'torn write',
  'unknown row',
  'error that was not told',
  'unexpected error',
  'hang',
  'unhandled',
  'growing memory',
]

function sum(pieces: readonly Piece[], of: 'byClient' | 'rejected' | 'faults'): [string, number][] {
  const sums = new Map<string, number>()
  for (const piece of pieces) {
    for (const [name, count] of Object.entries(piece[of])) sums.set(name, (sums.get(name) ?? 0) + count)
  }
  return [...sums].sort(([, a], [, b]) => b - a)
}

const counted = (counts: readonly [string, number][]) => counts.map(([name, count]) => [name, String(count)])

/** The sums of pieces, as Markdown. */
export function showPieces(pieces: readonly Piece[]): string {
  const calls = pieces.reduce((total, piece) => total + piece.calls, 0)
  const minutes = pieces.reduce((total, piece) => total + piece.seconds, 0) / 60
  const others = pieces.flatMap(({ wrong }) => Object.keys(wrong)).filter((kind) => !kinds.includes(kind))
  const wrong = [...kinds, ...new Set(others)].map((kind) => {
    const count = pieces.reduce((total, piece) => total + (piece.wrong[kind]?.count ?? 0), 0)
    return [kind, String(count)]
  })
  const heaps = pieces.map(({ heap: [early, late] }) => (late - early) / mebibyte)
  const examples = pieces.flatMap((piece) =>
    Object.entries(piece.wrong).map(([kind, { example }]) => `- seed ${piece.seed}, ${kind}: ${example}`),
  )
  return [
    ...(pieces.at(-1)?.machine ?? []),
    `- ${calls} calls in ${pieces.length} pieces of ${minutes.toFixed(0)} minutes in all, seeds ${pieces.map(({ seed }) => seed).join(', ')}`,
    `- heap in use at the end of a piece, against a fifth of the way: ${Math.min(...heaps).toFixed(1)} to ${Math.max(...heaps).toFixed(1)} MiB more`,
    '',
    table(['what must not be', 'times'], wrong),
    '',
    table(['client, trust mode', 'calls'], counted(sum(pieces, 'byClient'))),
    '',
    table(['disturbance', 'times'], counted(sum(pieces, 'faults'))),
    '',
    table(['rejected with', 'calls'], counted(sum(pieces, 'rejected'))),
    ...(examples.length === 0 ? [] : ['', ...examples]),
  ].join('\n')
}

/** Writes the sums into the page. */
export async function writePieces(pieces: readonly Piece[]): Promise<void> {
  const text = showPieces(pieces)
  console.log(text)
  await replaceSection('soak', text)
}
