import { AuthError } from '@rowauth/core'
import type { TransactionOptions } from '../auth-driver.js'
import { type Answer, type Connection, type Connections, SendError } from '../flow/connection.js'
import type { Step } from '../flow/step.js'
import type { Opening } from '../opening/opening.js'
import type { StatementConfig } from '../pg-statement.js'
import { neonAuthError } from './neon-auth-errors.js'
import { neonTransactionOptions } from './neon-transaction-options.js'
import type { NeonCalls, NeonQueryOptions, NeonResult } from './neon-types.js'
import { withoutRequest } from './quoted-request.js'

const onlyWhole =
  'A transaction cannot stay open between HTTP requests. Send its statements together with batch().'

interface Call {
  readonly text: string
  readonly values: readonly unknown[]
  readonly options: NeonQueryOptions
  readonly step: Step
}

function callOf(step: Step, authToken: string | undefined): Call {
  const config: StatementConfig = step.kind === 'statement' ? step.config : { ...step }
  const { text, values, rowMode, types } = config
  const options = {
    fullResults: true,
    arrayMode: rowMode === 'array' || step.kind === 'opening',
    ...(types === undefined ? {} : { types }),
    ...(authToken === undefined ? {} : { authToken }),
  } as const
  return { text, values: values ?? [], options, step }
}

/** The endpoint does not tell which statement has failed; the context of an error tells that it was the opening. */
function failedStep(error: unknown, steps: readonly Step[]): Step | undefined {
  const { where, message } = error as { where?: unknown; message?: unknown }
  const opens = [where, message].some(
    (text) => typeof text === 'string' && text.includes('open_session(text)'),
  )
  return opens ? steps.find(({ kind }) => kind === 'opening') : undefined
}

/** What no error may quote: the claims or the token, and the settings, which may come from claims. */
function secrets(secret: string, steps: readonly Step[]): string[] {
  const openings = steps.filter((step) => step.kind === 'opening')
  return [secret, ...openings.map(({ values }) => JSON.stringify(values))].filter((text) => text !== '')
}

/** @throws {SendError} for what the endpoint cannot be told: nothing is sent then */
function requestOptions(options?: TransactionOptions): ReturnType<typeof neonTransactionOptions> {
  try {
    return neonTransactionOptions(options)
  } catch (error) {
    throw new SendError(error, { sent: false })
  }
}

/** One HTTP request. Begin and commit are what the endpoint does around several statements. */
class NeonRequest implements Connection<NeonResult> {
  readonly status = 'idle'
  readonly #calls: NeonCalls
  readonly #opening: Opening

  constructor(calls: NeonCalls, opening: Opening) {
    this.#calls = calls
    this.#opening = opening
  }

  async send(): Promise<never> {
    throw new AuthError('unsupported', onlyWhole)
  }

  async sendWhole(steps: readonly Step[]): Promise<Answer<NeonResult>> {
    const { secret } = this.#opening
    const begin = steps.find((step) => step.kind === 'begin')
    const transaction = requestOptions(begin?.options)
    const sent = steps.filter(({ kind }) => kind !== 'begin' && kind !== 'commit')
    const calls = sent.map((step) => callOf(step, this.#opening.token))
    try {
      const answers = await this.#request(calls, transaction, begin !== undefined)
      const opened = answers.find((_, index) => calls[index]?.step.kind === 'opening')
      const results = answers.filter((_, index) => calls[index]?.step.kind === 'statement')
      return { results, opening: opened?.rows[0] as unknown[] | undefined }
    } catch (error) {
      const failure = neonAuthError(secrets(secret, sent).reduce(withoutRequest, error))
      throw new SendError(failure, { step: failedStep(error, sent) })
    }
  }

  async #request(
    calls: readonly Call[],
    transaction: ReturnType<typeof neonTransactionOptions>,
    explicit: boolean,
  ): Promise<NeonResult[]> {
    const { query } = this.#calls
    const authToken = this.#opening.token
    const settings = { ...transaction, fullResults: true } as const
    const queries = calls.map(({ text, values, options }) => query(text, values, options))
    const [only] = queries
    if (only === undefined) return []
    if (queries.length === 1 && !explicit) return [await only]
    const results =
      authToken === undefined
        ? await this.#calls.transaction(queries, settings)
        : await only.execute(
            queries.map(({ queryData }) => queryData),
            // transaction() takes no token. The options of a query do, and of a list its own by position.
            { authToken, ...calls.map(({ options }) => options) },
            settings,
          )
    if (results.length !== queries.length) {
      throw new Error('The endpoint answered with another number of results than of statements.')
    }
    return results
  }

  release(): void {}
}

export function neonConnections(calls: NeonCalls): Connections<NeonResult> {
  return {
    onlyWhole,
    acquire: async (opening) => new NeonRequest(calls, opening),
  }
}
