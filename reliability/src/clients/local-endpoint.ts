import { startNeonLocal } from '@rowauth/neon-local'
import type { OpenOptions } from './client-under-test.js'
import { tapped } from './connection-url.js'

/** By the made-up host of a connection string: Neon's client has one setting for where all of them are. */
const addresses = new Map<string, URL>()
const nowhere = new URL('http://127.0.0.1:1/sql')
let opened = 0

/** Where requests for a host go. */
export function addressOf(host: string): URL {
  return addresses.get(host) ?? nowhere
}

/** An endpoint in front of a database, for one client of it. */
export async function openEndpoint(url: string, options: OpenOptions) {
  const local = await startNeonLocal({
    connectionString: url,
    passwordLogin: true,
    maxConnections: options.max ?? 1,
  })
  opened += 1
  const host = `bench-${opened}.example`
  addresses.set(host, new URL(await tapped(local.url, options)))
  const { username, password, pathname } = new URL(url)
  return {
    connectionString: `postgresql://${username}:${password}@${host}${pathname}`,
    async close() {
      addresses.delete(host)
      await local.close()
    },
  }
}
