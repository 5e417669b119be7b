import type { IncomingMessage } from 'node:http'
import { Failure, maxBytes, requestTooLarge } from './failure.js'
import { parse, writtenNumber } from './lossless-json.js'
import { parameterText } from './parameters.js'

/** One statement of a request. */
export interface RequestStatement {
  readonly text: string
  readonly values: (string | null)[]
  /** Undefined: what the header says. */
  readonly arrayMode: boolean | undefined
}

/** What a request asks for. */
export type RequestBody =
  | { readonly kind: 'single'; readonly statement: RequestStatement }
  | { readonly kind: 'batch'; readonly statements: readonly RequestStatement[] }

const unreadable = (reason: string) => new Failure(400, `could not parse the HTTP request body: ${reason}`)

/** A client that sends more is cut off; up to here it gets an answer. */
const patience = 10 * maxBytes

/**
 * Reads a body of at most 10 MiB.
 *
 * @throws {Failure} 413 when it is larger, after the rest of it was read and dropped: a client that is still
 *   sending would not see the answer
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  let chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > patience) break
    if (length <= maxBytes) chunks.push(chunk)
    else chunks = []
  }
  if (length > maxBytes) throw requestTooLarge()
  return Buffer.concat(chunks)
}

/**
 * Reads `{query, params, arrayMode?}` or `{queries: […]}`.
 *
 * @throws {Failure} 400
 */
export function parseBody(bytes: Buffer): RequestBody {
  let json: unknown
  try {
    json = parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // The parser's own message quotes the body.
    throw unreadable('it is not JSON in UTF-8')
  }
  const statement = readStatement(json)
  if (statement !== undefined) return { kind: 'single', statement }
  const statements = readBatch(json)
  if (statements !== undefined) return { kind: 'batch', statements }
  throw unreadable('data did not match any variant of untagged enum Payload')
}

function readBatch(json: unknown): readonly RequestStatement[] | undefined {
  if (!isObject(json) || !Array.isArray(json.queries)) return undefined
  const statements = json.queries.map(readStatement)
  return statements.every((statement) => statement !== undefined) ? statements : undefined
}

/** Bind counts parameters in 16 bits. */
const maxParameters = 65_535

function readStatement(json: unknown): RequestStatement | undefined {
  if (!isObject(json)) return undefined
  const { query, params = [], arrayMode } = json
  if (typeof query !== 'string' || writtenNumber(query) !== undefined || !Array.isArray(params))
    return undefined
  if (arrayMode !== undefined && arrayMode !== null && typeof arrayMode !== 'boolean') return undefined
  if (query.includes('\u0000')) throw unreadable('a query holds U+0000')
  if (params.length > maxParameters) throw unreadable(`a query takes at most ${maxParameters} parameters`)
  const values = params.map(parameterText)
  if ([query, ...values].some((text) => text !== null && /\p{Surrogate}/u.test(text))) {
    throw unreadable('a string holds a lone surrogate')
  }
  return { text: query, values, arrayMode: arrayMode ?? undefined }
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
