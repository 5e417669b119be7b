import type { PreparedStatements } from '../connection/prepared-statements.js'
import type { FrontendMessage, PgClientInternals, PgQuery } from '../pg-types.js'
import { pgQuery, type Step } from './step.js'

/** A statement that is prepared under a name. */
export interface Named {
  readonly name: string
  /** It counted as parsed by an earlier message. */
  readonly reused: boolean
}

/** A step of a message, as it goes out. */
export interface Part {
  readonly step: Step
  readonly named: Named | undefined
  /** Statements of ours have none: their parameters are text and their rows nobody's. */
  readonly query: PgQuery | undefined
}

/** A protocol message that is ready to go out. */
export interface Write {
  readonly kind: FrontendMessage
  readonly message: object
}

/**
 * Lets pg write each statement into a list, parameters serialized, before any byte goes out.
 *
 * @param prepare - give statements names, the user's own or ours
 * @throws what the serialization of a parameter throws
 */
export function recordSteps(
  client: PgClientInternals,
  prepared: PreparedStatements,
  steps: readonly Step[],
  prepare: boolean,
): { readonly parts: readonly Part[]; readonly writes: readonly Write[] } {
  const parts: Part[] = []
  const writes: Write[] = []
  const write = (kind: FrontendMessage, message: object) => {
    writes.push({ kind, message })
  }
  const parsed: Record<string, string> = Object.create(client.connection.parsedStatements)
  const parse = (message: { name?: string | undefined; text: string }) => {
    prepared.parsing(message.name ? { name: message.name, text: message.text } : undefined)
    if (message.name) parsed[message.name] = message.text
    write('parse', message)
  }
  const recorder = {
    parsedStatements: parsed,
    submittedNamedStatements: {},
    parse,
    bind: (message: { values?: unknown[]; valueMapper?: (value: unknown, index: number) => unknown }) => {
      const values = message.values?.map((value, index) => {
        const mapped = message.valueMapper?.(value, index) ?? null
        return mapped === null || Buffer.isBuffer(mapped) ? mapped : String(mapped)
      })
      write('bind', { ...message, values, valueMapper: undefined })
    },
    describe: (message: object) => write('describe', message),
    execute: (message: object) => write('execute', message),
    close: (message: object) => write('close', message),
    sync: () => {},
  }
  const inUse = new Set<string>()
  for (const step of steps) {
    const name = prepare ? nameOf(step, prepared, inUse) : undefined
    if (name !== undefined) {
      inUse.add(name)
      if (parsed[name] !== undefined && parsed[name] !== step.text) {
        throw new Error(`Prepared statements must be unique: '${name}' stands for a different statement.`)
      }
    }
    const named = name === undefined ? undefined : { name, reused: parsed[name] !== undefined }
    if (step.quiet) {
      // Nobody reads the row of the claims statement, so nobody needs its description.
      if (named?.reused !== true) parse({ name, text: step.text })
      write('bind', { statement: name, values: step.config.values })
      write('execute', {})
      parts.push({ step, named, query: undefined })
      continue
    }
    const query = pgQuery(client, step, name)
    let failure: { readonly error: unknown } | undefined
    query.callback = (error) => {
      failure = { error }
    }
    query.prepare(recorder)
    if (failure !== undefined) throw failure.error
    parts.push({ step, named, query })
  }
  const closing = prepared
    .takeClosing()
    .map((name): Write => ({ kind: 'close', message: { type: 'S', name } }))
  return { parts, writes: [...closing, ...writes] }
}

function nameOf(step: Step, prepared: PreparedStatements, inUse: ReadonlySet<string>): string | undefined {
  if (step.name) return step.name
  return step.preparedAs === undefined ? undefined : prepared.name(step.preparedAs, inUse)
}
