import type { ProtocolMessage } from './message-splitter.js'

/** What went over the wire since the start or the last `reset()`, connections' start-up apart. */
export interface Traffic {
  /** Times that a client sent something and then had to wait for the server. */
  readonly roundTrips: number
  /** The same while connections were being opened: encryption request, start-up message, authentication. */
  readonly startupRoundTrips: number
  /** Connections opened. */
  readonly connections: number
  /** Type letters of the messages, in order: `P` Parse, `B` Bind, `E` Execute, `S` Sync, `Q` Query, … */
  readonly messages: { readonly frontend: readonly string[]; readonly backend: readonly string[] }
  /** SQL texts of Query and Parse messages. */
  readonly statements: readonly string[]
  /** Parameters of Bind messages: text as it is, binary as `\x` and hexadecimal digits; nulls are left out. */
  readonly bound: readonly string[]
  readonly bytesToServer: number
  readonly bytesToClient: number
}

/** A {@link Traffic} that is being written. */
export class TrafficLog implements Traffic {
  roundTrips = 0
  startupRoundTrips = 0
  connections = 0
  readonly messages: { frontend: string[]; backend: string[] } = { frontend: [], backend: [] }
  readonly statements: string[] = []
  readonly bound: string[] = []
  bytesToServer = 0
  bytesToClient = 0

  frontend({ type, body, bytes }: ProtocolMessage): void {
    this.messages.frontend.push(type)
    this.bytesToServer += bytes.length
    if (type === 'Q') this.statements.push(cString(body, 0))
    if (type === 'P') this.statements.push(cString(body, body.indexOf(0) + 1))
    if (type === 'B') this.bound.push(...boundParameters(body))
  }

  backend({ type, bytes }: ProtocolMessage): void {
    this.messages.backend.push(type)
    this.bytesToClient += bytes.length
  }
}

function cString(body: Buffer, start: number): string {
  return body.toString('utf8', start, body.indexOf(0, start))
}

/** Reads the parameters of a Bind message: portal, statement, format codes, values. */
function boundParameters(body: Buffer): string[] {
  let at = body.indexOf(0, body.indexOf(0) + 1) + 1
  const int16 = () => {
    at += 2
    return body.readInt16BE(at - 2)
  }
  const formats = Array.from({ length: int16() }, int16)
  const texts: string[] = []
  const count = int16()
  for (let index = 0; index < count; index += 1) {
    const length = body.readInt32BE(at)
    at += 4
    if (length < 0) continue
    const value = body.subarray(at, at + length)
    at += length
    // One format code stands for all parameters, none for text.
    const binary = (formats.length === 1 ? formats[0] : formats[index]) === 1
    texts.push(binary ? `\\x${value.toString('hex')}` : value.toString('utf8'))
  }
  return texts
}
