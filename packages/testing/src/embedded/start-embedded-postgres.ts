import { assertOptions } from '@rowauth/core/internal'
import { openCluster } from './cluster.js'
import { freePort } from './free-port.js'
import { bundledMajor, locateBinaries, type PostgresMajor } from './locate-binaries.js'
import { PortTakenError, runServer } from './run-server.js'
import { runnableBinaries, serverAccount } from './runnable-binaries.js'

export interface EmbeddedPostgresOptions {
  /** Major version; the binaries of 18 come with this package, others are installed as `pgNN` aliases. */
  readonly version?: PostgresMajor
  /** Where the data is kept between runs. Absent: a temporary directory, removed at the end. */
  readonly dataDirectory?: string
  /** TCP port on 127.0.0.1. Absent: a free one. */
  readonly port?: number
}

/** A running embedded server. */
export interface EmbeddedPostgres {
  /** Connects to the database `postgres` as its superuser. */
  readonly connectionString: string
  /** Stops the server and removes what is temporary; may be called again. */
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const attempts = 10

/**
 * Starts a PostgreSQL server of its own from npm packages, on loopback, without Docker. It ends with
 * {@link EmbeddedPostgres.stop}, and also when the process that started it ends, however that comes about.
 * Durability is switched off for temporary data, and left on for a `dataDirectory`.
 *
 * @throws {Error} when the version is not installed, the port is taken or the server does not start; the message
 *   holds the end of the server's log
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  assertOptions('startEmbeddedPostgres()', options, { version: true, dataDirectory: true, port: true })
  const account = serverAccount()
  const version = options.version ?? bundledMajor
  const native = await runnableBinaries(locateBinaries(version), account)
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort())
    const cluster = await openCluster({ native, account, version, dataDirectory: options.dataDirectory })
    try {
      const stop = await runServer(cluster, { native, account, port })
      const connectionString = `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres`
      return { connectionString, stop, [Symbol.asyncDispose]: stop }
    } catch (error) {
      const again = error instanceof PortTakenError && options.port === undefined && attempt < attempts
      if (!again) throw error
    }
  }
}
