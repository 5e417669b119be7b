import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { Random } from '../bench/random.js'
import { mutateBytes } from './mutate-bytes.js'
import { opens, type Request, readRequest, soundAnswer } from './sound-answer.js'
import {
  bound,
  complete,
  dataRow,
  digestOf,
  failed,
  message,
  parameters,
  parsed,
  ready,
  rowDescription,
  welcome,
} from './wire.js'

/** What was told of an opening, and which statement of the message that was. */
export interface Told {
  readonly bytes: Buffer
  readonly credential: string
  readonly at: number
}

export interface LyingServer {
  readonly port: number
  /** Of the attempt that goes on. */
  readonly told: readonly Told[]
  /** Begins an attempt, with what its lies are made from. */
  begin(random: Random): void
  close(): void
}

/**
 * pg-protocol 1.16 looks for the end of a text beyond the end of its message, and where there is none it never stops:
 * nothing that is built on it can help that.
 */
const terminators = Buffer.alloc(256)

/** The answer of a server that lies: messages left out, moved, doubled, exchanged, and bytes changed. */
function lie(request: Request, random: Random): Buffer {
  const messages = soundAnswer(request)
  const stray = [
    parsed,
    bound,
    ready,
    complete('COMMIT'),
    complete(''),
    dataRow('foreign', `${digestOf('other')} ticket`),
    dataRow(),
    rowDescription('other'),
    parameters(random.pick([0, 25, 1009, 1184]), 16),
    failed('28000'),
    failed('57P01'),
    message('G', Buffer.from([0, 0, 0])),
    message('H', Buffer.from([0, 0, 0])),
    message('I'),
    message('n'),
    message('s'),
    message('A', Buffer.from([0, 0, 0, 1]), 'channel', 'payload'),
    message('S', 'client_encoding', 'LATIN1'),
    message('N', 'SNOTICE', 'Mhello', Buffer.from([0])),
    message('d', Buffer.from('copy')),
    message('Z', Buffer.from(random.pick(['I', 'T', 'E', 'x']))),
  ]
  for (let times = random.below(3); times > 0; times -= 1) {
    const at = random.below(messages.length)
    const [one] = messages.splice(at, 1)
    if (random.percent(60)) messages.splice(random.below(messages.length + 1), 0, random.pick(stray))
    else if (random.percent(50)) messages.splice(random.below(messages.length + 1), 0, one ?? ready)
  }
  const bytes = Buffer.concat(messages)
  return random.percent(60) ? mutateBytes(bytes, random) : bytes
}

/** A server that lets everybody in, and lies. */
export async function startLyingServer(): Promise<LyingServer> {
  let random: Random | undefined
  const told: Told[] = []
  const sockets = new Set<Socket>()
  const answer = (socket: Socket, bytes: Buffer) => {
    // Its farewell.
    if (bytes[0] === 0x58 || random === undefined) return
    const request = readRequest(bytes)
    const sound = Buffer.concat(soundAnswer(request))
    const lied = lie(request, random)
    const at = request.steps.filter(({ type }) => type === 'E').findIndex(({ text }) => opens(text))
    if (at >= 0) told.push({ bytes: lied, credential: request.credential, at })
    // Nobody has to wait for what does not come.
    if (lied.equals(sound)) socket.write(lied)
    else socket.end(Buffer.concat([lied, terminators]))
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(welcome)
      socket.on('data', (bytes) => answer(socket, bytes))
    })
  })
  server.listen({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    told,
    begin(source) {
      random = source
      told.length = 0
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
