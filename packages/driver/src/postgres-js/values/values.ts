import { isStableElement } from '../../node-postgres/prepared/stable-parameters.js'
import type { ClientOptions, Parser, PostgresJs, Serializer } from '../postgres-js-types.js'
import { arrayParser, arrayText } from './array-text.js'
import type { ArrayTypes } from './array-types.js'
import { definedValue, isTyped, type Parameter, parameterOf } from './parameter.js'

/** A parameter as it goes out. */
export interface Written {
  readonly value: string | null
  /** It is written as this type is, and only as that to be read. */
  readonly asType: boolean
}

/** How a client of postgres.js writes parameters and reads columns: by its own parsers and serializers, as they are now. */
export class Values {
  readonly #sql: PostgresJs
  readonly #options: ClientOptions
  readonly #arrays: ArrayTypes

  constructor(sql: PostgresJs, options: ClientOptions, arrays: ArrayTypes) {
    this.#sql = sql
    this.#options = options
    this.#arrays = arrays
  }

  /** @throws {Error} `UNDEFINED_VALUE` */
  parameter(value: unknown): Parameter {
    return parameterOf(value, this.#sql, this.#options, this.#arrays)
  }

  parser(type: number): Parser | undefined {
    const own = this.#options.parsers[type]
    const element = this.#elementOf(type)
    if (element === undefined) return own
    return arrayParser(this.#options.parsers[element], type)
  }

  /**
   * Writes a parameter for the type that it has.
   *
   * @throws what a serializer throws; {TypeError} when it gives anything but text
   */
  write(value: unknown, type: number): Written {
    if (value === null) return { value, asType: false }
    const serializer = this.#serializer(type)
    const written = serializer === undefined ? `${value}` : serializer(value)
    if (typeof written !== 'string') throw notText(written)
    return { value: written, asType: written !== value && written !== String(value) }
  }

  /**
   * Would this come to another value, without an error, if it were written and read as this type, and it had another
   * one by now? Only a list is always written as its type is.
   *
   * @throws what a serializer throws
   */
  dependsOn(type: number, value: unknown): boolean {
    if (isJson(type) && typeof value === 'object') return false
    if (!Array.isArray(value)) return this.write(value, type).asType && typeof value !== 'object'
    const element = this.#arrays.elementOf(type)
    return element !== undefined && value.some((each) => !this.#isStable(each, element))
  }

  #isStable(value: unknown, type: number): boolean {
    if (value === null) return true
    if (Array.isArray(value)) return value.every((each) => this.#isStable(each, type))
    if (typeof value === 'object') return false
    const { value: text, asType } = this.write(definedValue(value, this.#options), type)
    return !asType && (text === null || isStableElement(type, text))
  }

  #serializer(type: number): Serializer | undefined {
    const element = this.#elementOf(type)
    if (element === undefined) return this.#options.serializers[type]
    return (list) => arrayText(list, (each) => this.#element(each, element), type)
  }

  #element(given: unknown, type: number): string | null {
    const value = definedValue(given, this.#options)
    if (value === null) return null
    const serializer = this.#options.serializers[type]
    if (serializer === undefined) return `${value}`
    const written = serializer(isTyped(value, this.#sql) && value.type ? value.value : value)
    if (typeof written !== 'string') throw notText(written)
    return written
  }

  /** The type of an array's elements, unless there are a parser and a serializer for the array itself. */
  #elementOf(type: number): number | undefined {
    const { parsers, serializers } = this.#options
    if (parsers[type] && serializers[type]) return undefined
    return this.#arrays.elementOf(type)
  }
}

/** json and jsonb. */
function isJson(type: number): boolean {
  return type === 114 || type === 3802
}

/** What Node tells postgres.js when it writes such a value to its socket. */
function notText(written: unknown): unknown {
  try {
    Buffer.byteLength(written as string)
  } catch (error) {
    return error
  }
  return new TypeError('A serializer of postgres.js must give text.')
}
