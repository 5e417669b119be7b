import { TokenCheck } from './auth/token-check.js'
import { Connections } from './database/connections.js'
import { DatabaseServer } from './database/login.js'
import { HttpServer } from './http/http-server.js'
import { answerSql } from './http/sql-endpoint.js'
import { type NeonLocalOptions, readOptions } from './options.js'
import { WebSocketEndpoint } from './websocket/websocket-endpoint.js'

/** A running endpoint. */
export interface NeonLocal extends AsyncDisposable {
  /** Full address of the endpoint, as in `http://127.0.0.1:4444/sql`: give it to `neonConfig.fetchEndpoint`. */
  readonly url: string
  /** Where WebSockets are served, as in `127.0.0.1:4444/v2`: give it to `neonConfig.wsProxy`, as `() => wsProxy`. */
  readonly wsProxy: string
  /**
   * Takes no more requests, waits for those that run (after 5 seconds they are cancelled) and closes all
   * connections, by force where the other side does not let go; may be called again.
   */
  close(): Promise<void>
}

/** Milliseconds. */
const patience = 5_000
const lastPatience = 1_000

/**
 * Starts an endpoint that speaks Neon's SQL over HTTP in front of any PostgreSQL, for development and tests.
 *
 * Requests with a bearer token are checked as Neon's proxy checks them and run under the role that their
 * connection string names, with the verified claims in `auth.user_id()` and `auth.session()`. With `passwordLogin`
 * the user of the endpoint's own connection string can log in with a password, too.
 *
 * @throws {TypeError} for options that cannot be meant
 * @throws {Error} when the port is taken
 * @example
 * const local = await startNeonLocal({ connectionString, jwks: 'https://issuer.example/jwks.json' })
 * neonConfig.fetchEndpoint = local.url
 */
export async function startNeonLocal(options: NeonLocalOptions): Promise<NeonLocal> {
  const { connectionString, providers, passwordLogin, access, port, host, maxConnections } =
    readOptions(options)
  const server = new DatabaseServer(connectionString)
  const connections = new Connections(server, maxConnections)
  const passwordUser = passwordLogin ? server.user : undefined
  const parts = { server, connections, tokens: new TokenCheck(providers), passwordUser }
  const webSockets = new WebSocketEndpoint(server, access, passwordUser)
  const http = new HttpServer((request, signal) => answerSql(parts, request, signal), access)
  http.onUpgrade(webSockets.take)
  const url = await http.listen(port, host)
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= Promise.all([http.close(patience), webSockets.close()]).then(() =>
      connections.close(lastPatience),
    )
    return closing
  }
  return { url, wsProxy: `${new URL(url).host}/v2`, close, [Symbol.asyncDispose]: close }
}
