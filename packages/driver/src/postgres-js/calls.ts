import type { Step, UserStep } from '../flow/step.js'
import type { DescribeStep } from '../node-postgres/message/record-steps.js'
import type { Naming } from '../node-postgres/prepared/naming.js'
import { areStableTypes, areStableValues } from '../node-postgres/prepared/stable-parameters.js'
import type { PgResult, StatementConfig } from '../pg-statement.js'
import type { Client } from './client.js'
import type { PostgresJsResult } from './postgres-js-types.js'
import { resultList } from './results/result-list.js'
import { type Description, Descriptions } from './values/descriptions.js'
import type { Parameter } from './values/parameter.js'

/** A statement of a message that is being sent. */
export interface Call {
  readonly step: UserStep
  readonly parameters: readonly Parameter[]
  /** By which its description is found. */
  readonly key: string
  /** What is known of its parameters; undefined: the server is to be asked first. */
  description: Description | undefined
  /** It was not asked for this message. */
  readonly known: boolean
}

const nothingKnown: Description = { types: [], uses: undefined }
const asText = { getTypeParser: () => (text: string) => text }

/** After this statement parameters of others may have other types. */
export function changesTypes({ means }: UserStep): boolean {
  return means === 'ddl' || means === 'may-commit'
}

/** What one driver knows of the statements that go through it. */
export class Calls {
  readonly #client: Client
  readonly #descriptions: Descriptions
  readonly #given = new WeakMap<UserStep, StatementConfig>()

  /** @param naming - knows when the catalog has changed */
  constructor(client: Client, naming: Naming) {
    this.#client = client
    this.#descriptions = new Descriptions(naming)
  }

  /** @throws {Error} `UNDEFINED_VALUE` */
  resolve(steps: readonly Step[]): Call[] {
    return steps.flatMap((step) => (step.kind === 'statement' ? [this.#call(step)] : []))
  }

  #call(step: UserStep): Call {
    const parameters = (step.config.values ?? []).map((value) => this.#client.values.parameter(value))
    const said = parameters.map(({ type }) => type)
    const key = `${step.role}\u0000${said.join()}\u0000${step.text}`
    const asks = parameters.some(({ value, type }) => value !== null && type === 0)
    const description = asks ? this.#descriptions.get(key) : { types: said, uses: undefined }
    const writable = this.#client.arrays.known || !parameters.some(({ value }) => Array.isArray(value))
    const known = description !== undefined && writable && !this.#dependsOnType(parameters, description)
    return { step, parameters, key, description: known ? description : undefined, known }
  }

  /** Text that is written otherwise for its type: a type that has changed meanwhile would change the value. */
  #dependsOnType(parameters: readonly Parameter[], { types }: Description): boolean {
    return parameters.some(({ value, type }, index) => {
      if (type !== 0 || value === null || value === undefined) return false
      try {
        return this.#client.values.dependsOn(types[index] ?? 0, value)
      } catch {
        return true
      }
    })
  }

  describing({ step, parameters }: Call): DescribeStep {
    const types = parameters.map(({ type }) => type)
    return { kind: 'describe', rows: 'nobody', text: step.text, types, statement: step }
  }

  learn(call: Call, described: readonly number[]): void {
    const types = call.parameters.map(({ type }, index) => type || (described[index] ?? 0))
    call.description = this.#descriptions.set(call.key, call.step.text, types)
  }

  forget(calls: readonly Call[]): void {
    for (const { key } of calls) this.#descriptions.forget(key)
  }

  /** These steps were sent: what they have changed in the catalog is to be asked for anew. */
  ran(steps: readonly Step[]): void {
    if (steps.some((step) => step.kind === 'statement' && changesTypes(step))) this.#descriptions.clear()
  }

  /** @throws what a serializer throws */
  written({ step, parameters, description = nothingKnown }: Call): UserStep {
    const { values, options } = this.#client
    const { types, uses } = description
    const written = parameters.map(({ value }, index) => values.write(value, types[index] ?? 0))
    const texts = written.map(({ value }) => value)
    // What is written as its type is read as that, whatever has become of the column meanwhile; and what no conversion
    // changes, so that a column of another kind refuses it.
    const stable = uses !== undefined && areStableTypes(types, uses) && areStableValues(types, uses, texts)
    const said = written.map(({ asType }, index) =>
      stable || asType ? (types[index] ?? 0) : (parameters[index]?.type ?? 0),
    )
    if (typeof options.debug === 'function') options.debug(0, step.text, texts, types)
    const config = {
      text: step.text,
      values: texts,
      types: Object.assign(said.some(Boolean) ? said : [], asText),
      rowMode: 'array',
    }
    const own = { ...step, config }
    this.#given.set(own, step.config)
    return own
  }

  /** The statement as the caller gave it. */
  given(step: UserStep): StatementConfig {
    return this.#given.get(step) ?? step.config
  }

  /** @throws what a parser of the user's throws */
  results(
    calls: readonly Call[],
    results: readonly PgResult[],
    tags: readonly (string | undefined)[],
  ): PostgresJsResult[] {
    const { options, values } = this.#client
    return calls.map(({ step, description = nothingKnown }, index) => {
      const { types } = description
      const asked = { text: step.text, types, lists: step.config.rowMode === 'array' }
      return resultList(results[index] as PgResult, tags[index], asked, options, values)
    })
  }
}
