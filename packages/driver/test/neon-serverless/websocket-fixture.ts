import type { Client, Pool, PoolConfig } from '@neondatabase/serverless'
import * as newest from '@neondatabase/serverless'
import { type NeonLocal, startNeonLocal } from '@rowauth/neon-local'
import type { PostgresProxy } from '@rowauth/testing'
import { WebSocket } from 'ws'
import type { Fixture } from '../fixture.js'

/** What of the client is used. */
export type NeonRelease = Pick<typeof newest, 'Client' | 'Pool' | 'neonConfig'>

/** Neon's WebSockets in front of a fixture's database, reached by the real client. */
export interface WebSocketFixture {
  readonly local: NeonLocal
  /** Between the endpoint and PostgreSQL. */
  readonly proxy: PostgresProxy
  /** The WebSockets that were opened, in order. */
  readonly sockets: readonly WebSocket[]
  /** A pool of the application's; ended with the fixture. */
  pool(config?: PoolConfig): Pool
  /** A client of the application's, which is not connected yet; ended with the fixture. */
  client(): Client
  close(): Promise<void>
}

/** @param release - of the client */
export async function startWebSocketFixture(
  fixture: Fixture,
  release: NeonRelease = newest,
): Promise<WebSocketFixture> {
  const { neonConfig } = release
  const proxy = await fixture.proxy()
  const local = await startNeonLocal({ connectionString: proxy.connectionString, passwordLogin: true })
  const sockets: WebSocket[] = []
  neonConfig.webSocketConstructor = class extends WebSocket {
    constructor(address: string) {
      super(address)
      sockets.push(this)
    }
  }
  neonConfig.useSecureWebSocket = false
  neonConfig.wsProxy = () => local.wsProxy
  const connectionString = fixture.url
  const ends: (() => Promise<void>)[] = []
  return {
    local,
    proxy,
    sockets,
    pool(config = {}) {
      const pool = new release.Pool({ connectionString, max: 5, ...config })
      // As every application has to: an idle connection that is lost is reported here and nowhere else.
      pool.on('error', () => undefined)
      ends.push(async () => {
        if (!pool.ended) await pool.end()
      })
      return pool
    },
    client() {
      const client = new release.Client(connectionString)
      client.on('error', () => undefined)
      ends.push(() => client.end())
      return client
    },
    async close() {
      await Promise.all(ends.map((end) => end()))
      await local.close()
    },
  }
}
