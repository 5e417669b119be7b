import type { Step, UserStep } from '../../flow/step.js'
import type { FrontendMessage, PgClientInternals, PgQuery } from '../pg-types.js'
import type { WatchStep } from '../prepared/catalog-watch.js'
import type { Naming } from '../prepared/naming.js'
import type { Named, PreparedStatements } from '../prepared/prepared-statements.js'
import { pgQuery } from './pg-query.js'

export type MessageStep = Step | WatchStep | DescribeStep

/** Asks for the parameter types of a statement of the user's, which does not run. Such steps end a message. */
export interface DescribeStep {
  readonly kind: 'describe'
  readonly rows: 'nobody'
  readonly text: string
  /** Of the parameters whose types the client says; 0: those it asks for. */
  readonly types: readonly number[]
  readonly statement: UserStep
}

/** A step of a message, as it goes out. */
export interface Part {
  readonly step: MessageStep
  readonly named: Named | undefined
  /** Of the user's statements: reads their rows. */
  readonly query: PgQuery | undefined
  /** Of other statements whose row is read. */
  readonly row?: unknown[] | undefined
}

/** A protocol message that is ready to go out. */
export interface Write {
  readonly kind: FrontendMessage
  readonly message: object
}

export interface Recording {
  readonly parts: readonly Part[]
  readonly writes: readonly Write[]
}

interface Bind {
  readonly portal?: string | undefined
  readonly statement?: string | undefined
  readonly binary?: unknown
  readonly values?: unknown[]
  readonly valueMapper?: (value: unknown, index: number) => unknown
}

/** Writes a message of the extended query protocol into a list, before any byte goes out. */
class Recorder {
  readonly submittedNamedStatements = {}
  /** The connection's, and from the first Parse on with what this message parses. */
  parsedStatements: Readonly<Record<string, string>>
  readonly #prepared: PreparedStatements
  readonly #writes: Write[] = []

  constructor(client: PgClientInternals, prepared: PreparedStatements) {
    this.parsedStatements = client.connection.parsedStatements
    this.#prepared = prepared
  }

  parse(message: {
    readonly name?: string | undefined
    readonly text: string
    readonly types?: unknown
  }): void {
    const { name, text } = message
    this.#prepared.parsing(name ?? '', text)
    if (name) this.parsedStatements = Object.create(this.parsedStatements, { [name]: { value: text } })
    this.#write('parse', message)
  }

  bind({ portal, statement, binary, values, valueMapper }: Bind): void {
    const written = values?.map((value, index) => {
      const mapped = valueMapper?.(value, index) ?? null
      // Not `Buffer`, which may be a class of the client's own.
      return mapped === null || ArrayBuffer.isView(mapped) ? mapped : String(mapped)
    })
    this.#write('bind', { portal, statement, binary, values: written })
  }

  describe(message: object): void {
    this.#write('describe', message)
  }

  execute(message: object): void {
    this.#write('execute', message)
  }

  close(message: object): void {
    this.#write('close', message)
  }

  sync(): void {}

  /**
   * A statement of the user's, written by pg.
   *
   * @throws what the serialization of a parameter throws
   */
  statement(client: PgClientInternals, step: UserStep, named: Named | undefined): Part {
    const { name } = named ?? {}
    const parsed = name === undefined ? undefined : this.parsedStatements[name]
    if (parsed !== undefined && parsed !== step.text) {
      throw new Error(`Prepared statements must be unique: '${name}' stands for a different statement.`)
    }
    const query = pgQuery(client, step.config, name)
    let failure: { readonly error: unknown } | undefined
    query.callback = (error) => {
      failure = { error }
    }
    const before = this.#writes.length
    query.prepare(this)
    if (failure !== undefined) throw failure.error
    const fits = !step.config.values?.length || named?.fits(this.#valuesFrom(before)) !== false
    if (!fits) this.#unname(before, step)
    else if (named?.describe && name !== undefined) this.#describeStatement(name, before)
    return { step, named: fits ? named : undefined, query }
  }

  #valuesFrom(index: number): readonly unknown[] {
    const bind = this.#writes.slice(index).find(({ kind }) => kind === 'bind')
    return (bind?.message as Bind | undefined)?.values ?? []
  }

  /** What was written for a statement that is parsed already, for one that is not. */
  #unname(from: number, { text, config: { types } }: UserStep): void {
    const written = this.#writes.splice(from)
    this.parse({ text, types })
    for (const { kind, message } of written) {
      this.#write(kind, kind === 'bind' ? { ...message, statement: undefined } : message)
    }
  }

  /** Behind its Parse, which is the first that was written for it. */
  #describeStatement(name: string, from: number): void {
    this.#prepared.describing(name)
    this.#writes.splice(from + 1, 0, { kind: 'describe', message: { type: 'S', name } })
  }

  get writes(): readonly Write[] {
    return this.#writes
  }

  describeOnly({ text, types }: DescribeStep): void {
    this.parse({ text, types })
    this.#write('describe', { type: 'S' })
  }

  /** A statement of ours: nobody asks for a description of its rows. */
  quiet(text: string, values: readonly unknown[] | undefined, named: Named | undefined): void {
    if (named?.reused !== true) this.parse({ name: named?.name, text })
    this.#write('bind', { statement: named?.name, values: values && [...values] })
    this.execute({})
  }

  #write(kind: FrontendMessage, message: object): void {
    this.#writes.push({ kind, message })
  }
}

/**
 * Lets pg write each statement of a message into a list, parameters serialized.
 *
 * @param naming - undefined: nothing has a name
 * @throws what the serialization of a parameter throws
 */
export function recordSteps(
  client: PgClientInternals,
  prepared: PreparedStatements,
  naming: Naming | undefined,
  steps: readonly MessageStep[],
): Recording {
  const recorder = new Recorder(client, prepared)
  const inUse = new Set<string>()
  const names = steps.map((step) => {
    const named = naming && step.kind === 'statement' ? prepared.statement(step, naming, inUse) : undefined
    if (named !== undefined) inUse.add(named.name)
    return named
  })
  // On another server, whose unnamed statement is somebody else's, this one is missing: the message fails as a whole.
  const anchored = names.some((named) => named?.reused === true && named.ours)
  const parts = steps.map((step, index): Part => {
    if (step.kind === 'statement') return recorder.statement(client, step, names[index])
    if (step.kind === 'describe') {
      recorder.describeOnly(step)
      return { step, named: undefined, query: undefined }
    }
    const named = step.kind === 'opening' && anchored ? prepared.opening(step) : undefined
    recorder.quiet(step.text, 'values' in step ? step.values : undefined, named)
    const read = step.kind === 'opening' || step.kind === 'watch'
    return { step, named, query: undefined, row: read ? [] : undefined }
  })
  const closing = prepared
    .takeClosing()
    .map((name): Write => ({ kind: 'close', message: { type: 'S', name } }))
  return { parts, writes: [...closing, ...recorder.writes] }
}
