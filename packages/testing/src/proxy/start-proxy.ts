import { once } from 'node:events'
import { type AddressInfo, createServer, type NetConnectOpts, type Socket } from 'node:net'
import pg from 'pg'
import { type CutPoint, ProxiedConnection, type ProxyState } from './proxied-connection.js'
import { type Traffic, TrafficLog } from './traffic.js'

/** A proxy in front of a PostgreSQL server that reads along. */
export interface PostgresProxy extends Traffic, AsyncDisposable {
  /** The same database, through the proxy. */
  readonly connectionString: string
  /** Connections that are open now. */
  readonly openConnections: number
  /** Begins a new record; arrays that were read before stay as they are. */
  reset(): void
  /** Makes a round trip take at least `milliseconds`, one half each way. */
  setLatency(milliseconds: number): void
  /** Closes every connection at once; new ones are accepted. */
  cut(): void
  /**
   * Closes a connection when the next message of that side arrives on it, which is not passed on: with
   * `nextFrontend` the server never sees the call, with `nextBackend` it has run and the client never hears.
   */
  cutOn(point: CutPoint): void
  /** Closes all connections and the proxy; may be called again. */
  close(): Promise<void>
}

function upstreamOf(connectionString: string): NetConnectOpts {
  const { host, port } = new pg.Client({ connectionString })
  return host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }
}

function throughPort(connectionString: string, port: number): string {
  const url = new URL(connectionString)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  // The proxy has to read along, so it speaks without encryption on both sides.
  for (const name of ['host', 'port', 'ssl', 'sslmode', 'sslnegotiation']) url.searchParams.delete(name)
  return url.href
}

/**
 * Starts a TCP proxy on loopback that reads the PostgreSQL protocol, to count round trips, to see what is sent,
 * to add latency and to cut connections. The server must take unencrypted connections.
 *
 * A round trip is counted when a client sends a message that asks for an answer (Query, Sync, Flush, …) while it
 * waits for none; what it sends during the wait belongs to the same round trip. So an awaited query is one,
 * simple or extended, and so are several Syncs that are sent before the first answer.
 *
 * @param connectionString - the database to pass connections on to
 * @example
 * const proxy = await startProxy(server.connectionString)
 * const pool = new pg.Pool({ connectionString: proxy.connectionString })
 * await pool.query('select 1')
 * proxy.reset()
 * await pool.query('select $1::int', [1])
 * expect(proxy.roundTrips).toBe(1)
 */
export async function startProxy(connectionString: string): Promise<PostgresProxy> {
  const state: ProxyState = {
    upstream: upstreamOf(connectionString),
    log: new TrafficLog(),
    delay: 0,
    cutPoint: undefined,
  }
  const open = new Map<Socket, ProxiedConnection>()
  // Half-open connections let the last words of either side through.
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    open.set(client, new ProxiedConnection(client, state))
    client.once('close', () => open.delete(client))
  })
  listener.listen({ host: '127.0.0.1', port: 0 })
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  const cut = () => {
    for (const connection of open.values()) connection.destroy()
  }
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= new Promise((resolve) => listener.close(() => resolve()))
    cut()
    return closed
  }
  return {
    connectionString: throughPort(connectionString, port),
    get openConnections() {
      return open.size
    },
    get roundTrips() {
      return state.log.roundTrips
    },
    get startupRoundTrips() {
      return state.log.startupRoundTrips
    },
    get connections() {
      return state.log.connections
    },
    get messages() {
      return state.log.messages
    },
    get statements() {
      return state.log.statements
    },
    get bound() {
      return state.log.bound
    },
    get bytesToServer() {
      return state.log.bytesToServer
    },
    get bytesToClient() {
      return state.log.bytesToClient
    },
    reset() {
      state.log = new TrafficLog()
    },
    setLatency(milliseconds) {
      state.delay = milliseconds / 2
    },
    cut,
    cutOn(point) {
      state.cutPoint = point
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
