import {
  type Answer,
  type Connection,
  type ConnectionStatus,
  type Leftover,
  SendError,
} from '../flow/connection.js'
import { rollbackStep, type Step } from '../flow/step.js'
import { beginText } from '../sql/begin-text.js'
import type {
  PgliteAnswer,
  PgliteDatabase,
  PgliteQueries,
  PgliteResult,
  PgliteTransaction,
} from './pglite-types.js'

/** Versions that do not name the command do not count either. */
function rowCountOf({ rows, affectedRows = 0, command, rowCount }: PgliteAnswer): number | null {
  return command === undefined ? Math.max(rows.length, affectedRows) : (rowCount ?? null)
}

/** Runs steps one by one. PGlite begins and commits by itself; what BEGIN would say is said within. */
export async function runSteps(tx: PgliteQueries, steps: readonly Step[]): Promise<Answer<PgliteResult>> {
  const results: PgliteResult[] = []
  let opening: unknown[] | undefined
  for (const step of steps) {
    if (step.kind === 'statement') {
      const { text, values, ...options } = step.config
      const result = await tx.query(text, values && [...values], options)
      results.push({ ...result, rowCount: rowCountOf(result) })
    } else if (step.kind === 'begin') {
      const characteristics = beginText(step.options).slice('begin'.length)
      if (characteristics !== '') await tx.query(`set transaction${characteristics}`)
    } else if (step.kind !== 'commit') {
      const values = 'values' in step && step.values ? [...step.values] : []
      const sent = tx.query(step.text, values, { rowMode: 'array' })
      const { rows } = await sent.catch((error) => {
        throw new SendError(error, { step })
      })
      if (step.kind === 'opening') opening = rows[0] as unknown[]
    }
  }
  return { results, opening }
}

/** One transaction of PGlite's, from the first message to the last. */
export class PgliteConnection implements Connection<PgliteResult> {
  readonly #db: PgliteDatabase
  #tx: PgliteTransaction | undefined
  /** Settled when PGlite's transaction is over; `leave` lets it commit. */
  #transaction: { readonly over: Promise<void>; leave(): void } | undefined
  status: ConnectionStatus = 'idle'

  constructor(db: PgliteDatabase) {
    this.#db = db
  }

  async sendWhole(steps: readonly Step[]): Promise<Answer<PgliteResult>> {
    try {
      const answer = await this.send(steps, 'idle')
      if (this.#tx !== undefined) await this.#leave()
      return answer
    } catch (error) {
      await this.#rollback()
      throw error
    }
  }

  async send(steps: readonly Step[], expected: 'idle' | 'open'): Promise<Answer<PgliteResult>> {
    if (expected === 'idle') await this.#begin()
    if (steps.includes(rollbackStep)) {
      await this.#rollback()
      return { results: [] }
    }
    try {
      const answer = await runSteps(this.#tx as PgliteQueries, steps)
      this.status = 'open'
      if (steps.at(-1)?.kind === 'commit') await this.#leave()
      return answer
    } catch (error) {
      if (this.#tx !== undefined) this.status = 'failed'
      throw error
    }
  }

  release(leftover: Leftover): void {
    if (leftover !== 'nothing') void this.#rollback()
  }

  #begin(): Promise<void> {
    return new Promise((begun, failed) => {
      let leave = () => {}
      const over = this.#db.transaction((tx) => {
        this.#tx = tx
        this.status = 'open'
        begun()
        return new Promise<void>((resolve) => {
          leave = resolve
        })
      })
      over.catch(failed)
      this.#transaction = { over, leave: () => leave() }
    })
  }

  async #leave(): Promise<void> {
    const transaction = this.#transaction
    this.#tx = undefined
    this.status = 'idle'
    transaction?.leave()
    await transaction?.over
  }

  /** Where it does not work PGlite rolls back by itself; the error that led here is the one to tell. */
  async #rollback(): Promise<void> {
    if (this.#tx === undefined) return
    await this.#tx.rollback().catch(() => {})
    await this.#leave().catch(() => {})
  }
}
