import type { ClientBytes } from './client-bytes.js'
import { LoginRefusal, protocolViolation } from './protocol-error.js'

/** What a client begins with. */
export type Startup =
  | { readonly kind: 'startup'; readonly parameters: ReadonlyMap<string, string> }
  | { readonly kind: 'cancel'; readonly message: Buffer }

/** PostgreSQL's own limits: MAX_STARTUP_PACKET_LENGTH, and what it takes as a password message. */
const maxStartup = 10_000
const maxPassword = 65_535

const version3 = 196_608
const cancelRequest = 80_877_102
const encryptionRequests: ReadonlySet<number> = new Set([80_877_103, 80_877_104])
const notEncrypted = Buffer.from('N')

/**
 * Reads the first message of a client (PostgreSQL manual, section 55.2.1).
 *
 * @param answer - says that there is no encryption: the WebSocket is what could have it
 * @returns undefined when the client has gone
 * @throws {LoginRefusal} for what is no such message
 */
export async function readStartup(
  bytes: ClientBytes,
  answer: (message: Buffer) => void,
): Promise<Startup | undefined> {
  const asked = new Set<number>()
  for (;;) {
    const body = await readBody(bytes, maxStartup)
    if (body === undefined) return undefined
    const code = body.length < 4 ? 0 : body.readInt32BE(0)
    if (code === version3) return { kind: 'startup', parameters: readParameters(body.subarray(4)) }
    if (code === cancelRequest) return { kind: 'cancel', message: body }
    if (!encryptionRequests.has(code) || asked.has(code) || body.length > 4) {
      throw new LoginRefusal('0A000', 'unsupported frontend protocol')
    }
    asked.add(code)
    answer(notEncrypted)
  }
}

/**
 * Reads the message with the password.
 *
 * @returns undefined when the client has gone
 * @throws {LoginRefusal} for another message
 */
export async function readPassword(bytes: ClientBytes): Promise<string | undefined> {
  const type = await bytes.read(1)
  if (type === undefined) return undefined
  if (type.toString('latin1') !== 'p') throw protocolViolation('expected password response')
  const body = await readBody(bytes, maxPassword)
  if (body === undefined) return undefined
  if (body.indexOf(0) !== body.length - 1) throw protocolViolation('invalid password packet')
  return decode(body.subarray(0, -1))
}

async function readBody(bytes: ClientBytes, max: number): Promise<Buffer | undefined> {
  const head = await bytes.read(4)
  if (head === undefined) return undefined
  const length = head.readInt32BE(0)
  if (length < 4 || length > max) throw protocolViolation('invalid length of startup packet')
  return await bytes.read(length - 4)
}

/** Names and values, each with a zero byte behind it, and one more at the end. */
function readParameters(body: Buffer): ReadonlyMap<string, string> {
  const texts = decode(body).split('\0')
  const isWhole = texts.length % 2 === 0 && texts.pop() === '' && texts.pop() === ''
  if (!isWhole) throw protocolViolation('invalid startup packet layout: expected terminator as last byte')
  const parameters = new Map<string, string>()
  for (let at = 0; at < texts.length; at += 2) {
    const name = texts[at] ?? ''
    if (name === '' || parameters.has(name)) throw protocolViolation('invalid startup packet layout')
    parameters.set(name, texts[at + 1] ?? '')
  }
  return parameters
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw protocolViolation('invalid byte sequence for encoding "UTF8"')
  }
}
