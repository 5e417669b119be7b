import { isIPv6 } from 'node:net'
import { assertOptions, type OptionNames, parseUrl } from '@rowauth/core/internal'
import type { NeonLocalProvider } from './auth/providers.js'
import type { AccessRules } from './http/allowed-origin.js'

/** What to serve, for whom, and where. */
export interface NeonLocalOptions {
  /**
   * The PostgreSQL server behind the endpoint. Requests with a token use this login, which must be a member of the
   * roles that tokens may take; one without rights of its own is best. Requests name the database themselves.
   */
  readonly connectionString?: string
  /** Another name for `connectionString`. */
  readonly database?: string
  /** The keys of the only provider of tokens; `providers` is for several. */
  readonly jwks?: NeonLocalProvider['jwks']
  /** The accepted values of `aud`, together with `jwks`. */
  readonly audience?: string | readonly string[]
  /** Hosts whose keys may be fetched over http, besides loopback ones, where a provider does not say so itself. */
  readonly allowHttp?: NonNullable<NeonLocalProvider['allowHttp']>
  /** Providers of tokens, each with its audience: the key id of a token picks the one it is checked against. */
  readonly providers?: readonly NeonLocalProvider[]
  /** The roles that tokens may take, where a provider names none: `authenticated` and `anonymous` by default. */
  readonly roles?: readonly string[]
  /** Lets the user of `connectionString`, and nobody else, log in with a password instead of a token; off by default. */
  readonly passwordLogin?: boolean
  /** Origins of web pages that may use the endpoint (`https://app.example`), besides those of loopback hosts. */
  readonly allowedOrigins?: readonly string[]
  /** Names by which the endpoint may be addressed (`neon-local`), besides loopback ones and `host`. */
  readonly allowedHosts?: readonly string[]
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
  readonly passwordLogin: boolean
  readonly access: AccessRules
  readonly port: number
  readonly host: string
  readonly maxConnections: number
}

const names = {
  connectionString: true,
  database: true,
  jwks: true,
  audience: true,
  allowHttp: true,
  providers: true,
  roles: true,
  passwordLogin: true,
  allowedOrigins: true,
  allowedHosts: true,
  port: true,
  host: true,
  maxConnections: true,
} as const satisfies OptionNames<NeonLocalOptions>

/** @throws {TypeError} for options that cannot be meant */
export function readOptions(options: NeonLocalOptions): Settings {
  assertOptions('startNeonLocal()', options, names)
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
  const providers = readProviders(options)
  const { passwordLogin = false } = options
  if (typeof passwordLogin !== 'boolean') throw new TypeError('`passwordLogin` must be true or false.')
  if (providers.length === 0 && !passwordLogin) {
    throw new TypeError('Nobody could use it. Give `jwks`, `providers` or `passwordLogin`.')
  }
  const access = readAccess(options, host)
  return { connectionString: address, providers, passwordLogin, access, port, host, maxConnections }
}

function readAccess({ allowedOrigins = [], allowedHosts = [] }: NeonLocalOptions, host: string): AccessRules {
  for (const origin of allowedOrigins) {
    if (parseUrl(origin)?.origin !== origin) {
      throw new TypeError('`allowedOrigins` takes origins, as in `https://app.example`.')
    }
  }
  for (const name of allowedHosts) {
    if (!/^[\w.-]+$/.test(name)) throw new TypeError('`allowedHosts` takes names without a port.')
  }
  const own = isIPv6(host) ? `[${host}]` : host
  const hosts = [...allowedHosts, own].map((name) => name.toLowerCase())
  return { hosts: new Set(hosts), origins: new Set(allowedOrigins) }
}

function readProviders(options: NeonLocalOptions): readonly NeonLocalProvider[] {
  const { jwks, audience, providers, roles, allowHttp } = options
  if (providers !== undefined && (jwks !== undefined || audience !== undefined)) {
    throw new TypeError('Give either `providers` or `jwks` with its `audience`.')
  }
  // An audience that nothing is checked against is a configuration that went missing.
  if (jwks === undefined && audience !== undefined) throw new TypeError('`audience` needs `jwks`.')
  const single = jwks === undefined ? [] : [{ jwks, ...(audience === undefined ? {} : { audience }) }]
  return (providers ?? single).map((provider) => ({
    ...(roles === undefined ? {} : { roles }),
    ...(allowHttp === undefined ? {} : { allowHttp }),
    ...provider,
  }))
}
