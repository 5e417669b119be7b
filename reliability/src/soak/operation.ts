import type { Random } from '../bench/random.js'
import type { Handle } from '../clients/client-under-test.js'
import type { Changes, EntryRow, Ledger } from './ledger.js'

/** What an operation is made with. */
export interface Situation {
  readonly handle: Handle
  readonly ledger: Ledger
  readonly random: Random
  /** A marker that was never used. */
  marker(): string
  /** The marker of a row that somebody else owns. */
  readonly foreign: string
}

/** One call, with what it is to come to. */
export interface Operation {
  readonly name: string
  /** What it writes when it is answered. */
  readonly changes: Changes
  /** The label of the error that it has to reject with; it writes nothing then. */
  readonly rejects?: string
  /** Makes the call; gives all rows of the user's, where it has read them last. */
  run(): Promise<readonly EntryRow[] | undefined>
}

/** undefined: it cannot be made now, for want of rows say. */
export type MakeOperation = (situation: Situation) => Operation | undefined

/** An answer that no working database gives. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer'
}

/** @throws {WrongAnswer} */
export function expectThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new WrongAnswer(message)
}
