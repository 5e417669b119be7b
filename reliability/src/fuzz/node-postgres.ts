import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { unverifiedSession } from '@rowauth/core/internal'
import { nodePostgres } from '@rowauth/driver/node-postgres'
import pg from 'pg'
import { withDeadline } from '../bench/error-label.js'
import { createIdentities } from '../bench/identities.js'
import type { Random } from '../bench/random.js'
import { MessageReader } from './message-reader.js'
import { mutateBytes } from './mutate-bytes.js'
import type { TargetKind } from './target.js'
import {
  bound,
  complete,
  confirms,
  dataRow,
  digestOf,
  failed,
  message,
  parsed,
  ready,
  rowDescription,
  welcome,
} from './wire.js'

/** What was told of an opening, and which statement of the message that was. */
interface Told {
  readonly bytes: Buffer
  readonly credential: string
  readonly at: number
}

interface Request {
  /** What is opened with: a token or a ticket. */
  readonly credential: string
  /** The texts of its statements. */
  readonly texts: readonly string[]
}

/** Reads what a client has written. On a new connection each statement is parsed. */
function readRequest(bytes: Buffer): Request {
  const messages = [...new MessageReader(bytes)]
  const texts = messages
    .filter(({ type }) => type === 'P')
    .map(({ body }) => body.toString('utf8').split('\0')[1] ?? '')
  const role = Buffer.from('authenticated')
  const opening = messages.find(({ type, body }) => type === 'B' && body.includes(role))?.body
  if (opening === undefined) return { credential: '', texts }
  // The credential is the parameter behind the role: its length, and its bytes.
  const at = opening.indexOf(role) + role.length
  const credential = opening.toString('latin1', at + 4, at + 4 + opening.readInt32BE(at))
  return { credential, texts }
}

/**
 * pg-protocol 1.16 looks for the end of a text beyond the end of its message, and where there is none it never stops:
 * nothing that is built on it can help that.
 */
const terminators = Buffer.alloc(256)

const opens = (text: string) => text.includes('open_session')

/** A sound answer: one message after the other. */
function soundAnswer({ credential, texts }: Request): Buffer[] {
  const answers = texts.map((text) => {
    if (opens(text)) return [dataRow('f', `${digestOf(credential)} ticket`), complete('SELECT 1')]
    if (text.startsWith('select title'))
      return [rowDescription('title'), dataRow('a row'), complete('SELECT 1')]
    return [complete(text.toUpperCase())]
  })
  const within = texts.includes('begin') || texts.length === 1
  return [
    ...answers.flatMap((answer) => [parsed, bound, ...answer]),
    message('Z', Buffer.from(within && !texts.includes('commit') ? 'T' : 'I')),
  ]
}

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

/** The answers of a lying server to the driver of node-postgres, in database mode. */
export const nodePostgresAnswers: TargetKind = {
  name: 'node-postgres',
  async start() {
    const identities = await createIdentities()
    let random: Random | undefined
    const told: Told[] = []
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => {})
      socket.once('data', () => {
        socket.write(welcome)
        socket.on('data', (bytes) => {
          // Its farewell.
          if (bytes[0] === 0x58 || random === undefined) return
          const request = readRequest(bytes)
          const sound = Buffer.concat(soundAnswer(request))
          const lied = lie(request, random)
          const at = request.texts.findIndex(opens)
          if (at >= 0) told.push({ bytes: lied, credential: request.credential, at })
          if (lied.equals(sound)) {
            socket.write(lied)
            return
          }
          // Nobody has to wait for what does not come.
          socket.end(Buffer.concat([lied, terminators]))
        })
      })
    })
    server.listen({ host: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'app', database: 'app', max: 1 })
    pool.on('error', () => {})
    const driver = nodePostgres(pool, { verification: 'database', prepare: false })
    let calls = 0
    let answered = 0

    return {
      get answered() {
        return answered
      },
      async attempt(source) {
        random = source
        calls += 1
        told.length = 0
        const session = unverifiedSession(await identities.token(`user ${calls % 100}`))
        const call = source.percent(70)
          ? driver.query(session, 'select title from todos')
          : driver.transaction(session, (tx) => tx.query('select title from todos'))
        const rows = await withDeadline(
          call.then(
            (result) => result.rows,
            () => undefined,
          ),
          10_000,
          'a call to a lying server',
        )
        if (rows === undefined) return undefined
        const last = told.at(-1)
        if (last !== undefined && confirms(last.bytes, last.credential, last.at)) {
          answered += 1
          return undefined
        }
        return `Rows of an opening that was not confirmed: ${last?.bytes.toString('base64')}`
      },
      async close() {
        await pool.end()
        server.close()
        for (const socket of sockets) socket.destroy()
      },
    }
  },
}
