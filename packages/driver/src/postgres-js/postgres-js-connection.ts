import {
  type Answer,
  asSendError,
  type Connection,
  type ConnectionStatus,
  type Leftover,
  SendError,
} from '../flow/connection.js'
import { rollbackStep, type Step, type UserStep } from '../flow/step.js'
import type { ClientConnection } from '../node-postgres/connection/client-connection.js'
import type { MessageAnswer } from '../node-postgres/message/message-options.js'
import { isCircumstance } from '../node-postgres/prepared/circumstances.js'
import { type Call, type Calls, changesTypes } from './calls.js'
import type { Client } from './client.js'
import type { PostgresJsResult } from './postgres-js-types.js'

type Expected = 'idle' | 'open'
type Send = (steps: readonly Step[]) => Promise<MessageAnswer>

/** SQLSTATEs of a parameter that was written for another type than it has now. */
const staleCodes = new Set(['22P02', '22P03', '22007', '42804', '42883'])

function isStale({ cause, broken, step }: SendError): boolean {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return !broken && step?.kind === 'statement' && staleCodes.has(code)
}

/** The steps of a batch in parts of one statement, the first with what precedes it, the last with what follows. */
function onePerStatement(steps: readonly Step[]): Step[][] {
  const parts: Step[][] = [[]]
  for (const step of steps) {
    const part = parts.at(-1) as Step[]
    if (step.kind === 'statement' && part.some(({ kind }) => kind === 'statement')) parts.push([step])
    else part.push(step)
  }
  return parts
}

/** A statement of a batch may change the types of the parameters of another. */
function changesWhatFollows(steps: readonly Step[]): boolean {
  const at = steps.findIndex((step) => step.kind === 'statement' && changesTypes(step))
  return (
    at !== -1 && steps.slice(at + 1).some((step) => step.kind === 'statement' && step.config.values?.length)
  )
}

/**
 * A connection of node-postgres' that writes parameters and gives results as postgres.js does. How a parameter is
 * written depends on its type, which the server is asked for once a statement.
 */
export class PostgresJsConnection implements Connection<PostgresJsResult> {
  readonly #inner: ClientConnection
  readonly #client: Client
  readonly #calls: Calls

  constructor(inner: ClientConnection, client: Client, calls: Calls) {
    this.#inner = inner
    this.#client = client
    this.#calls = calls
  }

  get status(): ConnectionStatus {
    return this.#inner.status
  }

  get user(): string | undefined {
    return this.#inner.user
  }

  send(steps: readonly Step[], expected: Expected): Promise<Answer<PostgresJsResult>> {
    return this.#exchange(steps, expected, (own) => this.#inner.send(own, expected))
  }

  sendWhole(steps: readonly Step[]): Promise<Answer<PostgresJsResult>> {
    return this.#exchange(steps, 'idle', (own) => this.#inner.sendWhole(own))
  }

  whenLost(told: (reason: unknown) => void): void {
    this.#inner.whenLost((reason) => told(this.#client.error(reason)))
  }

  release(leftover: Leftover): void {
    this.#inner.release(leftover)
  }

