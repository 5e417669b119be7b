// #region driver
import {
  type Answer,
  type Connection,
  type ConnectionStatus,
  createDriver,
  inTransaction,
  type PgResult,
  SendError,
  type Step,
  trustMode,
  type VerificationOptions,
} from '@rowauth/driver/kit'
import type pg from 'pg'

/** Sends steps one after the other: a round trip each. */
class PlainConnection implements Connection<PgResult> {
  readonly #client: pg.Client
  readonly release: () => void
  status: ConnectionStatus = 'idle'

  constructor(client: pg.Client, release: () => void) {
    this.#client = client
    this.release = release
  }

  async send(steps: readonly Step[]): Promise<Answer<PgResult>> {
    const results: PgResult[] = []
    let opening: unknown[] | undefined
    for (const step of steps) {
      const result = await this.#query(step)
      if (step.rows === 'user') results.push(result)
      if (step.rows === 'opening') opening = result.rows[0]
    }
    return { results, opening }
  }

  async #query(step: Step): Promise<pg.QueryResult> {
    const { text, values, rowMode, types } =
      step.kind === 'statement' ? step.config : { ...step, rowMode: 'array' }
    const ends = step.kind === 'commit' || step.text === 'rollback'
    try {
      const config = { text, values: [...(values ?? [])], rowMode, types } as pg.QueryConfig
      const result: pg.QueryResult = await this.#client.query(config)
      this.status = ends ? 'idle' : 'open'
      return result
    } catch (error) {
      this.status = ends ? 'idle' : 'failed'
      // What a trust mode makes of an error depends on whether it is its opening that failed.
      throw new SendError(error, { step })
    }
  }

  /** Without a transaction around it the statement would find no role and no claims. */
  sendWhole(steps: readonly Step[]): Promise<Answer<PgResult>> {
    return this.send(steps[0]?.kind === 'begin' ? steps : inTransaction(steps))
  }
}

/** A driver for one client, which serves one call after the other. */
export function plainDriver(client: pg.Client, options: VerificationOptions = {}) {
  let free: Promise<void> = Promise.resolve()
  const acquire = async () => {
    const before = free
    let release = () => {}
    free = new Promise((resolve) => {
      release = resolve
    })
    await before
    return new PlainConnection(client, release)
  }
  const { openingOf, verifiesTokens } = trustMode(options)
  return createDriver({ acquire }, openingOf, { verifiesTokens })
}
// #endregion driver
