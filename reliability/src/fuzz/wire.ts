import { createHash } from 'node:crypto'
import { MessageReader, type WireMessage } from './message-reader.js'

/** Messages of a server, version 3 of the protocol (PostgreSQL manual, chapter 55.7). */
export function message(type: string, ...parts: readonly (Buffer | string)[]): Buffer {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)),
  )
  const head = Buffer.alloc(5)
  head.write(type, 'latin1')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export const welcome = Buffer.concat([
  message('R', int32(0)),
  message('S', 'client_encoding', 'UTF8'),
  message('K', int32(4711), int32(42)),
  message('Z', Buffer.from('I')),
])

export function dataRow(...values: readonly string[]): Buffer {
  const fields = values.flatMap((value) => [int32(Buffer.byteLength(value)), Buffer.from(value)])
  return message('D', int16(values.length), ...fields)
}

export function rowDescription(name: string): Buffer {
  return message('T', int16(1), name, int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0))
}

/** Of a statement that is described, by the numbers of their types. */
export function parameters(...types: readonly number[]): Buffer {
  return message('t', int16(types.length), ...types.map(int32))
}

export const parsed = message('1')
export const bound = message('2')
export const ready = message('Z', Buffer.from('I'))
export const complete = (tag: string) => message('C', tag)
export const failed = (code: string) => message('E', 'SERROR', 'VERROR', `C${code}`, 'Mno', Buffer.from([0]))

/** What the database answers to show what it has opened. */
export function digestOf(credential: string): string {
  return createHash('sha256').update(credential).digest('hex')
}

/** The values of a DataRow; undefined: it is none. */
function valuesOf({ type, body }: WireMessage): string[] | undefined {
  if (type !== 'D' || body.length < 2) return undefined
  const values: string[] = []
  let at = 2
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    if (at + 4 > body.length) return undefined
    const length = body.readInt32BE(at)
    at += 4
    // As pg reads it: to the end of what there is.
    values.push(length < 0 ? '' : body.toString('utf8', at, at + length))
    at += Math.max(0, length)
  }
  return values
}

/**
 * Whether bytes of a server's confirm that a session was opened for a credential.
 *
 * @param at - which statement of the message has opened it
 */
export function confirms(bytes: Buffer, credential: string, at: number): boolean {
  const fields: string[] = []
  let done = 0
  for (const each of new MessageReader(bytes)) {
    if (each.type === 'E' || each.type === 'Z') return false
    if (each.type === 'C' || each.type === 'I') {
      if (done === at) return fields[1]?.split(' ')[0] === digestOf(credential)
      done += 1
    } else if (done === at) fields.push(...(valuesOf(each) ?? []))
  }
  return false
}
