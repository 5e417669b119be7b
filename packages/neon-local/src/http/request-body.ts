import type { IncomingMessage } from 'node:http'
import { Failure, maxBytes, requestTooLarge } from './failure.js'
import { type Json, readJson } from './json-reader.js'
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
 * @throws {Failure} 413 when it is larger, after the rest of it was read and dropped
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  const length = await readChunks(request, (chunk, sum) => {
    if (sum <= maxBytes) chunks.push(chunk)
    else chunks.length = 0
  })
  if (length > maxBytes) throw requestTooLarge()
  return Buffer.concat(chunks)
}

/** Reads what is still to come, and keeps nothing of it: a client that is still sending would not see an answer. */
export async function dropBody(request: IncomingMessage): Promise<void> {
  await readChunks(request, () => {})
}

async function readChunks(
  request: IncomingMessage,
  take: (chunk: Buffer, length: number) => void,
): Promise<number> {
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > patience) break
    take(chunk, length)
  }
  return length
}

/**
 * Reads `{query, params, arrayMode?}` or `{queries: […]}`.
 *
 * @throws {Failure} 400
 */
export function parseBody(bytes: Buffer): RequestBody {
  let json: Json
  try {
    json = readJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw unreadable('it is not JSON in UTF-8')
  }
  const statement = readStatement(json)
  if (statement !== undefined) return { kind: 'single', statement }
  const statements = readBatch(json)
  if (statements !== undefined) return { kind: 'batch', statements }
  throw unreadable('data did not match any variant of untagged enum Payload')
}

function readBatch(json: Json): readonly RequestStatement[] | undefined {
  const queries = json instanceof Map ? json.get('queries') : undefined
  if (!Array.isArray(queries)) return undefined
  if (queries.length > maxStatements) throw unreadable(`a batch takes at most ${maxStatements} queries`)
  const statements: RequestStatement[] = []
  for (const query of queries) {
    const statement = readStatement(query)
    if (statement === undefined) return undefined
    statements.push(statement)
  }
  return statements
}

/** Far fewer than would fit into 10 MiB, but each takes its time, and all of them share one transaction. */
const maxStatements = 10_000
/** Bind counts parameters in 16 bits. */
const maxParameters = 65_535

function readStatement(json: Json): RequestStatement | undefined {
  if (!(json instanceof Map)) return undefined
  const query = json.get('query')
  const params: Json | undefined = json.has('params') ? json.get('params') : []
  const arrayMode = json.get('arrayMode') ?? undefined
  if (typeof query !== 'string' || !Array.isArray(params)) return undefined
  if (arrayMode !== undefined && typeof arrayMode !== 'boolean') return undefined
  if (query.includes('\u0000')) throw unreadable('a query holds U+0000')
  if (params.length > maxParameters) throw unreadable(`a query takes at most ${maxParameters} parameters`)
  const values = params.map(parameterText)
  if ([query, ...values].some((text) => text !== null && /\p{Surrogate}/u.test(text))) {
    throw unreadable('a string holds a lone surrogate')
  }
  return { text: query, values, arrayMode }
}
