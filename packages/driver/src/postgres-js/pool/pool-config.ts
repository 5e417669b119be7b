import type { PoolConfig } from 'pg'
import type { ClientOptions } from '../postgres-js-types.js'

/** What node-postgres is told for all connections; where they lead is said for each. */
export type OwnConfig = PoolConfig & { readonly sslnegotiation?: string }

const socketFile = /^(\/.*)\/\.s\.PGSQL\.(\d+)$/

/** A host to connect to. */
export interface Host {
  readonly host: string
  readonly port: number
}

/** @throws {TypeError} for a socket that is not named as PostgreSQL names it */
export function hostsOf({ host, port, path }: ClientOptions): readonly Host[] {
  if (path) {
    const [, folder, number] = socketFile.exec(String(path)) ?? []
    if (folder === undefined) throw refused('path', 'It must end with /.s.PGSQL. and the port.')
    return [{ host: folder, port: Number(number) }]
  }
  // postgres.js takes the list of ports for the longer one.
  return port.map((each, index) => ({ host: host[index] ?? (host[0] as string), port: Number(each) }))
}

function refused(option: string, why: string): TypeError {
  return new TypeError(
    `Authenticated statements cannot be sent with the option \`${option}\` of postgres.js. ${why}`,
  )
}

/** A number of seconds, or a function that gives one; 0 for none. */
function seconds(value: unknown): number {
  const given: unknown = typeof value === 'function' ? value() : value
  return Number(given) || 0
}

/** How postgres.js takes `ssl`: these names encrypt and check no certificate. */
const unchecked = new Set<unknown>(['require', 'allow', 'prefer'])

function sslOf(ssl: unknown): boolean | object {
  if (unchecked.has(ssl)) return { rejectUnauthorized: false }
  // A copy: node-postgres hides the key of what it is given.
  return typeof ssl === 'object' && ssl !== null ? { ...ssl } : Boolean(ssl)
}

/** The parameters of a new connection, as postgres.js sends them. */
export function startupParameters({ user, database, connection }: ClientOptions): Record<string, string> {
  const { client_encoding: encoding, ...others } = connection
  if (encoding && !/^utf-?8$/i.test(String(encoding))) {
    throw refused('connection.client_encoding', 'Statements and results are UTF8.')
  }
  const entries = Object.entries({ user, database, ...others }).filter(([, value]) => value)
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]))
}

async function passwordOf(pass: unknown): Promise<string> {
  return String(typeof pass === 'function' ? await pass() : pass)
}

/** @throws {TypeError} for options that node-postgres has nothing for */
export function poolConfig(options: ClientOptions): OwnConfig {
  if (options.socket) throw refused('socket', 'node-postgres opens its sockets itself.')
  const ssl = sslOf(options.ssl)
  const keepAlive = seconds(options.keep_alive)
  return {
    user: options.user,
    database: options.database,
    password: () => passwordOf(options.pass),
    client_encoding: 'utf8',
    ssl,
    ...(ssl !== false && options.sslnegotiation === 'direct' && { sslnegotiation: 'direct' }),
    max: Number(options.max) || 10,
    idleTimeoutMillis: 1000 * seconds(options.idle_timeout),
    maxLifetimeSeconds: seconds(options.max_lifetime),
    keepAlive: keepAlive > 0,
    keepAliveInitialDelayMillis: 1000 * keepAlive,
    // postgres.js' end() is not ours to see, so connections that nobody uses do not hold the process.
    allowExitOnIdle: true,
  }
}

/** The time that a new connection may take, in milliseconds. Not the pool's: nobody waits for a place that long. */
export function connectTimeout({ connect_timeout }: ClientOptions): number {
  return 1000 * seconds(connect_timeout)
}