  async #exchange(steps: readonly Step[], expected: Expected, send: Send): Promise<Answer<PostgresJsResult>> {
    try {
      return await this.#first(steps, expected, send)
    } catch (error) {
      throw this.#failure(asSendError(error))
    } finally {
      this.#calls.ran(steps)
    }
  }

  async #first(steps: readonly Step[], expected: Expected, send: Send): Promise<Answer<PostgresJsResult>> {
    const calls = this.#resolve(steps)
    const several = calls.length > 1 && expected === 'idle'
    if (several && changesWhatFollows(steps)) return await this.#oneByOne(steps)
    if (calls.some(({ known }) => !known)) {
      const sent = this.#describeAndSend(steps, calls, expected, send)
      return await (several ? sent.catch((error) => this.#inTurn(steps, error)) : sent)
    }
    try {
      return await this.#send(steps, calls, send)
    } catch (error) {
      const failure = asSendError(error)
      if (!isStale(failure)) throw failure
      this.#calls.forget(calls)
      return await this.#again(steps, calls, expected, send, failure)
    }
  }

  /** Once more with types that are asked for anew, unless they are what they were, or the transaction is lost. */
  async #again(
    steps: readonly Step[],
    before: readonly Call[],
    expected: Expected,
    send: Send,
    failure: SendError,
  ): Promise<Answer<PostgresJsResult>> {
    const calls = this.#resolve(steps)
    if (expected === 'open' || calls.every(({ known }) => known)) throw failure
    const rolledBack = await this.#rollBack()
    const sent = 1 + (rolledBack ? 1 : 0)
    if (calls.length > 1) return await this.#oneByOne(steps, sent)
    const answer = await this.#describeAndSend(steps, calls, expected, send, async () => {
      const same = calls.every(({ description }, index) => {
        return String(description?.types) === String(before[index]?.description?.types)
      })
      if (!same) return
      await this.#rollBack()
      throw failure
    })
    return { ...answer, messages: sent + (answer.messages ?? 1) }
  }

  /** @returns whether there was a transaction */
  async #rollBack(): Promise<boolean> {
    if (this.status === 'idle') return false
    await this.#inner.send([rollbackStep], 'open')
    return true
  }

  #resolve(steps: readonly Step[]): Call[] {
    try {
      return this.#calls.resolve(steps)
    } catch (error) {
      throw new SendError(error, { sent: false })
    }
  }

  /** What is needed to write the parameters is known. */
  async #send(steps: readonly Step[], calls: readonly Call[], send: Send): Promise<Answer<PostgresJsResult>> {
    const { arrays } = this.#client
    const { client } = this.#inner
    const [first] = calls
    const question = first && arrays.question(client, first.step.role)
    const written = new Map<Step, UserStep>()
    try {
      for (const call of calls) written.set(call.step, this.#calls.written(call))
    } catch (error) {
      throw new SendError(error, { sent: false })
    }
    const own = steps.flatMap((step) => {
      const replaced = written.get(step) ?? step
      return question !== undefined && step === first?.step ? [question, replaced] : [replaced]
    })
    const answer = await send(own)
    const { opening, results, tags } = answer
    if (question === undefined) return { opening, results: this.#calls.results(calls, results, tags) }
    const [asked, ...others] = results
    if (asked !== undefined) arrays.answered(client, asked)
    return { opening, results: this.#calls.results(calls, others, tags.slice(1)) }
  }

  /**
   * In one message what precedes the first statement, and a question about each that is not known; in the next one
   * the statements. What opened the session is there in both, unless the transaction stays open in between.
   */
  async #describeAndSend(
    steps: readonly Step[],
    calls: readonly Call[],
    expected: Expected,
    send: Send,
    learned: () => Promise<void> = async () => {},
  ): Promise<Answer<PostgresJsResult>> {
    const at = steps.findIndex(({ kind }) => kind === 'statement')
    const before = steps.slice(0, at)
    const explicit = expected === 'open' || before.some(({ kind }) => kind === 'begin')
    const { opening } = await this.#describe(before, calls, expected)
    await learned()
    if (!explicit) return { ...(await this.#send(steps, calls, send)), messages: 2 }
    try {
      const answer = await this.#send(steps.slice(at), calls, (own) => this.#inner.send(own, 'open'))
      return { ...answer, opening, messages: 2 }
    } catch (error) {
      const { cause, broken, again, step } = asSendError(error)
      // Whatever became of the statements, the transaction is open.
      throw new SendError(cause, { broken, again, step })
    }
  }

  /** A statement of a batch could not be described: one before it may make what it needs. */
  async #inTurn(steps: readonly Step[], error: unknown): Promise<Answer<PostgresJsResult>> {
    const { cause, broken, step } = asSendError(error)
    const undescribed = step?.kind === 'statement' && steps.includes(step) && !isCircumstance(cause)
    if (broken || !undescribed || this.status !== 'failed') throw error
    await this.#rollBack()
    return await this.#oneByOne(steps, 2)
  }

  /**
   * A batch of which each statement is described when it is its turn.
   *
   * @param before - messages that went out for it already
   */
  async #oneByOne(steps: readonly Step[], before = 0): Promise<Answer<PostgresJsResult>> {
    const answers: Answer<PostgresJsResult>[] = []
    for (const part of onePerStatement(steps)) {
      const expected = answers.length === 0 ? 'idle' : 'open'
      answers.push(await this.#part(part, expected))
      this.#calls.ran(part)
    }
    const results = answers.flatMap((answer) => answer.results)
    const messages = answers.reduce((sum, answer) => sum + (answer.messages ?? 1), before)
    return { results, opening: answers[0]?.opening, messages }
  }

  async #part(steps: readonly Step[], expected: Expected): Promise<Answer<PostgresJsResult>> {
    const calls = this.#resolve(steps)
    const send = (own: readonly Step[]) => this.#inner.send(own, expected)
    try {
      if (calls.every(({ known }) => known)) return await this.#send(steps, calls, send)
      return await this.#describeAndSend(steps, calls, expected, send)
    } catch (failure) {
      const { cause, broken, step } = asSendError(failure)
      throw new SendError(cause, { broken, step })
    }
  }

  async #describe(
    before: readonly Step[],
    calls: readonly Call[],
    expected: Expected,
  ): Promise<MessageAnswer> {
    const { arrays } = this.#client
    const { client } = this.#inner
    const question = arrays.question(client, (calls[0] as Call).step.role)
    const unknown = calls.filter(({ known }) => !known)
    const described = unknown.map((call) => this.#calls.describing(call))
    const steps = question === undefined ? before : [...before, question]
    const answer = await this.#inner.describe(steps, described, expected)
    const [asked] = answer.results
    if (question !== undefined && asked !== undefined) arrays.answered(client, asked)
    for (const [index, call] of unknown.entries()) this.#calls.learn(call, answer.described[index] ?? [])
    return answer
  }

  #failure({ cause, sent, broken, again, step }: SendError): SendError {
    const statement = step?.kind === 'statement' ? this.#calls.given(step) : undefined
    return new SendError(this.#client.error(cause, statement), { sent, broken, again, step })
  }
}
