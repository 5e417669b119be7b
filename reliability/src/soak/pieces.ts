import { appendFile, readFile } from 'node:fs/promises'
import { machine } from '../report/machine.js'
import type { SoakResult } from './run-soak.js'

/** A run, as it is kept to be summed with others. */
export interface Piece {
  readonly seed: number
  readonly seconds: number
  readonly calls: number
  readonly byClient: Readonly<Record<string, number>>
  readonly rejected: Readonly<Record<string, number>>
  readonly faults: Readonly<Record<string, number>>
  readonly wrong: Readonly<Record<string, { readonly count: number; readonly example: string }>>
  readonly heap: readonly [early: number, late: number]
  readonly machine: readonly string[]
}

export function pieceOf({ tally, seconds, heap, serverVersion }: SoakResult, seed: number): Piece {
  return {
    seed,
    seconds,
    calls: tally.calls,
    byClient: Object.fromEntries(tally.byClient),
    rejected: Object.fromEntries(tally.rejected),
    faults: Object.fromEntries(tally.faults),
    wrong: Object.fromEntries(tally.wrong),
    heap,
    machine: machine(serverVersion),
  }
}

export async function addPiece(file: string, piece: Piece): Promise<void> {
  await appendFile(file, `${JSON.stringify(piece)}\n`)
}

export async function readPieces(file: string): Promise<Piece[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as Piece)
}
