import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import pg from 'pg'
import { onTestFinished } from 'vitest'

/** Cuts a stream into messages of the protocol; `typed: false` for a client's first one. */
function* messages(rest: { bytes: Buffer; typed: boolean }, chunk: Buffer) {
  rest.bytes = Buffer.concat([rest.bytes, chunk])
  for (;;) {
    const head = rest.typed ? 5 : 4
    if (rest.bytes.length < head) return
    const end = head - 4 + rest.bytes.readInt32BE(head - 4)
    if (rest.bytes.length < end) return
    const message = rest.bytes.subarray(0, end)
    rest.bytes = rest.bytes.subarray(end)
    yield message
  }
}

const typeOf = (message: Buffer) => message.toString('latin1', 0, 1)
// AuthenticationOk, and ReadyForQuery in the idle state.
const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49])

/** A connection to the server that was opened once and serves whoever comes. */
interface Backend {
  readonly socket: Socket
  client: Socket | undefined
  served: number
}

async function openBackend(url: string): Promise<Backend> {
  const client = new pg.Client(url)
  await client.connect()
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.removeAllListeners()
  stream.setNoDelay(true)
  return { socket: stream, client: undefined, served: 0 }
}

/**
 * A pooler in transaction mode, as old ones are: it hands each transaction to the server connection that has
 * waited longest, and knows nothing of prepared statements. Takes any user without a password, so it listens on
 * loopback, and ends with the test that starts it.
 */
export async function startTransactionPooler(url: string, connections: number) {
  const backends = await Promise.all(Array.from({ length: connections }, () => openBackend(url)))
  const idle = [...backends]
  const waiting: ((backend: Backend) => void)[] = []
  const clients = new Set<Socket>()

  const release = (backend: Backend) => {
    backend.client = undefined
    backend.served += 1
    const next = waiting.shift()
    if (next === undefined) idle.push(backend)
    else next(backend)
  }
  for (const backend of backends) {
    const rest = { bytes: Buffer.alloc(0), typed: true }
    backend.socket.on('data', (chunk) => {
      for (const message of messages(rest, chunk)) {
        backend.client?.write(message)
        // ReadyForQuery outside of a transaction: somebody else's turn.
        if (typeOf(message) === 'Z' && message[5] === 0x49) release(backend)
      }
    })
  }

  const listener = createServer((client) => {
    clients.add(client)
    client.setNoDelay(true)
    const rest = { bytes: Buffer.alloc(0), typed: false }
    let queue = Promise.resolve()
    const assigned = () => backends.find((backend) => backend.client === client)
    const forward = async (message: Buffer) => {
      const backend = assigned() ?? idle.shift() ?? (await new Promise<Backend>((take) => waiting.push(take)))
      backend.client = client
      backend.socket.write(message)
    }
    client.on('error', () => client.destroy())
    client.on('data', (chunk) => {
      for (const message of messages(rest, chunk)) {
        if (!rest.typed) client.write(welcome)
        else if (typeOf(message) !== 'X') queue = queue.then(() => forward(message))
        rest.typed = true
      }
    })
  })
  listener.listen({ host: '127.0.0.1', port: 0 })
  await once(listener, 'listening')
  onTestFinished(async () => {
    for (const { socket } of backends) socket.destroy()
    for (const client of clients) client.destroy()
    listener.close()
    await once(listener, 'close')
  })
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String((listener.address() as AddressInfo).port)
  return {
    connectionString: through.href,
    /** Transactions that each server connection has served. */
    get served() {
      return backends.map(({ served }) => served)
    },
  }
}
