import type { NeonLocalProvider } from './auth/providers.js'

/** What to serve, for whom, and where. */
export interface NeonLocalOptions {
  /**
   * The PostgreSQL server behind the endpoint. Requests with a token use this login, which must be a member of the
   * roles that tokens may take; one without rights of its own is best. Requests name the database themselves.
   */
  readonly connectionString?: string
  /** Another name for `connectionString`. */
  readonly database?: string
  /** The keys of the only provider of tokens; `providers` is for several. Without either only passwords serve. */
  readonly jwks?: NeonLocalProvider['jwks']
  /** The accepted values of `aud`, together with `jwks`. */
  readonly audience?: string | readonly string[]
  /** Providers of tokens, each with its audience: the key id of a token picks the one it is checked against. */
  readonly providers?: readonly NeonLocalProvider[]
  /** The roles that tokens may take, where a provider names none: `authenticated` and `anonymous` by default. */
  readonly roles?: readonly string[]
  /** TCP port; 0, the default, stands for a free one. */
  readonly port?: number
  /** Address to listen on; `127.0.0.1` by default, which only this machine can reach. */
  readonly host?: string
  /** Connections to PostgreSQL at a time, for each database and role; 10 by default. */
  readonly maxConnections?: number
}

/** Options with their defaults. */
export interface Settings {
  readonly connectionString: string
  readonly providers: readonly NeonLocalProvider[]
  readonly port: number
  readonly host: string
  readonly maxConnections: number
}

/** @throws {TypeError} for options that cannot be meant */
export function readOptions(options: NeonLocalOptions): Settings {
  const { connectionString, database, port = 0, host = '127.0.0.1', maxConnections = 10 } = options
  const address = connectionString ?? database
  if (
    typeof address !== 'string' ||
    address === '' ||
    (connectionString !== undefined && database !== undefined)
  ) {
    throw new TypeError(
      'startNeonLocal() needs either `connectionString` or `database`: a connection string.',
    )
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError('`port` must be a whole number from 0 to 65535.')
  }
  if (typeof host !== 'string' || host === '') throw new TypeError('`host` must be an address to listen on.')
  if (!Number.isInteger(maxConnections) || maxConnections < 1) {
    throw new TypeError('`maxConnections` must be a whole number from 1 on.')
  }
  return { connectionString: address, providers: readProviders(options), port, host, maxConnections }
}

function readProviders({ jwks, audience, providers, roles }: NeonLocalOptions): readonly NeonLocalProvider[] {
  if (providers !== undefined && (jwks !== undefined || audience !== undefined)) {
    throw new TypeError('Give either `providers` or `jwks` with its `audience`.')
  }
  // An audience that nothing is checked against is a configuration that went missing.
  if (jwks === undefined && audience !== undefined) throw new TypeError('`audience` needs `jwks`.')
  const single = jwks === undefined ? [] : [{ jwks, ...(audience === undefined ? {} : { audience }) }]
  return (providers ?? single).map((provider) => (roles === undefined ? provider : { roles, ...provider }))
}
