import { AuthError } from '@rowauth/core'
import { sharedByCopies } from '@rowauth/core/internal'
import {
  type Answer,
  type Connection,
  type ConnectionStatus,
  type Connections,
  SendError,
  type SharedConnection,
} from './connection.js'
import { randomName } from './random-name.js'
import { savepointName } from './scope.js'
import { controlStep, type OpeningStep, rollbackStep, type Step } from './step.js'

/**
 * Where a client keeps what role and claims were before ours: settings under a name that SQL of a user's cannot
 * know. One name a client, for a server never forgets the name of a setting.
 */
const prefixes = /* @__PURE__ */ sharedByCopies('prefixes 1', () => new WeakMap<object, string>())

function prefixOf(client: object): string {
  let prefix = prefixes.get(client)
  if (prefix === undefined) {
    prefix = randomName()
    prefixes.set(client, prefix)
  }
  return prefix
}

/** `select set_config(…), …` over names that travel as parameters. */
function settingStep(
  names: readonly string[],
  column: (first: string, second: string) => string,
  prefix: string,
): Step {
  const values = names.flatMap((name, index) => [name, `${prefix}.s${index}`])
  const columns = names.map((_, index) => column(`$${2 * index + 1}`, `$${2 * index + 2}`))
  return controlStep(`select ${columns.join(', ')}`, values)
}

/** Savepoints run as the application: rolling back to one brings the settings of that time. */
function needsOpening(step: Step): boolean {
  return step.kind === 'statement' && step.means !== 'savepoint'
}

function endsTransaction(step: Step): boolean {
  return step.kind === 'commit' || step === rollbackStep
}

/**
 * One call, or one transaction, within a transaction of the application's: it begins with a savepoint and ends
 * with its release. Statements of the application's may run between any two messages, so each message puts role
 * and claims back behind the user's statements. After an error there is nothing to put back: the transaction has
 * failed, and rolling back to a savepoint brings the settings of that time.
 */
class JoinedConnection<Result> implements Connection<Result> {
  readonly #shared: SharedConnection<Result>
  #savepoint: string | undefined
  #opening: OpeningStep | undefined

  constructor(shared: SharedConnection<Result>) {
    this.#shared = shared
  }

  get status(): ConnectionStatus {
    if (this.#shared.status === 'failed') return 'failed'
    return this.#savepoint === undefined ? 'idle' : 'open'
  }

  get user(): string | undefined {
    return this.#shared.user
  }

  sendWhole(steps: readonly Step[]): Promise<Answer<Result>> {
    return this.send(steps)
  }

  async send(steps: readonly Step[]): Promise<Answer<Result>> {
    const messages = this.#around(steps.flatMap((step) => this.#inner(step)))
    const answer = messages.length === 0 ? { results: [] } : await this.#shared.send(messages, 'open')
    if (steps.some(endsTransaction)) this.#savepoint = undefined
    return answer
  }

  release(): void {}

  /** What a step of a transaction is within another one. The opening is set around the user's statements. */
  #inner(step: Step): Step[] {
    if (step.kind === 'opening') {
      this.#opening = step
      return []
    }
    if (step.kind === 'begin') {
      if (Object.values(step.options).some((option) => option !== undefined)) {
        const refusal = new AuthError(
          'unsupported',
          'The transaction that this call joins is open already: its isolation, access and snapshot are settled.',
        )
        throw new SendError(refusal, { sent: false })
      }
      this.#savepoint = savepointName()
      return [controlStep(`savepoint ${this.#savepoint}`)]
    }
    if (!endsTransaction(step)) return [step]
    const savepoint = this.#savepoint
    // A statement alone has none. It has failed the application's transaction, as it would without us.
    if (savepoint === undefined) return []
    const release = controlStep(`release savepoint ${savepoint}`)
    return step.kind === 'commit' ? [release] : [controlStep(`rollback to savepoint ${savepoint}`), release]
  }

  #around(steps: readonly Step[]): Step[] {
    const first = steps.findIndex(needsOpening)
    const opening = this.#opening
    if (first === -1 || opening === undefined) return [...steps]
    const last = steps.findLastIndex(needsOpening)
    const prefix = prefixOf(this.#shared.client)
    const keep = settingStep(
      opening.sets,
      (name, kept) =>
        `pg_catalog.set_config(${kept}, coalesce(pg_catalog.current_setting(${name}, true), ''), true) is null`,
      prefix,
    )
    const restore = settingStep(
      opening.sets,
      (name, kept) => `pg_catalog.set_config(${name}, pg_catalog.current_setting(${kept}), true) is null`,
      prefix,
    )
    return [
      ...steps.slice(0, first),
      keep,
      opening,
      ...steps.slice(first, last + 1),
      restore,
      ...steps.slice(last + 1),
    ]
  }
}

/** Connections for the calls of a driver that joins a transaction of the application's. */
export function joinedConnections<Result>(shared: SharedConnection<Result>): Connections<Result> {
  return { acquire: async () => new JoinedConnection(shared) }
}
