import { once } from 'node:events'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { beginnings, conversations, type Identity } from './corpus.js'
import { mutate, split } from './mutate.js'
import type { Random } from './random.js'

export interface Target {
  readonly host: string
  readonly identity: Identity
}

/** How often something is changed at all: what is whole gets further. */
const damage = 0.6

function maybe(bytes: Buffer, random: Random): Buffer {
  return random.chance(damage) ? mutate(bytes, random) : bytes
}

/** Lets the other side answer, for no longer than that. */
const pause = (random: Random) => new Promise((resolve) => setTimeout(resolve, random.below(15)))

/** Speaks proper WebSocket, and what PostgreSQL's protocol has become. */
async function brokenProtocol({ host, identity }: Target, random: Random): Promise<void> {
  const socket = new WebSocket(`ws://${host}/v2`)
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  await Promise.race([once(socket, 'open'), closed]).catch(() => {})
  const messages = [random.pick(beginnings(identity))]
  for (let n = random.below(4); n > 0; n -= 1) messages.push(random.pick(conversations))
  for (const message of messages) {
    for (const piece of split(maybe(message, random), random)) {
      if (socket.readyState === WebSocket.OPEN) socket.send(piece, { binary: !random.chance(0.02) })
    }
    if (random.chance(0.7)) await pause(random)
  }
  if (random.chance(0.3)) socket.pause()
  if (random.chance(0.5)) await pause(random)
  if (random.chance(0.5)) socket.close()
  else socket.terminate()
  socket.resume()
  setTimeout(() => socket.terminate(), 1000).unref()
  await closed
}

const upgrade = (path: string) =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    'Origin: http://localhost',
  ].join('\r\n')

/** RFC 6455, section 5.2; masked with zeros. */
function frame(opcode: number, payload: Buffer, random: Random): Buffer {
  const last = random.chance(0.8) ? 0x80 : 0
  const long = payload.length > 125
  const size = Buffer.alloc(long ? 2 : 0)
  if (long) size.writeUInt16BE(Math.min(payload.length, 65_535))
  const head = Buffer.from([last | opcode, 0x80 | (long ? 126 : payload.length)])
  return Buffer.concat([head, size, Buffer.alloc(4), payload])
}

/** Speaks HTTP, or what has become of it, and then frames that are none. */
async function brokenFrames({ host, identity }: Target, random: Random): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port: Number(host.split(':')[1]) })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  socket.resume()
  const path = random.pick(['/v2', '/v2?address=127.0.0.1:1', '/v2?address=', '/sql', '/', '/v2?x=%00'])
  socket.write(maybe(Buffer.from(`${upgrade(path)}\r\n\r\n`), random))
  await pause(random)
  for (let n = random.below(6); n > 0; n -= 1) {
    const payload = maybe(random.pick(beginnings(identity)), random)
    const opcode = random.pick([0, 1, 2, 2, 2, 2, 8, 9, 10, 11])
    for (const piece of split(maybe(frame(opcode, payload, random), random), random)) socket.write(piece)
    if (random.chance(0.5)) await pause(random)
  }
  if (random.chance(0.5)) socket.end()
  setTimeout(() => socket.destroy(), random.below(50))
  await closed
}

/** One client that means no good. It has gone when this is over. */
export function attack(target: Target, random: Random): Promise<void> {
  return random.chance(0.6) ? brokenProtocol(target, random) : brokenFrames(target, random)
}
